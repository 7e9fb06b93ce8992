//! People: contacts, with several contact points.

use crate::model::alias::Alias;
use crate::model::collection::Collection;
use crate::model::computed::{Computed, Hop, Told};
use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, FieldNo, Sought};
use crate::model::kind::Kind;
use crate::model::kinds::{
    CALLED_AT, LAND, POSTCODE, STREET, TOWN, affiliation, interaction, registration, subscription,
};
use crate::model::natural::Natural;
use crate::model::tab::Tab;

const WOMAN: &[&str] = &[
    "madame",
    "mme.",
    "ms.",
    "mrs",
    "mrs.",
    "mlle",
    "mlle.",
    "mademoiselle",
    "miss",
    "f",
    "femme",
];

const CIVILITY: &[Choice] = &[
    Choice::new("mme", "Mme", "Ms").called(WOMAN),
    Choice::new("m", "M.", "Mr").called(&["monsieur", "mr.", "mister", "h", "homme"]),
];

const POINT_KIND: &[Choice] = &[
    Choice::new("work", "Professionnel", "Work"),
    Choice::new("mobile", "Mobile", "Mobile"),
    Choice::new("home", "Personnel", "Home"),
    Choice::new("assistant", "Secrétariat", "Assistant"),
];

const VALIDITY: &[Choice] = &[
    Choice::new("verified", "Vérifié", "Verified"),
    Choice::new("doubtful", "Douteux", "Doubtful"),
    Choice::new("invalid", "Invalide", "Invalid"),
];

const BOUNCE: &[Choice] = &[
    Choice::new("soft-bounce", "Rejets temporaires", "Soft bounces"),
    Choice::new("hard-bounce", "Rejets définitifs", "Hard bounces"),
];

const EMAIL_DETAILS: &[Field] = &[
    Field::new(1, "kind", "Nature", "Kind", Choice(POINT_KIND)),
    Field::new(2, "validity", "Validité", "Validity", Choice(VALIDITY)).settled(),
    Field::new(3, "bounce", "Rejets", "Bounces", Choice(BOUNCE)).settled(),
];

const PHONE_DETAILS: &[Field] = &[
    Field::new(1, "kind", "Nature", "Kind", Choice(POINT_KIND)),
    Field::new(2, "validity", "Validité", "Validity", Choice(VALIDITY)).settled(),
];

const AFFILIATIONS: &[&[Hop]] = &[&[Hop::From(Kind::Affiliation, affiliation::PERSON.number)]];
const INTERACTIONS: &[&[Hop]] = &[&[Hop::From(Kind::Interaction, interaction::ABOUT.number)]];

/// Where a person is: the affiliation says so.
const AT: (Kind, FieldNo, FieldNo) = (
    Kind::Affiliation,
    affiliation::PERSON.number,
    affiliation::ORGANISATION.number,
);

const ALIASES: &[Alias] = &[
    Alias {
        names: &["function", "fonction"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::FUNCTION.number,
    },
    Alias {
        names: &["organisation"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::ORGANISATION.number,
    },
    Alias {
        names: &["since", "depuis"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::SINCE.number,
    },
    Alias {
        names: &["until", "jusqu'a"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::UNTIL.number,
    },
    Alias {
        names: &["list", "liste"],
        through: Kind::Subscription,
        back: subscription::PERSON.number,
        field: subscription::LIST.number,
    },
    Alias {
        names: &["registered", "inscrit"],
        through: Kind::Registration,
        back: registration::PERSON.number,
        field: registration::SESSION.number,
    },
];

const READ: &[Computed] = &[
    Computed::new(
        1,
        "main_function",
        ["Fonction exercée", "Main function"],
        Text,
        Told::Foremost(affiliation::FUNCTION.number, affiliation::rank),
        AFFILIATIONS,
    )
    .width(28),
    Computed::new(
        2,
        "main_organisation",
        ["Rattachement", "Main organisation"],
        Reference(&[Kind::Organisation]),
        Told::Foremost(affiliation::ORGANISATION.number, affiliation::rank),
        AFFILIATIONS,
    )
    .width(18),
    Computed::new(
        3,
        "last_contact",
        ["Dernier contact", "Last contact"],
        Date,
        Told::Latest,
        INTERACTIONS,
    )
    .counting(interaction::is_contact),
];

const TABS: &[Tab] = &[Tab::new(5, "people", Collection::All(Kind::Person))];

declare! {
    "person" ["Personne", "Contacts", "Person", "People"] made ["Contact ajouté", "Person added"];
    title [FIRST_NAME, NAME] " "; short None; when None; over None, aliases ALIASES, computed READ, tabs TABS;
    known Natural::Reached { address: EMAIL.number, names: [FIRST_NAME.number, NAME.number], at: AT };
    CIVILITY_FIELD = 1 "civility" "Civilité" "Civility" Choice(CIVILITY) => called(&["civ", "prefix", "name prefix", "individual prefix", "salutation", "civility code", "titre adh"]);
    FIRST_NAME = 2 "first_name" "Prénom" "First name" Text => listed(16).searched().sought(Sought::FirstName).called(&["given name", "forename", "firstname", "prenoms", "prenom usuel", "prenom adh"]);
    NAME = 3 "name" "Nom" "Name" Text => required().listed(22).searched().sought(Sought::FamilyName).called(&["nom de famille", "nom usuel", "nom d'usage", "nom adh", "last name", "lastname", "surname", "family name"]);
    EMAIL = 4 "email" "Courriel" "E-mail" Email => many().listed(30).with(EMAIL_DETAILS);
    PHONE = 5 "phone" "Téléphone" "Phone" Phone => many().listed(16).with(PHONE_DETAILS).called(CALLED_AT);
    CITY = 6 "city" "Ville" "City" Text => searched().suggesting().sought(Sought::Place).called(TOWN);
    TAGS = 7 "tags" "Mots-clés" "Tags" Tags => many().called(&["etiquettes", "keywords"]);
    NOTE = 8 "note" "Note" "Note" Note;
    SOURCE = 9 "source" "Source" "Source" Text;
    FORMER_NAMES = 10 "former_names" "Anciens noms" "Former names" Text => many().searched().sought(Sought::FormerName);
    ADDRESS = 11 "address" "Adresse" "Address" Text => sought(Sought::Address).called(STREET);
    POSTAL_CODE = 12 "postal_code" "Code postal" "Postal code" Text => sought(Sought::PostalCode).called(POSTCODE);
    COUNTRY = 13 "country" "Pays" "Country" Text => suggesting().called(LAND);
}
