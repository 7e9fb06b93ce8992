//! Encoded fields, as they lie in an envelope, of any kind: `[kind u8][fields]`, several behind each other.

use guichet::model::{Kind, Record, RecordRef};
use ulid::Ulid;

use super::{byte, piece, show};

/// Decodes and shows them.
pub fn run(mut bytes: &[u8]) {
    let mut records = Vec::new();
    while !bytes.is_empty() && records.len() < 64 {
        let kind = Kind::ALL[usize::from(byte(&mut bytes)) % Kind::ALL.len()];
        // Few ids, so that they point at each other.
        let id = Ulid::from(u128::from(byte(&mut bytes) % 8));
        let trashed = byte(&mut bytes) & 1 != 0;
        let fields = piece(&mut bytes);
        let record = RecordRef::new(kind, id);
        records.extend(Record::from_encoded(record, 1, trashed, fields.into()));
    }
    show(records);
}
