//! A witness among adversaries: a log that forks, replays, old checkpoints, requests that overtake one another, and
//! crashes at every step. Whatever happens, no two cosigned checkpoints contradict each other.
//!
//! The witness's own code runs; the memory under it decides what happens in between. Two broken memories are the control:
//! one that looks and keeps in two steps, one that forgets in a crash what it had already answered for.

use crate::shared::{Random, leaves};
use std::cell::RefCell;
use vault::Hash;
use vault::proof::checkpoint::{Checkpoint, SignedCheckpoint, TreeHead};
use vault::proof::consistency;
use vault::proof::key::NoteSigner;
use vault::proof::note::{Note, parse_signatures};
use vault::proof::subtree::{Leaves, root};
use vault::proof::tree::leaf_hash;
use vault::proof::witness::{AddCheckpoint, Answer, Memory, REQUEST_BYTES_MAX, WatchedLog, Witness};

const ORIGIN: &str = "log.example/a";
const SIZE_MAX: usize = 24;
const BRANCHES: usize = 3;
const REQUESTS: u64 = 10;
const DEPTH_MAX: u32 = 3;

/// A log with a key, and several histories that part somewhere.
struct Forked {
    signer: NoteSigner,
    branches: Vec<Vec<Hash>>,
}

impl Forked {
    fn new(fork: usize) -> Forked {
        let common = leaves(SIZE_MAX as u64);
        let branch = |number: usize| {
            let other = |at: usize| leaf_hash(&[number as u8, at as u8]);
            (0..SIZE_MAX).map(|at| if at < fork || number == 0 { common[at] } else { other(at) }).collect()
        };
        Forked {
            signer: NoteSigner::from_seed([1; 32], ORIGIN).unwrap(),
            branches: (0..BRANCHES).map(branch).collect(),
        }
    }

    fn head(&self, branch: usize, size: usize) -> TreeHead {
        let root = root(0..size as u64, &mut Leaves(&self.branches[branch])).unwrap();
        TreeHead { size: size as u64, root }
    }

    fn note(&self, branch: usize, size: usize) -> Note {
        Checkpoint::new(ORIGIN, self.head(branch, size)).unwrap().sign(&self.signer).unwrap()
    }

    fn body(&self, branch: usize, old: usize, note: &Note) -> String {
        let signed = SignedCheckpoint::parse(note.to_string().as_bytes()).unwrap();
        let new = signed.checkpoint.head().size;
        let proof = match old as u64 {
            0 => Vec::new(),
            old if old > new => vec![Hash::of(b"nonsense")],
            old => consistency::prove(old, new, &mut Leaves(&self.branches[branch])).unwrap(),
        };
        AddCheckpoint { old_size: old as u64, proof, signed }.to_string()
    }

    /// Whether two heads can be of one history.
    fn agree(&self, one: TreeHead, other: TreeHead) -> bool {
        let on = |head: TreeHead, branch: usize| self.head(branch, head.size as usize).root == head.root;
        (0..BRANCHES).any(|branch| on(one, branch) && on(other, branch))
    }
}

fn witness(log: &Forked) -> Witness {
    let signer = NoteSigner::witness_from_seed([2; 32], "witness.example").unwrap();
    let log = WatchedLog { origin: ORIGIN.to_owned(), keys: vec![log.signer.verifier().clone()] };
    Witness::new(signer, vec![log])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Others come in between looking and keeping.
    TwoSteps,
    /// A crash after the answer loses what was kept.
    Volatile,
}

/// A memory under a schedule: others come in, and it crashes.
struct Scheduled<'a> {
    log: &'a Forked,
    witness: &'a Witness,
    notes: &'a [Vec<Note>],
    fault: Fault,
    random: RefCell<Random>,
    kept: RefCell<Option<TreeHead>>,
    left: RefCell<u64>,
    depth: RefCell<u32>,
    sent: RefCell<Vec<String>>,
    cosigned: RefCell<Vec<TreeHead>>,
}

struct Crashed;

impl Memory for Scheduled<'_> {
    type Error = Crashed;

    fn advance(
        &self,
        _: &str,
        next: &mut dyn FnMut(Option<TreeHead>) -> Result<TreeHead, Answer>,
    ) -> Result<Result<TreeHead, Answer>, Crashed> {
        self.others();
        let known = *self.kept.borrow();
        let decided = next(known);
        if self.fault == Fault::TwoSteps {
            self.others();
        }
        self.crash()?;
        if let Ok(head) = &decided {
            *self.kept.borrow_mut() = Some(*head);
        }
        self.crash()?;
        self.others();
        Ok(decided)
    }
}

impl Scheduled<'_> {
    fn chance(&self, of: u64) -> bool {
        self.random.borrow_mut().below(of) == 0
    }

    fn crash(&self) -> Result<(), Crashed> {
        if self.chance(8) { Err(Crashed) } else { Ok(()) }
    }

    /// Other requests are served here, to their end.
    fn others(&self) {
        while *self.depth.borrow() < DEPTH_MAX && self.chance(3) {
            if !self.serve() {
                break;
            }
        }
    }

    /// What the adversary sends next: it knows the witness's size, and has every history's proofs.
    fn body(&self) -> String {
        let mut random = self.random.borrow_mut();
        let sent = self.sent.borrow();
        if !sent.is_empty() && random.below(5) == 0 {
            return sent[random.below(sent.len() as u64) as usize].clone();
        }
        let branch = random.below(BRANCHES as u64) as usize;
        let known = self.kept.borrow().map_or(0, |head| head.size as usize);
        let old = if random.below(4) == 0 { random.below(SIZE_MAX as u64) as usize } else { known };
        let new = (old + random.below(6) as usize).min(SIZE_MAX).max(usize::from(random.below(9) != 0));
        self.log.body(branch, old, &self.notes[branch][new])
    }

    fn serve(&self) -> bool {
        if *self.left.borrow() == 0 {
            return false;
        }
        *self.left.borrow_mut() -= 1;
        *self.depth.borrow_mut() += 1;
        let body = self.body();
        self.sent.borrow_mut().push(body.clone());
        let before = *self.kept.borrow();
        if let Ok(Answer::Cosigned(lines)) = self.witness.answer(body.as_bytes(), 7, self) {
            let request = AddCheckpoint::parse(body.as_bytes()).unwrap();
            assert_eq!(parse_signatures(&lines).unwrap().len(), 1);
            self.cosigned.borrow_mut().push(request.signed.checkpoint.head());
            if self.fault == Fault::Volatile && self.chance(6) {
                *self.kept.borrow_mut() = before;
            }
        }
        *self.depth.borrow_mut() -= 1;
        true
    }
}

/// Runs schedules; gives how many cosigned something, and in how many two cosigned heads contradict each other.
fn run(schedules: u64, fault: Fault) -> (u64, u64) {
    let (mut cosigning, mut conflicting) = (0, 0);
    let logs: Vec<Forked> = (0..SIZE_MAX).map(Forked::new).collect();
    let note = |log: &Forked| -> Vec<Vec<Note>> {
        (0..BRANCHES).map(|branch| (0..=SIZE_MAX).map(|size| log.note(branch, size)).collect()).collect()
    };
    let notes: Vec<_> = logs.iter().map(note).collect();
    for schedule in 0..schedules {
        let which = (schedule % SIZE_MAX as u64) as usize;
        let (log, witness) = (&logs[which], witness(&logs[which]));
        let scheduled = Scheduled {
            log,
            witness: &witness,
            notes: &notes[which],
            fault,
            random: RefCell::new(Random(schedule)),
            kept: RefCell::default(),
            left: RefCell::new(REQUESTS),
            depth: RefCell::default(),
            sent: RefCell::default(),
            cosigned: RefCell::default(),
        };
        while scheduled.serve() {}
        let cosigned = scheduled.cosigned.borrow();
        cosigning += u64::from(!cosigned.is_empty());
        let pair = |(at, one): (usize, &TreeHead)| cosigned[..at].iter().any(|other| !log.agree(*one, *other));
        conflicting += u64::from(cosigned.iter().enumerate().any(pair));
    }
    (cosigning, conflicting)
}

#[test]
fn no_two_cosigned_checkpoints_contradict_each_other() {
    let (cosigning, conflicting) = run(1_000, Fault::None);
    assert!(cosigning > 900, "{cosigning} schedules cosigned anything");
    assert_eq!(conflicting, 0);
}

/// The same test sees what is wrong with a witness that looks and keeps in two steps, and with one that forgets.
#[test]
fn control_a_witness_that_is_not_atomic_is_caught() {
    for fault in [Fault::TwoSteps, Fault::Volatile] {
        let (_, conflicting) = run(300, fault);
        assert!(conflicting > 0);
    }
}

#[test]
#[ignore = "takes long"]
fn ten_thousand_schedules() {
    let (cosigning, conflicting) = run(10_000, Fault::None);
    let [two, volatile] = [Fault::TwoSteps, Fault::Volatile].map(|fault| run(10_000, fault).1);
    println!(
        "10,000 schedules: {cosigning} cosigned, {conflicting} conflicts; controls {two} and {volatile} conflicts"
    );
    assert_eq!(conflicting, 0);
    assert!(two > 0 && volatile > 0);
}

/// A memory without adversity.
#[derive(Default)]
struct Plain(RefCell<Option<TreeHead>>);

impl Memory for Plain {
    type Error = Crashed;

    fn advance(
        &self,
        _: &str,
        next: &mut dyn FnMut(Option<TreeHead>) -> Result<TreeHead, Answer>,
    ) -> Result<Result<TreeHead, Answer>, Crashed> {
        let decided = next(*self.0.borrow());
        if let Ok(head) = &decided {
            *self.0.borrow_mut() = Some(*head);
        }
        Ok(decided)
    }
}

/// Each status of the specification, for its reason.
#[test]
fn every_answer_of_the_specification() {
    let log = Forked::new(10);
    let (witness, memory) = (witness(&log), Plain::default());
    let answer = |body: &str| witness.answer(body.as_bytes(), 1_679_315_147, &memory).ok().unwrap();
    let body = |branch, old, new| log.body(branch, old, &log.note(branch, new));
    // The first checkpoint needs no proof, and its cosignature verifies over the checkpoint.
    let first = answer(&body(0, 0, 8));
    let Answer::Cosigned(lines) = &first else { panic!("{first:?}") };
    let mut note = log.note(0, 8);
    note.add(parse_signatures(lines).unwrap().remove(0)).unwrap();
    let good = note.verify(&[log.signer.verifier().clone(), witness.verifier().clone()]).unwrap();
    assert_eq!(good[1].time, Some(1_679_315_147));
    assert_eq!(first.status(), 200);

    assert_eq!(answer(&body(0, 0, 12)), Answer::Conflict(8));
    assert_eq!(answer(&body(0, 0, 12)).body(), ("text/x.tlog.size", "8\n".to_owned()));
    assert_eq!(answer(&body(0, 9, 8)), Answer::BadRequest);
    assert!(matches!(answer(&body(0, 8, 8)), Answer::Cosigned(_)), "the same again");
    assert!(matches!(answer(&body(0, 8, 12)), Answer::Cosigned(_)));
    assert_eq!(answer(&body(1, 12, 12)), Answer::Conflict(12), "another root of the same size");
    assert_eq!(answer(&body(1, 12, 14)), Answer::Unprocessable, "a fork, with the fork's own proof");
    let proofless = body(0, 12, 14).lines().filter(|line| line.len() != 44).collect::<Vec<_>>().join("\n") + "\n";
    assert_ne!(answer(&proofless).status(), 200);

    let stranger = NoteSigner::from_seed([9; 32], ORIGIN).unwrap();
    let forged = Checkpoint::new(ORIGIN, log.head(0, 14)).unwrap().sign(&stranger).unwrap();
    assert_eq!(answer(&log.body(0, 12, &forged)), Answer::Forbidden);
    let elsewhere = Checkpoint::new("log.example/b", log.head(0, 14)).unwrap().sign(&log.signer).unwrap();
    assert_eq!(answer(&log.body(0, 12, &elsewhere)), Answer::NotFound);
    assert_eq!(*memory.0.borrow(), Some(log.head(0, 12)), "what was refused changed nothing");
}

#[test]
fn what_is_no_request() {
    let log = Forked::new(10);
    let good = log.body(0, 3, &log.note(0, 12));
    assert_eq!(AddCheckpoint::parse(good.as_bytes()).unwrap().to_string(), good);
    let hash = good.lines().nth(1).unwrap();
    let (head, note) = good.split_once("\n\n").unwrap();
    for body in [
        good.replacen("old 3", "old 03", 1),
        good.replacen("old 3", "old -3", 1),
        good.replacen("old 3", "size 3", 1),
        good.replacen("old 3", "old  3", 1),
        good.replacen(hash, &hash[1..], 1),
        good.replacen("\n\n", "\n", 1),
        format!("{head}\n{}\n{note}", format!("{hash}\n").repeat(64)),
        String::new(),
        "old 3\n".to_owned(),
        good.replacen('\n', "\r\n", 1),
        " ".repeat(REQUEST_BYTES_MAX + 1),
    ] {
        assert!(AddCheckpoint::parse(body.as_bytes()).is_err(), "{body:?}");
    }
    let many = format!("old 3\n{}\n{note}", format!("{hash}\n").repeat(63));
    assert_eq!(AddCheckpoint::parse(many.as_bytes()).unwrap().proof.len(), 63);
}
