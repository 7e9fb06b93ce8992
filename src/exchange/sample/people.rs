//! People, and what is known of each: affiliations, registrations, subscriptions, exchanges, tasks.

use std::collections::VecDeque;

use super::{Made, Maker, START, names};
use crate::model::kinds::{affiliation, interaction, person, registration, subscription, task};
use crate::model::{Fields, Kind, RecordRef, Value};

const FUNCTIONS: &[&str] = &[
    "Gestionnaire financier et comptable",
    "Gestionnaire RH",
    "Gestionnaire de scolarité",
    "Chargé de projet",
    "Responsable administratif",
    "Contrôleur de gestion",
    "Chargé d’achats",
    "Directeur des systèmes d’information (DSI)",
    "Directeur des affaires financières (DAF)",
    "Directeur des ressources humaines (DRH)",
    "Directeur général des services (DGS)",
    "Agent comptable",
    "Chef de projet SI",
    "Ingénieur d’études",
    "Vice-président du conseil d’administration",
    "Directeur du patrimoine",
];
const STATUSES: &[&str] = &[
    "positive", "positive", "positive", "positive", "pending", "waiting", "negative",
];
const SUBSCRIBED: &[&str] = &[
    "subscribed",
    "subscribed",
    "subscribed",
    "included",
    "both",
    "suspended",
    "excluded",
    "bouncing",
];
const SUBJECTS: &[&str] = &[
    "Inscription au prochain Club’U",
    "Calendrier de déploiement",
    "Question sur la convention",
    "Attestation de présence",
    "Changement d’adresse",
    "Devis de formation en intra",
];
const EXCHANGES: &[&str] = &["call", "mail", "mail", "meeting", "support", "note"];
const TASKS: &[&str] = &[
    "Rappeler",
    "Envoyer le devis",
    "Vérifier l’adresse",
    "Préparer le rendez-vous 360°",
];
const AGENTS: &[&str] = &["marie", "paul", "nadia", "yann"];

/// Makes the person of that place and all that stands with them.
pub fn make(maker: &mut Maker, at: u32, out: &mut VecDeque<Made>) {
    let here = maker.zipf(maker.base.organisations.len());
    let place = maker.base.organisations.get(here).cloned();
    let who = maker.next(Kind::Person);
    let domain = place
        .as_ref()
        .map_or("amue.example", |place| place.domain.as_str());
    let fields = identity(maker, at, domain);
    out.push_back((who, fields));
    if let Some(place) = place {
        affiliate(maker, who, place.record, true, out);
        let other = maker.zipf(maker.base.organisations.len());
        if maker.rng.u8(..10) == 0
            && let Some(second) = maker
                .base
                .organisations
                .get(other)
                .map(|place| place.record)
            && second != place.record
        {
            affiliate(maker, who, second, false, out);
        }
    }
    register(maker, who, out);
    subscribe(maker, who, out);
    if maker.rng.u8(..10) < 3 {
        exchange(maker, who, out);
    }
    if maker.rng.u8(..10) == 0 {
        remind(maker, who, out);
    }
}

fn identity(maker: &mut Maker, at: u32, domain: &str) -> Fields {
    let (first, family) = (
        maker.zipf(maker.names.first.len()),
        maker.zipf(maker.names.family.len()),
    );
    let first = maker.names.first.get(first).cloned().unwrap_or_default();
    let family = maker.names.family.get(family).cloned().unwrap_or_default();
    let address = format!("{}.{}", names::slug(&first), names::slug(&family));
    // Namesakes have a number, as a directory gives them: no two people share an address.
    let email = format!("{address}{at}@{domain}");
    let pairs: Vec<u8> = (0..3).map(|_| maker.rng.u8(..100)).collect();
    let prefix = maker
        .one(&[
            "01 44", "02 40", "03 88", "04 76", "05 56", "06 12", "06 81",
        ])
        .copied();
    let tail: Vec<String> = pairs.iter().map(|pair| format!("{pair:02}")).collect();
    let phone = format!("{} {}", prefix.unwrap_or("01 44"), tail.join(" "));
    let many = |text: String| Value::Many(vec![Value::text(text)]);
    let fields = Fields::new()
        .with(person::FIRST_NAME.number, Value::text(first))
        .with(person::NAME.number, Value::text(family))
        .with(person::EMAIL.number, many(email));
    match maker.rng.u8(..10) {
        0..8 => fields.with(person::PHONE.number, many(phone)),
        _ => fields,
    }
}

fn affiliate(
    maker: &mut Maker,
    who: RecordRef,
    place: RecordRef,
    primary: bool,
    out: &mut VecDeque<Made>,
) {
    let function = maker.zipf(FUNCTIONS.len());
    let mut fields = Fields::new()
        .with(affiliation::PERSON.number, Value::Reference(who))
        .with(affiliation::ORGANISATION.number, Value::Reference(place))
        .with(
            affiliation::FUNCTION.number,
            Value::text(FUNCTIONS.get(function).copied().unwrap_or_default()),
        )
        .with(affiliation::PRIMARY.number, Value::Boolean(primary));
    fields.set(affiliation::SINCE.number, maker.day().map(Value::Date));
    out.push_back((maker.next(Kind::Affiliation), fields));
}

/// From none to eight registrations, 3.3 on average; a few people come to everything.
fn register(maker: &mut Maker, who: RecordRef, out: &mut VecDeque<Made>) {
    let count = maker.rng.usize(..5) + maker.rng.usize(..4);
    let mut taken: Vec<RecordRef> = Vec::with_capacity(count);
    for _ in 0..count {
        let at = maker.zipf(maker.base.sessions.len());
        let Some(session) = maker
            .base
            .sessions
            .get(at)
            .copied()
            .filter(|session| !taken.contains(session))
        else {
            continue;
        };
        taken.push(session);
        let role = if maker.rng.u8(..40) == 0 {
            "speaker"
        } else {
            "participant"
        };
        let status = maker.one(STATUSES).copied().unwrap_or_default();
        let fields = Fields::new()
            .with(registration::PERSON.number, Value::Reference(who))
            .with(registration::SESSION.number, Value::Reference(session))
            .with(registration::ROLE_FIELD.number, Value::text(role))
            .with(registration::STATUS_FIELD.number, Value::text(status));
        out.push_back((maker.next(Kind::Registration), fields));
    }
}

fn subscribe(maker: &mut Maker, who: RecordRef, out: &mut VecDeque<Made>) {
    let count = maker.rng.usize(..5);
    let mut taken: Vec<RecordRef> = Vec::with_capacity(count);
    for _ in 0..count {
        let lists = std::mem::take(&mut maker.base.lists);
        let list = maker
            .one(&lists)
            .copied()
            .filter(|list| !taken.contains(list));
        maker.base.lists = lists;
        let Some(list) = list else {
            continue;
        };
        taken.push(list);
        let status = maker.one(SUBSCRIBED).copied().unwrap_or_default();
        let mut fields = Fields::new()
            .with(subscription::LIST.number, Value::Reference(list))
            .with(subscription::PERSON.number, Value::Reference(who))
            .with(subscription::STATUS_FIELD.number, Value::text(status));
        fields.set(subscription::SINCE.number, maker.day().map(Value::Date));
        out.push_back((maker.next(Kind::Subscription), fields));
    }
}

fn exchange(maker: &mut Maker, who: RecordRef, out: &mut VecDeque<Made>) {
    const YEAR: u64 = 365 * 86_400_000;
    let at = START - maker.rng.u64(..3 * YEAR);
    let fields = Fields::new()
        .with(
            interaction::TYPE.number,
            Value::text(maker.one(EXCHANGES).copied().unwrap_or_default()),
        )
        .with(
            interaction::SUBJECT.number,
            Value::text(maker.one(SUBJECTS).copied().unwrap_or_default()),
        )
        .with(
            interaction::ABOUT.number,
            Value::Many(vec![Value::Reference(who)]),
        )
        .with(
            interaction::AT.number,
            Value::Moment(i64::try_from(at).unwrap_or(0)),
        );
    out.push_back((maker.next(Kind::Interaction), fields));
}

fn remind(maker: &mut Maker, who: RecordRef, out: &mut VecDeque<Made>) {
    let done = maker.rng.bool();
    let mut fields = Fields::new()
        .with(
            task::NAME.number,
            Value::text(maker.one(TASKS).copied().unwrap_or_default()),
        )
        .with(task::DONE.number, Value::Boolean(done))
        .with(task::ABOUT.number, Value::Many(vec![Value::Reference(who)]))
        .with(
            task::ASSIGNEE.number,
            Value::text(maker.one(AGENTS).copied().unwrap_or_default()),
        );
    fields.set(task::DUE.number, maker.day().map(Value::Date));
    out.push_back((maker.next(Kind::Task), fields));
}
