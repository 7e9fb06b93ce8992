//! Where the adherents of the report are: the French ministry's list of its main establishments of higher education, as
//! of June 2023 (`fr-esr-principaux-etablissements-enseignement-superieur`, Licence Ouverte 2.0 of Etalab). Kept of it are the
//! rows of the 117 that the report has among its adherents, and the columns that say where they are and how to reach them.

use crate::exchange::mode::Mode;
use crate::exchange::options::Options;
use crate::model::{Collection, Kind};

/// The name of the file.
pub const NAME: &str = "etablissements-2023.csv";
/// The file, as the ministry writes it.
pub static TEXT: &str = include_str!("data/establishments.csv");
/// What its rows are about.
pub const COLLECTION: Collection = Collection::All(Kind::Organisation);

/// How it is to be read: it says where they are, and leaves them the names that the report gives them.
pub fn options() -> Options {
    Options {
        mode: Mode::Fill,
        ..Options::default()
    }
}
