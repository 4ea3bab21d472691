//! Notes, keys and checkpoints: against a note that Go's implementation signed, and against everything that is none.

use vault::Hash;
use vault::proof::checkpoint::{Checkpoint, SignedCheckpoint, TreeHead};
use vault::proof::key::{Algorithm, NoteSigner, VerifierKey};
use vault::proof::note::{Note, NoteError};

/// Key and note of the documentation of golang.org/x/mod/sumdb/note.
const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn a_note_that_another_implementation_signed() {
    let key: VerifierKey = PUBLIC.parse().unwrap();
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.to_string(), NOTE);
    assert_eq!(note.verify(std::slice::from_ref(&key)).unwrap()[0].key, key);
    let signer = NoteSigner::parse(SECRET).unwrap();
    assert_eq!((signer.to_text().as_str(), signer.verifier()), (SECRET, &key));
    assert_eq!(signer.sign(note.text(), 0), note.signatures()[0]);
    assert!(!format!("{signer:?}").contains("AYEKFAL"));
}

/// The example checkpoint of C2SP tlog-cosignature, of which the specification does not give the keys: ids and time.
#[test]
fn the_example_of_the_specification_is_read() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let signed = SignedCheckpoint::parse(text.as_bytes()).unwrap();
    assert_eq!(
        (signed.checkpoint.origin(), signed.checkpoint.head().size),
        ("example.com/behind-the-sofa", 20_852_163)
    );
    assert_eq!(signed.note.to_string(), text);
    assert_eq!(signed.note.signatures()[1].bytes().len(), 72);
    assert_eq!(signed.verify(&[PUBLIC.parse().unwrap()]), Err(NoteError::Unsigned));
}

#[test]
fn a_signature_spoils_what_it_does_not_fit() {
    let key: VerifierKey = PUBLIC.parse().unwrap();
    for (from, to) in [("think", "thinc"), ("is.\n\n", "is. \n\n"), ("x08go/ZJ", "x08go/ZK")] {
        let note = Note::parse(NOTE.replacen(from, to, 1).as_bytes()).unwrap();
        assert!(matches!(note.verify(std::slice::from_ref(&key)), Err(NoteError::Signature { .. })), "{to}");
    }
    // Another key under the same name is an unknown one.
    let other = NoteSigner::from_seed([7; 32], "PeterNeumann").unwrap();
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.verify(&[other.verifier().clone()]), Err(NoteError::Unsigned));
    // One key's signature, said twice, counts once.
    let line = NOTE.split_inclusive("\n\n").nth(1).unwrap();
    let twice = Note::parse(format!("{NOTE}{line}").as_bytes()).unwrap();
    assert_eq!(twice.verify(&[key.clone(), key]).unwrap().len(), 1);
}

#[test]
fn what_is_no_note() {
    for text in [
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n\u{2014} name\n",
        "text\n\n\u{2014} name AAAA\n",
        "text\n\n\u{2014} a+b AAAAAAA=\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n\u{2014} name AAAAAAA=",
        "text\n\n\u{2014} name AAAAAAA\n",
        "text\n\n\u{2014} name AAAAAAB=\n",
        "te\rxt\n\n\u{2014} name AAAAAAA=\n",
        "text\n\n\u{2014}  AAAAAAA=\n",
        "text\n\n\u{2014} name AAAAAAA= \n",
        "text\n\n\u{2014} name AAAAAAA=\n\n",
    ] {
        assert!(Note::parse(text.as_bytes()).is_err(), "{text:?}");
    }
    assert!(Note::parse(b"text\n\n\xe2\x80\x94 name AAAAAAA=\n").is_ok());
    assert!(Note::parse(b"te\xfft\n\n\xe2\x80\x94 name AAAAAAA=\n").is_err());
    let line = "\u{2014} name AAAAAAA=\n";
    assert!(Note::parse(format!("t\n\n{}", line.repeat(64)).as_bytes()).is_ok());
    assert!(Note::parse(format!("t\n\n{}", line.repeat(65)).as_bytes()).is_err());
}

#[test]
fn what_is_no_key() {
    for text in [
        "",
        "name",
        "name+c74f20a3",
        "name+c74f20a3+",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        // All zero: a point of small order, under which anything could be signed.
        "name+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert!(text.parse::<VerifierKey>().is_err(), "{text}");
    }
    assert!(NoteSigner::parse(PUBLIC).is_err());
}

#[test]
fn a_cosignature_has_a_time() {
    let log = NoteSigner::from_seed([1; 32], "log.example").unwrap();
    let witness = NoteSigner::witness_from_seed([2; 32], "witness.example").unwrap();
    let keys = [log.verifier().clone(), witness.verifier().clone()];
    assert_eq!(keys[1].to_string().parse::<VerifierKey>().unwrap(), keys[1]);
    assert_eq!(NoteSigner::parse(&witness.to_text()).unwrap().verifier().algorithm(), Algorithm::CosignatureV1);
    let head = TreeHead { size: 3, root: Hash::of(b"root") };
    let mut note = Checkpoint::new("log.example", head).unwrap().sign(&log).unwrap();
    note.add(witness.sign(note.text(), 1_679_315_147)).unwrap();
    let good = note.verify(&keys).unwrap();
    assert_eq!([good[0].time, good[1].time], [None, Some(1_679_315_147)]);
    // A newer one takes the place of the older one.
    note.add(witness.sign(note.text(), 1_679_315_148)).unwrap();
    assert_eq!(note.signatures().len(), 2);
    // The same 64 bytes with another time are no signature.
    let line = note.to_string();
    let mut parsed = Note::parse(line.as_bytes()).unwrap();
    let moved = witness.sign("another\n", 1);
    parsed.add(moved).unwrap();
    assert!(parsed.verify(&keys).is_err());
}

#[test]
fn checkpoints_are_read_strictly() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for text in [format!("o\n1\n{root}\n"), format!("o\n0\n{empty}\n"), format!("an origin\n1\n{root}\nmore\n")] {
        assert_eq!(text.parse::<Checkpoint>().unwrap().to_string(), text);
    }
    for text in [
        format!("\n1\n{root}\n"),
        format!("o\n01\n{root}\n"),
        format!("o\n+1\n{root}\n"),
        format!("o\n-1\n{root}\n"),
        format!("o\n\n{root}\n"),
        format!("o\n1\n{root}"),
        format!("o\n1\n{root}\n\n"),
        format!("o\n1\n{root}\n\nx\n"),
        format!("o\n1\n{}\n", &root[..43]),
        format!("o\n9223372036854775808\n{root}\n"),
        format!("o\n0\n{root}\n"),
        "o\n1\nAAAA\n".to_owned(),
        "o\n1\n".to_owned(),
        String::new(),
        "\n".to_owned(),
        format!("o\n1\n{root}\n{}", "more\n".repeat(17)),
        format!("{}\n1\n{root}\n", "o".repeat(256)),
    ] {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
}
