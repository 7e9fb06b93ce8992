//! `guichet duplicates KIND`.

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::{output, turn};
use crate::catalog::{Band, Catalog, Speaking, TwinGroup, Twins, is_compared};
use crate::locale;
use crate::model::Kind;
use crate::runtime::demo::now;
use crate::store::CommitError;

/// Threads on which records are held against each other.
const THREADS: usize = 2;

/// Who is there twice.
#[derive(Debug, clap::Args)]
pub struct Duplicates {
    #[arg(default_value = "person")]
    kind: String,
    #[arg(long)]
    same: bool,
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[arg(long, conflicts_with = "limit")]
    merge: bool,
}

impl Duplicates {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let kind = context.collection(&self.kind)?.kind();
        if !is_compared(kind) {
            let plural = kind.plural(context.texts.lang()).to_string();
            let words = locale::said(&context.texts, "twins", "not-compared", &[("kind", plural)]);
            return Err(Failure::Usage(words));
        }
        if self.merge {
            return merge_same(context, kind);
        }
        let read = context.read()?;
        let twins = read.catalog.twins(kind, THREADS, &read.catalog.apart());
        let groups = twins.groups(&read.catalog);
        let groups = groups.into_iter();
        let groups = groups.filter(|group| !self.same || group.band == Band::Same);
        let groups: Vec<TwinGroup> = groups.take(self.limit.unwrap_or(usize::MAX)).collect();
        let told = Telling {
            context,
            catalog: &read.catalog,
            twins: &twins,
        };
        if context.json {
            let groups = groups.iter().map(|group| told.object(group));
            output::value(&Value::Array(groups.collect()))?;
            return Ok(0);
        }
        let mut lines = vec![told.summary(kind, &groups)];
        for group in &groups {
            lines.extend(told.lines(group));
        }
        output::lines(lines.iter().map(String::as_str))?;
        Ok(0)
    }
}

/// Merges the groups that are the same beyond doubt, each into its oldest record, as one step.
fn merge_same(context: &Context, kind: Kind) -> Result<u8, Failure> {
    context.must_be_there()?;
    let (mut store, mut catalog, _place) = context.write()?;
    let refused = |error: CommitError| context.refused("store", error.id(), &error.arguments());
    let (turn, _) = turn::taken(&mut store, &mut catalog).map_err(refused)?;
    let twins = catalog.twins(kind, THREADS, &catalog.apart());
    let groups = twins.groups(&catalog).into_iter();
    let groups = groups.filter(|group| group.band == Band::Same);
    let groups: Vec<TwinGroup> = groups.collect();
    let merged = catalog.merged_all(groups.iter().map(|group| group.records.as_slice()));
    let count = merged.len();
    if count > 0 {
        let commit = catalog.merge_commit(merged, &context.author, now());
        store.commit_in(&turn, &commit).map_err(refused)?;
    }
    drop(turn);
    context.close(store);
    let words = [("n", count.to_string())];
    context.told(output::lines([locale::said(
        &context.texts,
        "twins",
        "merged",
        &words,
    )
    .as_str()]));
    Ok(0)
}

/// What is said of what was found.
struct Telling<'a> {
    context: &'a Context,
    catalog: &'a Catalog,
    twins: &'a Twins,
}

impl Telling<'_> {
    fn summary(&self, kind: Kind, groups: &[TwinGroup]) -> String {
        let same = groups
            .iter()
            .filter(|group| group.band == Band::Same)
            .count();
        let arguments = [
            ("kind", kind.plural(self.context.texts.lang()).to_string()),
            ("n", self.twins.compared().to_string()),
            ("same", same.to_string()),
            ("ask", (groups.len() - same).to_string()),
        ];
        locale::said(&self.context.texts, "twins", "summary", &arguments)
    }

    fn lines(&self, group: &TwinGroup) -> Vec<String> {
        let titles: Vec<String> = group
            .records
            .iter()
            .map(|record| {
                format!(
                    "{} ({record})",
                    self.catalog.title(*record).unwrap_or_default()
                )
            })
            .collect();
        let texts = &self.context.texts;
        let mut lines = vec![format!(
            "{} · {}",
            texts.get(&format!("twins-{}", group.band.id())),
            titles.join(" = ")
        )];
        for evidence in self.evidence(group) {
            let sign = if evidence.bits > 0.0 { '+' } else { '−' };
            lines.push(format!(
                "    {sign} {}",
                locale::evidence_words(texts, &evidence)
            ));
        }
        lines
    }

    /// What speaks for the first two.
    fn evidence(&self, group: &TwinGroup) -> Vec<Speaking> {
        match group.records.as_slice() {
            [one, other, ..] => self.twins.evidence(self.catalog, [*one, *other]),
            _ => Vec::new(),
        }
    }

    fn object(&self, group: &TwinGroup) -> Value {
        let records = group.records.iter().map(|record| {
            json!({"id": record.to_string(), "title": self.catalog.title(*record).unwrap_or_default()})
        });
        let evidence = self.evidence(group).into_iter().map(|evidence| {
            json!({
                "field": evidence.field.key,
                "nearness": evidence.near.id(),
                "shared_by": evidence.shared_by,
                "bits": (evidence.bits * 10.0).round() / 10.0,
            })
        });
        json!({
            "band": group.band.id(),
            "chance": (group.chance * 1e6).round() / 1e6,
            "records": records.collect::<Vec<_>>(),
            "evidence": evidence.collect::<Vec<_>>(),
        })
    }
}
