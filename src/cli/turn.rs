//! The turn to write, with what others did until then taken in.

use crate::catalog::Catalog;
use crate::store::{CommitError, Store, Turn};

/// Takes the turn; what is decided in it goes by what is there.
pub(super) fn taken(store: &mut Store, catalog: &mut Catalog) -> Result<Turn, CommitError> {
    let turn = Turn::take(store.dir())?;
    store.follow_in(&turn)?;
    let news = store.news();
    catalog.take_in(news.into_iter().flat_map(|(_, changed)| changed));
    Ok(turn)
}
