//! Who is there twice: made-up people of whom every tenth is another's double, with its own typos and gaps; how sure
//! that is found, and how long it takes. `TWINS_PEOPLE=1000000`; `TWINS_FEBRL=FOLDER` adds the sets of that name
//! (`dataset2.csv` …), of which given name, surname, address, town and postal code are read.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::Instant;

use guichet::catalog::{Band, Catalog};
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::{Fields, Kind, Lang, Record, RecordRef, Value};
use ulid::Ulid;

/// Organisations at which they are.
const PLACES: usize = 2_000;
const SYLLABLES: &[&str] = &[
    "ma", "ri", "le", "ro", "du", "pon", "ber", "nar", "gau", "thi", "che", "val", "mor", "lan",
    "cor", "fau", "per", "rin", "bla", "gre", "vi", "sau", "lou", "mi", "ca", "ro", "za", "bou",
    "del", "four",
];

/// A person as a labelled file has one.
#[derive(Clone, Default)]
struct Labelled {
    who: String,
    side: u8,
    fields: Vec<(u16, String)>,
    place: Option<usize>,
}

fn main() {
    let people: usize = std::env::var("TWINS_PEOPLE")
        .ok()
        .and_then(|people| people.parse().ok())
        .unwrap_or(200_000);
    told(&format!("{people} made-up people"), &made_up(people), false);
    if let Ok(folder) = std::env::var("TWINS_FEBRL") {
        let folder = Path::new(&folder);
        for set in ["1", "2", "3"] {
            let read = febrl(&folder.join(format!("dataset{set}.csv")), 0);
            told(&format!("febrl{set}"), &read, false);
        }
        let mut both = febrl(&folder.join("dataset4a.csv"), 0);
        both.extend(febrl(&folder.join("dataset4b.csv"), 1));
        told("febrl4", &both, true);
    }
}

/// Finds them, and holds what is found against the labels.
fn told(name: &str, people: &[Labelled], linked: bool) {
    let mut ids = 1u128;
    let mut id = || {
        ids += 1;
        Ulid(ids)
    };
    let mut records = Vec::new();
    let places: Vec<RecordRef> = (0..PLACES)
        .map(|_| RecordRef::new(Kind::Organisation, id()))
        .collect();
    for (number, place) in places.iter().enumerate() {
        let fields =
            Fields::new().with(organisation::NAME.number, text(&format!("Place {number}")));
        records.push(Record::new(*place, 1, false, &fields));
    }
    let mut who: HashMap<RecordRef, &Labelled> = HashMap::new();
    for labelled in people {
        let record = RecordRef::new(Kind::Person, id());
        let mut fields = Fields::new();
        for (number, value) in &labelled.fields {
            let many = [person::EMAIL.number, person::PHONE.number].contains(number);
            let value = text(value);
            let value = if many {
                Value::Many(vec![value])
            } else {
                value
            };
            fields.set(*number, Some(value));
        }
        records.push(Record::new(record, 1, false, &fields));
        if let Some(place) = labelled.place.and_then(|place| places.get(place)) {
            let fields = Fields::new()
                .with(affiliation::PERSON.number, Value::Reference(record))
                .with(affiliation::ORGANISATION.number, Value::Reference(*place));
            records.push(Record::new(
                RecordRef::new(Kind::Affiliation, id()),
                1,
                false,
                &fields,
            ));
        }
        who.insert(record, labelled);
    }
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(records);
    let before = rss();
    let begun = Instant::now();
    let twins = catalog.twins(Kind::Person, 2, &BTreeSet::new());
    let took = begun.elapsed();
    let mut groups: HashMap<&str, [u64; 2]> = HashMap::new();
    for labelled in people {
        groups.entry(&labelled.who).or_default()[usize::from(labelled.side)] += 1;
    }
    let pairs = groups.values().map(|[one, other]| match linked {
        true => one * other,
        false => one * (one.max(&1) - 1) / 2,
    });
    let truth: u64 = pairs.sum();
    let (mut right, mut all, mut same_right, mut same) = (0u64, 0u64, 0u64, 0u64);
    for likely in twins.pairs(&catalog) {
        let [one, other] = likely.records.map(|record| who[&record]);
        if linked && one.side == other.side {
            continue;
        }
        let is_right = u64::from(one.who == other.who);
        (all, right) = (all + 1, right + is_right);
        if likely.band == Band::Same {
            (same, same_right) = (same + 1, same_right + is_right);
        }
    }
    let of = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    println!(
        "{name}: {took:.2?}, {} MB more; {truth} twice; found {all}: P {:.4} R {:.4} F {:.4}; same {same}: P {:.4} R {:.4}",
        (rss() - before) / 1_000_000,
        of(right, all),
        of(right, truth),
        2.0 * right as f64 / (all + truth).max(1) as f64,
        of(same_right, same),
        of(same_right, truth),
    );
}

/// The most memory that the process has held, in bytes.
fn rss() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1_024
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

/// People as `PLACES` bodies have them; the last tenth are doubles of others.
fn made_up(people: usize) -> Vec<Labelled> {
    let mut dice = fastrand::Rng::with_seed(7);
    let name = |dice: &mut fastrand::Rng, most: usize| -> String {
        let syllables = (0..dice.usize(2..=most)).map(|_| SYLLABLES[dice.usize(..SYLLABLES.len())]);
        syllables.collect()
    };
    let distinct = |dice: &mut fastrand::Rng, draws: usize, most: usize| -> Vec<String> {
        let names: BTreeSet<String> = (0..draws).map(|_| name(dice, most)).collect();
        let mut names: Vec<String> = names.into_iter().collect();
        dice.shuffle(&mut names);
        names
    };
    let (families, firsts) = (distinct(&mut dice, 40_000, 4), distinct(&mut dice, 800, 2));
    let weigh = |names: &[String], flat: f64| -> Vec<f64> {
        let mut sum = 0.0;
        let weights = (0..names.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + flat);
            sum
        });
        weights.collect()
    };
    let (family_weights, first_weights) = (weigh(&families, 10.0), weigh(&firsts, 5.0));
    let pick = |dice: &mut fastrand::Rng, weights: &[f64]| {
        let at = dice.f64() * weights.last().unwrap();
        weights.partition_point(|weight| *weight < at)
    };
    let typo = |dice: &mut fastrand::Rng, word: &str| -> String {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() < 3 {
            return word.to_string();
        }
        let at = dice.usize(..letters.len() - 1);
        match dice.f64() {
            draw if draw < 0.4 => letters.swap(at, at + 1),
            draw if draw < 0.7 => drop(letters.remove(at)),
            _ => letters[at] = "aeiourstn".chars().nth(dice.usize(..9)).unwrap(),
        }
        letters.into_iter().collect()
    };
    let originals = people * 9 / 10;
    let mut made: Vec<[String; 4]> = Vec::new();
    let mut labelled: Vec<Labelled> = Vec::new();
    let put = |who: usize, row: &[String; 4], place: usize, labelled: &mut Vec<Labelled>| {
        let numbers = [
            person::FIRST_NAME.number,
            person::NAME.number,
            person::EMAIL.number,
            person::PHONE.number,
        ];
        let fields = numbers.into_iter().zip(row.iter().cloned());
        labelled.push(Labelled {
            who: who.to_string(),
            side: 0,
            fields: fields.filter(|(_, value)| !value.is_empty()).collect(),
            place: Some(place),
        });
    };
    let mut at: Vec<usize> = Vec::new();
    for number in 0..originals {
        let first = firsts[pick(&mut dice, &first_weights).min(firsts.len() - 1)].clone();
        let family = families[pick(&mut dice, &family_weights).min(families.len() - 1)].clone();
        let place = dice.usize(..PLACES);
        let digit = match number % 7 {
            0 => String::new(),
            digit => digit.to_string(),
        };
        let mail = format!("{first}.{family}{digit}@org{place}.fr");
        let phone = format!("0{}", dice.u32(100_000_000..=999_999_999));
        let row = [first, family, mail, phone];
        put(number, &row, place, &mut labelled);
        made.push(row);
        at.push(place);
    }
    for _ in originals..people {
        let who = dice.usize(..originals);
        let ([mut first, mut family, mut mail, mut phone], mut place) =
            (made[who].clone(), at[who]);
        if dice.f64() < 0.4 {
            first = typo(&mut dice, &first);
        }
        if dice.f64() < 0.4 {
            family = typo(&mut dice, &family);
        }
        if dice.f64() < 0.4 {
            mail = if dice.bool() {
                String::new()
            } else {
                typo(&mut dice, &mail)
            };
        }
        if dice.f64() < 0.5 {
            phone = if dice.f64() < 0.6 {
                String::new()
            } else {
                typo(&mut dice, &phone)
            };
        }
        if dice.f64() < 0.3 {
            place = dice.usize(..PLACES);
        }
        put(who, &[first, family, mail, phone], place, &mut labelled);
    }
    labelled
}

/// A set of the Freely Extensible Biomedical Record Linkage project; the id says who is who.
fn febrl(file: &Path, side: u8) -> Vec<Labelled> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)
        .unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cell = |at: usize| row.get(at).unwrap_or_default().to_string();
        let address = [cell(3), cell(4), cell(5)].join(" ");
        let fields = [
            (person::FIRST_NAME.number, cell(1)),
            (person::NAME.number, cell(2)),
            (person::ADDRESS.number, address.trim().to_string()),
            (person::CITY.number, cell(6)),
            (person::POSTAL_CODE.number, cell(7)),
        ];
        Labelled {
            who: cell(0).split('-').nth(1).unwrap().to_string(),
            side,
            fields: fields
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .collect(),
            place: None,
        }
    });
    rows.collect()
}
