//! The ways in which one organisation's name is written: with or without its article, its bracketed
//! acronym, "Université de Nantes" for "Nantes Université".

use crate::model::fold::fold;

/// The names to look for in a text, likeliest first: the name itself, the name before a bracket, what
/// stands in the bracket, the name without its article.
pub fn names_in(text: &str) -> Vec<String> {
    let mut names = vec![text.trim().to_string()];
    if let Some((before, rest)) = text.split_once('(') {
        names.push(before.trim().to_string());
        if let Some((inside, _)) = rest.split_once(')') {
            names.push(inside.trim().to_string());
        }
    }
    if let Some((before, _)) = text.split_once(" – ") {
        names.push(before.trim().to_string());
    }
    let bare: Vec<String> = names
        .iter()
        .filter_map(|name| without_article(name))
        .collect();
    names.extend(bare);
    names.retain(|name| !name.is_empty());
    names
}

/// The name without a leading article.
pub fn without_article(name: &str) -> Option<String> {
    ["l'", "l’", "le ", "la ", "les "]
        .iter()
        .find_map(|article| {
            let head = name.get(..article.len())?;
            (head.to_lowercase() == *article).then(|| name.get(article.len()..))?
        })
        .map(|rest| rest.trim().to_string())
}

/// The folded spellings of a name.
pub fn spellings(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut all = vec![folded.clone()];
    let core = folded
        .strip_prefix("universite ")
        .or_else(|| folded.strip_suffix(" universite"));
    if let Some(core) = core {
        let core = ["de la ", "de l'", "de ", "d'", "du "]
            .iter()
            .find_map(|of| core.strip_prefix(of))
            .unwrap_or(core);
        all.extend([
            format!("{core} universite"),
            format!("universite {core}"),
            format!("universite de {core}"),
            format!("universite d'{core}"),
            format!("universite de la {core}"),
        ]);
    }
    all.push(folded.replace(" de ", " "));
    let mut seen = std::collections::HashSet::new();
    all.retain(|spelling| seen.insert(spelling.clone()));
    all
}
