//! Figures: `cargo test --release -p athar-vault --test it -- --ignored --nocapture bench::figures`.

use crate::support::{Folder, PASSPHRASE};
use std::hint::black_box;
use std::io::{Read, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use vault::keys::{Cost, Keyring};

/// Time that this thread was on a processor: the machine may be shared. Where it is not known, time by the clock.
fn now() -> Duration {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = schedule.and_then(|text| text.split(' ').next()?.parse().ok());
    spent.map_or_else(|| BEGAN.elapsed(), Duration::from_nanos)
}

/// How often something can be done in a second of the processor, and by the clock.
fn rate<T>(what: &str, mut work: impl FnMut() -> T) {
    let (clock, began, mut done) = (Instant::now(), now(), 0_u64);
    while clock.elapsed() < Duration::from_secs(1) {
        (0..16).for_each(|_| drop(black_box(work())));
        done += 16;
    }
    let per = |time: Duration| done as f64 / time.as_secs_f64();
    println!(
        "{what}: {:.0} a second of processor, {:.0} by the clock",
        per(now().saturating_sub(began)),
        per(clock.elapsed())
    );
}

fn time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (clock, began) = (Instant::now(), now());
    let result = work();
    let (clock, spent) = (clock.elapsed().as_secs_f64() * 1e3, now().saturating_sub(began).as_secs_f64() * 1e3);
    println!("{what}: {spent:.1} ms of processor, {clock:.1} ms by the clock");
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
