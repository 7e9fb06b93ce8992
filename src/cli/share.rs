//! `guichet share GROUP` and `guichet share --back`.

use serde_json::json;

use super::context::{Context, Failure};
use super::output;
use crate::locale::said;
use crate::model::Role;
use crate::runtime::demo::now;
use crate::store::CommitError;
use crate::store::sharing::{self, ShareError, Shared};

/// Make the store a group's, for several accounts of one host; or one account's again.
#[derive(Debug, clap::Args)]
pub struct Share {
    #[arg(required_unless_present = "back")]
    group: Option<String>,
    #[arg(long, conflicts_with = "group")]
    back: bool,
}

impl Share {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let place = context.place()?;
        let dir = place.folder();
        let state = context.surroundings.state_dir();
        let state = state.as_deref();
        let refused = |error: ShareError| match error {
            ShareError::Open(error) => context.unopened(&error),
            error => context.refused("cli-share", error.id(), &error.arguments()),
        };
        let (shared, lines) = match &self.group {
            Some(group) => {
                let shared = sharing::share(dir, group, state).map_err(refused)?;
                let mut lines = done(context, &shared);
                lines.extend(first_manager(context)?);
                (Some(shared), lines)
            }
            None => {
                sharing::back(dir, state).map_err(refused)?;
                let path = [("path", dir.display().to_string())];
                (None, vec![said(&context.texts, "cli-share", "back", &path)])
            }
        };
        context.told(match context.json {
            false => output::lines(lines.iter().map(String::as_str)),
            true => output::value(&json!({
                "path": dir.display().to_string(),
                "shared": shared.is_some(),
                "group": shared.as_ref().map(|shared| &shared.group),
                "store": shared.as_ref().map(|shared| &shared.id),
                "closed": shared.and_then(|shared| shared.closed),
            })),
        });
        Ok(0)
    }
}

/// Whoever shares a store without managers is the first one; says so.
fn first_manager(context: &Context) -> Result<Option<String>, Failure> {
    let refused = |error: CommitError| context.refused("store", error.id(), &error.arguments());
    let (mut store, _, _place) = context.write()?;
    let rights = store.rights().map_err(|error| context.unread(&error))?;
    let mut line = None;
    if rights.managers().is_empty() {
        let login = &context.author.login;
        let given = store.give_role(&context.author, now(), login, Some(&Role::Manager));
        given.map_err(refused)?;
        let who = [("who", login.clone())];
        line = Some(said(&context.texts, "cli-share", "manager", &who));
    }
    context.close(store);
    Ok(line)
}

/// What was done, and what members need besides.
fn done(context: &Context, shared: &Shared) -> Vec<String> {
    let say = |id: &str, arguments: &[(&'static str, String)]| {
        said(&context.texts, "cli-share", id, arguments)
    };
    let group = ("group", shared.group.clone());
    let mut lines = vec![say("done", std::slice::from_ref(&group))];
    if let Some(closed) = &shared.closed {
        let path = ("path", closed.display().to_string());
        lines.push(say("closed", &[path, group.clone()]));
    }
    let amiss = shared.amiss.iter();
    lines.extend(amiss.map(|path| say("amiss", &[("path", path.display().to_string())])));
    lines
}
