//! Organisations: any body that the agency deals with, with several roles at once.

use crate::model::alias::Alias;
use crate::model::collection::Collection;
use crate::model::computed::{Computed, Hop, Told};
use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule, Sought};
use crate::model::kind::Kind;
use crate::model::kinds::{
    CALLED_AT, LAND, POSTCODE, STREET, TOWN, affiliation, deployment, interaction, task,
};
use crate::model::natural::Natural;
use crate::model::over::Over;
use crate::model::part::Part;
use crate::model::tab::Tab;

const ROLE: &[Choice] = &[
    Choice::new("adherent", "Adhérent", "Adherent"),
    Choice::new("partner", "Partenaire", "Partner"),
    Choice::new("attached", "Structure rattachée", "Attached body"),
    Choice::new("supplier", "Fournisseur", "Supplier"),
    Choice::new("state", "Membre de droit (État)", "Member by right (State)"),
];

/// Other words for its name.
const NAMED: &[&str] = &[
    "raison sociale",
    "denomination",
    "nom complet",
    "full name",
    "libelle",
    "libelle long",
    "nom officiel",
    "organisme",
    "organization",
    "organization name",
    "etablissement",
    "structure",
    "societe",
    "entreprise",
    "company",
    "company name",
    "nom de l'etablissement",
    "nom de l'organisme",
    "nom de l'organisation",
    "nom de la societe",
    "nom de la structure",
    "nom du tiers",
    "tiers",
    "display name",
];

const PARTNER_TYPE: &[Choice] = &[
    Choice::new("ministry", "Ministère", "Ministry"),
    Choice::new("conference", "Conférence", "Conference"),
    Choice::new("public_body", "Organisme public", "Public body"),
    Choice::new("agency", "Agence", "Agency"),
    Choice::new("association", "Association", "Association"),
    Choice::new("network", "Réseau", "Network"),
    Choice::new("european", "Européen", "European"),
    Choice::new("local_authority", "Collectivité", "Local authority"),
    Choice::new("other", "Autre", "Other"),
];

const PEOPLE: &[Hop] = &[
    Hop::From(Kind::Affiliation, affiliation::ORGANISATION.number),
    Hop::To(affiliation::PERSON.number, Kind::Person),
];

/// What is about the organisation, or about somebody there.
const INTERACTIONS: &[&[Hop]] = &[
    &[Hop::From(Kind::Interaction, interaction::ABOUT.number)],
    &[
        Hop::From(Kind::Affiliation, affiliation::ORGANISATION.number),
        Hop::To(affiliation::PERSON.number, Kind::Person),
        Hop::From(Kind::Interaction, interaction::ABOUT.number),
    ],
];

const ALIASES: &[Alias] = &[Alias {
    names: &["solution", "logiciel"],
    through: Kind::Deployment,
    back: deployment::ORGANISATION.number,
    field: deployment::SOLUTION.number,
}];

const READ: &[Computed] = &[
    Computed::new(
        1,
        "contact_count",
        ["Contacts liés", "Linked contacts"],
        Integer,
        Told::Count,
        &[PEOPLE],
    ),
    Computed::new(
        2,
        "in_production",
        ["En production", "In production"],
        Reference(&[Kind::Solution]),
        Told::Each(deployment::SOLUTION.number),
        &[&[Hop::From(Kind::Deployment, deployment::ORGANISATION.number)]],
    )
    .counting(deployment::is_in_production)
    .width(24),
    Computed::new(
        3,
        "last_contact",
        ["Dernier contact", "Last contact"],
        Date,
        Told::Latest,
        INTERACTIONS,
    )
    .counting(interaction::is_contact),
    Computed::new(
        4,
        "days_since_contact",
        ["Jours de silence", "Days of silence"],
        Integer,
        Told::DaysSince,
        INTERACTIONS,
    )
    .counting(interaction::is_contact),
    Computed::new(
        5,
        "open_tasks",
        ["Tâches à faire", "Open tasks"],
        Integer,
        Told::Count,
        &[&[Hop::From(Kind::Task, task::ABOUT.number)]],
    )
    .counting(task::is_open),
];

/// Organisations with role `adherent`.
pub const ADHERENTS: Collection = Collection::Part(&Part::new(
    Kind::Organisation,
    "adherent",
    ["Adhérents", "Adherents"],
    &ROLES,
    "adherent",
));
/// Organisations with role `partner`.
pub const PARTNERS: Collection = Collection::Part(&Part::new(
    Kind::Organisation,
    "partner",
    ["Partenaires", "Partners"],
    &ROLES,
    "partner",
));
const PARTS: &[Collection] = &[ADHERENTS, PARTNERS];

const TABS: &[Tab] = &[
    Tab::new(1, "adherents", ADHERENTS).ordered("acronym"),
    Tab::new(2, "partners", PARTNERS).columns(&[
        ("acronym", 14),
        ("name", 46),
        ("partner_type", 18),
    ]),
];

declare! {
    "organisation" ["Organisation", "Organisations", "Organisation", "Organisations"] made ["Organisation ajoutée", "Organisation added"];
    title [NAME] " "; short Some(ACRONYM.number); when Some(MEMBER_SINCE.number);
    over Some(Over::Role(MEMBER_UNTIL.number, ROLES.number, "adherent")), aliases ALIASES, computed READ, parts PARTS, tabs TABS;
    known Natural::Named { names: &[NAME.number, FORMER_NAMES.number], sigle: ACRONYM.number };
    ACRONYM = 2 "acronym" "Sigle" "Acronym" Text => listed(12).searched().called(&["abreviation", "abbreviation", "acronyme", "nom court", "nom abrege", "short name", "libelle court"]);
    NAME = 1 "name" "Nom" "Name" Text => required().listed(38).searched().called(NAMED);
    ROLES = 3 "roles" "Rôles" "Roles" Choice(ROLE) => many().gathering();
    CATEGORY = 4 "category" "Catégorie" "Category" Text => listed(20).suggesting();
    PARTNER_TYPE_FIELD = 5 "partner_type" "Type de partenaire" "Type of partner" Choice(PARTNER_TYPE);
    UAI = 6 "uai" "UAI" "UAI" Text => searched().rule(Rule::Uai).identifying().called(&["code uai", "numero uai", "n° uai", "uai identifiant", "identifiant uai", "rne", "code rne"]);
    SIRET = 7 "siret" "SIRET" "SIRET" Text => searched().rule(Rule::Siret).identifying().called(&["n° siret", "numero siret", "numero de siret"]);
    ADDRESS = 8 "address" "Adresse" "Address" Text => sought(Sought::Address).called(STREET);
    CITY = 9 "city" "Ville" "City" Text => searched().suggesting().sought(Sought::Place).called(TOWN);
    REGION = 10 "region" "Région" "Region" Text => suggesting().sought(Sought::Region);
    PHONE = 11 "phone" "Téléphone" "Phone" Phone => many().called(CALLED_AT);
    EMAIL = 12 "email" "Courriel" "E-mail" Email => many();
    WEBSITE = 13 "website" "Site" "Web site" Url => called(&["url", "site web", "site internet", "web page", "page web", "web"]);
    MEMBER_SINCE = 14 "member_since" "Adhérent depuis" "Member since" Date => listed(10).called(&["date d'adhesion"]);
    MEMBER_UNTIL = 15 "member_until" "Adhérent jusqu’à" "Member until" Date => rule(Rule::NotBefore(14));
    FORMER_NAMES = 16 "former_names" "Anciens noms" "Former names" Text => many().searched().sought(Sought::FormerName);
    NOTE = 17 "note" "Note" "Note" Note;
    SOURCE = 18 "source" "Source" "Source" Text;
    SIREN = 21 "siren" "SIREN" "SIREN" Text => rule(Rule::Siren).identifying().called(&["n° siren", "numero siren", "numero de siren"]);
    POSTAL_CODE = 19 "postal_code" "Code postal" "Postal code" Text => sought(Sought::PostalCode).called(POSTCODE);
    COUNTRY = 20 "country" "Pays" "Country" Text => suggesting().called(LAND);
}
