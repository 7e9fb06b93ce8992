//! Runs a script, statement by statement.

use std::path::{Path, PathBuf};

use guichet::command::Command;
use guichet::desk::message::Msg;
use guichet::keymap::{Code, Key};
use guichet::model::Collection;
use guichet::runtime::edited::Ended;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::Turn;
use tempfile::TempDir;

use super::places;
use super::session::{Session, start};
use super::statement::{self, Statement};
use super::template::{self, Source};

/// A script being run.
struct Script {
    home: TempDir,
    size: (u16, u16),
    lang: String,
    config: String,
    sources: Vec<Source>,
    welcomed: bool,
    store: PathBuf,
    desks: Vec<Session>,
    current: usize,
    clock: i64,
    /// Whose desk is opened next.
    login: String,
    /// The turn to write, of somebody else.
    turn: Option<Turn>,
}

/// Runs `tests/scripts/NAME.keys`; fails with the line, what was wrong and the screen.
pub fn run(name: &str) {
    let file = format!("tests/scripts/{name}.keys");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
    let statements =
        statement::read(&text).unwrap_or_else(|(line, wrong)| panic!("{file}:{line}: {wrong}"));
    let home = tempfile::tempdir().unwrap();
    let mut script = Script {
        store: home.path().join("store"),
        home,
        size: (120, 40),
        lang: "fr_FR.UTF-8".to_string(),
        config: String::new(),
        sources: vec![Source::Report],
        welcomed: true,
        desks: Vec::new(),
        current: 0,
        clock: start(),
        login: "marie".to_string(),
        turn: None,
    };
    for Statement { line, words } in statements {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Err(wrong) = script.step(&words) {
            let screen = script
                .desks
                .get(script.current)
                .map_or(String::new(), |desk| desk.rows.join("\n"));
            panic!("{file}:{line}: {}\n{wrong}\n{screen}", words.join(" "));
        }
    }
    for desk in script.desks {
        desk.finish();
    }
}

impl Script {
    fn step(&mut self, words: &[&str]) -> Result<(), String> {
        if self.desks.is_empty() && self.set_up(words)? {
            return Ok(());
        }
        if self.desks.is_empty() {
            self.furnish();
            self.open();
        }
        match words {
            ["restart"] => {
                self.take().finish();
                self.open();
            }
            ["hangup"] => {
                self.take().hang_up();
                self.open();
            }
            ["kill"] => {
                let killed = self.take();
                self.store = self.home.path().join(format!("store-{}", self.clock));
                killed.kill(&self.store);
                self.open();
            }
            ["second"] => {
                self.open();
                self.current = self.desks.len() - 1;
            }
            ["login", login] => self.login = (*login).to_string(),
            ["first"] => self.current = 0,
            ["other"] => self.current = self.desks.len() - 1,
            ["leave"] => self.take().finish(),
            // A file in its place: nobody, not even root, can keep a draft in it.
            ["drafts", "off"] => {
                let drafts = self.store.join("drafts");
                std::fs::remove_dir_all(&drafts).unwrap();
                std::fs::write(&drafts, "").unwrap();
            }
            ["snapshots", "off"] => {
                let snapshots = self.store.join("snapshots");
                std::fs::remove_dir_all(&snapshots).unwrap();
                std::fs::write(&snapshots, "").unwrap();
            }
            ["snapshots", "on"] => {
                let snapshots = self.store.join("snapshots");
                std::fs::remove_file(&snapshots).unwrap();
                std::fs::create_dir(&snapshots).unwrap();
            }
            ["drafts", "on"] => std::fs::remove_file(self.store.join("drafts")).unwrap(),
            ["store", "hold"] => self.turn = Some(Turn::take(&self.store).unwrap()),
            ["store", "free"] => drop(self.turn.take()),
            ["store", how] => places::change(&self.store, how)?,
            ["file", name, text] => {
                let path = self.home.path().join(name);
                std::fs::write(&path, text).unwrap();
                let path = path.display().to_string();
                self.desks[self.current].take(Msg::Paste(path));
            }
            _ => return act(&mut self.desks[self.current], words),
        }
        Ok(())
    }

    /// Takes in what a script says before it begins; `false` if that is not such a statement.
    fn set_up(&mut self, words: &[&str]) -> Result<bool, String> {
        match words {
            ["size", size] => self.size = size_of(size)?,
            ["lang", lang] => self.lang = format!("{lang}_FR.UTF-8"),
            ["keymap", name] => self.config += &format!("keymap = \"{name}\"\n"),
            ["config", line] => self.config += &format!("{line}\n"),
            ["data", "report"] => self.sources = vec![Source::Report],
            ["data", "empty"] => self.sources.clear(),
            ["data", "new"] => {
                self.sources.clear();
                self.welcomed = false;
            }
            ["data", file, key] => {
                let key = Collection::by_key(key)
                    .ok_or(format!("unknown kind {key}"))?
                    .key();
                self.sources.retain(|source| *source != Source::Report);
                self.sources.push(Source::File((*file).to_string(), key));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn furnish(&self) {
        template::furnish(&self.store, &self.sources, start() - 86_400_000);
        let home = self.home.path();
        for folder in ["config/guichet", "state/guichet"] {
            std::fs::create_dir_all(home.join(folder)).unwrap();
        }
        std::fs::write(home.join("config/guichet/config.toml"), &self.config).unwrap();
        if self.welcomed {
            std::fs::write(home.join("state/guichet/welcomed"), "").unwrap();
        }
    }

    fn open(&mut self) {
        let path = |name: &str| self.home.path().join(name).display().to_string();
        let surroundings = Surroundings::made_up(&[
            ("HOME", &path("")),
            ("XDG_CONFIG_HOME", &path("config")),
            ("XDG_DATA_HOME", &path("data")),
            ("XDG_STATE_HOME", &path("state")),
            ("LANG", &self.lang),
            ("USER", &self.login),
            ("COLORTERM", "truecolor"),
        ]);
        let now = self.desks.iter().map(|desk| desk.now).max();
        self.clock = now.unwrap_or(self.clock) + 1_000;
        let desk = Session::start(&self.store, &surroundings, self.size, self.clock);
        self.desks.push(desk);
    }

    /// Takes the desk out, its clock and size kept for the next one.
    fn take(&mut self) -> Session {
        let desk = self.desks.remove(self.current);
        self.current = 0;
        self.size = (desk.desk.width, desk.desk.height);
        self.clock = desk.now;
        desk
    }
}

fn act(desk: &mut Session, words: &[&str]) -> Result<(), String> {
    match words {
        ["keys", names @ ..] => {
            for name in names {
                desk.key(name.parse().map_err(|error| format!("{error}"))?);
                desk.drain();
            }
        }
        ["rush", names @ ..] => {
            for name in names {
                desk.key(name.parse().map_err(|error| format!("{error}"))?);
            }
        }
        ["type", text] => text
            .chars()
            .for_each(|c| desk.key(Key::plain(Code::Char(c)))),
        ["paste", text] => desk.take(Msg::Paste((*text).to_string())),
        ["run", id] => {
            let command = Command::by_id(id).ok_or(format!("unknown command {id}"))?;
            desk.run(command);
        }
        ["resize", size] => {
            let (width, height) = size_of(size)?;
            desk.resize(width, height);
        }
        ["pass", milliseconds] => {
            desk.now += milliseconds
                .parse::<i64>()
                .map_err(|error| error.to_string())?;
        }
        ["editor", text] => desk.editor = Some((text.as_bytes().to_vec(), Ended::Well)),
        ["editor", text, ending] => {
            let ended = match *ending {
                "failed" => Ended::Badly("éditeur en échec".to_string()),
                "killed" => Ended::Killed("éditeur interrompu".to_string()),
                other => return Err(format!("unknown end of an editor: {other}")),
            };
            desk.editor = Some((text.as_bytes().to_vec(), ended));
        }
        ["screen", name] => {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path("snapshots");
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(*name, desk.rows.join("\n")));
        }
        ["await", condition @ ..] => {
            while let Err(wrong) = desk.expect(condition) {
                if !desk.waits() {
                    return Err(wrong);
                }
                desk.settle();
            }
        }
        ["expect", condition @ ..] => return desk.expect(condition),
        _ => return Err("unknown statement".to_string()),
    }
    desk.settle();
    Ok(())
}

fn size_of(text: &str) -> Result<(u16, u16), String> {
    let size = text
        .split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    size.ok_or(format!("{text} is no size"))
}
