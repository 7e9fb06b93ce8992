//! A disk as a power cut may leave it: what was synced is there; of the rest some is, some is not, and some is
//! there in part. Built from a record of what a program did (`power.c`).

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::Dice;

/// One thing that the program did.
#[derive(Debug)]
pub enum Done {
    /// Said something.
    Said(String),
    /// Made, emptied or opened a file; or opened a folder.
    Made(i64, PathBuf),
    Emptied(i64, PathBuf),
    Opened(i64, PathBuf),
    Wrote(i64, u64, Vec<u8>),
    Cut(i64, u64),
    Synced(i64),
    Renamed(PathBuf, PathBuf),
    Linked(PathBuf, PathBuf),
    Removed(PathBuf),
    Folder(PathBuf),
}

/// Reads a record.
pub fn read(log: &Path) -> Vec<Done> {
    let bytes = fs::read(log).unwrap();
    let (mut rest, mut done, mut of) = (bytes.as_slice(), Vec::new(), 0);
    while !rest.is_empty() {
        let number = i64::from_le_bytes(rest[1..9].try_into().unwrap());
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
            b'f' => of = number,
            b'a' => done.push(Done::Said(text())),
            b'c' => done.push(Done::Made(number, path())),
            b't' => done.push(Done::Emptied(number, path())),
            b'o' => done.push(Done::Opened(number, path())),
            b'w' => done.push(Done::Wrote(of, number as u64, data.to_vec())),
            b'l' => done.push(Done::Cut(of, number as u64)),
            b's' => done.push(Done::Synced(number)),
            b'r' => done.push(Done::Renamed(both().0, both().1)),
            b'h' => done.push(Done::Linked(both().0, both().1)),
            b'u' => done.push(Done::Removed(path())),
            b'm' => done.push(Done::Folder(path())),
            other => panic!("{other}"),
        }
        rest = &rest[17 + length..];
    }
    done
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
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    open: HashMap<i64, usize>,
}

impl Disk {
    /// A disk with an empty folder.
    pub fn new(root: &Path) -> Disk {
        Disk {
            root: root.to_path_buf(),
            nodes: vec![Disk::folder()],
            open: HashMap::new(),
        }
    }

    fn folder() -> Node {
        Node::Folder {
            synced: BTreeMap::new(),
            now: BTreeMap::new(),
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

    /// Names come and go in the folder of these paths.
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

    fn add(&mut self, path: &Path, node: Node) -> usize {
        self.nodes.push(node);
        let number = self.nodes.len() - 1;
        self.step(&[(path, Some(number))]);
        number
    }

    fn write(&mut self, of: i64, write: Write) {
        match &mut self.nodes[self.open[&of]] {
            Node::File { since, .. } => since.push(write),
            Node::Folder { .. } => panic!("a write into a folder"),
        }
    }

    /// Does what the program did.
    pub fn go_on(&mut self, done: &Done) {
        match done {
            Done::Said(_) => {}
            Done::Made(fd, path) => {
                let file = Node::File {
                    synced: Vec::new(),
                    since: Vec::new(),
                };
                let node = self.add(path, file);
                self.open.insert(*fd, node);
            }
            Done::Emptied(fd, path) => {
                self.open.insert(*fd, self.find(path).unwrap());
                self.write(*fd, Write::Cut(0));
            }
            Done::Opened(fd, path) => {
                self.open.insert(*fd, self.find(path).unwrap());
            }
            Done::Wrote(fd, at, bytes) => self.write(*fd, Write::At(*at, bytes.clone())),
            Done::Cut(fd, length) => self.write(*fd, Write::Cut(*length)),
            Done::Synced(fd) => match &mut self.nodes[self.open[fd]] {
                Node::File { synced, since } => {
                    since.drain(..).for_each(|write| write.apply(synced));
                }
                Node::Folder { synced, now, since } => {
                    synced.clone_from(now);
                    since.clear();
                }
            },
            Done::Renamed(from, to) => {
                let node = self.find(from);
                assert_eq!(from.parent(), to.parent());
                self.step(&[(from, None), (to, node)]);
            }
            Done::Linked(from, to) => {
                let node = self.find(from);
                self.step(&[(to, node)]);
            }
            Done::Removed(path) => self.step(&[(path, None)]),
            Done::Folder(path) => {
                self.add(path, Disk::folder());
            }
        }
    }

    /// Puts into a folder what the disk holds after a cut now: with dice, some of what was not synced, in no
    /// order, the names of each folder in their order; without, nothing of it.
    pub fn after_a_cut(&self, to: &Path, dice: &mut Option<Dice>) {
        self.leave(0, to, dice);
    }

    fn leave(&self, node: usize, to: &Path, dice: &mut Option<Dice>) {
        match &self.nodes[node] {
            Node::File { synced, since } => {
                let mut bytes = synced.clone();
                if let Some(dice) = dice {
                    for write in since {
                        match (dice.below(4), write) {
                            (0, _) => {}
                            (1, Write::At(at, data)) => {
                                let part = dice.below(data.len() as u64 + 1) as usize;
                                Write::At(*at, data[..part].to_vec()).apply(&mut bytes);
                            }
                            _ => write.apply(&mut bytes),
                        }
                    }
                }
                fs::write(to, bytes).unwrap();
            }
            Node::Folder { synced, since, .. } => {
                let mut names = synced.clone();
                if let Some(dice) = dice {
                    let steps = dice.below(since.len() as u64 + 1) as usize;
                    for (name, node) in since[..steps].iter().flatten() {
                        match node {
                            Some(node) => names.insert(name.clone(), *node),
                            None => names.remove(name),
                        };
                    }
                }
                fs::create_dir(to).unwrap();
                for (name, node) in names {
                    self.leave(node, &to.join(name), dice);
                }
            }
        }
    }
}
