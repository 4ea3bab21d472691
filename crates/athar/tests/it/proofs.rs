//! Checkpoints, witnesses and timestamps as people meet them: the real binary, a real `openssl ts` as the authority.

use crate::place::Place;
use crate::run::{Ran, athar, text};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use vault::proof::checkpoint::{Checkpoint, SignedCheckpoint, TreeHead};
use vault::proof::consistency;
use vault::proof::key::NoteSigner;
use vault::proof::subtree::{Leaves, root};
use vault::proof::tree::leaf_hash;
use vault::proof::witness::AddCheckpoint;

const ORIGIN: &str = "archive.example/log";

/// An archive with a list in it, and the log's key.
struct Log {
    place: Place,
    key: PathBuf,
    public: String,
}

fn log() -> Log {
    let place = Place::sqlite();
    let list = place.file("list.csv", "Name,Born\nSamer Wardani,1985\nNidal Kassab,1990\n");
    place.import(&list, "freed").ends(0);
    let key = place.dir.path().join("log.key");
    let public = athar(["witness-key", text(&key), "--name", ORIGIN, "--log"]).done().out.trim().to_owned();
    Log { place, key, public }
}

impl Log {
    fn grow(&self, number: u32) {
        let name = format!("more-{number}.csv");
        let list = self.place.file(&name, format!("Name,Born\nSamer Wardani,{}\n", 1950 + number));
        self.place.import(&list, "freed").ends(0);
    }

    fn checkpoint(&self) -> Ran {
        self.place.athar(["checkpoint", "--sign-key", text(&self.key), "--json"]).done()
    }

    /// Keeps a copy of the published checkpoint.
    fn keep(&self, name: &str) -> PathBuf {
        self.place.file(name, self.checkpoint().json()["checkpoint"].as_str().unwrap())
    }
}

#[test]
fn a_checkpoint_finds_what_was_changed() {
    let log = log();
    log.place.athar(["checkpoint"]).go().ends(1).says("No checkpoint");
    let kept = log.keep("kept");
    log.grow(1);
    log.checkpoint();
    let verify =
        |key: &str| log.place.athar(["verify", "--json", "--checkpoint", text(&kept), "--trusted-key", key]).go();
    let report = verify(&log.public).ends(0).json();
    assert_eq!(report["checkpoint"]["holds"], true);
    assert_eq!(report["checkpoint"]["signed_by"][0]["name"], ORIGIN);
    let stranger = NoteSigner::from_seed([3; 32], ORIGIN).unwrap().verifier().to_string();
    assert_eq!(verify(&stranger).ends(1).json()["differences"].as_array().unwrap().len(), 1);
    verify("no key").ends(2);
    log.place.athar(["verify", "--trusted-key", &log.public]).go().ends(2);
    // Somebody changes the first entry.
    let tampered = log.place.archive().join("archive.sqlite");
    sql(&tampered, "UPDATE ledger SET payload = (SELECT payload FROM ledger WHERE idx = 1) WHERE idx = 0");
    let report = verify(&log.public).ends(1).json();
    assert_eq!(report["checkpoint"]["first_difference"]["entry"], 0);
    let told = log.place.athar(["verify", "--checkpoint", text(&kept)]).go().ends(1);
    assert!(told.out.contains("DIFFERS: entry 0 is the first that differs"), "{}", told.out);
    assert!(told.err.contains("No --trusted-key"));
    log.place.athar(["verify", "--checkpoint", text(&log.key)]).go().ends(3);
}

fn sql(file: &Path, sql: &str) {
    use sqlx::{ConnectOptions, Connection};
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let work = async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

/// A witness that runs; killed when dropped.
struct Witness {
    child: Child,
    address: String,
}

impl Witness {
    fn start(folder: &Path, keys: &[&str]) -> Witness {
        let key = folder.join("witness.key");
        if !key.exists() {
            athar(["witness-key", text(&key), "--name", "witness.example"]).done();
        }
        let origins = folder.join("origins");
        fs::write(&origins, format!("# logs\n\n{}\n", keys.join("\n"))).unwrap();
        let state = folder.join("state");
        let words = ["witness", "--listen", "127.0.0.1:0", "--state", text(&state), "--key", text(&key), "--origins"];
        let mut child = athar(words.into_iter().chain([text(&origins)])).start_piped();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.split_whitespace().find_map(|word| word.strip_prefix("http://")).map(str::to_owned);
        Witness { child, address: address.unwrap_or_else(|| panic!("the witness did not start: {first}")) }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn ask(&self, body: &str) -> Option<(u16, String)> {
        let head =
            format!("POST /add-checkpoint HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
        self.send(&[head.as_bytes(), body.as_bytes()].concat())
    }

    /// Status and body; nothing when the witness is gone.
    fn send(&self, bytes: &[u8]) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.write_all(bytes).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_witness_cosigns_what_only_grows() {
    let log = log();
    let folder = tempfile::tempdir().unwrap();
    let witness = Witness::start(folder.path(), &[&log.public]);
    let key = NoteSigner::parse(fs::read_to_string(folder.path().join("witness.key")).unwrap().trim()).unwrap();
    let key = key.verifier().to_string();
    let cosign = |archive: &Place, url: &str, key: &str| {
        archive.athar(["cosign", "--json", "--witness", url, "--witness-key", key]).go()
    };
    cosign(&log.place, &witness.url(), &key).ends(3).says("no checkpoint was published");
    let forked = Place::sqlite();
    for number in 0..3 {
        let kept = log.keep("kept");
        assert_eq!(cosign(&log.place, &witness.url(), &key).ends(0).json()["cosigned"], true);
        let with_witness = log.keep("cosigned");
        assert_ne!(fs::read(&kept).unwrap(), fs::read(&with_witness).unwrap());
        let words =
            ["verify", "--checkpoint", text(&with_witness), "--trusted-key", &key, "--trusted-key", &log.public];
        log.place.athar(words).done();
        if number == 0 {
            forked.copy_archive(&log.place.archive());
        }
        log.grow(number);
    }
    log.checkpoint();
    // The same key, another history: from a copy of the archive that went on in its own way.
    let list = forked.file("other.csv", "Name,Born\nNidal Kassab,1990\n");
    forked.import(&list, "freed").ends(0);
    forked.athar(["checkpoint", "--sign-key", text(&log.key)]).done();
    let refused = cosign(&forked, &witness.url(), &key).ends(1);
    assert!(refused.json()["refused"].as_str().unwrap().contains("the witness has seen"), "{}", refused.out);
    // A witness with another key than the one that was told is none.
    let stranger = NoteSigner::witness_from_seed([9; 32], "witness.example").unwrap().verifier().to_string();
    cosign(&log.place, &witness.url(), &stranger).ends(1);
    cosign(&log.place, &witness.url(), &log.public).ends(2);
    cosign(&log.place, "https://witness.example", &key).ends(2);
    let address = witness.url();
    drop(witness);
    cosign(&log.place, &address, &key).ends(3).says("cannot reach");
}

/// What is no request of the protocol is refused, and the witness lives on.
#[test]
fn a_witness_is_asked_nonsense() {
    let log = NoteSigner::from_seed([1; 32], ORIGIN).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let witness = Witness::start(folder.path(), &[&log.verifier().to_string()]);
    let status = |bytes: &[u8]| witness.send(bytes).map(|(status, _)| status);
    assert_eq!(status(b"GET /add-checkpoint HTTP/1.1\r\nConnection: close\r\n\r\n"), Some(405));
    assert_eq!(status(b"POST / HTTP/1.1\r\nConnection: close\r\n\r\n"), Some(404));
    assert_eq!(status(b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 2\r\n\r\nno"), Some(400));
    assert_eq!(status(b"\x16\x03\x01 TLS\r\n\r\n"), Some(400));
    assert_eq!(status(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"), Some(413));
    assert_eq!(status(b"POST /add-checkpoint HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), Some(400));
    let twice = b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nno";
    assert_eq!(status(twice), Some(400));
    assert_eq!(status(&[b"POST /add-checkpoint HTTP/1.1\r\nX: ".as_slice(), &[b'x'; 10_000]].concat()), Some(400));
    // One connection asks twice.
    let get = b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    assert_eq!(witness.send(get).unwrap().1.matches("404").count(), 1);
    // Two witnesses on one memory would forget for each other.
    let key = folder.path().join("witness.key");
    let (state, origins) = (folder.path().join("state"), folder.path().join("origins"));
    let words = ["witness", "--listen", "127.0.0.1:0", "--state", text(&state), "--key", text(&key), "--origins"];
    athar(words.into_iter().chain([text(&origins)])).go().ends(3).says("another witness works on");
    let empty = folder.path().join("empty");
    fs::write(&empty, "# nobody\n").unwrap();
    athar(words.into_iter().chain([text(&empty)])).go().ends(2);
}

/// Histories that part after four entries, and their signed checkpoints.
struct Forked {
    origin: String,
    signer: NoteSigner,
    branches: Vec<Vec<vault::Hash>>,
}

const SIZE_MAX: u64 = 40;

impl Forked {
    fn new(number: u32) -> Forked {
        let origin = format!("{ORIGIN}/{number}");
        let leaf = |branch: u8, at: u8| leaf_hash(&[if at < 4 { 0 } else { branch }, at]);
        let branch = |branch: u8| (0..SIZE_MAX as u8).map(|at| leaf(branch, at)).collect();
        let signer = NoteSigner::from_seed([1; 32], &origin).unwrap();
        Forked { origin, signer, branches: (0..3).map(branch).collect() }
    }

    fn body(&self, branch: usize, old_size: u64, new: u64) -> String {
        let leaves = &self.branches[branch];
        let head = TreeHead { size: new, root: root(0..new, &mut Leaves(leaves)).unwrap() };
        let note = Checkpoint::new(&self.origin, head).unwrap().sign(&self.signer).unwrap();
        let begins = old_size > 0 && old_size < new;
        let proof = if begins { consistency::prove(old_size, new, &mut Leaves(leaves)).unwrap() } else { Vec::new() };
        let signed = SignedCheckpoint::parse(note.to_string().as_bytes()).unwrap();
        AddCheckpoint { old_size, proof, signed }.to_string()
    }
}

/// Eight threads ask a real witness for three histories at once, while it is killed and started again: only one of the
/// histories is ever cosigned past the entry where they part.
#[test]
fn a_witness_that_is_killed_signs_no_fork() {
    kills(6);
}

#[test]
#[ignore = "takes long"]
fn a_witness_that_is_killed_two_hundred_times_signs_no_fork() {
    kills(200);
}

/// Kills while one log is asked for: the first decides between its histories, the others come after it.
const KILLS_OF_A_LOG: u32 = 2;

fn kills(kills: u32) {
    let logs: Vec<Forked> = (0..kills.div_ceil(KILLS_OF_A_LOG)).map(Forked::new).collect();
    let keys: Vec<String> = logs.iter().map(|log| log.signer.verifier().to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut all = 0;
    for (number, log) in (0_u32..).zip(&logs) {
        let cosigned: [AtomicU64; 3] = Default::default();
        for kill in 0..=KILLS_OF_A_LOG {
            let witness = Witness::start(folder.path(), &keys);
            std::thread::scope(|scope| {
                for thread in 0..8 {
                    let (witness, cosigned) = (&witness, &cosigned);
                    let seed = u64::from(number) << 16 | u64::from(kill) << 8 | thread;
                    scope.spawn(move || ask_for_forks(witness, log, cosigned, seed));
                }
                if kill < KILLS_OF_A_LOG {
                    std::thread::sleep(Duration::from_millis(2 + u64::from(number % 8) * 4));
                    let _ = Command::new("kill").args(["-9", &witness.child.id().to_string()]).status();
                }
            });
        }
        let counts = cosigned.map(AtomicU64::into_inner);
        assert_eq!(counts.iter().filter(|&&count| count > 0).count(), 1, "log {number}: {counts:?}");
        all += counts.iter().sum::<u64>();
    }
    println!("{} logs, {kills} kills, {all} cosignatures past the fork, each log on one history", logs.len());
}

fn ask_for_forks(witness: &Witness, log: &Forked, cosigned: &[AtomicU64; 3], seed: u64) {
    let mut random = crate::lists::Random(seed);
    let mut known = 0;
    for _ in 0..25 {
        let branch = random.below(3) as usize;
        let new = (known + random.below(3)).clamp(1, SIZE_MAX);
        let Some((status, body)) = witness.ask(&log.body(branch, known.min(new), new)) else { return };
        match status {
            200 => {
                cosigned[branch].fetch_add(u64::from(new > 4), Ordering::Relaxed);
                known = new;
            }
            409 => known = body.trim_end().parse().unwrap(),
            _ => {}
        }
    }
}

/// An authority made with `openssl ts`; nothing, loudly, where there is no openssl.
struct Authority {
    folder: tempfile::TempDir,
}

impl Authority {
    fn new() -> Option<Authority> {
        let authority = Authority { folder: tempfile::tempdir().unwrap() };
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: no openssl");
            return None;
        }
        fs::write(
            authority.path("tsa.cnf"),
            "[tsa]\ndefault_tsa = own\n[own]\nserial = serial\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
             digests = sha256\naccuracy = secs:1\nordering = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n",
        )
        .unwrap();
        fs::write(
            authority.path("ext"),
            "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n",
        )
        .unwrap();
        fs::write(authority.path("serial"), "01\n").unwrap();
        authority.openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=test-root -addext basicConstraints=critical,CA:TRUE");
        authority.openssl("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=test-authority");
        authority.openssl(
            "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30 -extfile ext",
        );
        Some(authority)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, words: &str) {
        let ran = Command::new("openssl").args(words.split(' ')).current_dir(self.folder.path()).output().unwrap();
        assert!(ran.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&ran.stderr));
    }

    fn answer(&self, query: &[u8]) -> Vec<u8> {
        fs::write(self.path("query"), query).unwrap();
        self.openssl(
            "ts -reply -config tsa.cnf -section own -queryfile query -inkey tsa.key -signer tsa.pem -out answer",
        );
        fs::read(self.path("answer")).unwrap()
    }

    /// Answers so many requests over HTTP.
    fn serve<'scope>(&'scope self, scope: &'scope std::thread::Scope<'scope, '_>, requests: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        scope.spawn(move || {
            for stream in listener.incoming().take(requests) {
                let mut reader = BufReader::new(stream.unwrap());
                let (mut line, mut length) = (String::new(), 0);
                while reader.read_line(&mut line).unwrap() > 2 {
                    length =
                        line.strip_prefix("Content-Length: ").map_or(length, |value| value.trim().parse().unwrap());
                    line.clear();
                }
                let mut query = vec![0; length];
                reader.read_exact(&mut query).unwrap();
                let answer = self.answer(&query);
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n";
                reader.get_mut().write_all(&[head.as_bytes(), &answer].concat()).unwrap();
            }
        });
        url
    }
}

#[test]
fn an_authority_stamps_a_checkpoint() {
    let Some(authority) = Authority::new() else { return };
    let log = log();
    log.checkpoint();
    let root = authority.path("ca.pem");
    let timestamp = |words: &[&str]| log.place.athar([&["timestamp", "--json"], words].concat()).go();
    std::thread::scope(|scope| {
        let url = authority.serve(scope, 2);
        let stamped = timestamp(&["--url", &url, "--authority", text(&root)]).ends(0).json();
        assert!(stamped["time"].as_str().unwrap().ends_with('Z') && stamped["policy"] == "1.2.3.4.1", "{stamped}");
        // `openssl ts` finds the same, with what is kept and nothing else.
        let folder = PathBuf::from(stamped["folder"].as_str().unwrap());
        let verified = Command::new("openssl")
            .args(["ts", "-verify", "-data", "checkpoint", "-in", "answer.tsr", "-CAfile", text(&root)])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        // Trusted in is somebody else.
        let stranger = Authority::new().unwrap();
        let refused = timestamp(&["--url", &url, "--authority", text(&stranger.path("ca.pem"))]).ends(1).json();
        assert!(refused["refused"].as_str().unwrap().contains("does not lead to one that is trusted"), "{refused}");
    });
    // Carried by hand.
    let request = timestamp(&[]).ends(0).json()["request"].as_str().unwrap().to_owned();
    let answer = log.place.file("answer", authority.answer(&fs::read(request).unwrap()));
    timestamp(&["--answer", text(&answer)]).ends(2);
    timestamp(&["--answer", text(&answer), "--authority", text(&root)]).ends(0);
    let checked = timestamp(&["--check", "--authority", text(&root)]).ends(0).json();
    assert_eq!(checked.as_array().unwrap().len(), 2);
    // A checkpoint that was changed after it was stamped.
    let folder = PathBuf::from(checked[0]["folder"].as_str().unwrap());
    let kept = fs::read_to_string(folder.join("checkpoint")).unwrap();
    fs::write(folder.join("checkpoint"), kept.replacen("archive", "archivo", 1)).unwrap();
    let checked = timestamp(&["--check", "--authority", text(&root)]).ends(1).json();
    assert!(checked[0]["refused"].is_string() && checked[1]["refused"].is_null(), "{checked}");
}
