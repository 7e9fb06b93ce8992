//! Why a row, or a file, is refused: without a language, Fluent text `import-<id>` says it.

use crate::model::Fault;

/// One problem of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the file, from 1; that of the first character of the row. 0 where it is the whole file.
    pub line: u64,
    /// The column, from 1, where one is at fault.
    pub column: Option<usize>,
    /// The key of the field or the header at fault; empty where it is the row.
    pub field: String,
    /// What is wrong.
    pub reason: Reason,
}

impl Refusal {
    /// One of the whole file.
    pub fn of_file(reason: Reason) -> Refusal {
        Refusal {
            line: 0,
            column: None,
            field: String::new(),
            reason,
        }
    }

    /// Whether it is of the whole file, not of a row.
    pub fn is_of_file(&self) -> bool {
        self.line == 0
    }
}

/// What is wrong with a row or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is of that format, which is not read.
    Format(&'static str),
    /// The file has no header line.
    Empty,
    /// There is no such file.
    Absent,
    /// It may not be read.
    Denied,
    /// It is a folder, a device, or a pipe that nobody handed in.
    NoFile,
    /// It can't be read: the system's own words.
    Unread(String),
    /// It is longer than that many mebibytes.
    Large(u64),
    /// It has more rows than that.
    Rows(usize),
    /// It has more columns than that.
    Columns(usize),
    /// It has more cells than that.
    TooManyCells(usize),
    /// More comes out of it than a table may have.
    Inflates,
    /// The object is no JSON.
    Json,
    /// The workbook is damaged, or locked by a password.
    Workbook,
    /// The workbook has no such sheet; those that it has.
    NoSheet(String),
    /// A quotation mark opens a cell and is never closed: the row is not read, those behind it are.
    Quote,
    /// The same, and what stands behind it is not read either.
    QuoteToEnd,
    /// The file has no header line, and its columns are not known by what they hold.
    Headless,
    /// None of these headers names a field, and no column is known by what it holds.
    Unrecognised(String),
    /// The row has that many cells, the header so many.
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A value does not fit its field.
    Value(Fault),
    /// No record answers to the row, and none is to be made.
    Unknown,
    /// The row is that of a record of another kind, or its id is not one.
    Id,
    /// The row does not have what its table always has.
    Shape,
    /// It has no records of several kinds, as `export all` writes them.
    Whole,
}

impl Reason {
    /// The identifier used in Fluent keys: `import-<id>`, or `fault-<id>` for a value.
    pub fn id(&self) -> String {
        match self {
            Reason::Format(_) => "import-format".into(),
            Reason::Empty => "import-empty".into(),
            Reason::Absent => "import-absent".into(),
            Reason::Denied => "import-denied".into(),
            Reason::NoFile => "import-no-file".into(),
            Reason::Unread(_) => "import-unread".into(),
            Reason::Large(_) => "import-large".into(),
            Reason::Rows(_) => "import-rows".into(),
            Reason::Columns(_) => "import-columns".into(),
            Reason::TooManyCells(_) => "import-too-many-cells".into(),
            Reason::Inflates => "import-inflates".into(),
            Reason::Json => "import-json".into(),
            Reason::Workbook => "import-workbook".into(),
            Reason::NoSheet(_) => "import-no-sheet".into(),
            Reason::Quote => "import-quote".into(),
            Reason::QuoteToEnd => "import-quote-to-end".into(),
            Reason::Headless => "import-headless".into(),
            Reason::Unrecognised(_) => "import-unrecognised".into(),
            Reason::Cells { .. } => "import-cells".into(),
            Reason::Value(fault) => format!("fault-{}", fault.id()),
            Reason::Unknown => "import-unknown".into(),
            Reason::Id => "import-id".into(),
            Reason::Shape => "import-shape".into(),
            Reason::Whole => "import-whole".into(),
        }
    }

    /// The arguments of the text, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Reason::Unrecognised(seen) => vec![("what", seen.clone())],
            Reason::Cells { found, expected } => vec![
                ("found", found.to_string()),
                ("expected", expected.to_string()),
            ],
            Reason::Value(fault) => fault
                .argument()
                .map(|what| ("what", what))
                .into_iter()
                .collect(),
            Reason::Unread(what) | Reason::NoSheet(what) => vec![("what", what.clone())],
            Reason::Large(limit) => vec![("what", limit.to_string())],
            Reason::Rows(limit) | Reason::Columns(limit) | Reason::TooManyCells(limit) => {
                vec![("what", limit.to_string())]
            }
            _ => Vec::new(),
        }
    }
}
