//! What lies over the panes. The top layer gets the key; what it does not know falls to the commands.

pub mod bulk;
pub mod chooser;
pub mod confirm;
pub mod find;
pub mod form;
pub mod help;
pub mod history;
pub mod journal;
pub mod prompt;
pub mod quick;
pub mod view;

use super::message::Sought;
use crate::keymap::Mode;

/// A layer.
#[derive(Debug)]
pub enum Layer {
    /// Typing the pane's filter.
    Filter,
    /// Finding any record.
    Find(find::Find),
    /// Choosing from a list: commands, records, values, themes …
    Chooser(chooser::Chooser),
    /// Adding or editing a record.
    Form(Box<form::Form>),
    /// Adding by a quick line.
    Quick(quick::Quick),
    /// Editing one field of the marked rows.
    Bulk(bulk::Bulk),
    /// Asking before something is done.
    Confirm(confirm::Confirm),
    /// Asking for a line of text.
    Prompt(prompt::Prompt),
    /// Saving what the pane shows as a view.
    SaveView(view::SaveView),
    /// Keys and commands.
    Help(help::Help),
    /// The history of a record.
    History(history::History),
    /// The journal.
    Journal(journal::Journal),
    /// An entry of the journal, record by record.
    Entry(journal::EntryView),
    /// The welcome of the first start.
    Welcome,
}

impl Layer {
    /// The keymap table that it reads.
    pub fn mode(&self) -> Mode {
        match self {
            Layer::Filter => Mode::Filter,
            Layer::Find(_) => Mode::Find,
            Layer::Chooser(chooser) if chooser.purpose == chooser::Purpose::Palette => {
                Mode::Palette
            }
            Layer::Chooser(chooser) if chooser.purpose == chooser::Purpose::Columns => {
                Mode::Columns
            }
            Layer::Chooser(chooser) if chooser.purpose == chooser::Purpose::Views => Mode::Views,
            Layer::Chooser(_) => Mode::Picker,
            Layer::Form(form) if form.in_note() => Mode::Note,
            Layer::Form(_) => Mode::Form,
            Layer::Quick(_) | Layer::Prompt(_) => Mode::Quick,
            Layer::Bulk(_) => Mode::Bulk,
            Layer::SaveView(_) => Mode::View,
            Layer::Confirm(_) => Mode::Confirm,
            Layer::Help(_) => Mode::Help,
            Layer::History(_) => Mode::History,
            Layer::Journal(journal) if journal.list.typing => Mode::Filter,
            Layer::Entry(view) if view.list.typing => Mode::Filter,
            Layer::Journal(_) => Mode::Journal,
            Layer::Entry(_) => Mode::Entry,
            Layer::Welcome => Mode::Welcome,
        }
    }

    /// What was asked for, or (`None`) whatever is still awaited, can't be read: says why where it would stand.
    pub fn unread(&mut self, sought: Option<Sought>, why: &str) {
        let is_it = |awaited| sought.is_none_or(|sought| sought == awaited);
        match self {
            Layer::History(of) if is_it(Sought::History(of.record)) && of.entries.is_none() => {
                of.unread = Some(why.to_string());
            }
            Layer::Journal(of) if of.reading && is_it(Sought::Journal(of.oldest())) => {
                of.reading = false;
                of.unread = Some(why.to_string());
            }
            Layer::Entry(of) if is_it(Sought::Entry(of.heading.sequence)) && of.rows.is_none() => {
                of.unread = Some(why.to_string());
            }
            _ => {}
        }
    }
}
