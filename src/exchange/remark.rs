//! What was decided on the way through a file, or seen there: without a language, Fluent text `said-<id>` says it.

/// Something said of how a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line of the file, from 1; 0 where it is the whole file.
    pub line: u64,
    /// The column, from 1, where it is of one.
    pub column: Option<usize>,
    /// What is said.
    pub kind: RemarkKind,
}

/// What is said: Fluent text `said-<id>` with the arguments of [`RemarkKind::args`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The encoding by which the bytes are letters, and some words that come out by it.
    Encoding(&'static str, Vec<String>),
    /// The sign between the cells.
    Separator(char),
    /// A byte that is none of the encoding, and what was read for it.
    Byte(u8, char),
    /// A line above the header line is left out: how it begins.
    Above(String),
    /// The file has no header line: its columns are known by what they hold.
    Headless,
    /// A column without a header is left out.
    Nameless,
    /// A header stands twice over the same values: one of them is left out.
    Repeated(String),
    /// The sheet that is taken of a workbook, and how many others it has.
    Sheet(String, usize),
    /// Cells that are merged: the first has the value, the others are blank.
    Merged(usize),
    /// The dates of a column, whose header it is, are in that order of `d`, `m` and `y`; whether a day beyond the
    /// twelfth proves it.
    Dates(String, &'static str, bool),
    /// The dates of the column of that header are the numbers by which a spreadsheet counts days.
    Serials(String),
    /// The numbers of the column of that header have that sign before their decimals; nothing proves it.
    Decimals(String, char),
    /// A column of no known name is left out: its header, and the nearest name, if one is near.
    Column(String, Option<String>),
    /// A column is known by what it holds: its header, and what it goes to.
    Content(String, String),
    /// The mapping of that name, which is kept, is of these headers.
    Kept(String),
    /// The mapping of that name, which is kept, can't be read.
    KeptAmiss(String),
    /// So many doubtful rows are decided as they were before.
    Recalled(usize),
    /// A part of the file says nothing that is kept: its name, and how often it stands there.
    Left(String, usize),
}

impl Remark {
    /// One of the whole file.
    pub fn of_file(kind: RemarkKind) -> Remark {
        Remark {
            line: 0,
            column: None,
            kind,
        }
    }

    /// Whether it is what one expects of a file, and worth a look only where one looks closely.
    pub fn is_usual(&self) -> bool {
        match &self.kind {
            RemarkKind::Encoding(name, _) => *name == "UTF-8",
            RemarkKind::Separator(_) => true,
            RemarkKind::Dates(_, order, proven) => *order == "dmy" && *proven,
            RemarkKind::Sheet(_, others) => *others == 0,
            _ => false,
        }
    }
}

impl RemarkKind {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            RemarkKind::Encoding(_, words) if words.is_empty() => "encoding",
            RemarkKind::Encoding(..) => "encoding-words",
            RemarkKind::Separator('\t') => "separator-tab",
            RemarkKind::Separator(_) => "separator",
            RemarkKind::Byte(..) => "byte",
            RemarkKind::Above(_) => "above",
            RemarkKind::Headless => "headless",
            RemarkKind::Nameless => "nameless",
            RemarkKind::Repeated(_) => "repeated",
            RemarkKind::Sheet(..) => "sheet",
            RemarkKind::Merged(_) => "merged",
            RemarkKind::Dates(_, "mdy", _) => "dates-american",
            RemarkKind::Dates(_, "ymd", _) => "dates-iso",
            RemarkKind::Dates(_, _, true) => "dates",
            RemarkKind::Dates(..) => "dates-unproven",
            RemarkKind::Serials(_) => "serials",
            RemarkKind::Decimals(..) => "decimals",
            RemarkKind::Column(_, None) => "column",
            RemarkKind::Column(_, Some(_)) => "column-near",
            RemarkKind::Content(..) => "content",
            RemarkKind::Kept(_) => "kept",
            RemarkKind::KeptAmiss(_) => "kept-amiss",
            RemarkKind::Recalled(_) => "recalled",
            RemarkKind::Left(..) => "left",
        }
    }

    /// Whether it says no more than how the whole file is read: its encoding, its separator, its sheet.
    pub fn is_of_whole(&self) -> bool {
        match self {
            RemarkKind::Encoding(_, words) => words.is_empty(),
            RemarkKind::Separator(_) | RemarkKind::Sheet(..) => true,
            _ => false,
        }
    }

    /// Whether it says what a column goes to, or that it goes nowhere.
    pub fn is_of_mapping(&self) -> bool {
        matches!(
            self,
            RemarkKind::Column(..) | RemarkKind::Content(..) | RemarkKind::Nameless
        )
    }

    /// The arguments of the text, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            RemarkKind::Encoding(name, words) => {
                vec![("what", (*name).to_string()), ("words", words.join(", "))]
            }
            RemarkKind::Separator(sign) => vec![("what", sign.to_string())],
            RemarkKind::Byte(byte, read) => {
                vec![("what", format!("{byte:02X}")), ("read", read.to_string())]
            }
            RemarkKind::Above(what)
            | RemarkKind::Repeated(what)
            | RemarkKind::Serials(what)
            | RemarkKind::Kept(what)
            | RemarkKind::KeptAmiss(what) => {
                vec![("what", what.clone())]
            }
            RemarkKind::Sheet(what, count) | RemarkKind::Left(what, count) => {
                vec![("what", what.clone()), ("n", count.to_string())]
            }
            RemarkKind::Column(what, near) => {
                vec![
                    ("what", what.clone()),
                    ("near", near.clone().unwrap_or_default()),
                ]
            }
            RemarkKind::Content(what, to) => vec![("what", what.clone()), ("to", to.clone())],
            RemarkKind::Merged(count) | RemarkKind::Recalled(count) => {
                vec![("n", count.to_string())]
            }
            RemarkKind::Dates(what, ..) => vec![("what", what.clone())],
            RemarkKind::Decimals(what, sign) => {
                vec![("what", what.clone()), ("sign", sign.to_string())]
            }
            RemarkKind::Headless | RemarkKind::Nameless => Vec::new(),
        }
    }
}
