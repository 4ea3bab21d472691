//! Figures: `cargo test --release -p athar-vault --test it -- --ignored --nocapture bench::figures`.

use crate::support::{Folder, PASSPHRASE};
use std::hint::black_box;
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use vault::keys::{Cost, Keyring};

/// How often something can be done in a second.
fn rate<T>(what: &str, mut work: impl FnMut() -> T) {
    let (began, mut done) = (Instant::now(), 0_u64);
    while began.elapsed() < Duration::from_secs(1) {
        (0..16).for_each(|_| drop(black_box(work())));
        done += 16;
    }
    println!("{what}: {:.0} a second", done as f64 / began.elapsed().as_secs_f64());
}

fn time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = work();
    println!("{what}: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    result
}

#[test]
#[ignore = "figures, to be read with a release build"]
fn figures() {
    let folder = Folder::new();
    let ring = folder.create();
    let (key, sealing) = (ring.new_working_key().unwrap(), ring.new_sealing_key().unwrap());
    let plain = vec![7; 1024];
    let blob = ring.seal(key, b"record 7", &plain).unwrap();
    let sealed = ring.seal_box(sealing, b"record 7", &plain).unwrap();
    rate("seal 1 KiB", || ring.seal(key, b"record 7", &plain).unwrap());
    rate("open 1 KiB", || ring.open_blob(b"record 7", &blob).unwrap());
    rate("token of 32 bytes", || ring.token(b"name", &plain[..32]));
    rate("seal_box 1 KiB", || ring.seal_box(sealing, b"record 7", &plain).unwrap());
    rate("open_box 1 KiB", || ring.open_box(b"record 7", &sealed).unwrap());
    stream(&ring);
    rate("new working key", || ring.new_working_key().unwrap());
    rate("new sealing key", || ring.new_sealing_key().unwrap());
    many_keys();
}

fn stream(ring: &Keyring) {
    let key = ring.new_working_key().unwrap();
    let content = vec![3; 64 << 20];
    let mut writer = ring.sealing_writer(key, b"file", Vec::new()).unwrap();
    let sealed = time("stream of 64 MiB sealed", || {
        writer.write_all(&content).unwrap();
        writer.finish().unwrap()
    });
    let mut reader = ring.opening_reader(b"file", sealed.as_slice()).unwrap();
    let mut opened = Vec::with_capacity(content.len());
    time("stream of 64 MiB opened", || reader.read_to_end(&mut opened).unwrap());
}

fn many_keys() {
    let folder = Folder::new();
    let ring = folder.create();
    ring.set_cost(Cost::USUAL).unwrap();
    let keys: Vec<_> = (0..100_000).map(|_| ring.new_working_key().unwrap()).collect();
    time("an open file of 100,000 keys opened", || folder.open());
    time("its working root changed", || ring.rotate_working(None).unwrap());
    time("protected with argon2id, 256 MiB, three passes", || ring.protect(PASSPHRASE, 1).unwrap());
    time("opened with the passphrase", || folder.open_with(PASSPHRASE));
    time("1,000 keys destroyed", || ring.destroy(&keys[..1000]).unwrap());
    for _ in 0..1000 {
        ring.new_sealing_key().unwrap();
    }
    time("team key revoked, 1,000 sealing keys sealed anew", || ring.revoke_team(2, 1).unwrap());
}
