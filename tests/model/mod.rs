mod changes;
mod dates;
mod encoding;
mod folding;
mod identifiers;
mod values;
