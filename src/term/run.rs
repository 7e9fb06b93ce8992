//! The loop: hear, let the application think, draw once.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ratatui::Terminal;
use ratatui::layout::Size;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::canvas::{self, Canvas, Surface};
use super::clipboard::{self, Copying};
use super::editor;
use super::guard::{self, Guard};
use super::notice::Notice;
use super::outlet::Outlet;
use super::reader::Reader;
use super::signals::{self, Away, last_moments};
use super::storm::Storm;
use super::{Application, Input, LOST, Options, Order, TermError};

/// Least time between two frames, in a flood of changes, and the longest that one waits for an answer.
const FRAME: Duration = Duration::from_millis(16);

/// The question for the terminal's background (xterm's ctlseqs, "Operating System Commands"). It ends
/// in BEL so that the answer does: one that a slow link cuts leaves no `ESC` behind.
const ASK_GROUND: &[u8] = b"\x1b]11;?\x07";

type Edited = Result<(), TermError>;
type Handed = Result<Copying, TermError>;

/// Drives `app` on the terminal until it quits or the end is forced; gives the exit code.
///
/// A lost terminal ends the process from here, with code [`LOST`], after `save_all`.
///
/// # Errors
/// No usable terminal, or the panic of a worker thread. A panic of the application goes on from
/// here, the screen left and `save_all` called.
pub fn run<A: Application>(
    app: &mut A,
    messages: UnboundedReceiver<A::Message>,
    options: &Options,
) -> Result<i32, TermError> {
    guard::check()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (notices_to, notices) = unbounded_channel();
    let (inputs_to, inputs) = unbounded_channel();
    let (edited_to, edited) = unbounded_channel();
    let (copied_to, copied) = unbounded_channel();
    let away = Away::default();
    signals::listen(notices_to.clone(), away.clone())?;
    // what colours there are has been decided (`NO_COLOR` included): crossterm must not decide again
    crossterm::style::force_color_output(true);
    let outlet = Outlet::start(notices_to.clone())?;
    let guard = Guard::enter(notices_to.clone(), outlet.clone())?;
    let reader = Reader::start(options.escape_hold, inputs_to, notices_to)?;
    let canvas = Canvas::default();
    let Ok(terminal) = Terminal::new(canvas.surface());
    let mut turns = Loop {
        app,
        heard: Heard {
            notices,
            inputs,
            edited,
            copied,
            messages,
        },
        terminal,
        canvas,
        outlet,
        reader,
        edited_to,
        copied_to,
        copy: None,
        away,
        size: None,
        stale: true,
        clear: false,
        ask_ground: false,
        restore: false,
        storm: Storm::default(),
        due: Instant::now(),
        held: None,
        end: None,
    };
    match catch_unwind(AssertUnwindSafe(|| runtime.block_on(turns.turn()))) {
        Ok(end) => end,
        Err(panic) => {
            save(turns.app);
            drop(guard);
            resume_unwind(panic)
        }
    }
}

/// The last words of the application; a panic here can only be logged, which the hook does.
fn save<A: Application>(app: &mut A) {
    let _ = catch_unwind(AssertUnwindSafe(|| app.save_all()));
}

/// One thing heard.
enum Event<M> {
    Notice(Notice),
    Input(Input),
    Edited(Edited),
    Copied(Handed),
    Message(M),
    FrameDue,
}

/// What there is to hear, the most pressing first.
struct Heard<M> {
    notices: UnboundedReceiver<Notice>,
    inputs: UnboundedReceiver<Input>,
    edited: UnboundedReceiver<Edited>,
    copied: UnboundedReceiver<Handed>,
    messages: UnboundedReceiver<M>,
}

impl<M> Heard<M> {
    /// The next event; waits, and without a frame to draw waits without a timer.
    async fn next(&mut self, frame: Option<Instant>) -> Event<M> {
        let due = async {
            match frame {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        };
        // a closed channel is a branch that is not taken
        tokio::select! {
            biased;
            Some(notice) = self.notices.recv() => Event::Notice(notice),
            Some(input) = self.inputs.recv() => Event::Input(input),
            Some(edited) = self.edited.recv() => Event::Edited(edited),
            Some(copied) = self.copied.recv() => Event::Copied(copied),
            () = due => Event::FrameDue,
            Some(message) = self.messages.recv() => Event::Message(message),
        }
    }

    /// The next event that has already come.
    fn waiting(&mut self) -> Option<Event<M>> {
        if let Ok(notice) = self.notices.try_recv() {
            return Some(Event::Notice(notice));
        }
        if let Ok(input) = self.inputs.try_recv() {
            return Some(Event::Input(input));
        }
        if let Ok(edited) = self.edited.try_recv() {
            return Some(Event::Edited(edited));
        }
        if let Ok(copied) = self.copied.try_recv() {
            return Some(Event::Copied(copied));
        }
        self.messages.try_recv().ok().map(Event::Message)
    }
}

struct Loop<'a, A: Application> {
    app: &'a mut A,
    heard: Heard<A::Message>,
    terminal: Terminal<Surface>,
    canvas: Canvas,
    outlet: Outlet,
    reader: Reader,
    edited_to: UnboundedSender<Edited>,
    copied_to: UnboundedSender<Handed>,
    /// The last copy that the terminal has not been asked for, and the length of its text.
    copy: Option<(Vec<u8>, usize)>,
    /// Whether an editor has the screen.
    away: Away,
    /// The size last told to the application.
    size: Option<Size>,
    /// Whether a frame is needed though the application has not changed.
    stale: bool,
    /// Whether nothing is known of what the screen shows.
    clear: bool,
    /// Whether the next frame asks for the background.
    ask_ground: bool,
    /// Whether the state of the terminal is to be put back before.
    restore: bool,
    /// The signals of a size since the last frame.
    storm: Storm,
    /// The earliest time of the next frame.
    due: Instant,
    /// Since when a frame is held back for an answer.
    held: Option<Instant>,
    end: Option<Result<i32, TermError>>,
}

impl<A: Application> Loop<'_, A> {
    async fn turn(&mut self) -> Result<i32, TermError> {
        loop {
            self.send_copy();
            if self.frame_due().is_some_and(|due| Instant::now() >= due) {
                self.draw();
            }
            if let Some(end) = self.end.take() {
                return end;
            }
            let frame = self.frame_due();
            let event = self.heard.next(frame).await;
            self.handle(event);
            self.drain();
        }
    }

    /// Handles what is waiting, to be drawn together; not what comes meanwhile: a flood must not
    /// stop the frames.
    fn drain(&mut self) {
        let waiting = self.heard.inputs.len() + self.heard.messages.len();
        for _ in 0..waiting {
            if self.end.is_some() {
                return;
            }
            match self.heard.waiting() {
                Some(event) => self.handle(event),
                None => return,
            }
        }
    }

    /// When the next frame is to be drawn, if one is needed. While the last one is on its way none is:
    /// the next shows what is then, and differs from what the terminal really has.
    fn frame_due(&mut self) -> Option<Instant> {
        if !guard::entered() || self.outlet.is_busy() || !(self.stale || self.app.dirty()) {
            return None;
        }
        let due = self.storm.due().map_or(self.due, |at| self.due.max(at));
        if !self.app.awaits() {
            return Some(due);
        }
        let since = *self.held.get_or_insert_with(Instant::now);
        Some(due.max(since + FRAME))
    }

    fn draw(&mut self) {
        let size = canvas::size();
        if self.size.replace(size) != Some(size) {
            self.tell(Input::Resize(size.width, size.height));
            if !guard::entered() {
                return;
            }
        }
        if std::mem::take(&mut self.restore) {
            self.entered(guard::put_back());
        }
        self.stale = false;
        self.storm.drawn();
        self.held = None;
        if std::mem::take(&mut self.clear) {
            let Ok(()) = self.terminal.clear();
        }
        let Ok(_) = self.terminal.draw(|frame| self.app.draw(frame));
        self.app.drawn();
        if std::mem::take(&mut self.ask_ground) {
            self.canvas.add(ASK_GROUND);
        }
        self.outlet.send(&self.canvas.take());
        self.due = Instant::now() + FRAME;
    }

    /// Asks the terminal to keep the last copy, once nothing else is on its way there.
    fn send_copy(&mut self) {
        if self.copy.is_none() || !guard::entered() || self.outlet.is_busy() {
            return;
        }
        if let Some((bytes, length)) = self.copy.take() {
            self.outlet.send(&bytes);
            self.copied(Ok(clipboard::Copied::Sent(length)));
        }
    }

    fn handle(&mut self, event: Event<A::Message>) {
        match event {
            Event::Notice(notice) => self.notice(notice),
            Event::Input(input) => self.tell(input),
            Event::Message(message) => {
                let orders = self.app.message(message, now());
                self.obey(orders);
            }
            Event::Edited(edited) => {
                self.entered(guard::reenter());
                self.away.end();
                self.reader.resume();
                let orders = self.app.edited(edited, now());
                self.obey(orders);
            }
            Event::Copied(Ok(Copying::Send(bytes, length))) => self.copy = Some((bytes, length)),
            Event::Copied(Ok(Copying::Kept)) => self.copied(Ok(clipboard::Copied::Kept)),
            Event::Copied(Err(error)) => self.copied(Err(error)),
            Event::FrameDue => {}
        }
    }

    fn notice(&mut self, notice: Notice) {
        let away = self.away.is_now();
        match notice {
            Notice::Lost => self.lost(),
            Notice::End(code) => {
                save(self.app);
                self.end = Some(Ok(code));
            }
            Notice::Panicked { thread, text } => {
                save(self.app);
                self.end = Some(Err(TermError::Panicked { thread, text }));
            }
            Notice::Stop => self.suspend(),
            Notice::Continued if !away => self.entered(guard::enter()),
            Notice::Continued => self.stale = true,
            // at the same size too: what it showed may be gone
            Notice::Resized => {
                self.storm.blow(Instant::now());
                self.repaint();
            }
            Notice::Taken => {}
        }
    }

    fn tell(&mut self, input: Input) {
        let orders = self.app.input(input, now());
        self.obey(orders);
    }

    fn obey(&mut self, orders: Vec<Order>) {
        let mut queue = VecDeque::from(orders);
        while let Some(order) = queue.pop_front() {
            match order {
                Order::Copy(text) => self.copy(text),
                Order::Editor(path) => {
                    if let Err(error) = self.edit(path) {
                        queue.extend(self.app.edited(Err(error), now()));
                    }
                }
                Order::Suspend => self.suspend(),
                Order::Redraw => {
                    self.restore = true;
                    self.repaint();
                }
                Order::AskGround => {
                    self.stale = true;
                    self.ask_ground = true;
                }
                Order::Quit(code) => self.end = Some(Ok(code)),
            }
        }
    }

    fn copy(&mut self, text: String) {
        let told = self.copied_to.clone();
        let tell = move |copied| drop(told.send(copied));
        if let Err(error) = clipboard::copy(text, tell) {
            let _ = self.copied_to.send(Err(error.into()));
        }
    }

    fn copied(&mut self, copied: Result<clipboard::Copied, TermError>) {
        let orders = self.app.copied(copied, now());
        self.obey(orders);
    }

    /// Gives the screen and the keyboard to an editor; [`Event::Edited`] takes them back.
    fn edit(&mut self, path: PathBuf) -> Result<(), TermError> {
        if self.away.is_now() {
            return Err(TermError::EditorBusy);
        }
        self.reader.pause();
        self.away.begin();
        guard::leave();
        let edited = self.edited_to.clone();
        let editing = move || {
            let _ = edited.send(editor::edit(&path));
        };
        if let Err(error) = thread::Builder::new().name("editor".into()).spawn(editing) {
            let _ = self.edited_to.send(Err(error.into()));
        }
        Ok(())
    }

    /// Stops until [`Notice::Continued`]; the screen is then entered anew.
    fn suspend(&mut self) {
        guard::leave();
        signals::stop_group();
    }

    /// After the screen was entered: nothing is known of what it shows.
    fn entered(&mut self, entered: io::Result<()>) {
        if let Err(error) = entered {
            tracing::error!(%error, "can't enter the screen");
            last_moments(&Notice::Lost);
            self.lost();
        }
        self.repaint();
    }

    fn repaint(&mut self) {
        self.terminal.backend_mut().forget();
        self.stale = true;
        self.clear = true;
    }

    /// The terminal is gone: save and end here, before anything that would write to it.
    fn lost(&mut self) -> ! {
        guard::abandon();
        save(self.app);
        std::process::exit(LOST)
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
