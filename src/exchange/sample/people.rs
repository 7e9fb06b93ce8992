//! People, and what is known of each: affiliations, registrations, subscriptions, exchanges, tasks.

use std::collections::VecDeque;

use super::maker::{Made, Maker, Place, START};
use super::names;
use twox_hash::xxhash3_64;

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
    "Directeur du numérique",
    "Responsable du système d’information",
    "Directrice de la recherche",
    "Directeur des études et de la vie universitaire",
    "Chef de service des marchés publics",
    "Responsable de la paye",
    "Gestionnaire des missions",
    "Administrateur fonctionnel Sifac",
    "Administrateur Apogée",
    "Urbaniste",
    "Directeur de cabinet",
    "Présidente",
    "Vice-président numérique",
    "Responsable de la formation continue",
    "Responsable du budget",
    "Assistante de direction",
    "Délégué à la protection des données (DPO)",
    "Responsable de la sécurité des systèmes d’information (RSSI)",
    "Chargé de communication",
    "Responsable qualité",
    "Contrôleur interne",
    "Fondé de pouvoir",
    "Directeur de composante",
    "Responsable des relations internationales",
    "Gestionnaire de contrats de recherche",
    "Technicien support",
    "Développeur",
    "Documentaliste",
    "Juriste",
    "Chargé de mission développement durable",
    "Directeur de la logistique",
    "Responsable du pilotage",
    "Statisticien",
    "Responsable pédagogique",
    "Secrétaire général",
    "Trésorier",
    "Conseiller de prévention",
    "Ingénieure pédagogique",
    "Administratrice de bases de données",
    "Responsable des archives",
    "Chef du bureau des concours",
    "Gestionnaire des traitements",
    "Correspondant fonctionnel",
    "Référente handicap",
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

const PREFIXES: &[&str] = &[
    "01 44", "01 69", "02 40", "02 99", "03 20", "03 88", "04 76", "04 91", "05 56", "05 61",
];
const MOBILES: &[&str] = &["06 12", "06 30", "06 81", "07 68", "07 83"];
const PRIVATE: &[&str] = &["courriel.example", "boite.example", "postal.example"];

/// Makes the next person and all that stands with them.
pub fn make(maker: &mut Maker, out: &mut VecDeque<Made>) {
    let here = maker.zipf(maker.base.organisations.len());
    let place = maker.base.organisations.get(here).cloned();
    let who = maker.next(Kind::Person);
    let fields = identity(maker, place.as_ref());
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

fn identity(maker: &mut Maker, place: Option<&Place>) -> Fields {
    let first = names::first(&mut maker.rng, maker.seed);
    let family = names::family(&mut maker.rng, maker.seed);
    let civility = ["mme", "m"][usize::from(maker.rng.bool())];
    let mut emails = vec![address(maker, &first, &family, place)];
    if maker.rng.u8(..100) < 12 {
        emails.push(address(maker, &first, &family, None));
    }
    let mut phones = Vec::new();
    if maker.rng.u8(..10) < 7 {
        phones.push(number(maker, PREFIXES));
    }
    if maker.rng.u8(..10) < 4 {
        phones.push(number(maker, MOBILES));
    }
    let city = match place {
        Some(place) if maker.rng.u8(..10) < 9 => place.city,
        _ => names::city(&mut maker.rng, ""),
    };
    let many = |texts: Vec<String>| Value::Many(texts.into_iter().map(Value::text).collect());
    let mut fields = Fields::new()
        .with(person::CIVILITY_FIELD.number, Value::text(civility))
        .with(person::FIRST_NAME.number, Value::text(first))
        .with(person::NAME.number, Value::text(family))
        .with(person::EMAIL.number, many(emails))
        .with(person::PHONE.number, many(phones))
        .with(person::CITY.number, Value::text(city));
    if maker.rng.u8(..100) < 3 {
        let former = names::family(&mut maker.rng, maker.seed);
        fields.set(person::FORMER_NAMES.number, Some(many(vec![former])));
    }
    fields
}

/// An address that no one has yet: at the place's domain, or a private one; in one of the seven forms
/// that directories use; 5 in 100 still bear another family name.
fn address(maker: &mut Maker, first: &str, family: &str, place: Option<&Place>) -> String {
    let rng = &mut maker.rng;
    let domain = match place {
        Some(place) if rng.u8(..10) > 0 => place.domain.as_str(),
        _ => names::pick(rng, PRIVATE),
    };
    let other = (rng.u8(..100) < 5).then(|| names::family(rng, maker.seed));
    let (first, family) = (
        names::slug(first),
        names::slug(other.as_deref().unwrap_or(family)),
    );
    let initial = first.get(..1).unwrap_or_default();
    let local = match rng.u8(..20) {
        0..9 => format!("{first}.{family}"),
        9..12 => format!("{initial}{family}"),
        12..14 => format!("{initial}.{family}"),
        14..16 => format!("{family}.{first}"),
        16 => format!("{first}_{family}"),
        17 => format!("{first}{family}").replace('-', ""),
        _ => family,
    };
    let mut whole = format!("{local}@{domain}");
    let mut namesakes = 1;
    // Namesakes have a number, as a directory gives them.
    while !maker
        .addresses
        .insert(xxhash3_64::Hasher::oneshot(whole.as_bytes()))
    {
        namesakes += 1 + maker.rng.u32(..namesakes);
        whole = format!("{local}{namesakes}@{domain}");
    }
    whole
}

fn number(maker: &mut Maker, prefixes: &'static [&'static str]) -> String {
    let prefix = names::pick(&mut maker.rng, prefixes);
    let mut pair = || maker.rng.u8(..100);
    format!("{prefix} {:02} {:02} {:02}", pair(), pair(), pair())
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
