//! What the columns of a file go to: other programs' headers, several kinds from one row, columns by what they hold.

use guichet::exchange::import::Plan;
use guichet::exchange::mapping::{Goes, Mapping, recognise};
use guichet::exchange::options::Options;
use guichet::exchange::read_file;
use guichet::model::{Collection, Kind};

use super::memory::{Memory, text};

/// What the headers go to, each by its key; those left out as `-`.
fn keys(kind: Kind, file: &str) -> Vec<String> {
    let table = guichet::exchange::csv::read(file.as_bytes());
    let mapping = recognise(kind, &table);
    let columns = mapping.columns.iter();
    columns
        .map(|column| match &column.goes {
            Goes::To(targets, _) => targets
                .iter()
                .map(|target| target.key(kind))
                .collect::<Vec<_>>()
                .join("+"),
            Goes::Left(_) => "-".into(),
        })
        .collect()
}

fn headers(kind: Kind, headers: &str) -> String {
    keys(kind, &format!("{headers}\n")).join(" ")
}

#[test]
fn the_headers_of_other_programs_are_known() {
    for (from, to) in [
        (
            "Civ.;Nom de famille;Prénom;Mail;Tél;Portable;Société;Service;Fonction;CP;Ville;Pays",
            "civility name first_name email phone phone organisation service function postal_code city country",
        ),
        (
            "First Name;Last Name;Job Title;Current Employer;Email;Phone;Street Address;City;Postal Code;Country",
            "first_name name function organisation email phone address city postal_code country",
        ),
        (
            "First Name;Last Name;Company;Department;Job Title;Business Phone;Mobile Phone;E-mail Address;E-mail 2 Address;Business City",
            "first_name name organisation service function phone phone email email city",
        ),
        (
            "Given Name;Family Name;Organization 1 - Name;Organization 1 - Title;E-mail 1 - Value;Phone 1 - Value;Notes",
            "first_name name organisation function email phone note",
        ),
        (
            "Lastname;Firstname;Zip;Town;Phone pro;Phone mobile;Poste;Tiers",
            "name first_name postal_code city phone phone function organisation",
        ),
        (
            "nom_adh;prenom_adh;email_adh;tel_adh;gsm_adh;cp_adh;ville_adh;societe_adh",
            "name first_name email phone phone postal_code city organisation",
        ),
        (
            "Nom complet;Adresse e-mail (pro);Établissement;UAI;Adresse de l’établissement;Ville de l’établissement",
            "person email organisation uai address city",
        ),
        (
            "Nom;Prénom;Courriel;Session;Statut",
            "name first_name email session status",
        ),
        (
            "Nom;Prénom;Courriel;Liste de diffusion;État",
            "name first_name email list status",
        ),
    ] {
        let bare = |key: &str| key.rsplit('.').next().unwrap().to_string();
        let found: Vec<String> = keys(Kind::Person, &format!("{from}\n"))
            .iter()
            .map(|key| bare(key))
            .collect();
        assert_eq!(found.join(" "), to, "{from}");
    }
    assert_eq!(
        headers(
            Kind::Organisation,
            "Libellé;sigle;nom_court;uai - identifiant;siret;siren;Site internet;Adresse;Code postal;Localité;Région;Pays;Numéro de téléphone;flux_rss"
        ),
        "name acronym acronym uai siret siren website address postal_code city region country phone -"
    );
    assert_eq!(
        headers(
            Kind::Person,
            "Nom;Établissement;SIRET;Ville de l’établissement;Session;Statut;Liste"
        ),
        "name affiliation.organisation organisation.siret organisation.city registration.session registration.status subscription.list"
    );
    assert_eq!(
        headers(
            Kind::Registration,
            "Prénom;Nom;Courriel;Établissement;Session;Statut"
        ),
        "person.first_name person.name person.email affiliation.organisation session status"
    );
}

#[test]
fn a_column_without_a_known_name_is_known_by_what_it_holds() {
    let file = "Nom;Colonne A;Colonne B;Colonne C\nMartin;a@b.fr;0145454545;0751717J\nDurand;c@d.fr;06 12 34 56 78;\n";
    assert_eq!(
        keys(Kind::Person, file),
        ["name", "email", "phone", "organisation.uai"]
    );
    assert_eq!(
        keys(Kind::Organisation, file),
        ["name", "email", "phone", "uai"]
    );
    assert_eq!(
        keys(Kind::Person, "Titre;Nom\nMme;Martin\nM.;Durand\n"),
        ["civility", "name"]
    );
    assert_eq!(
        keys(Kind::Person, "Titre;Nom\nDirectrice;Martin\n")[0],
        "affiliation.function"
    );
}

#[test]
fn one_row_feeds_a_person_a_body_a_function_and_a_registration() {
    let mut memory = Memory::default();
    memory.load(
        "session",
        "s.csv",
        b"type,name,date\nclub_u,Club Paie,2026-12-01\n",
    );
    memory.load("list", "l.csv", b"name,address\nDAF,daf@l.fr\n");
    let file = "Nom;Prénom;Mail;Portable;Établissement;UAI;CP établissement;Fonction;Service;Session;Liste\n\
        Roy;Zoé;zoe.roy@u.fr;0612345678;Université d’Essai;0751717J;75005;DAF;Finances;Club Paie;DAF\n\
        Bay;Tom;tom.bay@u.fr;;Université d’Essai;;;DSI;;Club Paie;\n";
    let plan = memory.load("person", "p.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.as_slice()), (2, &[][..]));
    let only = |kind: Kind| memory.of(kind);
    assert_eq!(only(Kind::Organisation).len(), 1);
    let body = only(Kind::Organisation)[0];
    assert_eq!(text(&memory, body, "uai"), "0751717J");
    assert_eq!(text(&memory, body, "postal_code"), "75005");
    let zoe = memory.only(Kind::Person, "name", "Roy");
    assert_eq!(text(&memory, zoe, "phone"), "0612345678 (mobile)");
    let held = only(Kind::Affiliation);
    assert_eq!(held.len(), 2);
    assert_eq!(
        text(
            &memory,
            memory.only(Kind::Affiliation, "function", "DAF"),
            "service"
        ),
        "Finances"
    );
    assert_eq!(only(Kind::Registration).len(), 2);
    assert_eq!(
        text(&memory, only(Kind::Registration)[0], "role"),
        "participant"
    );
    assert_eq!(only(Kind::Subscription).len(), 1);
    let again = memory.import("person", "p.csv", file.as_bytes());
    assert_eq!((again.counts.same, again.commit.edits.len()), (2, 0));
}

#[test]
fn a_registration_names_its_person_by_their_own_columns() {
    let mut memory = Memory::default();
    memory.load(
        "session",
        "s.csv",
        b"type,name,date\nclub_u,Club Paie,2026-12-01\n",
    );
    memory.load(
        "person",
        "p.csv",
        b"first_name,name,email\nZoe,Roy,zoe.roy@u.fr\n",
    );
    let file = "Prénom;Nom;Courriel;Établissement;Session;Rôle;Statut\n\
        Zoe;Roy;zoe.roy@u.fr;Université d’Essai;Club Paie;Participant;Inscrit\n\
        Tom;Bay;tom.bay@u.fr;Université d’Essai;Club Paie;Participant;Inscrit\n";
    let plan = memory.load("registration", "r.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.as_slice()), (2, &[][..]));
    assert_eq!(memory.of(Kind::Person).len(), 2);
    assert_eq!(memory.of(Kind::Affiliation).len(), 2);
    let again = memory.import("registration", "r.csv", file.as_bytes());
    assert_eq!((again.counts.same, again.commit.edits.len()), (2, 0));
}

#[test]
fn a_printed_name_is_cut_in_two() {
    let mut memory = Memory::default();
    memory.load(
        "person",
        "p.csv",
        "Nom complet;Mail\nZoé DE LA TOUR;zoe@u.fr\n".as_bytes(),
    );
    let zoe = memory.of(Kind::Person)[0];
    assert_eq!(text(&memory, zoe, "first_name"), "Zoé");
    assert_eq!(text(&memory, zoe, "name"), "De La Tour");
}

fn mapped(memory: &mut Memory, kind: &str, file: &str, map: &str) -> Plan {
    let collection = Collection::by_key(kind).unwrap();
    let mapping = Mapping::read(collection.kind(), map).unwrap();
    let options = Options {
        mapping: Some(mapping),
        ..Options::default()
    };
    let reading = read_file(collection, file.as_bytes(), &options, &mut |_| {
        std::ops::ControlFlow::Continue(())
    });
    memory.plan_of(reading)
}

#[test]
fn a_mapping_is_a_file_that_a_person_can_change() {
    let file = "Nom;Truc;Ville\nMartin;m@a.fr;Metz\n";
    let table = guichet::exchange::csv::read(file.as_bytes());
    let mapping = recognise(Kind::Person, &table);
    let written = mapping.text(Kind::Person);
    let read = Mapping::read(Kind::Person, &written).unwrap();
    assert_eq!(read.text(Kind::Person), written);
    assert!(written.contains("header = \"Truc\""), "{written}");
    assert!(written.contains("m@a.fr"), "{written}");
    let mut memory = Memory::default();
    memory.load("person", "p.csv", b"name,email,city\nMartin,m@a.fr,Nice\n");
    let map = "kind = \"person\"\n[[column]]\nheader = \"ville\"\nto = []\n\
        [[column]]\nheader = \"Truc\"\nto = [\"email\"]\n";
    let plan = mapped(&mut memory, "person", file, map);
    assert_eq!(plan.counts.same, 1);
    // What clears a cell is said there.
    let map = "[[column]]\nheader = \"Ville\"\nto = [\"city\"]\nclears = [\"\", \"-\"]\n";
    for cell in ["", "-"] {
        let file = format!("Nom;Mail;Ville\nMartin;m@a.fr;{cell}\n");
        let plan = mapped(&mut memory, "person", &file, map);
        memory.commit(&plan);
        assert_eq!(plan.counts.updated, 1);
        assert_eq!(text(&memory, memory.of(Kind::Person)[0], "city"), "");
        memory.load("person", "p.csv", b"name,email,city\nMartin,m@a.fr,Nice\n");
    }
    // A SIREN is that of the SIRET where one asks for it.
    let map = "[[column]]\nheader = \"SIRET\"\nto = [\"siret\", \"siren\"]\n";
    let plan = mapped(
        &mut memory,
        "organisation",
        "Nom;SIRET\nEssai;130 020 597 00014\n",
        map,
    );
    memory.commit(&plan);
    let made = memory.only(Kind::Organisation, "name", "Essai");
    assert_eq!(text(&memory, made, "siren"), "130020597");
    for wrong in [
        "kind = \"list\"\n",
        "[[column]]\nheader = \"A\"\nto = [\"zzz\"]\n",
        "[[colum]]\n",
    ] {
        assert!(Mapping::read(Kind::Person, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_shortened_by_a_dot_or_written_with_underscores_is_known_all_the_same() {
    use guichet::exchange::mapping::{Goes, recognise};
    let file = b"Nom;T\xc3\xa9l. mobile;T\xc3\xa9l. portable;adresse_de_messagerie\nRoy;;;\n";
    let table = guichet::exchange::csv::read(file);
    let mapping = recognise(guichet::model::Kind::Person, &table);
    for column in &mapping.columns {
        assert!(matches!(column.goes, Goes::To(..)), "{}", column.header);
    }
}
