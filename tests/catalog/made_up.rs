//! Made-up records for tests and benchmarks: the shape of an agency's data, from a seed.

use guichet::model::kinds::{affiliation, interaction, list, organisation, person, registration};
use guichet::model::kinds::{session, subscription};
use guichet::model::{Date, Field, Fields, Kind, Record, RecordRef, Value};
use ulid::Ulid;

const FIRST: [&str; 24] = [
    "Jean",
    "Marie",
    "Éric",
    "Hélène",
    "Zoé",
    "François",
    "Anne-Sophie",
    "Loïc",
    "Chloé",
    "Maëlys",
    "Paul",
    "Inès",
    "Hugo",
    "Léa",
    "Noël",
    "Agnès",
    "Yves",
    "Solène",
    "Karim",
    "Fatou",
    "Gaëtan",
    "Océane",
    "Thérèse",
    "Jérôme",
];
const SYLLABLES: [&str; 24] = [
    "bour", "gar", "mar", "tin", "lé", "vê", "du", "pont", "cha", "mon", "ri", "vel", "ber",
    "nard", "gui", "rin", "pé", "lou", "bel", "mont", "fer", "rand", "sau", "quet",
];
const CITIES: [&str; 16] = [
    "Strasbourg",
    "Nantes",
    "Saint-Étienne",
    "Lyon",
    "Besançon",
    "Orléans",
    "Brest",
    "Nîmes",
    "Pau",
    "Évry",
    "La Rochelle",
    "Toulouse",
    "Metz",
    "Créteil",
    "Angers",
    "Poitiers",
];
const FUNCTIONS: [&str; 12] = [
    "DGS",
    "DAF",
    "DRH",
    "DSI",
    "agent comptable",
    "directrice générale des services",
    "responsable du service financier",
    "chargé de mission",
    "gestionnaire de scolarité",
    "vice-président numérique",
    "assistante de direction",
    "chef de projet SI",
];
const TOPICS: [&str; 12] = [
    "Paie à façon",
    "Sifac : clôture des comptes",
    "Gestion des heures complémentaires",
    "Apogée",
    "Marchés publics",
    "Cafés de la donnée",
    "Réforme de la formation",
    "Siham : carrière",
    "Recettes et conventions",
    "Certificats et signatures",
    "Pégase en production",
    "Qualité comptable",
];

/// How many records of the larger kinds to make.
pub struct Sizes {
    pub organisations: usize,
    pub people: usize,
    pub sessions: usize,
    pub registrations: usize,
    pub subscriptions: usize,
    pub interactions: usize,
}

/// Records in the order in which a store loads them.
pub fn records(sizes: &Sizes, seed: u64) -> Vec<Record> {
    let mut maker = Maker {
        random: fastrand::Rng::with_seed(seed),
        made: Vec::new(),
        next: 0,
    };
    let organisations: Vec<RecordRef> = (0..sizes.organisations)
        .map(|n| maker.organisation(n))
        .collect();
    let people: Vec<RecordRef> = (0..sizes.people).map(|_| maker.person()).collect();
    let lists: Vec<RecordRef> = (0..32).map(|n| maker.list(n)).collect();
    let sessions: Vec<RecordRef> = (0..sizes.sessions).map(|n| maker.session(n)).collect();
    for person in &people {
        maker.affiliation(*person, &organisations);
        if maker.random.u8(..) < 64 {
            maker.affiliation(*person, &organisations);
        }
    }
    for _ in 0..sizes.interactions {
        maker.interaction(&people, &organisations);
    }
    for _ in 0..sizes.registrations {
        maker.registration(&people, &sessions);
    }
    for _ in 0..sizes.subscriptions {
        maker.subscription(&people, &lists);
    }
    maker.made
}

struct Maker {
    random: fastrand::Rng,
    made: Vec<Record>,
    next: u128,
}

impl Maker {
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.usize(..of.len())]
    }

    fn add(&mut self, kind: Kind, fields: Fields) -> RecordRef {
        self.next += 1;
        let id =
            Ulid::from((1_700_000_000_000u128 + self.next) << 80 | u128::from(self.random.u64(..)));
        let reference = RecordRef::new(kind, id);
        self.made.push(Record::new(reference, 1, false, &fields));
        reference
    }

    fn surname(&mut self) -> String {
        let parts = self.random.usize(2..=3);
        let name: String = (0..parts).map(|_| self.one(&SYLLABLES)).collect();
        name.to_uppercase()
    }

    fn day(&mut self) -> Value {
        let date = Date::new(
            self.random.i16(2005..2026),
            self.random.u8(1..=12),
            self.random.u8(0..=28),
        );
        Value::Date(date.unwrap())
    }

    fn organisation(&mut self, number: usize) -> RecordRef {
        let city = self.one(&CITIES);
        let role = if number.is_multiple_of(3) {
            "partner"
        } else {
            "adherent"
        };
        let fields = Fields::new()
            .with_text(
                &organisation::ACRONYM,
                &format!("U{}{number}", city.chars().next().unwrap_or_default()),
            )
            .with_text(
                &organisation::NAME,
                &format!("Université {number} de {city}"),
            )
            .with_text(&organisation::CITY, city)
            .with_text(
                &organisation::CATEGORY,
                if number.is_multiple_of(2) {
                    "Universités"
                } else {
                    "Écoles"
                },
            )
            .with(
                organisation::ROLES.number,
                Value::Many(vec![Value::text(role)]),
            )
            .with(organisation::MEMBER_SINCE.number, self.day());
        self.add(Kind::Organisation, fields)
    }

    fn person(&mut self) -> RecordRef {
        let (first, last) = (self.one(&FIRST), self.surname());
        let email = format!(
            "{}.{}{}@univ-{}.fr",
            guichet::model::fold::fold(first).replace(' ', ""),
            guichet::model::fold::fold(&last),
            self.random.u8(0..20),
            guichet::model::fold::fold(self.random.choice(CITIES).unwrap()).replace(' ', "-"),
        );
        let phone = format!(
            "0{} {:02} {:02} {:02} {:02}",
            self.random.u8(1..8),
            self.random.u8(0..100),
            self.random.u8(0..100),
            self.random.u8(0..100),
            self.random.u8(0..100),
        );
        let fields = Fields::new()
            .with_text(&person::FIRST_NAME, first)
            .with_text(&person::NAME, &last)
            .with(person::EMAIL.number, Value::Many(vec![Value::text(email)]))
            .with(person::PHONE.number, Value::Many(vec![Value::text(phone)]));
        self.add(Kind::Person, fields)
    }

    fn list(&mut self, number: usize) -> RecordRef {
        let fields = Fields::new()
            .with_text(&list::NAME, &format!("Liste {number}"))
            .with_text(&list::ADDRESS, &format!("liste-{number}@listes.example.fr"));
        self.add(Kind::List, fields)
    }

    fn session(&mut self, number: usize) -> RecordRef {
        let name = format!("{} (session {number})", self.one(&TOPICS));
        let kind = self.one(&["training", "web_conference", "club_u", "conference"]);
        let fields = Fields::new()
            .with_text(&session::TYPE, kind)
            .with_text(&session::NAME, &name)
            .with(session::DATE.number, self.day())
            .with(
                session::PARTICIPANTS.number,
                Value::Integer(self.random.i64(0..200)),
            );
        self.add(Kind::Session, fields)
    }

    fn affiliation(&mut self, person: RecordRef, organisations: &[RecordRef]) -> RecordRef {
        let fields = Fields::new()
            .with(affiliation::PERSON.number, Value::Reference(person))
            .with(
                affiliation::ORGANISATION.number,
                Value::Reference(self.one(organisations)),
            )
            .with_text(&affiliation::FUNCTION, self.one(&FUNCTIONS))
            .with(affiliation::SINCE.number, self.day());
        self.add(Kind::Affiliation, fields)
    }

    fn interaction(&mut self, people: &[RecordRef], organisations: &[RecordRef]) -> RecordRef {
        let about = vec![
            Value::Reference(self.one(people)),
            Value::Reference(self.one(organisations)),
        ];
        let fields = Fields::new()
            .with_text(&interaction::TYPE, self.one(&["call", "mail", "support"]))
            .with_text(&interaction::SUBJECT, self.one(&TOPICS))
            .with(
                interaction::AT.number,
                Value::Moment(1_500_000_000_000 + self.random.i64(0..250_000_000_000)),
            )
            .with(interaction::ABOUT.number, Value::Many(about));
        self.add(Kind::Interaction, fields)
    }

    fn registration(&mut self, people: &[RecordRef], sessions: &[RecordRef]) -> RecordRef {
        let fields = Fields::new()
            .with(
                registration::PERSON.number,
                Value::Reference(self.one(people)),
            )
            .with(
                registration::SESSION.number,
                Value::Reference(self.one(sessions)),
            )
            .with_text(
                &registration::ROLE_FIELD,
                self.one(&["participant", "participant", "speaker"]),
            )
            .with_text(
                &registration::STATUS_FIELD,
                self.one(&["positive", "waiting"]),
            );
        self.add(Kind::Registration, fields)
    }

    fn subscription(&mut self, people: &[RecordRef], lists: &[RecordRef]) -> RecordRef {
        let fields = Fields::new()
            .with(subscription::LIST.number, Value::Reference(self.one(lists)))
            .with(
                subscription::PERSON.number,
                Value::Reference(self.one(people)),
            )
            .with_text(&subscription::STATUS_FIELD, "subscribed");
        self.add(Kind::Subscription, fields)
    }
}

/// Fields from texts.
pub trait WithText {
    /// These fields and that text.
    fn with_text(self, field: &Field, text: &str) -> Self;
}

impl WithText for Fields {
    fn with_text(self, field: &Field, text: &str) -> Fields {
        self.with(field.number, Value::text(text))
    }
}
