//! What every version wrote, this one reads: `tests/compat/v1.keys` and, a line each in hexadecimal, what was sealed with it.
//! Passphrases and content are invented. `ATHAR_WRITE_COMPAT=1 cargo test -p athar-vault --test it -- --ignored
//! compat::write` wrote them, once; without that word it writes nothing, since the long tests run everything that is ignored.

use crate::support::{Folder, OTHER, PASSPHRASE};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use vault::keys::{KeyError, Keyring, Share};

fn at(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/compat").join(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn bytes(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

#[test]
#[ignore = "writes the files that later versions must read"]
fn write() {
    if std::env::var_os("ATHAR_WRITE_COMPAT").is_none() {
        return;
    }
    let folder = Folder::new();
    let ring = folder.create();
    let [working, dead] = [(); 2].map(|()| ring.new_working_key().unwrap());
    let sealing = ring.new_sealing_key().unwrap();
    ring.protect(PASSPHRASE, 1).unwrap();
    let shares = ring.make_shares().unwrap();
    ring.protect_sealed(OTHER, 2).unwrap();
    ring.add_purged(b"a line").unwrap();
    let mut stream = ring.sealing_writer(working, b"place", Vec::new()).unwrap();
    stream.write_all(b"content of a file").unwrap();
    let lines = [
        hex(&ring.seal(working, b"place", b"content").unwrap()),
        hex(&ring.seal_box(sealing, b"place", b"contact").unwrap()),
        hex(&stream.finish().unwrap()),
        hex(&ring.seal(dead, b"place", b"gone").unwrap()),
        hex(&ring.token(b"purpose", b"content")),
        hex(&*ring.disk_key()),
        hex(&*ring.derive(b"purpose")),
        shares[0].to_string(),
        shares[2].to_string(),
    ];
    ring.destroy(&[dead]).unwrap();
    fs::write(at("v1.sealed"), lines.join("\n") + "\n").unwrap();
    fs::copy(folder.path(), at("v1.keys")).unwrap();
}

#[test]
fn the_first_version_is_read() {
    let folder = Folder::new();
    fs::copy(at("v1.keys"), folder.path()).unwrap();
    let text = fs::read_to_string(at("v1.sealed")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let ring = folder.open_with(PASSPHRASE);
    let sealed: Vec<Vec<u8>> = lines[..4].iter().map(|line| bytes(line)).collect();
    assert_eq!(ring.open_blob(b"place", &sealed[0]).unwrap(), b"content");
    assert!(matches!(ring.open_box(b"place", &sealed[1]), Err(KeyError::SealedLocked)));
    ring.unlock_sealed(OTHER).unwrap();
    assert_eq!(ring.open_box(b"place", &sealed[1]).unwrap(), b"contact");
    let mut content = String::new();
    ring.opening_reader(b"place", sealed[2].as_slice()).unwrap().read_to_string(&mut content).unwrap();
    assert_eq!(content, "content of a file");
    assert!(matches!(ring.open_blob(b"place", &sealed[3]), Err(KeyError::Destroyed(_))));
    assert_eq!(hex(&ring.token(b"purpose", b"content")), lines[4]);
    assert_eq!((hex(&*ring.disk_key()), hex(&*ring.derive(b"purpose"))), (lines[5].to_owned(), lines[6].to_owned()));
    assert_eq!(ring.purge_list().unwrap(), [b"a line"]);
    // Sealing gives the same bytes as it did then: what was rebuilt can be compared.
    let key = Keyring::key_of(&sealed[0]).unwrap();
    assert_eq!(ring.seal(key, b"place", b"content").unwrap(), sealed[0]);
    let shares = [lines[7], lines[8]].map(|line| line.parse::<Share>().unwrap());
    let cost = vault::keys::Cost::LEAST;
    let ring = Keyring::recover_at_cost(&folder.path(), &shares, OTHER, 3, cost).unwrap();
    assert_eq!(ring.open_box(b"place", &sealed[1]).unwrap(), b"contact");
}
