//! Search rows in chunks: the folded text of up to 2,048 records in one buffer, shared between the
//! catalog and its snapshots until one of the rows changes.

use ulid::Ulid;

/// How many rows a chunk has.
pub const ROWS: usize = 2_048;

/// Marks of a row: it holds a record.
pub const PRESENT: u8 = 1;
/// Its record is trashed.
pub const TRASHED: u8 = 2;
/// The mark of the first view; that of the next is twice as much.
pub const FIRST_VIEW: u8 = 4;

/// What free search reads of a record, folded; line breaks stand between values.
#[derive(Default)]
pub struct SearchRow {
    /// The record's id.
    pub id: Ulid,
    /// Its marks.
    pub marks: u8,
    /// The title.
    pub title: String,
    /// The short title, where it is another.
    pub short: String,
    /// The other texts.
    pub body: String,
    /// Digits of telephone numbers and of SIRET.
    pub digits: String,
}

impl SearchRow {
    /// Empties its texts, whose room is used again.
    pub fn clear(&mut self) {
        let SearchRow {
            title,
            short,
            body,
            digits,
            ..
        } = self;
        for text in [title, short, body, digits] {
            text.clear();
        }
    }
}

/// One row as it is searched.
#[derive(Clone, Copy)]
pub struct RowText<'a> {
    /// Title and short title.
    pub head: &'a str,
    /// The length of the title.
    pub title: usize,
    /// The other texts.
    pub body: &'a str,
    /// Digits.
    pub digits: &'a str,
}

#[derive(Clone, Copy)]
struct Meta {
    id: [u8; 16],
    mask: u64,
    initials: u64,
    /// Ends of title, head and row in the buffer; the row begins where the one before ends.
    title: u32,
    head: u32,
    end: u32,
    digits: u16,
    marks: u8,
}

/// Rows and their text.
#[derive(Clone, Default)]
pub struct Chunk {
    text: String,
    rows: Vec<Meta>,
}

impl Chunk {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The text of all rows.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a row begins and ends in the text.
    pub fn span(&self, row: usize) -> (usize, usize) {
        let end = |row: Option<&Meta>| row.map_or(0, |meta| meta.end as usize);
        let before = row.checked_sub(1).and_then(|row| self.rows.get(row));
        (end(before), end(self.rows.get(row)))
    }

    /// The id of a row's record.
    pub fn id(&self, row: usize) -> Option<Ulid> {
        let meta = self.rows.get(row)?;
        (meta.marks & PRESENT != 0).then_some(Ulid::from_bytes(meta.id))
    }

    /// The marks of a row.
    pub fn marks(&self, row: usize) -> u8 {
        self.rows.get(row).map_or(0, |meta| meta.marks)
    }

    /// Which characters a row has (`mask_of`).
    pub fn mask(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |meta| meta.mask)
    }

    /// Which characters begin words of a row.
    pub fn initials(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |meta| meta.initials)
    }

    /// The texts of a row.
    pub fn row(&self, row: usize) -> RowText<'_> {
        let (start, end) = self.span(row);
        let (title, head, digits) = self.rows.get(row).map_or((0, 0, 0), |meta| {
            (
                meta.title as usize,
                meta.head as usize,
                usize::from(meta.digits),
            )
        });
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        RowText {
            head: part(start, head),
            title: title - start,
            body: part(head, end - digits),
            digits: part(end - digits, end),
        }
    }

    /// The folded title of a row.
    pub fn title(&self, row: usize) -> &str {
        let row = self.row(row);
        row.head.get(..row.title).unwrap_or_default()
    }

    /// This chunk with the rows in `stale` (ascending, within the chunk) made anew; `render` makes one
    /// and says whether there is any.
    pub fn renewed(
        &self,
        stale: &[usize],
        mut render: impl FnMut(usize, &mut SearchRow) -> bool,
    ) -> Chunk {
        let rows = stale.last().map_or(0, |last| last + 1).max(self.len());
        let mut chunk = Chunk {
            text: String::with_capacity(self.text.len() + 96 * stale.len()),
            rows: Vec::with_capacity(rows),
        };
        let mut made = SearchRow::default();
        let mut stale = stale.iter().copied().peekable();
        for row in 0..rows {
            if stale.next_if_eq(&row).is_some() {
                let there = render(row, &mut made);
                chunk.push(there.then_some(&made));
            } else {
                chunk.copy(self, row);
            }
        }
        chunk.text.shrink_to_fit();
        chunk
    }

    fn push(&mut self, row: Option<&SearchRow>) {
        let at = |text: &String| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = self.text.len();
        let mut meta = Meta {
            id: [0; 16],
            mask: 0,
            initials: 0,
            title: at(&self.text),
            head: at(&self.text),
            end: at(&self.text),
            digits: 0,
            marks: 0,
        };
        if let Some(row) = row {
            self.text.push_str(&row.title);
            meta.title = at(&self.text);
            if !row.short.is_empty() {
                self.text.push('\n');
                self.text.push_str(&row.short);
            }
            meta.head = at(&self.text);
            self.text.push_str(&row.body);
            meta.digits = u16::try_from(row.digits.len()).unwrap_or(0);
            if meta.digits > 0 {
                self.text.push_str(&row.digits);
            }
            meta.end = at(&self.text);
            meta.id = row.id.to_bytes();
            meta.marks = row.marks | PRESENT;
            let text = self.text.get(start..).unwrap_or_default();
            (meta.mask, meta.initials) = masks_of(text);
        }
        self.rows.push(meta);
    }

    fn copy(&mut self, from: &Chunk, row: usize) {
        let (start, end) = from.span(row);
        let moved = |at: u32| {
            let offset = (at as usize).saturating_sub(start);
            u32::try_from(self.text.len() + offset).unwrap_or(u32::MAX)
        };
        match from.rows.get(row) {
            Some(meta) => {
                let meta = Meta {
                    title: moved(meta.title),
                    head: moved(meta.head),
                    end: moved(meta.end),
                    ..*meta
                };
                self.rows.push(meta);
                self.text
                    .push_str(from.text.get(start..end).unwrap_or_default());
            }
            None => self.push(None),
        }
    }
}

/// A bit for each letter and digit that a text has, and for other characters by remainder: a row
/// that lacks a bit of a term cannot hold it.
pub fn mask_of(text: &str) -> u64 {
    masks_of(text).0
}

/// The bits of all characters, and of those that stand at the beginning or behind a gap.
fn masks_of(text: &str) -> (u64, u64) {
    let (mut all, mut initials, mut begins) = (0, 0, true);
    for byte in text.bytes() {
        let bit = BITS[usize::from(byte)];
        all |= bit;
        initials |= if begins { bit } else { 0 };
        begins = is_gap(byte);
    }
    (all, initials)
}

/// The bit of each byte; in a table, for it is asked for every byte of every record.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < bits.len() {
        let number = match byte as u8 {
            letter @ b'a'..=b'z' => letter - b'a',
            digit @ b'0'..=b'9' => 26 + digit - b'0',
            other => 36 + other % 28,
        };
        bits[byte] = 1 << number;
        byte += 1;
    }
    bits
};

/// Whether words end at that byte of a folded text.
pub fn is_gap(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}
