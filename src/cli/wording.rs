//! The words of the command line itself, from the same texts as the screen's: help, manual page, and what is said of
//! wrong usage. The arguments' own files name no text: `usage-<verb>`, `usage-<verb>-<argument>`,
//! `usage-value-<name>`.

use clap::builder::Str;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use crate::exchange::format::Format;
use crate::locale::Texts;
use crate::model::Collection;

/// Headings that clap_mangen writes, which are the same in French or have a text of their own.
const HEADINGS: [(&str, &str); 3] = [
    ("NAME", "usage-man-name"),
    ("SUBCOMMANDS", "usage-man-commands"),
    ("EXTRA", "usage-man-extra"),
];

/// The command line in the words of a language.
pub fn worded(command: Command, texts: &Texts) -> Command {
    let main = with_flags(command, texts)
        .about(texts.get("usage-about").to_string())
        .after_help(kinds(texts))
        .subcommand_help_heading(texts.get("usage-commands").to_string())
        .subcommand_value_name(texts.get("usage-command").to_string())
        .help_template(template(texts));
    let main = arguments("", main, texts);
    main.mut_subcommands(|verb| {
        let name = verb.get_name().to_string();
        let verb = with_flags(verb, texts)
            .about(texts.get(&format!("usage-{name}")).to_string())
            .help_template(template(texts));
        arguments(&name, verb, texts)
    })
}

/// The arguments of a command in words. Those without a name are listed in their order: clap lists what stands under a
/// heading of its own by name, unless it is told.
fn arguments(verb: &str, command: Command, texts: &Texts) -> Command {
    let mut places = 0..;
    command.mut_args(|arg| match arg.is_positional() {
        true => argument(verb, arg, texts).display_order(places.next().unwrap_or_default()),
        false => argument(verb, arg, texts),
    })
}

fn template(texts: &Texts) -> String {
    let usage = texts.get("usage-usage");
    format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n")
}

/// The flags that clap would add with words of its own.
fn with_flags(command: Command, texts: &Texts) -> Command {
    let flag = |id: &'static str, short, action| {
        let heading = texts.get("usage-options").to_string();
        Arg::new(id)
            .long(id)
            .short(short)
            .action(action)
            .help(texts.get(&format!("usage-{id}")).to_string())
            .help_heading(heading)
    };
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help))
        .arg(flag("version", 'V', ArgAction::Version))
}

fn argument(verb: &str, arg: Arg, texts: &Texts) -> Arg {
    let id = arg.get_id().as_str().replace('_', "-");
    if matches!(id.as_str(), "help" | "version") {
        return arg;
    }
    let key = match verb {
        "" => format!("usage-{id}"),
        _ => format!("usage-{verb}-{id}"),
    };
    let endings = Format::endings_read();
    let mut help = texts.format(&key, &[("endings", endings.as_str().into())]);
    let values = arg.get_possible_values();
    let is_flag = !arg.get_action().takes_values();
    if !is_flag && !values.is_empty() {
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        help += &format!(" ({})", names.join(", "));
    }
    if !is_flag && let [default] = arg.get_default_values() {
        help += &format!(" [{}]", default.to_string_lossy());
    }
    let heading = match arg.is_positional() {
        true => "usage-arguments",
        false => "usage-options",
    };
    let names: Vec<Str> = match arg.get_value_names() {
        Some(names) if !is_flag => names.iter().map(|name| value_name(name, texts)).collect(),
        _ if is_flag => Vec::new(),
        _ => vec![value_name(&id, texts)],
    };
    let arg = arg.help(help).help_heading(texts.get(heading).to_string());
    match names.is_empty() {
        true => arg,
        false => arg
            .value_names(names)
            .hide_default_value(true)
            .hide_possible_values(true),
    }
}

/// `FILE` as it is said: `FICHIER`.
fn value_name(name: &str, texts: &Texts) -> Str {
    let key = format!(
        "usage-value-{}",
        name.to_lowercase().replace(['/', '_'], "-")
    );
    texts.get(&key).to_string().into()
}

/// The kinds that a subcommand takes.
fn kinds(texts: &Texts) -> String {
    let keys: Vec<&str> = Collection::keys().collect();
    texts.format("usage-kinds", &[("kinds", keys.join(", ").as_str().into())])
}

/// The manual page.
pub fn manual(command: Command, texts: &Texts) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for (heading, key) in HEADINGS {
        page = page.replace(
            &format!(".SH {heading}\n"),
            &format!(".SH {}\n", texts.get(key)),
        );
    }
    Ok(page.into_bytes())
}

/// What is wrong with the arguments, in a line that says what to do.
pub fn wrong(error: &clap::Error, texts: &Texts) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let id = match error.kind() {
        ErrorKind::UnknownArgument => "unknown",
        ErrorKind::InvalidSubcommand => "subcommand",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::ArgumentConflict => "conflict",
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => "no-value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "value",
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            "count"
        }
        ErrorKind::InvalidUtf8 => "utf8",
        _ => "other",
    };
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => said(ContextKind::InvalidSubcommand),
        _ => said(ContextKind::InvalidArg),
    };
    let other = said(ContextKind::PriorArg);
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .map(said)
        .concat();
    let (possible, value) = (
        said(ContextKind::ValidValue),
        said(ContextKind::InvalidValue),
    );
    let arguments = [
        ("what", what.as_str().into()),
        ("value", value.as_str().into()),
        ("other", other.as_str().into()),
    ];
    let mut line = texts.format(&format!("usage-wrong-{id}"), &arguments);
    for (key, text) in [("usage-near", near), ("usage-possible", possible)] {
        if !text.is_empty() {
            line += &texts.format(key, &[("what", text.as_str().into())]);
        }
    }
    line + texts.get("usage-see")
}
