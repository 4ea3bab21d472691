//! Whether the disk below a path is encrypted, as far as Linux says without asking for more rights: the device mapper
//! names its encrypting devices `CRYPT-…` (<https://docs.kernel.org/admin-guide/device-mapper>).
//!
//! What is deliberately absent: a verdict where nothing is known. A virtual disk, a network share, ZFS are no "no".

use std::fs;
#[cfg(target_os = "linux")]
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// How device upon device is followed: LVM on RAID on LUKS are three.
const DEPTH_MAX: usize = 16;
/// How the device mapper's names begin for what encrypts: LUKS, plain dm-crypt, and what other systems made.
const CRYPT: &str = "CRYPT-";
/// A file system that keeps each file encrypted (`statfs(2)`).
#[cfg(target_os = "linux")]
const ECRYPTFS: u64 = 0xf15f;

/// Whether what is written to a path is encrypted on the disk; nothing where that is not known.
#[cfg(target_os = "linux")]
pub fn is_encrypted(path: &Path) -> Option<bool> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, major, minor, statfs, statx};
    let whole = statfs(path).is_ok_and(|system| system.f_type as u64 == ECRYPTFS);
    // A folder with a key of its own (fscrypt).
    let folder = statx(CWD, path, AtFlags::empty(), StatxFlags::BASIC_STATS)
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::ENCRYPTED));
    if whole || folder {
        return Some(true);
    }
    let sys = Path::new("/sys");
    let device = fs::metadata(path).ok()?.dev();
    match (major(device), minor(device)) {
        // btrfs and others that have no device of their own.
        (0, _) => {
            let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
            let source = fs::metadata(btrfs_source(&mounts, &fs::canonicalize(path).ok()?)?).ok()?.rdev();
            is_btrfs_encrypted(sys, major(source), minor(source))
        }
        (major, minor) => is_encrypted_under(sys, major, minor),
    }
}

/// Whether what is written to a path is encrypted on the disk: nobody knows, here.
#[cfg(not(target_os = "linux"))]
pub fn is_encrypted(_: &Path) -> Option<bool> {
    None
}

/// The device that a path's btrfs was mounted from, by the list of mounts (`proc_pid_mountinfo(5)`).
#[cfg(target_os = "linux")]
fn btrfs_source<'mounts>(mounts: &'mounts str, path: &Path) -> Option<&'mounts str> {
    let mut found: Option<(&str, &str, &str)> = None;
    for line in mounts.lines() {
        let (before, after) = line.split_once(" - ")?;
        let (Some(point), mut after) = (before.split(' ').nth(4), after.split(' ')) else { continue };
        let (Some(kind), Some(source)) = (after.next(), after.next()) else { continue };
        // Later mounts cover earlier ones. A point with a blank in its name is written otherwise, and is not found.
        if path.starts_with(point) && found.is_none_or(|(longest, ..)| point.len() >= longest.len()) {
            found = Some((point, kind, source));
        }
    }
    found.filter(|&(_, kind, _)| kind == "btrfs").map(|(.., source)| source)
}

/// A btrfs is encrypted if all of its devices are.
#[cfg(target_os = "linux")]
fn is_btrfs_encrypted(sys: &Path, major: u32, minor: u32) -> Option<bool> {
    let own = fs::canonicalize(sys.join("dev/block").join(format!("{major}:{minor}"))).ok()?;
    for system in fs::read_dir(sys.join("fs/btrfs")).ok()?.flatten() {
        let listed = fs::read_dir(system.path().join("devices")).into_iter().flatten().flatten();
        let devices: Vec<_> = listed.filter_map(|entry| fs::canonicalize(entry.path()).ok()).collect();
        if devices.contains(&own) {
            let answers: Vec<_> = devices.iter().map(|folder| device(folder, DEPTH_MAX)).collect();
            return all(&answers);
        }
    }
    None
}

/// The same, for a device by its numbers and the kernel's tree of devices.
pub fn is_encrypted_under(sys: &Path, major: u32, minor: u32) -> Option<bool> {
    device(&sys.join("dev/block").join(format!("{major}:{minor}")), DEPTH_MAX)
}

/// A device is encrypted if it encrypts, or all that it lies on is. A disk of nothing else is not.
fn device(folder: &Path, depth: usize) -> Option<bool> {
    // A file system without a device of its own (ZFS, btrfs, a share) has none there.
    let folder = fs::canonicalize(folder).ok()?;
    let uuid = fs::read_to_string(folder.join("dm/uuid")).unwrap_or_default();
    if uuid.starts_with(CRYPT) {
        return Some(true);
    }
    // A partition has no devices below it; its disk, the folder around it, may.
    if folder.join("partition").exists() {
        return device(folder.parent()?, depth.checked_sub(1)?);
    }
    let below = fs::read_dir(folder.join("slaves")).into_iter().flatten().flatten();
    let below: Vec<_> = below.map(|entry| device(&entry.path(), depth.checked_sub(1)?)).collect();
    if below.is_empty() { plain(&folder) } else { all(&below) }
}

/// One that is not encrypted spoils the rest; one that is not known leaves it open.
fn all(answers: &[Option<bool>]) -> Option<bool> {
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    (!answers.contains(&None)).then_some(true)
}

/// A disk that lies on nothing: not encrypted where it is a real one. A virtual machine's disk and a file's are
/// somebody else's to know.
fn plain(folder: &Path) -> Option<bool> {
    let name = folder.file_name()?.to_str()?;
    let is_real = ["sd", "nvme", "mmcblk", "hd"].iter().any(|kind| name.starts_with(kind));
    is_real.then_some(false)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A kernel's tree of devices, as far as it is looked at.
    struct Sys(tempfile::TempDir);

    impl Sys {
        fn new() -> Sys {
            Sys(tempfile::tempdir().unwrap())
        }

        /// Adds a device: its folder below `devices`, what it lies on, its name in the device mapper.
        fn add(&self, number: &str, folder: &str, below: &[&str], uuid: &str) {
            let own = self.0.path().join("devices").join(folder);
            fs::create_dir_all(own.join("slaves")).unwrap();
            if folder.contains('/') {
                fs::write(own.join("partition"), "1").unwrap();
            }
            if !uuid.is_empty() {
                fs::create_dir(own.join("dm")).unwrap();
                fs::write(own.join("dm/uuid"), uuid).unwrap();
            }
            for other in below {
                let name = other.rsplit('/').next().unwrap();
                symlink(self.0.path().join("devices").join(other), own.join("slaves").join(name)).unwrap();
            }
            fs::create_dir_all(self.0.path().join("dev/block")).unwrap();
            symlink(own, self.0.path().join("dev/block").join(number)).unwrap();
        }

        fn asked(&self, minor: u32) -> Option<bool> {
            is_encrypted_under(self.0.path(), 8, minor)
        }
    }

    #[test]
    fn what_the_kernel_says_of_devices() {
        let sys = Sys::new();
        sys.add("8:1", "sda", &[], "");
        sys.add("8:2", "sda/sda2", &[], "");
        sys.add("8:3", "dm-0", &["sda/sda2"], "CRYPT-LUKS2-0123-root\n");
        sys.add("8:4", "dm-1", &["dm-0"], "LVM-abc\n");
        sys.add("8:5", "dm-2", &["sda/sda2"], "LVM-abc\n");
        sys.add("8:6", "md0", &["dm-0", "dm-1"], "");
        sys.add("8:7", "md1", &["dm-0", "sda/sda2"], "");
        sys.add("8:8", "md0/md0p1", &[], "");
        sys.add("8:9", "vda", &[], "");
        sys.add("8:10", "md2", &["dm-0", "vda"], "");
        sys.add("8:11", "nvme0n1", &[], "");
        let expected = [
            (1, Some(false)),
            (2, Some(false)),
            (3, Some(true)),
            (4, Some(true)),
            (5, Some(false)),
            (6, Some(true)),
            (7, Some(false)),
            (8, Some(true)),
            (9, None),
            (10, None),
            (11, Some(false)),
            (12, None),
        ];
        for (minor, answer) in expected {
            assert_eq!(sys.asked(minor), answer, "8:{minor}");
        }
    }

    #[test]
    fn devices_in_a_circle_are_left() {
        let sys = Sys::new();
        sys.add("8:1", "dm-0", &["dm-1"], "LVM-a");
        sys.add("8:2", "dm-1", &["dm-0"], "LVM-b");
        assert_eq!(sys.asked(1), None);
    }

    #[test]
    fn a_btrfs_is_all_of_its_devices() {
        let sys = Sys::new();
        sys.add("8:1", "dm-0", &[], "CRYPT-LUKS2-a");
        sys.add("8:2", "dm-1", &[], "CRYPT-LUKS2-b");
        sys.add("8:3", "sda", &[], "");
        for (system, devices) in [("a", &["dm-0", "dm-1"] as &[&str]), ("b", &["dm-1", "sda"])] {
            let folder = sys.0.path().join("fs/btrfs").join(system).join("devices");
            fs::create_dir_all(&folder).unwrap();
            for name in devices {
                symlink(sys.0.path().join("devices").join(name), folder.join(name)).unwrap();
            }
        }
        assert_eq!(is_btrfs_encrypted(sys.0.path(), 8, 1), Some(true));
        assert_eq!(is_btrfs_encrypted(sys.0.path(), 8, 3), Some(false));
        let mounts = "28 1 0:25 /root / rw,relatime shared:1 - btrfs /dev/mapper/luks rw,subvol=/root\n\
            29 28 0:26 / /proc rw - proc proc rw\n30 28 8:3 / /home/a rw - ext4 /dev/sda3 rw\n";
        assert_eq!(btrfs_source(mounts, Path::new("/srv/archive")), Some("/dev/mapper/luks"));
        assert_eq!(btrfs_source(mounts, Path::new("/home/a/archive")), None);
    }

    #[test]
    fn this_machine_is_asked_without_harm() {
        let answer = is_encrypted(Path::new("."));
        println!("encrypted: {answer:?}");
        assert_eq!(is_encrypted(Path::new("/no/such/folder")), None);
    }
}
