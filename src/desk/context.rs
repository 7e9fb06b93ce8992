//! What a surface is given: what it sees of the desk, and where what it wants done goes.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use ulid::Ulid;

use crate::catalog::Catalog;
use crate::locale::{Arg, Texts};
use crate::model::reversal::Reversal;
use crate::model::{Bundle, Commit, Date, Edit, Heading, Lang, RecordRef, Step, Verb, change};

use super::ask::{Ask, Question};
use super::drafts::Drafts;
use super::ids::Ids;
use super::jobs::Cue;
use super::jobs::changing::{Changing, Done};
use super::jobs::chosen::Chosen;
use super::jobs::planning::Source;
use super::jobs::twins::Merging;
use super::layout::{Focus, Layout};
use super::message::{Asked, Effect, Job, JobId, Refused, Timer};
use super::settings::Settings;
use super::status::{Status, Tone};
use super::words::Words;
use crate::store::drafts::Draft;
use crate::store::presence::Present;

/// How long the cursor rests before the sheet follows, in milliseconds.
pub const SETTLE_MS: u64 = 80;

/// What a surface sees of the desk: what is known, what is set, the day, the size.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The records in memory.
    pub catalog: &'a Catalog,
    /// What the user has set.
    pub settings: &'a Settings,
    /// The newest journal headings, in order of sequence.
    pub journal: &'a [Heading],
    /// The desks that have the store open, as far as was looked.
    pub present: &'a [Present],
    /// Why the last snapshot or packing of the store failed, until one is done.
    pub checkpoint_failing: Option<&'a Refused>,
    /// Now: milliseconds since 1970, UTC.
    pub now: i64,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Whether the store is open.
    pub opened: bool,
    /// Whether all is loaded.
    pub loaded: bool,
}

impl<'a> Scene<'a> {
    /// The texts of the screen.
    pub fn texts(&self) -> &'a Texts {
        &self.settings.texts
    }

    /// The language of the screen.
    pub fn lang(&self) -> Lang {
        self.settings.texts.lang()
    }

    /// The day it is.
    pub fn today(&self) -> Date {
        self.texts().day(self.now)
    }

    /// The words for what is known.
    pub fn words(&self) -> Words<'a> {
        Words {
            texts: &self.settings.texts,
            catalog: self.catalog,
            journal: self.journal,
        }
    }

    /// The text of that key.
    pub fn word(&self, key: &str) -> String {
        self.settings.texts.get(key).to_string()
    }

    /// The text of that key with its arguments.
    pub fn format(&self, key: &str, arguments: &[(&str, Arg)]) -> String {
        self.settings.texts.format(key, arguments)
    }

    /// The areas of the screen, the keys going there.
    pub fn layout(&self, focus: Focus) -> Layout {
        Layout::new(self.size.0, self.size.1, focus, self.settings.layout)
    }

    /// Own entries that can be undone and redone, the next one last.
    pub fn undo_stacks(&self) -> (Vec<u64>, Vec<u64>) {
        change::undo_stacks(self.journal.iter(), &self.settings.author)
    }

    /// Rows inside a layer, without its border and its line of input.
    pub fn layer_rows(&self) -> usize {
        // Where the keys go makes no difference to a layer.
        self.layout(Focus::List)
            .layer_rows(self.size.0, self.size.1)
    }
}

/// What is under way.
#[derive(Debug, Default)]
pub struct Work {
    /// Effects of the message being handled.
    pub effects: Vec<Effect>,
    /// What surfaces want done.
    pub asks: Vec<Ask>,
    /// The last number given to a request or a job.
    pub token: JobId,
    /// What to do when the store answers.
    pub waiting: HashMap<JobId, Waiting>,
    /// What of it would be done again.
    pub again: HashMap<JobId, Again>,
    /// The gathering of what can be copied, while it is waited for.
    pub copies: Option<JobId>,
    /// Whose turn keeps the store from answering, in words, while that lasts: nothing typed waits for it.
    pub awaited: Option<String>,
    /// The entries of the journal that this desk has made.
    pub own: BTreeSet<u64>,
    /// Generation of the settling of the cursor.
    pub settle: u64,
    /// The generator of ids.
    pub ids: Ids,
}

impl Work {
    /// A number for a request, later than all before it.
    pub fn number(&mut self) -> JobId {
        self.token += 1;
        self.token
    }

    /// Whether a change is under way for whose end the next one waits.
    pub fn awaits_store(&self) -> bool {
        self.awaited.is_none() && self.waiting.values().any(|at| *at != Waiting::Many)
    }

    /// Whether a change of many records is under way.
    pub fn changes_many(&self) -> bool {
        self.waiting.values().any(|at| *at == Waiting::Many)
    }

    /// Whether what is in that draft is being saved.
    pub fn is_saving(&self, draft: Ulid) -> bool {
        let of = |waiting: &Waiting| match waiting {
            Waiting::Form(saved) | Waiting::Compared(saved) | Waiting::Quick(saved) => {
                *saved == draft
            }
            Waiting::Change | Waiting::Many => false,
        };
        self.waiting.values().any(of)
    }

    /// Has a job done aside; gives its number.
    pub fn begin(&mut self, job: Job) -> JobId {
        let id = self.number();
        self.effects.push(Effect::Begin(id, job));
        id
    }
}

/// What to do when a reply comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A form's save.
    Form(Ulid),
    /// What was done meanwhile to the record of a form.
    Compared(Ulid),
    /// A record added by a quick line, with its draft.
    Quick(Ulid),
    /// Any other change.
    Change,
    /// A change of many records. It may take long, and what is typed meanwhile does not wait for it: the store
    /// holds what a later change replaces against what it finds.
    Many,
}

/// What shall be done again with what others were quicker with, once the rest of a change of many is saved.
#[derive(Clone, Debug)]
pub enum Again {
    /// That to those of these records.
    Rows(Done, Vec<RecordRef>),
    /// Those rows of a file are planned anew.
    File(Source, Arc<Vec<Bundle>>),
    /// Those groups are looked at again; it is said how many of them were left out.
    Groups(Arc<Vec<Bundle>>),
}

/// A change of more records is one of many.
pub const MANY: usize = 256;

/// What a surface is given to work with.
pub struct Context<'a> {
    /// What it sees.
    pub scene: Scene<'a>,
    /// Why nothing can be changed, in words.
    pub read_only: Option<&'a str>,
    /// What was typed and not saved.
    pub drafts: &'a mut Drafts,
    /// What the status line says.
    pub status: &'a mut Option<Status>,
    /// What is under way.
    pub work: &'a mut Work,
}

impl<'a> Deref for Context<'a> {
    type Target = Scene<'a>;

    fn deref(&self) -> &Scene<'a> {
        &self.scene
    }
}

impl Context<'_> {
    /// Has work done outside.
    pub fn emit(&mut self, effect: Effect) {
        self.work.effects.push(effect);
    }

    /// Has something done that reaches beyond the surface, once it has done its own.
    pub fn ask(&mut self, ask: Ask) {
        self.work.asks.push(ask);
    }

    /// Asks before something is done.
    pub fn question(&mut self, words: String, details: Vec<String>, then: Option<Ask>) {
        self.ask(Ask::Question(Box::new(Question {
            words,
            details,
            then,
            awaits: None,
            all: None,
        })));
    }

    /// Asks whether a part shall be done, or all.
    pub fn choice(&mut self, words: String, details: Vec<String>, part: Ask, all: Ask) {
        self.ask(Ask::Question(Box::new(Question {
            words,
            details,
            then: Some(part),
            awaits: None,
            all: Some(all),
        })));
    }

    /// Asks before something is done, once that job has told what bears on it.
    pub fn weigh(&mut self, words: String, job: Job) {
        let awaits = Some(self.begin(job));
        let details = vec![self.word("question-weighing")];
        self.ask(Ask::Question(Box::new(Question {
            words,
            details,
            then: None,
            awaits,
            all: None,
        })));
    }

    /// Says something in the status line.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        *self.status = Some(Status {
            tone,
            text: text.into(),
        });
    }

    /// Says the text of that key in the status line.
    pub fn say_word(&mut self, tone: Tone, key: &str) {
        let text = self.word(key);
        self.say(tone, text);
    }

    /// A new id, from the time and the session's seed.
    pub fn new_id(&mut self) -> Ulid {
        self.work.ids.next(self.scene.now)
    }

    /// A number for a request, later than all before it.
    pub fn number(&mut self) -> JobId {
        self.work.number()
    }

    /// Has the sheet follow the cursor once it rests.
    pub fn moved(&mut self) {
        self.work.settle += 1;
        self.emit(Effect::After(SETTLE_MS, Timer::Settle(self.work.settle)));
    }

    /// Sends these edits to the store.
    pub fn commit(&mut self, step: Step, edits: Vec<Edit>, waiting: Waiting) {
        let relies = super::step::relied_on(self.catalog, &edits);
        let commit = Commit {
            author: self.settings.author.clone(),
            at: self.now,
            step,
            edits,
            relies,
            undoes: None,
        };
        self.send(commit, waiting);
    }

    /// Sends a commit to the store.
    pub fn send(&mut self, commit: Commit, waiting: Waiting) {
        self.ask_waiting(waiting, Asked::Commit(commit, Arc::default()));
    }

    /// Sends the commit of a change of many to the store; what others are quicker with is done again.
    pub fn send_many(&mut self, commit: Commit, again: Again) {
        let waiting = match commit.edits.len() > MANY {
            true => Waiting::Many,
            false => Waiting::Change,
        };
        let bundles = match &again {
            Again::Rows(..) => Arc::default(),
            Again::File(_, bundles) | Again::Groups(bundles) => bundles.clone(),
        };
        let id = self.ask_waiting(waiting, Asked::Commit(commit, bundles));
        self.work.again.insert(id, again);
    }

    /// Makes each of these groups one record, as one step, its commit made aside.
    pub fn merge_all(&mut self, groups: Arc<Vec<Vec<RecordRef>>>) {
        let merging = Merging {
            catalog: self.catalog.clone(),
            groups,
            author: self.settings.author.clone(),
            at: self.now,
        };
        let id = self.begin(Job::Merge(Box::new(merging)));
        self.work.waiting.insert(id, Waiting::Many);
    }

    /// Changes records, their commit made here where they are few, else aside.
    pub fn change(&mut self, records: impl Into<Chosen>, done: Done) {
        let records = records.into();
        let count = match done {
            Done::Purged => self.catalog.trash_count(),
            _ => records.len(),
        };
        let changing = Changing {
            catalog: self.catalog.clone(),
            records,
            done,
            author: self.settings.author.clone(),
            at: self.now,
        };
        if count > MANY {
            let id = self.begin(Job::Change(Box::new(changing)));
            self.work.waiting.insert(id, Waiting::Many);
        } else if let Some(commit) = Cue::here(|cue| changing.made(cue)) {
            self.changed(commit);
        }
    }

    /// Sends the commit of a change of records, if it changes any.
    pub fn changed(&mut self, commit: Commit) {
        match (commit.edits.is_empty(), commit.step.verb) {
            (false, _) => {
                let records = commit.edits.iter().map(|edit| edit.record).collect();
                match Done::by(&commit) {
                    Some(done) => self.send_many(commit, Again::Rows(done, records)),
                    None => self.send(commit, Waiting::Change),
                }
            }
            (true, Verb::Bulk) => self.say_word(Tone::Note, "bulk-nothing"),
            (true, _) => {}
        }
    }

    /// Has an entry of the journal taken back.
    pub fn reverse(&mut self, reversal: Reversal) {
        let taken_back = |heading: &&Heading| heading.sequence == reversal.sequence;
        let many = match self.journal.iter().find(taken_back) {
            Some(heading) if reversal.only.is_empty() => heading.step.count as usize > MANY,
            _ => reversal.only.len() > MANY,
        };
        let waiting = match many {
            true => Waiting::Many,
            false => Waiting::Change,
        };
        self.ask_waiting(waiting, Asked::Undo(reversal));
    }

    /// Asks the store for something.
    pub fn ask_store(&mut self, asked: Asked) {
        let id = self.number();
        self.emit(Effect::Ask(id, asked));
    }

    /// Has a job done aside; gives its number.
    pub fn begin(&mut self, job: Job) -> JobId {
        self.work.begin(job)
    }

    /// Lets go of what was made of each of some records: of many that takes longer than a key may wait.
    pub fn let_go<T: std::fmt::Debug + Send + 'static>(&mut self, made: Vec<T>) {
        if made.len() > MANY {
            self.begin(Job::LetGo(Box::new(made)));
        }
    }

    /// Keeps a draft of what is being typed, in a while.
    pub fn draft_soon(&mut self) {
        self.drafts.soon(&mut self.work.effects);
    }

    /// Keeps a draft.
    pub fn keep_draft(&mut self, draft: Draft) {
        self.drafts.keep(draft, &mut self.work.effects);
    }

    /// Throws a draft away.
    pub fn drop_draft(&mut self, id: Ulid) {
        self.drafts.drop(id, &mut self.work.effects);
    }

    /// Keeps the draft of what was left, and says so; of one that could not be kept the answer says it.
    pub fn leave_draft(&mut self, draft: Draft) {
        let id = draft.id;
        self.keep_draft(draft);
        if !self.drafts.unkept.contains(&id) {
            self.say_word(Tone::Note, "form-draft-kept");
        }
    }

    /// Why nothing can be changed now, in words.
    pub fn unwritable(&self) -> Option<String> {
        match self.read_only {
            Some(reason) => Some(reason.to_string()),
            None => (!self.opened).then(|| self.word("need-writable")),
        }
    }

    /// Asks the store for something that is waited for; gives its number.
    pub fn ask_waiting(&mut self, waiting: Waiting, asked: Asked) -> JobId {
        let id = self.number();
        self.work.waiting.insert(id, waiting);
        self.emit(Effect::Ask(id, asked));
        if let Some(words) = self.work.awaited.clone() {
            self.say(Tone::Warning, words);
        }
        id
    }
}
