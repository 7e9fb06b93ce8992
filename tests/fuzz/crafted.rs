//! Small files that claim much: each is read, written beside and looked through in a process of its own that may not
//! take more memory than a store without a lie in it needs.

use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::bodies::sealing::{
    Block, Frame, Packed, packed, packed_segment, payload, segment, snapshot, witness,
};
use super::bodies::wal::{read, write};
use guichet::store::{backup, doctor};

/// What a process may take more than it has when it begins, in bytes: sled's cache, threads, and 64 MiB.
const CEILING: u64 = 192 << 20;
/// Names the file to the process that reads it.
const NAMED: &str = "GUICHET_TEST_CRAFTED";

const SALT: u32 = 0x5a17;
const WAL: &str = "wal/00000000000000000001.wal";
const WALZ: &str = "wal/00000000000000000001.walz";
const SNAPSHOT: &str = "snapshots/00000000000000000001.snapshot";

/// A name, and the files of a store, by their places in it.
type Crafted = (&'static str, Vec<(&'static str, Vec<u8>)>);

fn crafted() -> Vec<Crafted> {
    let of = |lie: u32, heads: &[u8], records| Block {
        kind: 1,
        records,
        lie,
        parts: [heads.to_vec(), Vec::new()],
        digest: 0,
    };
    let one = |block| snapshot(1, 1, 0, &[block]);
    let entries = |salt| segment(salt, (1..=3).map(|n| Frame::whole(n, &payload(n, &[]))));
    let far = |sequence| {
        let frames = [1, sequence, 2, 3].map(|n| Frame::whole(n, &payload(n, &[])));
        (segment(SALT, frames.clone()), segment(0, frames))
    };
    let parts = [0, u32::MAX, u32::MAX, 1].map(|part| Frame {
        sequence: 1,
        part,
        last: false,
        payload: vec![0; 8],
    });
    let block = |number: u32, length: usize, lie| Packed {
        number,
        bytes: vec![0; length],
        lie,
        last: number > 0,
    };
    let key = [[1u8; 17].as_slice(), &[0, 2]].concat();
    let long = [&key[..], &[0xff; 9], &[1]].concat();
    let deep = [[10, 0x7f].repeat(200), vec![1, 0]].concat();
    vec![
        ("nothing", vec![(WAL, entries(SALT))]),
        (
            "four-gibibytes",
            vec![(SNAPSHOT, one(of(u32::MAX, &[0; 19], 1)))],
        ),
        (
            "two-gibibytes",
            vec![(SNAPSHOT, one(of(1 << 31, &[0; 19], 1)))],
        ),
        (
            "many-records",
            vec![(SNAPSHOT, one(of(0, &[0; 19], u32::MAX)))],
        ),
        (
            "a-bomb-of-heads",
            vec![(SNAPSHOT, one(of(0, &vec![0; 60 << 20], 4_096)))],
        ),
        (
            "the-same-record-often",
            vec![(
                SNAPSHOT,
                snapshot(1, 4 << 12, 0, &vec![of(0, &vec![0; 19 << 12], 1 << 12); 4]),
            )],
        ),
        (
            "the-last-number-in-a-snapshot",
            vec![(SNAPSHOT, snapshot(u64::MAX, 0, 0, &[]))],
        ),
        (
            "a-snapshot-of-the-last-number",
            vec![
                (WAL, entries(SALT)),
                (
                    "snapshots/18446744073709551615.snapshot",
                    snapshot(u64::MAX, 0, 0, &[]),
                ),
            ],
        ),
        (
            "a-snapshot-far-beyond",
            vec![
                (WAL, entries(SALT)),
                (
                    "snapshots/00001099511627775.snapshot",
                    snapshot((1 << 40) - 1, 0, 0, &[]),
                ),
                (
                    "snapshots/00000001099511627775.snapshot",
                    snapshot((1 << 40) - 1, 0, 0, &[]),
                ),
            ],
        ),
        ("a-far-entry", vec![(WAL, far(1 << 39).0)]),
        ("the-last-entry", vec![(WAL, far(u64::MAX).0)]),
        ("a-far-entry-unsalted", vec![(WAL, far(1 << 39).1)]),
        ("the-last-entry-unsalted", vec![(WAL, far(u64::MAX).1)]),
        (
            "a-far-segment",
            vec![
                (WAL, entries(SALT)),
                (
                    "wal/18446744073709551615.wal",
                    segment(SALT, [Frame::whole(u64::MAX, b"")]),
                ),
                ("wal/00000549755813888000.wal", segment(SALT, [])),
            ],
        ),
        ("parts-without-number", vec![(WAL, segment(SALT, parts))]),
        (
            "a-long-change",
            vec![(WAL, segment(SALT, [Frame::whole(1, &payload(1, &long))]))],
        ),
        (
            "values-in-values",
            vec![(
                WAL,
                segment(
                    SALT,
                    [Frame::whole(
                        1,
                        &payload(1, &[&key[..], &[0x7f], &deep].concat()),
                    )],
                ),
            )],
        ),
        (
            "a-long-block",
            vec![(WALZ, packed(&[block(0, 8, u32::MAX - 8)]))],
        ),
        (
            "a-bomb-of-a-block",
            vec![(WALZ, packed(&[block(0, 60 << 20, 0)]))],
        ),
        (
            "a-far-block",
            vec![(
                WALZ,
                packed(&[block(0, 256 << 10, 0), block(u32::MAX, 8, 0)]),
            )],
        ),
        (
            "a-witness-of-the-last-number",
            vec![
                (WAL, entries(SALT)),
                ("head", witness(u64::MAX, u64::MAX, 0)),
            ],
        ),
        (
            "a-deep-witness",
            vec![(WAL, entries(SALT)), ("head", b"[".repeat(60_000))],
        ),
        (
            "a-deep-draft",
            vec![
                (WAL, entries(SALT)),
                (
                    "drafts/00000000000000000000000001.json",
                    b"{\"a\":".repeat(60_000),
                ),
            ],
        ),
    ]
}

/// A packed segment of 128 MiB of zeros, in the frames of one entry.
fn entry_of_nothing() -> Vec<u8> {
    let frames = (0..128).map(|part| Frame {
        sequence: 1,
        part,
        last: part == 127,
        payload: vec![0; 1 << 20],
    });
    packed_segment(SALT, frames)
}

/// As many without a frame.
fn segment_of_nothing() -> Vec<u8> {
    let zeros = Packed {
        bytes: vec![0; 256 << 10],
        ..Packed::default()
    };
    let mut file = packed(&[zeros]);
    let block = file.split_off(16);
    for number in 0..512_u32 {
        let mut block = block.clone();
        block[..4].copy_from_slice(&number.to_le_bytes());
        block[12] = u8::from(number == 511);
        let sum = crc32c::crc32c(&block[..17]);
        block[17..21].copy_from_slice(&sum.to_le_bytes());
        file.extend(block);
    }
    file
}

/// What is made only where it is asked for.
const LONG: [&str; 2] = ["a-segment-of-nothing", "an-entry-of-nothing"];

fn files_of(name: &str) -> Vec<(&'static str, Vec<u8>)> {
    match name {
        "a-segment-of-nothing" => vec![(WALZ, segment_of_nothing())],
        "an-entry-of-nothing" => vec![(WALZ, entry_of_nothing())],
        name => {
            let mut crafted = crafted().into_iter();
            crafted.find(|(known, _)| *known == name).unwrap().1
        }
    }
}

/// Reads the file that is named to it, in no more memory than is allowed.
#[test]
fn a_crafted_file_is_read() {
    let Ok(name) = std::env::var(NAMED) else {
        return;
    };
    let files = files_of(&name);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    for room in ["wal", "snapshots", "drafts"] {
        std::fs::create_dir_all(dir.join(room)).unwrap();
    }
    for (place, bytes) in &files {
        std::fs::write(dir.join(place), bytes).unwrap();
    }
    limit();
    read(&dir);
    // Each looking takes its time.
    if LONG.contains(&name.as_str()) {
        return;
    }
    for (place, _) in &files {
        let file = dir.join(place);
        if backup::check(&file).is_ok() {
            let _ = backup::restore(&file, &temporary.path().join("restored"), None);
        }
    }
    let _ = doctor::examine(&dir);
    write(&dir);
}

fn limit() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let taken = status.lines().find_map(|line| line.strip_prefix("VmData:"));
    let taken: u64 = taken
        .unwrap()
        .trim_end_matches("kB")
        .trim()
        .parse()
        .unwrap();
    let maximum = getrlimit(Resource::Data).maximum;
    let current = Some((taken << 10) + CEILING);
    setrlimit(Resource::Data, Rlimit { current, maximum }).unwrap();
}

#[test]
fn what_a_small_file_claims_takes_no_memory() {
    let long = LONG.map(|name| (name, files_of(name)));
    for (name, files) in crafted().into_iter().chain(long) {
        let length: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(length < 400_000, "{name}: {length} bytes");
        let read = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "fuzz::crafted::a_crafted_file_is_read"])
            .env(NAMED, name)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&read.stdout);
        assert!(read.status.success(), "{name}: {told}");
    }
}
