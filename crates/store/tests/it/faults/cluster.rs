//! A PostgreSQL server of a test's own, whose whole data directory lies on a disk that is played.
//!
//! Durability stays as it comes: `fsync` and `full_page_writes` on, the default way to flush the log. Pages have checksums,
//! so that a torn one is found by whoever reads it. Segments of the log are small and checkpoints frequent, so that few
//! operations meet many kinds of work.

use super::disk::Disk;
use super::image::own;
use crate::fixtures::block_on;
use sqlx::{ConnectOptions, Connection};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// As long as a server may take to be ready.
const READY_MAX: Duration = Duration::from_mins(1);
const RETRY: Duration = Duration::from_millis(5);
const SETTINGS: [&str; 9] = [
    "listen_addresses=",
    "max_connections=20",
    "shared_buffers=2MB",
    "min_wal_size=2MB",
    "max_wal_size=3MB",
    "checkpoint_timeout=30s",
    "bgwriter_delay=10ms",
    "autovacuum_naptime=1s",
    "full_page_writes=on",
];

/// Where the programs of the server are, and who runs them: root may not.
pub(crate) struct Programs {
    folder: PathBuf,
    user: Option<(u32, u32)>,
}

impl Programs {
    /// Those of the newest version; nothing where there are none.
    pub(crate) fn find() -> Option<Programs> {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|version| version.path().join("bin"));
        let folder = versions.filter(|folder| folder.join("initdb").is_file()).max()?;
        if fs::metadata("/proc/self").ok()?.uid() != 0 {
            return Some(Programs { folder, user: None });
        }
        let users = fs::read_to_string("/etc/passwd").ok()?;
        let line = users.lines().find(|line| line.starts_with("postgres:"))?;
        let ids: Vec<u32> = line.split(':').skip(2).take(2).filter_map(|id| id.parse().ok()).collect();
        let [user, group] = ids[..] else { return None };
        Some(Programs { folder, user: Some((user, group)) })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command.current_dir("/");
        command
    }

    /// Makes an empty cluster.
    pub(crate) fn make(&self, disk: &Disk) {
        let data = data(disk);
        fs::create_dir(&data).unwrap();
        if let Some(owner) = self.user {
            own(&data, owner);
        }
        let mut initdb = self.command("initdb");
        initdb.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-k"]);
        let made = initdb.args(["--no-sync", "--wal-segsize=1"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Starts a server and waits until it answers; nothing when it ends before that.
    pub(crate) fn start(&self, disk: &Disk, watched: bool) -> Option<Server> {
        // A machine that comes up has no server: whoever starts one after a cut takes the old note away.
        let _ = fs::remove_file(data(disk).join("postmaster.pid"));
        let socket = disk.beside().join("socket");
        let _ = fs::remove_dir_all(&socket);
        fs::create_dir(&socket).unwrap();
        fs::set_permissions(&socket, fs::Permissions::from_mode(0o777)).unwrap();
        let mut command = self.command("postgres");
        command.arg("-D").arg(data(disk)).arg("-c").arg(format!("unix_socket_directories={}", socket.display()));
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        if watched {
            disk.watch(&mut command);
        }
        let said = File::options().create(true).append(true).open(disk.beside().join("server.log")).unwrap();
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said).spawn().unwrap();
        let mut server = Server { child, socket };
        if server.becomes_ready() {
            return Some(server);
        }
        server.kill(disk);
        None
    }
}

fn data(disk: &Disk) -> PathBuf {
    disk.root().join("cluster")
}

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    socket: PathBuf,
}

impl Server {
    /// The address of its database.
    pub(crate) fn url(&self) -> String {
        url(&self.socket)
    }

    fn becomes_ready(&mut self) -> bool {
        let began = Instant::now();
        let options = sqlx::postgres::PgConnectOptions::from_str(&self.url()).unwrap().disable_statement_logging();
        while began.elapsed() < READY_MAX {
            let answered = block_on(async {
                let connection = options.connect().await?;
                connection.close().await
            });
            if answered.is_ok() {
                return true;
            }
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            std::thread::sleep(RETRY);
        }
        false
    }

    /// Ends it as power loss does, and waits until its last process is gone: each holds the pipe.
    pub(crate) fn kill(mut self, disk: &Disk) {
        let mut pipe = self.child.stdout.take().unwrap();
        disk.bury([&mut self.child]);
        pipe.read_to_end(&mut Vec::new()).unwrap();
    }

    /// Ends it in order.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let mut pipe = self.child.stdout.take().unwrap();
        pipe.read_to_end(&mut Vec::new()).unwrap();
        self.child.wait().unwrap();
    }
}

fn url(socket: &Path) -> String {
    format!("postgres://postgres@localhost/postgres?host={}", socket.display())
}
