//! What a record is to hold where not all of a change can be taken back as it was.

use super::pointed::Targets;
use crate::model::{Change, Content, FieldNo, RecordRef, Value};

/// The inverse where the entry's `before` wins.
pub fn forced(change: &Change, current: Option<&Content>) -> Option<Content> {
    match (&change.before, &change.after, current) {
        (Some(before), Some(after), Some(now)) => {
            let mut back = now.clone();
            for number in before.fields.differences(&after.fields) {
                back.fields.set(number, before.fields.get(number).cloned());
            }
            if before.trashed != after.trashed {
                back.trashed = before.trashed;
            }
            Some(back)
        }
        (before, _, _) => before.clone(),
    }
}

/// The inverse of what is still as the entry has left it: all but these fields. Where the record as a whole was changed
/// since there is none.
pub fn rest(change: &Change, current: Option<&Content>, changed: &[FieldNo]) -> Option<Content> {
    let (Some(before), Some(after), Some(now)) = (&change.before, &change.after, current) else {
        return None;
    };
    if changed.is_empty() {
        return None;
    }
    let mut back = now.clone();
    for number in before.fields.differences(&after.fields) {
        if !changed.contains(&number) {
            back.fields.set(number, before.fields.get(number).cloned());
        }
    }
    if now.trashed == after.trashed {
        back.trashed = before.trashed;
    }
    Some(back)
}

/// What a record holds without its links to what is gone; `None` if it requires one of them.
pub fn without(record: RecordRef, after: &Content, gone: &Targets) -> Option<Content> {
    let mut left = after.clone();
    for (number, value) in after.fields.iter() {
        let stays = |item: &&Value| item.as_reference().is_none_or(|to| !gone.contains(&to));
        let items: Vec<Value> = value.items().iter().filter(stays).cloned().collect();
        if items.len() == value.items().len() {
            continue;
        }
        let field = record.kind.field(number);
        if items.is_empty() && field.is_some_and(|field| field.required) {
            return None;
        }
        left.fields.set(number, Some(Value::Many(items)));
    }
    Some(left)
}
