//! The preview of an import: what each row comes to, decided where it is doubtful, before anything is done.

pub mod columns;
mod deciding;
mod rereading;
mod showing;
pub mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Surface;
use super::narrowed::Narrowed;
use super::planning;
use crate::command::{Command, Need};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::jobs::HowFar;
use crate::desk::jobs::listing::Listing;
use crate::desk::jobs::mending::Mending;
use crate::desk::jobs::planning::{Planned, Read, Source};
use crate::desk::message::{Effect, Job, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::exchange::import::{Decision, Decisions, Judged, Plan, Recall, Verdict};
use crate::exchange::refused;
use crate::keymap::{Key, Mode};

/// The most lines that what a row comes to takes from the list.
const TOLD: usize = 16;

/// The same, of a column.
const TOLD_OF_COLUMN: usize = 9;

/// Which rows show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    All,
    /// Those of which something is to be decided, or was.
    Open,
    /// Those that are taken, and worth a look.
    Noted,
    /// Those that come to that.
    Of(Verdict),
}

/// What of an import is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// What its rows come to.
    Rows,
    /// What its columns go to.
    Columns,
}

/// The layer.
#[derive(Debug)]
pub struct ImportView {
    /// What is imported.
    pub source: Source,
    /// What that would do.
    pub plan: Arc<Plan>,
    /// What it was read as.
    pub read: Arc<Read>,
    /// What is looked at.
    pub face: Face,
    /// The columns that show.
    pub columns: Narrowed,
    /// What it is looked through by.
    pub listing: Listing,
    /// What is decided by now; a plan is made of it aside.
    pub decisions: Decisions,
    /// The name under which what its columns go to is kept.
    pub named: Option<String>,
    /// Which rows show.
    pub show: Show,
    /// Which can be chosen to show, and how many each are.
    pub tabs: Vec<(Show, usize)>,
    /// The rows that show.
    pub list: Narrowed,
    /// The candidate that would be taken for the row under the cursor, or the first line told of it.
    pub picked: usize,
    /// The plan that is being made anew.
    pub asked: Option<JobId>,
    /// How far that is, once it is told.
    pub far: Option<HowFar>,
    /// The lines that come to something else since others changed something.
    pub changed: BTreeSet<u64>,
    /// Who has changed something, in words.
    pub told: Option<String>,
    /// Whether it is accepted once it is planned anew.
    pub accepting: bool,
}

impl ImportView {
    /// Of that plan; `told` says what has come of these rows before.
    pub fn open(
        source: Source,
        plan: Arc<Plan>,
        read: Arc<Read>,
        listing: Listing,
        told: Option<String>,
        scene: &Scene,
    ) -> ImportView {
        let mut preview = ImportView {
            source,
            decisions: plan.decisions.clone(),
            plan,
            named: read.proposed.kept.clone(),
            read,
            face: Face::Rows,
            columns: Narrowed::default(),
            listing,
            show: Show::All,
            tabs: Vec::new(),
            list: Narrowed::default(),
            picked: 0,
            asked: None,
            far: None,
            changed: BTreeSet::new(),
            told,
            accepting: false,
        };
        preview.count();
        preview.narrow();
        preview.seek_next_open(scene);
        // Of what nothing is recognised a person has to say what it is.
        let mapping = &preview.read.proposed.mapping;
        if !mapping.columns.is_empty() && !mapping.says_something() {
            preview.face = Face::Columns;
        }
        preview.narrow_columns(scene);
        preview
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<&Judged> {
        self.plan.rows.get(self.list.selected()?)
    }

    /// The plan was made anew; says whether it is accepted now.
    pub fn renew(
        &mut self,
        planned: Planned,
        plan: Arc<Plan>,
        since: Option<String>,
        cx: &mut Context,
    ) -> bool {
        (self.asked, self.far) = (None, None);
        let mut differs = false;
        let is_read_alike = self.read.options == planned.read.options;
        if plan.head != self.plan.head && is_read_alike {
            let lines = plan.differs_from(&self.plan);
            let by_others = lines
                .into_iter()
                .filter(|line| !plan.open.contains_key(line));
            let before = self.changed.len();
            self.changed.extend(by_others);
            differs = self.changed.len() > before;
            if differs {
                self.told = since.or(self.told.take());
            }
        }
        let before = std::mem::replace(&mut self.plan, plan);
        let listed = std::mem::replace(&mut self.listing, planned.listing);
        self.named = planned.read.proposed.kept.clone().or(self.named.take());
        let read = std::mem::replace(&mut self.read, planned.read);
        cx.begin(Job::LetGo(Box::new((before, listed, read))));
        self.count();
        self.narrow();
        self.narrow_columns(cx);
        self.list.step(0, self.rows(cx));
        if planning::head(cx) != self.plan.head || self.plan.decisions != self.decisions {
            self.plan_anew(cx);
            return false;
        }
        std::mem::take(&mut self.accepting) && !differs
    }

    /// Others have changed something: what that makes of the rows is planned.
    pub fn refresh(&mut self, cx: &mut Context) {
        if self.asked.is_none() && planning::head(cx) != self.plan.head {
            self.plan_anew(cx);
        }
    }

    /// It can't be planned anew.
    pub fn broken(&mut self) {
        (self.asked, self.far) = (None, None);
        self.accepting = false;
    }

    fn plan_anew(&mut self, cx: &mut Context) {
        let (source, decisions) = (self.source.clone(), self.decisions.clone());
        let held = Some(self.read.clone());
        self.asked = Some(planning::plan(source, decisions, held, None, cx));
        self.far = None;
    }

    /// Does what is shown, once that is all that is decided.
    pub fn accept(&mut self, cx: &mut Context) {
        if self.asked.is_some() {
            self.accepting = true;
            return;
        }
        cx.ask(Ask::Close);
        if self.plan.commit.edits.is_empty() {
            self.let_go(cx);
            return cx.say_word(Tone::Note, "import-nothing");
        }
        let learnt = Recall::learnt(&self.plan);
        if !learnt.is_empty() {
            let id = cx.number();
            cx.emit(Effect::Remember(id, learnt));
        }
        let left = Arc::new(self.plan.emptied());
        let plan = std::mem::replace(&mut self.plan, left);
        cx.ask(Ask::Import(plan, self.source.clone()));
    }

    /// Has the rows that are not taken kept as a file.
    fn keep_refused(&self, cx: &mut Context) {
        let Source::File(_, path, options) = self.source.whole() else {
            return cx.say_word(Tone::Warning, "import-no-file-read");
        };
        if refused::lines(&self.plan).next().is_none() {
            return cx.say_word(Tone::Note, "import-all-taken");
        }
        let mending = Mending {
            path: path.clone(),
            options: (**options).clone(),
            plan: self.plan.clone(),
            lang: cx.lang(),
        };
        cx.begin(Job::Mend(Box::new(mending)));
    }

    fn let_go(&mut self, cx: &mut Context) {
        let left = Arc::new(self.plan.emptied());
        let plan = std::mem::replace(&mut self.plan, left);
        let listing = std::mem::take(&mut self.listing);
        let read = std::mem::take(&mut self.read);
        cx.begin(Job::LetGo(Box::new((plan, listing, read))));
    }

    /// The list that is looked at.
    fn narrowed(&self) -> &Narrowed {
        match self.face {
            Face::Rows => &self.list,
            Face::Columns => &self.columns,
        }
    }

    fn narrowed_mut(&mut self) -> &mut Narrowed {
        match self.face {
            Face::Rows => &mut self.list,
            Face::Columns => &mut self.columns,
        }
    }

    /// Finds again what shows of it.
    fn narrow_shown(&mut self, scene: &Scene) {
        match self.face {
            Face::Rows => self.narrow(),
            Face::Columns => self.narrow_columns(scene),
        }
    }

    /// How many rows of the list there is room for.
    pub fn rows(&self, scene: &Scene) -> usize {
        self.listed(scene.layer_rows().saturating_sub(1))
    }

    /// How many of so many lines list the rows, or the columns; what is told of the one under the cursor has the others.
    pub fn listed(&self, height: usize) -> usize {
        let told = match self.face {
            Face::Rows => TOLD,
            Face::Columns => TOLD_OF_COLUMN,
        };
        height.saturating_sub(told).max(height / 2).max(1)
    }
}

impl Surface for ImportView {
    fn mode(&self) -> Mode {
        match self.face {
            _ if self.narrowed().typing => Mode::Filter,
            Face::Columns => Mode::ImportColumns,
            Face::Rows => Mode::Import,
        }
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let rows = self.rows(cx);
        self.narrowed_mut().step(motion.rows(rows), rows);
        if self.face == Face::Rows {
            self.picked = 0;
        }
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        use Command as C;
        match command {
            C::Accept if self.narrowed().typing => self.narrowed_mut().typing = false,
            _ if self.run_on_columns(command, cx) => {}
            C::Accept | C::FormSave => self.accept(cx),
            C::JournalNarrow => self.narrowed_mut().typing = true,
            C::ImportShowNext => self.turn(1, cx),
            C::ImportShowPrevious => self.turn(-1, cx),
            C::ImportCandidateNext => self.pick(1),
            C::ImportCandidatePrevious => self.pick(-1),
            C::ImportThis => self.decide_this(cx),
            C::ImportNew => self.decide(Decision::New, cx),
            C::ImportSkip => self.skip(cx),
            C::ImportAlike => self.decide_alike(cx),
            C::ImportUndecide => self.undecide(cx),
            C::ImportRefused => self.keep_refused(cx),
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        if self.narrowed_mut().widen() {
            return self.narrow_shown(cx);
        }
        if self.face == Face::Columns {
            self.face = Face::Rows;
            return;
        }
        if let Some(job) = self.asked {
            cx.emit(Effect::Cancel(job));
        }
        self.let_go(cx);
        cx.ask(Ask::Close);
        cx.say_word(Tone::Note, "import-given-up");
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.narrowed_mut().key(key);
        if taken {
            self.narrow_shown(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.narrowed_mut().insert(text);
        if taken {
            self.narrow_shown(cx);
        }
        taken
    }

    fn meets(&self, need: Need) -> bool {
        matches!(need, Need::Import | Need::Journal)
    }

    fn proposes(&self) -> bool {
        true
    }
}
