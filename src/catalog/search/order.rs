//! Texts put in order by the first letters, which are kept beside them, and only then by the rest.

use std::cmp::Ordering;

/// So many texts are worth a second thread.
const WORTH_A_THREAD: usize = 50_000;

/// A text that lies within a longer one.
#[derive(Clone, Copy, Debug)]
pub struct InOrder {
    /// Its first eight bytes as a number: of most texts the order is theirs.
    head: u64,
    from: u32,
    to: u32,
    /// What it is.
    pub tag: u32,
}

impl InOrder {
    /// What stands in `all` from `from` on.
    pub fn new(all: &str, from: usize, tag: u32) -> InOrder {
        let bytes = all.as_bytes().get(from..).unwrap_or_default();
        let mut head = [0; 8];
        head.iter_mut()
            .zip(bytes)
            .for_each(|(to, byte)| *to = *byte);
        InOrder {
            head: u64::from_be_bytes(head),
            from: from as u32,
            to: all.len() as u32,
            tag,
        }
    }

    /// The text.
    pub fn text(self, all: &str) -> &str {
        all.get(self.from as usize..self.to as usize)
            .unwrap_or_default()
    }

    fn compare(&self, other: &InOrder, all: &str) -> Ordering {
        (self.head.cmp(&other.head))
            .then_with(|| self.text(all).cmp(other.text(all)))
            .then(self.tag.cmp(&other.tag))
    }
}

/// Puts texts of `all` in order; those of the same text in order of their tags.
pub fn sort(texts: &mut Vec<InOrder>, all: &str) {
    if texts.len() < WORTH_A_THREAD {
        return sort_alone(texts, all);
    }
    let middle = texts.len() / 2;
    let (one, other) = texts.split_at_mut(middle);
    std::thread::scope(|scope| {
        scope.spawn(|| sort_alone(one, all));
        sort_alone(other, all);
    });
    let mut merged = Vec::with_capacity(texts.len());
    let (one, other) = texts.split_at(middle);
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(first), Some(second)) = (one.peek(), other.peek()) {
        let next = match first.compare(second, all).is_le() {
            true => one.next(),
            false => other.next(),
        };
        merged.extend(next);
    }
    merged.extend(one);
    merged.extend(other);
    *texts = merged;
}

fn sort_alone(texts: &mut [InOrder], all: &str) {
    texts.sort_unstable_by(|one, other| one.compare(other, all));
}
