//! The layouts of `docs/STORE.md`: without gap or overlap, as long as the code says, and those of the files that
//! the code writes.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use guichet::model::{Author, Commit, Content, Edit, Fields, Kind, RecordRef, Step, Value, Verb};
use guichet::store::{Settings, Store};
use tempfile::TempDir;
use ulid::Ulid;

use super::read;

/// The layouts, with their lengths in bytes.
const LENGTHS: [(&str, usize); 7] = [
    ("envelope", 10),
    ("segment", 24),
    ("frame", 21),
    ("packed", 21),
    ("snapshot", 56),
    ("block", 45),
    ("mark", 68),
];

/// The fields of a layout: where each lies, by its words.
type Layout = BTreeMap<String, Range<usize>>;

fn layout(name: &str) -> Layout {
    let page = read("docs/STORE.md");
    let begin = format!("<!-- layout {name} -->\n");
    let (_, rest) = page.split_once(&begin).unwrap();
    let (table, _) = rest.split_once("<!-- /layout -->").unwrap();
    let mut fields = Layout::new();
    let mut end = 0;
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, at, length, what, _] = cells.as_slice() else {
            panic!("{name}: {row}");
        };
        let (at, length): (usize, usize) = (at.parse().unwrap(), length.parse().unwrap());
        assert_eq!(at, end, "{name}: {what} begins where the one before ends");
        end = at + length;
        // What is called as one above is told by where it lies.
        let what = match fields.contains_key(*what) {
            true => format!("{what} {at}"),
            false => (*what).to_string(),
        };
        fields.insert(what, at..end);
    }
    fields
}

/// Bytes read by a layout.
struct Laid<'a> {
    bytes: &'a [u8],
    fields: Layout,
}

impl<'a> Laid<'a> {
    fn new(name: &str, bytes: &'a [u8]) -> Laid<'a> {
        let fields = layout(name);
        Laid { bytes, fields }
    }

    fn raw(&self, what: &str) -> &'a [u8] {
        &self.bytes[self.fields[what].clone()]
    }

    fn number(&self, what: &str) -> u128 {
        let mut bytes = [0; 16];
        let raw = self.raw(what);
        bytes[..raw.len()].copy_from_slice(raw);
        u128::from_le_bytes(bytes)
    }

    /// Whether a checksum is that of all that stands before it.
    fn sums(&self, what: &str) -> bool {
        let before = &self.bytes[..self.fields[what].start];
        self.number(what) == u128::from(crc32c::crc32c(before))
    }
}

#[test]
fn layouts_have_their_lengths() {
    for (name, length) in LENGTHS {
        let ends = layout(name).into_values().map(|field| field.end);
        assert_eq!(ends.max(), Some(length), "{name}");
    }
    let named = read("docs/STORE.md").matches("<!-- layout ").count();
    assert_eq!(named, LENGTHS.len());
}

fn commit(number: u128) -> Commit {
    let fields = Fields::new().with(3, Value::text("Ada"));
    Commit {
        author: Author::called("ada"),
        at: 1_700_000_000_000,
        step: Step {
            verb: Verb::Add,
            subject: "Ada".to_string(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: 1,
        },
        edits: vec![Edit {
            record: RecordRef::new(Kind::Person, Ulid::from(number)),
            base: 0,
            after: Some(Content {
                trashed: false,
                fields,
            }),
        }],
        relies: Vec::new(),
        undoes: None,
    }
}

/// A store of two closed segments, packed, and an open one, with a snapshot.
fn made() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let settings = Settings {
        segment_bytes: 1,
        ..Settings::default()
    };
    let mut store = Store::open_with(&dir, settings).unwrap().0;
    for number in 1..=3 {
        store.commit(&commit(number)).unwrap();
    }
    store.snapshot().unwrap();
    store.begin_checkpoint().unwrap();
    store.finish_checkpoint().unwrap();
    store.close().unwrap();
    (temp, dir)
}

fn bytes(dir: &Path, name: &str) -> Vec<u8> {
    let path = dir.join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn files_lie_as_the_page_says() {
    let (_temp, dir) = made();

    let segment = bytes(&dir, "wal/00000000000000000003.wal");
    let head = Laid::new("segment", &segment);
    assert_eq!(head.raw("magic"), b"guichet-wal\n");
    assert_eq!(head.number("format"), 513);
    assert_eq!(head.number("its complement"), u128::from(!513_u16));
    let salt = head.number("salt, never 0") as u32;
    assert_eq!(head.number("its complement 20"), u128::from(!salt));
    assert!(salt > 0);

    let frame = &segment[24..];
    let first = Laid::new("frame", frame);
    let length = first.number("length of the payload") as usize;
    assert_eq!(frame.len(), 21 + length, "one entry, in one frame");
    assert_eq!(first.number("number of the entry"), 3);
    assert_eq!(first.number("part, from 0"), 0);
    assert_eq!(first.number("flags: 1 on the last part"), 1);
    let sum = crc32c::crc32c_append(salt, first.raw("length of the payload"));
    let sum = crc32c::crc32c_append(sum, &frame[8..]);
    assert_eq!(first.number("checksum"), u128::from(sum));

    let packed = bytes(&dir, "wal/00000000000000000001.walz");
    let head = Laid::new("segment", &packed);
    assert_eq!(head.raw("magic"), b"guichet-waz\n");
    assert_eq!(head.number("format"), 513);
    let block = Laid::new("packed", &packed[16..]);
    assert_eq!(block.number("number, from 0"), 0);
    assert_eq!(block.number("1 for the last one"), 1);
    assert_eq!(
        packed.len() as u128,
        16 + 21 + block.number("length, packed")
    );
    let sum = crc32c::crc32c(&packed[16 + 21..]);
    assert_eq!(block.number("crc32c of the packed bytes"), u128::from(sum));
    assert!(block.sums("crc32c of all before"));

    let snapshot = bytes(&dir, "snapshots/00000000000000000003.snapshot");
    let head = Laid::new("snapshot", &snapshot);
    assert_eq!(head.raw("magic"), b"guichet-records\n");
    assert_eq!(head.number("format"), 2);
    assert_eq!(head.number("number of the entry"), 3);
    assert_eq!(head.number("number of records"), 3);
    assert!(head.sums("crc32c of all before"));
    let block = Laid::new("block", &snapshot[56..]);
    let kind = u128::from(Kind::Person.code());
    assert_eq!(block.number("code of the kind"), kind);
    assert_eq!(block.number("number of records"), 3);
    // One block holds all of them, and has their digest.
    assert_eq!(block.number("digest of its records"), head.number("digest"));
    let parts = block.number("and packed") + block.number("and packed 17");
    assert_eq!(snapshot.len() as u128, 56 + 45 + parts);
    let sum = crc32c::crc32c(&snapshot[56 + 45..]);
    assert_eq!(block.number("crc32c of the packed parts"), u128::from(sum));
    assert!(block.sums("crc32c of all before"));

    let marker = String::from_utf8(bytes(&dir, "guichet")).unwrap();
    let lines: Vec<&str> = marker.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "guichet-store"));
    let sum = crc32c::crc32c(format!("{}\n{}\n", lines[0], lines[1]).as_bytes());
    assert_eq!(lines[2], format!("{sum:08x}"));
}
