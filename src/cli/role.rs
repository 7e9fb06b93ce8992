//! `guichet role [LOGIN] [ROLE] [KIND]…`.

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::output;
use crate::locale::said;
use crate::model::rights::{OTHERS, ROLES};
use crate::model::{Collection, Kind, Rights, Role as Given};
use crate::runtime::demo::now;
use crate::store::{CommitError, has_account};

/// Who may change what.
#[derive(Debug, clap::Args)]
pub struct Role {
    login: Option<String>,
    #[arg(value_enum)]
    role: Option<Wanted>,
    #[arg(value_delimiter = ',')]
    kinds: Vec<String>,
}

/// What an account shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Wanted {
    #[value(alias = "gestionnaire")]
    Manager,
    #[value(alias = "éditeur", alias = "editeur")]
    Editor,
    #[value(alias = "lecteur")]
    Reader,
    #[value(alias = "aucun")]
    None,
}

impl Role {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        context.must_be_there()?;
        match (&self.login, self.role) {
            (Some(login), Some(role)) => self.give(context, login, role),
            (login, _) => {
                let read = context.read()?;
                let rights = Rights::of(read.catalog.records(ROLES));
                tell(context, &rights, login.as_deref())
            }
        }
    }

    fn give(&self, context: &Context, login: &str, wanted: Wanted) -> Result<u8, Failure> {
        let login = login.trim();
        let usage = |id| Failure::Usage(context.texts.get(id).to_string());
        if login.is_empty() || login.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(usage("role-no-login"));
        }
        let kinds = self.kinds(context)?;
        if wanted != Wanted::Editor && !kinds.is_empty() {
            return Err(usage("role-kinds-alone"));
        }
        let role = match wanted {
            Wanted::Manager => Some(Given::Manager),
            Wanted::Editor => Some(Given::Editor(Some(kinds).filter(|kinds| !kinds.is_empty()))),
            Wanted::Reader => Some(Given::Reader),
            Wanted::None => None,
        };
        let (mut store, _, _place) = context.write()?;
        match store.give_role(&context.author, now(), login, role.as_ref()) {
            Ok(_) | Err(CommitError::Empty) => {}
            Err(error) => return Err(context.refused("store", error.id(), &error.arguments())),
        }
        let rights = store.rights().map_err(|error| context.unread(&error))?;
        context.close(store);
        // It may be made yet; a slip is more likely.
        if wanted != Wanted::None && login != OTHERS && !has_account(login) {
            let line = said(
                &context.texts,
                "role",
                "no-account",
                &[("who", login.to_string())],
            );
            output::aside(&line);
        }
        tell(context, &rights, None)
    }

    /// The kinds that an editor is held to.
    fn kinds(&self, context: &Context) -> Result<Vec<Kind>, Failure> {
        let mut kinds = Vec::new();
        for word in self.kinds.iter().map(|word| word.trim()) {
            let refused = |id| {
                let words = said(&context.texts, "role", id, &[("what", word.to_string())]);
                Failure::Usage(words)
            };
            let kind = match context.collection(word)? {
                Collection::All(ROLES) => return Err(refused("kind-role")),
                Collection::All(kind) => kind,
                // Whoever changes some of its records changes what they are.
                Collection::Part(_) => return Err(refused("kind-part")),
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok(kinds)
    }
}

/// Says who may change what: of that account, or of all.
fn tell(context: &Context, rights: &Rights, login: Option<&str>) -> Result<u8, Failure> {
    let mut told: Vec<(&str, &Given, bool)> = match login {
        Some(login) => vec![(login, rights.role(login), rights.own(login).is_some())],
        None => rights
            .each()
            .map(|(login, role)| (login, role, true))
            .collect(),
    };
    if login.is_none() && rights.own(OTHERS).is_none() {
        told.push((OTHERS, rights.role(OTHERS), false));
    }
    // Those who are not named come last.
    told.sort_by_key(|(login, _, _)| *login == OTHERS);
    if context.json {
        let told = told.iter().map(|(login, role, own)| {
            let kinds: Vec<&str> = role.kinds().iter().map(|kind| kind.key()).collect();
            let all = matches!(role, Given::Editor(None));
            json!({
                "login": login, "role": role.key(), "given": own,
                "kinds": if all { Value::Null } else { json!(kinds) },
            })
        });
        output::value(&Value::Array(told.collect()))?;
        return Ok(0);
    }
    let lines: Vec<String> = told.iter().map(|one| line(context, *one)).collect();
    let none = rights.is_empty().then(|| context.texts.get("role-none"));
    output::lines(none.into_iter().chain(lines.iter().map(String::as_str)))?;
    Ok(0)
}

fn line(context: &Context, (login, role, own): (&str, &Given, bool)) -> String {
    let texts = &context.texts;
    let who = match login {
        OTHERS => texts.get("role-others").to_string(),
        login => login.to_string(),
    };
    let kinds: Vec<&str> = role
        .kinds()
        .iter()
        .map(|kind| kind.plural(texts.lang()))
        .collect();
    let id = match role {
        Given::Editor(Some(_)) => "editor-of",
        role => role.key(),
    };
    let arguments = [("who", who), ("kinds", kinds.join(", "))];
    let line = said(texts, "role-is", id, &arguments);
    match own || login == OTHERS {
        true => line,
        false => format!("{line} {}", texts.get("role-as-others")),
    }
}
