//! A sheet as a page: the lines of the screen as Markdown or HTML, whatever stands in them escaped.

use std::fmt::Write;

use crate::desk::lines::{Line, LineKind, TRASHED};
use crate::model::Lang;
use crate::text::line as clean;

/// What follows a section of a page belongs to it: which sort of lines a part of one is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Fields,
    Items,
    None,
}

fn part(line: &Line) -> Part {
    match line.kind {
        LineKind::Field | LineKind::More => Part::Fields,
        LineKind::Item | LineKind::Event => Part::Items,
        LineKind::Section(_) | LineKind::Heading | LineKind::Blank => Part::None,
    }
}

/// Whether a heading stands over what comes next; one that says that the record is over, or in the trash, does not.
fn is_of_part(line: &Line) -> bool {
    !line.trashed && !line.past
}

/// The words of a line, marked where what it names lies in the trash.
fn words(line: &Line) -> String {
    let sign = if line.trashed { TRASHED } else { "" };
    format!("{sign}{}", clean(&line.text))
}

/// Label and text of a heading, in one.
fn heading(line: &Line) -> String {
    let parts = [clean(&line.label).into_owned(), words(line)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The page as Markdown.
pub(super) fn markdown(title: &str, lines: &[Line]) -> String {
    let mut page = format!("# {}\n", marked(&clean(title)));
    let mut before = Part::None;
    for line in lines {
        if part(line) != before && part(line) != Part::None {
            page.push('\n');
        }
        before = part(line);
        let text = marked(&words(line));
        let label = marked(&clean(&line.label));
        // Writing into a text has no way to fail.
        let _ = match line.kind {
            LineKind::Field if !label.is_empty() => writeln!(page, "- **{label}** : {text}"),
            LineKind::Field => writeln!(page, "- {text}"),
            // A further line of the same value.
            LineKind::More => {
                page.truncate(page.trim_end_matches('\n').len());
                writeln!(page, "\\\n  {text}")
            }
            LineKind::Item | LineKind::Event if !label.is_empty() => {
                writeln!(page, "- {label} · {text}")
            }
            LineKind::Item | LineKind::Event => writeln!(page, "- {text}"),
            LineKind::Section(_) => writeln!(page, "\n## {}", marked(&heading(line))),
            LineKind::Heading if is_of_part(line) => {
                writeln!(page, "\n## {}", marked(&heading(line)))
            }
            LineKind::Heading => writeln!(page, "\n{}", marked(&heading(line))),
            LineKind::Blank => Ok(()),
        };
    }
    page
}

/// A text in which nothing is taken for a sign of Markdown, or of HTML in it.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let starts = text.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in text.chars().enumerate() {
        let is_sign = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' => true,
            // At the beginning of a line only.
            '#' | '+' | '-' | '=' => at == 0,
            '.' | ')' => at == starts && starts > 0,
            _ => false,
        };
        if is_sign {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What a browser needs to show a page of its own, and nothing from elsewhere.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}dl{display:grid;\
grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}dt{color:#555}dd{margin:0}\
ul{margin:0;padding-left:1.2rem}.past{color:#777}.trashed{text-decoration:line-through}";

/// The page as HTML, whole.
pub(super) fn html(title: &str, lines: &[Line], lang: Lang) -> String {
    let title = escaped(&clean(title));
    let code = match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let mut open = Part::None;
    for line in lines {
        if part(line) != open {
            page.push_str(close(open));
            page.push_str(match part(line) {
                Part::Fields => "<dl>\n",
                Part::Items => "<ul>\n",
                Part::None => "",
            });
            open = part(line);
        }
        let class = match (line.trashed, line.past) {
            (true, _) => " class=\"trashed\"",
            (false, true) => " class=\"past\"",
            (false, false) => "",
        };
        let label = escaped(&clean(&line.label));
        let text = escaped(&clean(&line.text));
        // Writing into a text has no way to fail.
        let _ = match line.kind {
            LineKind::Field => writeln!(page, "<dt>{label}</dt><dd{class}>{text}</dd>"),
            LineKind::More => {
                let end = "</dd>\n";
                page.truncate(page.strip_suffix(end).map_or(page.len(), str::len));
                write!(page, "<br>\n{text}{end}")
            }
            LineKind::Item | LineKind::Event if !label.is_empty() => {
                writeln!(page, "<li{class}>{label} · {text}</li>")
            }
            LineKind::Item | LineKind::Event => writeln!(page, "<li{class}>{text}</li>"),
            LineKind::Section(_) => writeln!(page, "<h2>{}</h2>", escaped(&heading(line))),
            LineKind::Heading if is_of_part(line) => {
                writeln!(page, "<h2>{}</h2>", escaped(&heading(line)))
            }
            LineKind::Heading => writeln!(page, "<p{class}>{}</p>", escaped(&heading(line))),
            LineKind::Blank => Ok(()),
        };
    }
    page.push_str(close(open));
    page.push_str("</body>\n</html>\n");
    page
}

fn close(part: Part) -> &'static str {
    match part {
        Part::Fields => "</dl>\n",
        Part::Items => "</ul>\n",
        Part::None => "",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
