//! The turn to write, with what others did until then taken in.

use crate::catalog::Catalog;
use crate::store::{CommitError, Store, Turn};

/// Takes the turn; what is decided in it goes by what is there. Says too whether nothing was new.
pub(super) fn taken(store: &mut Store, catalog: &mut Catalog) -> Result<(Turn, bool), CommitError> {
    let turn = Turn::take(store.dir())?;
    store.follow_in(&turn)?;
    let news = store.news();
    let is_up_to_date = news.is_empty();
    catalog.take_in(news.into_iter().flat_map(|(_, changed)| changed));
    Ok((turn, is_up_to_date))
}
