//! XTS-AES-256 against the vectors of the standard, against another implementation, and piece by piece.

use vault::disk::{BLOCK_BYTES, DiskKey, FileKind, KEY_BYTES, NotWholeBlocks, UNIT_BYTES, UnitCipher};
use xts_mode::{Xts128, get_tweak_default};

/// IEEE 1619-2007, annex B, vectors 10 to 14: a unit's number, and how its first 512 bytes look. Vectors 12 to 14 are
/// held to their first block: what distinguishes them is the number.
const VECTORS: [(u64, &str); 5] = [
    (
        0xff,
        "1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b5d31e276f8fe4a8d66b317f9ac683f44680a86ac35adfc33\
         45befecb4bb188fd5776926c49a3095eb108fd1098baec70aaa66999a72a82f27d848b21d4a741b0c5cd4d5fff9dac89aeba122961d03a75\
         7123e9870f8acf1000020887891429ca2a3e7a7d7df7b10355165c8b9a6d0a7de8b062c4500dc4cd120c0f7418dae3d0b5781c34803fa754\
         21c790dfe1de1834f280d7667b327f6c8cd7557e12ac3a0f93ec05c52e0493ef31a12d3d9260f79a289d6a379bc70c50841473d1a8cc81ec\
         583e9645e07b8d9670655ba5bbcfecc6dc3966380ad8fecb17b6ba02469a020a84e18e8f84252070c13e9f1f289be54fbc481457778f6160\
         15e1327a02b140f1505eb309326d68378f8374595c849d84f4c333ec4423885143cb47bd71c5edae9be69a2ffeceb1bec9de244fbe15992b\
         11b77c040f12bd8f6a975a44a0f90c29a9abc3d4d893927284c58754cce294529f8614dcd2aba991925fedc4ae74ffac6e333b93eb4aff04\
         79da9a410e4450e0dd7ae4c6e2910900575da401fc07059f645e8b7e9bfdef33943054ff84011493c27b3429eaedb4ed5376441a77ed4385\
         1ad77f16f541dfd269d50d6a5f14fb0aab1cbb4c1550be97f7ab4066193c4caa773dad38014bd2092fa755c824bb5e54c4f36ffda9fcea70\
         b9c6e693e148c151",
    ),
    (
        0xffff,
        "77a31251618a15e6b92d1d66dffe7b50b50bad552305ba0217a610688eff7e11e1d0225438e093242d6db274fde801d4cae06f2092c728b2\
         478559df58e837c2469ee4a4fa794e4bbc7f39bc026e3cb72c33b0888f25b4acf56a2a9804f1ce6d3d6e1dc6ca181d4b546179d55544aa77\
         60c40d06741539c7e3cd9d2f6650b2013fd0eeb8c2b8e3d8d240ccae2d4c98320a7442e1c8d75a42d6e6cfa4c2eca1798d158c7aecdf8249\
         0f24bb9b38e108bcda12c3faf9a21141c3613b58367f922aaa26cd22f23d708dae699ad7cb40a8ad0b6e2784973dcb605684c08b8d6998c6\
         9aac049921871ebb65301a4619ca80ecb485a31d744223ce8ddc2394828d6a80470c092f5ba413c3378fa6054255c6f9df4495862bbb3287\
         681f931b687c888abf844dfc8fc28331e579928cd12bd2390ae123cf03818d14dedde5c0c24c8ab018bfca75ca096f2d531f3d1619e785f1\
         ada437cab92e980558b3dce1474afb75bfedbf8ff54cb2618e0244c9ac0d3c66fb51598cd2db11f9be39791abe447c63094f7c453b7ff87c\
         b5bb36b7c79efb0872d17058b83b15ab0866ad8a58656c5a7e20dbdf308b2461d97c0ec0024a2715055249cf3b478ddd4740de654f75ca68\
         6e0d7345c69ed50cdc2a8b332b1f8824108ac937eb050585608ee734097fc09054fbff89eeaeea791f4a7ab1f9868294a4f9e27b42af8100\
         cb9d59cef9645803",
    ),
    (0x00ff_ffff, "e387aaa58ba483afa7e8eb469778317e"),
    (0xffff_ffff, "bf53d2dade78e822a4d949a9bc6766b0"),
    (0x00ff_ffff_ffff, "64497e5a831e4a932c09be3e5393376d"),
];

/// The keys of the vectors: the first digits of e and of pi.
const KEYS: &str = "27182818284590452353602874713526624977572470936999595749669676273141592653589793238462643383279502884197169399375105820974944592";

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2).map(|at| &digits[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn keys() -> [u8; KEY_BYTES] {
    bytes(KEYS).try_into().unwrap()
}

/// The same mode by other hands.
fn oracle() -> Xts128<aes::Aes256> {
    use aes::cipher::KeyInit;
    let [data, tweak] = [&keys()[..32], &keys()[32..]].map(|key| aes::Aes256::new_from_slice(key).unwrap());
    Xts128::new(data, tweak)
}

#[test]
fn vectors_of_ieee_1619() {
    let cipher = UnitCipher::new(&keys());
    let plain: Vec<u8> = (0..512).map(|at| at as u8).collect();
    for (unit, expected) in VECTORS {
        let offset = unit * UNIT_BYTES as u64;
        let mut unit = plain.clone();
        cipher.encrypt(offset, &mut unit).unwrap();
        let expected = bytes(expected);
        assert_eq!(unit[..expected.len()], expected);
        cipher.decrypt(offset, &mut unit).unwrap();
        assert_eq!(unit, plain);
    }
}

#[test]
fn whole_units_are_what_another_implementation_makes_of_them() {
    bolero::check!().with_type::<(u64, Vec<u8>)>().with_iterations(500).for_each(|(unit, content)| {
        let unit = unit >> 12;
        let mut ours = content.repeat(UNIT_BYTES.div_ceil(content.len().max(1)));
        ours.resize(2 * UNIT_BYTES, 7);
        let mut theirs = ours.clone();
        UnitCipher::new(&keys()).encrypt(unit * UNIT_BYTES as u64, &mut ours).unwrap();
        oracle().encrypt_area(&mut theirs, UNIT_BYTES, u128::from(unit), get_tweak_default);
        assert_eq!(ours, theirs);
    });
}

/// Any cut of a range at block bounds gives the same, there and back.
#[test]
fn a_range_is_the_sum_of_its_pieces() {
    let cipher = UnitCipher::new(&keys());
    bolero::check!().with_type::<(u8, Vec<u8>, Vec<u16>)>().with_iterations(500).for_each(|(skip, content, cuts)| {
        let offset = (u64::from(*skip) * 61) * BLOCK_BYTES as u64;
        let mut plain = content.repeat(1 + 9_000 / content.len().max(1));
        plain.resize(9_008 - 9_008 % BLOCK_BYTES, 3);
        let mut whole = plain.clone();
        cipher.encrypt(offset, &mut whole).unwrap();
        let mut pieces = plain.clone();
        let (mut at, mut cuts) = (0, cuts.iter());
        while at < pieces.len() {
            let blocks = cuts.next().map_or(usize::MAX, |&cut| usize::from(cut % 300) + 1);
            let end = blocks.saturating_mul(BLOCK_BYTES).saturating_add(at).min(pieces.len());
            cipher.encrypt(offset + at as u64, &mut pieces[at..end]).unwrap();
            at = end;
        }
        assert_eq!(pieces, whole);
        cipher.decrypt(offset, &mut whole).unwrap();
        assert_eq!(whole, plain);
    });
}

#[test]
fn holes_read_as_zeros() {
    let cipher = UnitCipher::new(&keys());
    let mut file = vec![9; 3 * UNIT_BYTES];
    cipher.encrypt(0, &mut file).unwrap();
    file[UNIT_BYTES..UNIT_BYTES + 96].fill(0);
    file[4080..4096].fill(0);
    cipher.decrypt(0, &mut file).unwrap();
    assert!(file[..4080].iter().all(|&byte| byte == 9));
    assert!(file[4080..UNIT_BYTES + 96].iter().all(|&byte| byte == 0));
    assert!(file[UNIT_BYTES + 96..].iter().all(|&byte| byte == 9));
}

#[test]
fn halves_of_blocks_are_refused() {
    let cipher = UnitCipher::new(&keys());
    let mut bytes = [0; 32];
    assert_eq!(cipher.encrypt(8, &mut bytes), Err(NotWholeBlocks { offset: 8, length: 32 }));
    assert_eq!(cipher.decrypt(16, &mut bytes[..24]), Err(NotWholeBlocks { offset: 16, length: 24 }));
    assert_eq!(bytes, [0; 32]);
}

#[test]
fn files_share_no_key() {
    let key = |first| DiskKey::new([first; KEY_BYTES].into());
    let mut seen = std::collections::BTreeSet::new();
    for first in [1, 2] {
        for kind in [FileKind::Database, FileKind::WriteAheadLog, FileKind::Journal] {
            for name in ["archive.sqlite", "readings.sqlite"] {
                let mut block = [0; BLOCK_BYTES];
                key(first).cipher(kind, name).encrypt(0, &mut block).unwrap();
                assert!(seen.insert(block));
            }
        }
    }
    assert_eq!(format!("{:?}", key(1)), "DiskKey(..)");
}

/// How fast pages are turned over: `cargo test --release -p athar-vault -- --ignored --nocapture bench_pages`.
#[test]
#[ignore = "measures; run by hand in release"]
fn bench_pages() {
    let cipher = UnitCipher::new(&keys());
    let mut pages = vec![7; 64 * UNIT_BYTES];
    for round in 0..6 {
        let began = std::time::Instant::now();
        for _ in 0..1_000 {
            for (page, offset) in pages.chunks_mut(UNIT_BYTES).zip((0..).step_by(UNIT_BYTES)) {
                if round % 2 == 0 {
                    cipher.encrypt(offset, page).unwrap();
                } else {
                    cipher.decrypt(offset, page).unwrap();
                }
            }
        }
        let bytes = (1_000 * pages.len()) as f64;
        println!("{:.2} GB/s {}", bytes / began.elapsed().as_nanos() as f64, ["out", "in"][round % 2]);
    }
}
