//! A disk as a power cut may leave it: what was synced is there; of the rest some is, some is not, and some is
//! there in part. Built from a record of what a program did (`calls.c`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Dice;

/// One thing that the program did.
#[derive(Debug)]
pub enum Done {
    /// Said something.
    Said(String),
    Made(PathBuf),
    Emptied(PathBuf),
    Wrote(PathBuf, u64, Vec<u8>),
    Cut(PathBuf, u64),
    Synced(PathBuf),
    Renamed(PathBuf, PathBuf),
    Exchanged(PathBuf, PathBuf),
    Linked(PathBuf, PathBuf),
    Removed(PathBuf),
    Folder(PathBuf),
}

/// Reads a record: each part is a kind (one byte), a number, a length (eight bytes each) and so many bytes.
pub fn read(log: &Path) -> Vec<Done> {
    let bytes = fs::read(log).unwrap();
    let (mut rest, mut done, mut of) = (bytes.as_slice(), Vec::new(), PathBuf::new());
    while !rest.is_empty() {
        let number = u64::from_le_bytes(rest[1..9].try_into().unwrap());
        let length = u64::from_le_bytes(rest[9..17].try_into().unwrap()) as usize;
        let data = &rest[17..17 + length];
        let text = || String::from_utf8(data.to_vec()).unwrap();
        let path = || PathBuf::from(text());
        let both = || {
            let text = text();
            let (from, to) = text.split_once('\0').unwrap();
            (PathBuf::from(from), PathBuf::from(to))
        };
        match rest[0] {
            b'f' => of = path(),
            b'a' => done.push(Done::Said(text())),
            b'c' => done.push(Done::Made(path())),
            b't' => done.push(Done::Emptied(path())),
            b'w' => done.push(Done::Wrote(of.clone(), number, data.to_vec())),
            b'l' => done.push(Done::Cut(of.clone(), number)),
            b's' => done.push(Done::Synced(path())),
            b'r' => done.push(Done::Renamed(both().0, both().1)),
            b'x' => done.push(Done::Exchanged(both().0, both().1)),
            b'h' => done.push(Done::Linked(both().0, both().1)),
            b'u' => done.push(Done::Removed(path())),
            b'm' => done.push(Done::Folder(path())),
            other => panic!("{other}"),
        }
        rest = &rest[17 + length..];
    }
    done
}

/// What a cut leaves of that which was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    /// Some writes, some in part, and the names of a folder in their order: a file system with a journal.
    InOrder,
    /// Any of it, in any order: whatever a file system may do.
    Any,
}

/// A cut of that kind, with dice.
#[derive(Debug)]
pub struct Rest(pub Kept, pub Dice);

impl Rest {
    /// Some of these steps.
    fn some<'a, T>(&mut self, steps: &'a [T]) -> Vec<&'a T> {
        let Rest(kept, dice) = self;
        match kept {
            Kept::Nothing => Vec::new(),
            Kept::InOrder => {
                let end = dice.below(steps.len() as u64 + 1) as usize;
                steps.iter().take(end).collect()
            }
            Kept::Any => {
                let mut some: Vec<&T> = steps.iter().filter(|_| dice.below(2) == 0).collect();
                for at in (1..some.len()).rev() {
                    some.swap(at, dice.below(at as u64 + 1) as usize);
                }
                some
            }
        }
    }

    /// A file with some of these writes.
    fn written(&mut self, synced: &[u8], since: &[Write]) -> Vec<u8> {
        let some: Vec<&Write> = match self.0 {
            Kept::InOrder => since.iter().collect(),
            _ => self.some(since),
        };
        let mut file = synced.to_vec();
        for write in some {
            match (self.1.below(4), write) {
                (0, _) => {}
                (1, Write::At(at, data)) => {
                    let part = self.1.below(data.len() as u64 + 1) as usize;
                    Write::At(*at, data[..part].to_vec()).apply(&mut file);
                }
                _ => write.apply(&mut file),
            }
        }
        file
    }
}

/// What may be lost of a file or a folder.
#[derive(Clone, Debug)]
enum Node {
    File {
        synced: Vec<u8>,
        since: Vec<Write>,
    },
    Folder {
        synced: BTreeMap<String, usize>,
        now: BTreeMap<String, usize>,
        /// Names that came and went, each step as a whole.
        since: Vec<Vec<(String, Option<usize>)>>,
    },
}

#[derive(Clone, Debug)]
enum Write {
    At(u64, Vec<u8>),
    Cut(u64),
}

impl Write {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Write::At(at, bytes) => {
                let (start, end) = (*at as usize, *at as usize + bytes.len());
                file.resize(file.len().max(end), 0);
                file[start..end].copy_from_slice(bytes);
            }
            Write::Cut(length) => file.resize(*length as usize, 0),
        }
    }
}

/// The disk while the program runs.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
}

impl Disk {
    /// A disk with what lies under a folder, all of it synced.
    pub fn of(root: &Path) -> Disk {
        let mut disk = Disk {
            root: root.to_path_buf(),
            nodes: Vec::new(),
        };
        disk.take_in(root);
        disk
    }

    fn take_in(&mut self, path: &Path) -> usize {
        let number = self.nodes.len();
        if path.is_file() {
            self.nodes.push(Node::File {
                synced: fs::read(path).unwrap(),
                since: Vec::new(),
            });
            return number;
        }
        self.nodes.push(Disk::folder(BTreeMap::new()));
        let names = crate::program::names(path);
        let names = names.into_iter().map(|name| {
            let node = self.take_in(&path.join(&name));
            (name, node)
        });
        let names = names.collect();
        self.nodes[number] = Disk::folder(names);
        number
    }

    fn folder(names: BTreeMap<String, usize>) -> Node {
        Node::Folder {
            synced: names.clone(),
            now: names,
            since: Vec::new(),
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        let within = path.strip_prefix(&self.root).unwrap();
        within
            .components()
            .try_fold(0, |at, name| match &self.nodes[at] {
                Node::Folder { now, .. } => now.get(name.as_os_str().to_str().unwrap()).copied(),
                Node::File { .. } => None,
            })
    }

    /// What is open under that name; nothing where it was removed meanwhile, of which no cut leaves anything.
    fn open(&mut self, path: &Path) -> Option<&mut Node> {
        let found = self.find(path);
        let removed = path.to_str().unwrap().ends_with(" (deleted)");
        assert!(found.is_some() || removed, "{path:?} is not there");
        self.nodes.get_mut(found?)
    }

    /// Names come and go in the folder of the first path.
    fn step(&mut self, steps: &[(&Path, Option<usize>)]) {
        let above = self.find(steps[0].0.parent().unwrap()).unwrap();
        let Node::Folder { now, since, .. } = &mut self.nodes[above] else {
            panic!("{:?} is in a file", steps[0].0);
        };
        let mut step = Vec::new();
        for (path, node) in steps {
            let name = path.file_name().unwrap().to_str().unwrap().to_string();
            match node {
                Some(node) => now.insert(name.clone(), *node),
                None => now.remove(&name),
            };
            step.push((name, *node));
        }
        since.push(step);
    }

    fn add(&mut self, path: &Path, node: Node) {
        self.nodes.push(node);
        let number = self.nodes.len() - 1;
        self.step(&[(path, Some(number))]);
    }

    /// Two names change at once; in two folders each by itself.
    fn both(&mut self, one: (&Path, Option<usize>), two: (&Path, Option<usize>)) {
        if one.0.parent() == two.0.parent() {
            self.step(&[one, two]);
        } else {
            self.step(&[two]);
            self.step(&[one]);
        }
    }

    fn write(&mut self, path: &Path, write: Write) {
        match self.open(path) {
            Some(Node::File { since, .. }) => since.push(write),
            Some(Node::Folder { .. }) => panic!("a write into a folder"),
            None => {}
        }
    }

    /// Does what the program did.
    pub fn go_on(&mut self, done: &Done) {
        match done {
            Done::Said(_) => {}
            Done::Made(path) => {
                let file = Node::File {
                    synced: Vec::new(),
                    since: Vec::new(),
                };
                self.add(path, file);
            }
            Done::Emptied(path) => self.write(path, Write::Cut(0)),
            Done::Wrote(path, at, bytes) => self.write(path, Write::At(*at, bytes.clone())),
            Done::Cut(path, length) => self.write(path, Write::Cut(*length)),
            Done::Synced(path) => match self.open(path) {
                Some(Node::File { synced, since }) => {
                    since.drain(..).for_each(|write| write.apply(synced));
                }
                Some(Node::Folder { synced, now, since }) => {
                    synced.clone_from(now);
                    since.clear();
                }
                None => {}
            },
            Done::Renamed(from, to) => {
                let node = self.find(from);
                self.both((from, None), (to, node));
            }
            Done::Exchanged(one, two) => {
                let (first, second) = (self.find(one), self.find(two));
                self.both((one, second), (two, first));
            }
            Done::Linked(from, to) => {
                let node = self.find(from);
                self.step(&[(to, node)]);
            }
            Done::Removed(path) => self.step(&[(path, None)]),
            Done::Folder(path) => self.add(path, Disk::folder(BTreeMap::new())),
        }
    }

    /// Puts into a folder what the disk holds after a cut now.
    pub fn after_a_cut(&self, to: &Path, rest: &mut Rest) {
        self.leave(0, to, rest);
    }

    fn leave(&self, node: usize, to: &Path, rest: &mut Rest) {
        match &self.nodes[node] {
            Node::File { synced, since } => {
                fs::write(to, rest.written(synced, since)).unwrap();
            }
            Node::Folder { synced, since, .. } => {
                let mut names = synced.clone();
                for (name, node) in rest.some(since).into_iter().flatten() {
                    match node {
                        Some(node) => names.insert(name.clone(), *node),
                        None => names.remove(name),
                    };
                }
                fs::create_dir(to).unwrap();
                for (name, node) in names {
                    self.leave(node, &to.join(name), rest);
                }
            }
        }
    }
}
