//! Files of which some bytes can't be read: what lies around them is read.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use guichet::store::source::{self, At, Source};

/// Bytes of which some can't be read: from where to where, and how often until they can.
#[derive(Debug)]
struct Failing {
    bytes: Vec<u8>,
    bad: Vec<(u64, u64)>,
    times: AtomicU32,
    number: i32,
}

impl At for Failing {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let end = at + buffer.len() as u64;
        let bad = self.bad.iter().any(|(from, to)| at < *to && *from < end);
        let fails = |left: u32| left.checked_sub(1);
        let order = Ordering::Relaxed;
        if bad && self.times.fetch_update(order, order, fails).is_ok() {
            return Err(io::Error::from_raw_os_error(self.number));
        }
        let rest = self.bytes.get(at as usize..).unwrap_or_default();
        let taken = rest.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&rest[..taken]);
        Ok(taken)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.bytes.len() as u64)
    }
}

const EIO: i32 = 5;

fn failing(bad: &[(u64, u64)], times: u32, number: i32) -> Source {
    let bytes = (0..100_000_u32).map(|at| (at % 251) as u8 + 1).collect();
    let failing = Failing {
        bytes,
        bad: bad.to_vec(),
        times: AtomicU32::new(times),
        number,
    };
    Source::of("somewhere".as_ref(), Box::new(failing))
}

#[test]
fn all_but_the_blocks_that_cannot_be_read_is_read() {
    let bad = [(700, 701), (40_000, 42_000), (99_999, 100_000)];
    let mut source = failing(&bad, u32::MAX, EIO);
    let mut read = Vec::new();
    source.read_to_end(&mut read).unwrap();
    let unread = source.unread();
    let places: Vec<_> = unread.iter().map(|one| (one.offset, one.bytes)).collect();
    assert_eq!(places, [(512, 512), (39_936, 2_560), (99_840, 160)]);
    assert!(unread.iter().all(|one| one.cause.contains("os error 5")));
    let within = |at: u64| {
        places
            .iter()
            .any(|(from, bytes)| (*from..from + bytes).contains(&at))
    };
    assert_eq!(read.len(), 100_000);
    for (at, byte) in read.iter().enumerate() {
        let expected = if within(at as u64) {
            0
        } else {
            (at % 251) as u8 + 1
        };
        assert_eq!(*byte, expected, "{at}");
    }
    // Read again it is noted once.
    source.fill_at(&mut [0; 4_096], 0).unwrap();
    assert_eq!(source.unread().len(), 3);
}

#[test]
fn an_error_that_passes_is_no_damage() {
    // A few times, and then it can be read.
    let mut source = failing(&[(0, 100)], 4, EIO);
    let mut read = Vec::new();
    source.read_to_end(&mut read).unwrap();
    assert!(source.is_whole(), "{:?}", source.unread());
    assert_eq!((read.len(), read[50]), (100_000, 51));
    // Not now: a want of memory, a network that is away.
    for number in [12, 116, 110] {
        let mut source = failing(&[(0, 100)], u32::MAX, number);
        let refused = source.fill_at(&mut [0; 64], 0).unwrap_err();
        assert_eq!(refused.raw_os_error(), Some(number));
        assert!(source.is_whole());
    }
}

#[test]
fn what_is_no_file_is_never_waited_for() {
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name);
    fs::write(at("file"), "text").unwrap();
    fs::create_dir(at("folder")).unwrap();
    std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
    std::os::unix::fs::symlink(at("loop"), at("loop")).unwrap();
    let _socket = UnixListener::bind(at("socket")).unwrap();
    let made = Command::new("mkfifo").arg(at("pipe")).status().unwrap();
    assert!(made.success());
    let begun = Instant::now();
    let others = ["folder", "link", "loop", "socket", "pipe"].map(at);
    for path in others
        .iter()
        .map(|path| path.as_path())
        .chain([std::path::Path::new("/dev/zero")])
    {
        assert!(source::open(path).is_err(), "{path:?}");
        let mut read = Vec::new();
        let mut source = Source::open(path).unwrap();
        source.read_to_end(&mut read).unwrap();
        assert_eq!((read.len(), source.unread().len()), (0, 1), "{path:?}");
        assert!(source::read_small(path, 10).is_err(), "{path:?}");
    }
    assert_eq!(source::read_small(&at("file"), 4).unwrap(), b"text");
    assert!(source::read_small(&at("file"), 3).is_err());
    let absent = source::read_small(&at("none"), 3).unwrap_err();
    assert_eq!(absent.kind(), ErrorKind::NotFound);
    assert!(begun.elapsed() < Duration::from_secs(5));
}
