//! What agreement weighs, after Fellegi and Sunter (1969): how often two records of the same body or person agree
//! so, against how often two others do. Both are learnt from the store itself, without anybody's word: the second
//! from pairs drawn at random and from how frequent a value is, the first by expectation and maximisation, each
//! column judged by what the others say.

use super::blocks::{Pair, pairs_by_sound};
use super::nearness::{Nearness, STEPS};
use super::told::{Telling, Told, TwinSort};
use crate::catalog::threads::share_out;

/// Columns are so many at most.
pub const COLUMNS: usize = 13;
/// Rounds of learning: the figures stand still before.
const ROUNDS: usize = 8;
/// So many pairs are learnt from.
const LEARNT: usize = 200_000;
/// So many pairs are drawn at random.
const DRAWN: usize = 200_000;
/// Pairs are compared so many at a time.
const CHUNK: usize = 8_192;
/// What is learnt counts for more than what is expected from so many pairs on.
const EXPECTED: f64 = 10.0;
/// A value is as frequent as among so many more who have others: few records say little of how rare a name is.
const BACKGROUND: f64 = 500.0;
/// Of places there are fewer than of names.
const PLACES: f64 = 50.0;
/// The part of the records that is held to be there twice, before any were seen.
const TWICE: f64 = 0.02;
/// A pair that the other columns hold to be the same by so much teaches what a column says of such.
const SURE: f64 = 0.9;

/// How the columns of two rows agree, and the part of the rows that have the value in which they do.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// How near.
    pub near: [Nearness; COLUMNS],
    /// The larger part of the rows with either value.
    pub part: [f32; COLUMNS],
}

type Odds = [f64; STEPS];

/// What each agreement weighs, in natural logarithms of odds.
#[derive(Clone, Debug)]
pub struct Weighing {
    /// Of two rows drawn at random.
    prior: f64,
    of_same: Vec<Odds>,
    of_others: Vec<Odds>,
    /// Of addresses of others with such names at such a place.
    of_namesakes: [Odds; NAMESAKES],
}

/// Ways in which names and places agree where an address is made of them.
const NAMESAKES: usize = 6;

/// How the columns of two rows agree.
pub fn compare(told: &Told, (one, other): Pair) -> Agreement {
    let mut agreement = Agreement {
        near: [Nearness::Blank; COLUMNS],
        part: [0.0; COLUMNS],
    };
    for (column, (near, part)) in told
        .columns
        .iter()
        .zip(agreement.near.iter_mut().zip(&mut agreement.part))
    {
        let (step, mine, theirs) = column.compare(one, other);
        *near = step;
        if step != Nearness::Blank {
            *part = column.part(mine).max(column.part(theirs)) as f32;
        }
    }
    swap(told, (one, other), &mut agreement);
    agreement
}

/// First and family name that stand in each other's place agree in that.
fn swap(told: &Told, (one, other): Pair, agreement: &mut Agreement) {
    let at = |sort| told.columns.iter().position(|column| column.sort == sort);
    let (Some(first), Some(family)) = (at(TwinSort::First), at(TwinSort::Family)) else {
        return;
    };
    let far = |at: usize| {
        let near = agreement.near.get(at).copied();
        matches!(
            near,
            Some(Nearness::Blank | Nearness::Touch | Nearness::Other)
        )
    };
    if !far(first) || !far(family) {
        return;
    }
    let nearest = |mine: (usize, u32), theirs: (usize, u32)| {
        let texts = |(at, row): (usize, u32)| told.columns.get(at).map(|column| column.texts(row));
        let mut nearest = Nearness::Blank;
        for mine in texts(mine).into_iter().flatten() {
            for theirs in texts(theirs).into_iter().flatten() {
                let near = TwinSort::First.nearness(mine, theirs);
                if nearest == Nearness::Blank || near < nearest {
                    nearest = near;
                }
            }
        }
        nearest
    };
    let crossed = [
        nearest((first, one), (family, other)),
        nearest((family, one), (first, other)),
    ];
    let is_near = |near| matches!(near, Nearness::Same | Nearness::Slip | Nearness::Near);
    let fits = |near| is_near(near) || near == Nearness::Blank;
    if crossed.iter().any(|near| is_near(*near)) && crossed.iter().all(|near| fits(*near)) {
        for at in [first, family] {
            if let Some(near) = agreement
                .near
                .get_mut(at)
                .filter(|near| **near != Nearness::Blank)
            {
                *near = Nearness::Swapped;
            }
        }
    }
}

impl Weighing {
    /// Learns from the records themselves.
    pub fn learn(told: &Told, pairs: &[Pair], threads: usize) -> Weighing {
        let rows = told.rows.len() as f64;
        let all = (rows * (rows - 1.0) / 2.0).max(1.0);
        let mut weights = Weighing {
            prior: (rows * TWICE / all).min(0.5).ln(),
            of_same: told
                .columns
                .iter()
                .map(|column| expected(column.sort))
                .collect(),
            of_others: of_others(told),
            of_namesakes: [[0.0; STEPS]; NAMESAKES],
        };
        let every = pairs.len().div_ceil(LEARNT).max(1);
        let some: Vec<Pair> = pairs.iter().step_by(every).copied().collect();
        let seen = compare_all(told, &some, threads);
        let mail = told
            .columns
            .iter()
            .position(|column| column.sort == TwinSort::Mail);
        let namesakes = match mail {
            Some(_) => pairs_by_sound(told),
            None => Vec::new(),
        };
        let few = namesakes.len().div_ceil(LEARNT).max(1);
        let namesakes: Vec<Pair> = namesakes.into_iter().step_by(few).collect();
        let namesakes = compare_all(told, &namesakes, threads);
        for round in 0..ROUNDS {
            if let Some(mail) = mail {
                weights.learn_namesakes(told, mail, &namesakes, round == 0);
            }
            weights.learn_round(told, &seen, every as f64, all);
        }
        weights
    }

    /// What the agreement of each column weighs.
    pub fn of(&self, told: &Told, agreement: &Agreement) -> [f64; COLUMNS] {
        let mut weights = [0.0; COLUMNS];
        let namesakes = namesakes(told, agreement);
        for (at, column) in told.columns.iter().enumerate().take(COLUMNS) {
            let Some(near) = agreement
                .near
                .get(at)
                .filter(|near| **near != Nearness::Blank)
            else {
                continue;
            };
            let odds = |odds: &[Odds]| odds.get(at).map_or(1.0, |odds| odds[*near as usize]);
            let mut others = odds(&self.of_others);
            if *near == Nearness::Same {
                // Of a rare value others have it more rarely; of one that only these two have, hardly anybody.
                let filled = f64::from(column.filled);
                let part = f64::from(agreement.part.get(at).copied().unwrap_or(0.0));
                let background = if column.sort == TwinSort::At {
                    PLACES
                } else {
                    BACKGROUND
                };
                others = (part * filled - 0.5).max(0.5) / (filled + background);
            }
            if let (TwinSort::Mail, Some(namesakes)) = (column.sort, namesakes) {
                let odds = self.of_namesakes.get(namesakes);
                let odds = odds.map_or(others, |odds| odds[*near as usize]);
                others = if *near == Nearness::Other {
                    odds
                } else {
                    others.max(odds)
                };
            }
            if let Some(weight) = weights.get_mut(at) {
                *weight = (odds(&self.of_same) / others).ln();
            }
        }
        weights
    }

    /// How much speaks for the same: the logarithm of the odds.
    pub fn odds(&self, told: &Told, agreement: &Agreement) -> f64 {
        self.prior + self.of(told, agreement).iter().sum::<f64>()
    }

    fn learn_round(&mut self, told: &Told, seen: &[Agreement], each: f64, all: f64) {
        let mut counted: Vec<Odds> = vec![[0.0; STEPS]; told.columns.len()];
        let mut same = 0.0;
        for agreement in seen {
            let weights = self.of(told, agreement);
            let odds = self.prior + weights.iter().sum::<f64>();
            same += chance(odds);
            for ((counted, near), weight) in counted.iter_mut().zip(&agreement.near).zip(weights) {
                // By what the others say: a column does not teach what it says itself.
                let sure = chance(odds - weight);
                if *near != Nearness::Blank && sure > SURE {
                    counted[*near as usize] += sure;
                }
            }
        }
        for ((of_same, counted), column) in self.of_same.iter_mut().zip(&counted).zip(&told.columns)
        {
            let (expected, sum) = (expected(column.sort), counted.iter().sum::<f64>());
            for ((odds, counted), expected) in of_same.iter_mut().zip(counted).zip(expected) {
                *odds = (counted + expected * EXPECTED) / (sum + EXPECTED);
            }
        }
        let part = (same * each).max(0.5) / all;
        self.prior = (part / (1.0 - part).max(0.5)).ln();
    }

    /// Learns how the addresses of others agree whose names do: `jean.martin@` of one is that of his namesake too.
    fn learn_namesakes(&mut self, told: &Told, mail: usize, seen: &[Agreement], first: bool) {
        let mut counted = [[0.0; STEPS]; NAMESAKES];
        for agreement in seen {
            let near = agreement.near.get(mail).copied().unwrap_or(Nearness::Blank);
            let Some(namesakes) = namesakes(told, agreement).filter(|_| near != Nearness::Blank)
            else {
                continue;
            };
            let same = if first {
                0.0
            } else {
                chance(self.odds(told, agreement))
            };
            if let Some(counted) = counted.get_mut(namesakes) {
                counted[near as usize] += 1.0 - same;
            }
        }
        let Some(usual) = self.of_others.get(mail) else {
            return;
        };
        for (odds, counted) in self.of_namesakes.iter_mut().zip(&counted) {
            let sum = counted.iter().sum::<f64>() + 1.0;
            for ((odds, counted), usual) in odds.iter_mut().zip(counted).zip(usual) {
                *odds = ((counted + usual) / sum).max(f64::MIN_POSITIVE.sqrt());
            }
        }
    }
}

/// Compares many pairs.
pub fn compare_all(told: &Told, pairs: &[Pair], threads: usize) -> Vec<Agreement> {
    let compared = share_out(threads, pairs.chunks(CHUNK), |pairs| {
        let pairs = pairs.iter();
        pairs.map(|pair| compare(told, *pair)).collect::<Vec<_>>()
    });
    compared.into_iter().flatten().collect()
}

/// The chance of odds.
pub fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// In which way names and place agree, if the names do: an address of mail is made of them.
fn namesakes(told: &Told, agreement: &Agreement) -> Option<usize> {
    let near = |sort| {
        let at = told.columns.iter().position(|column| column.sort == sort);
        at.and_then(|at| agreement.near.get(at).copied())
    };
    let names = match (near(TwinSort::First)?, near(TwinSort::Family)?) {
        (Nearness::Same, Nearness::Same) => 0,
        (
            Nearness::Same | Nearness::Slip | Nearness::Near,
            Nearness::Same | Nearness::Slip | Nearness::Near,
        ) => 1,
        _ => return None,
    };
    let place = match near(TwinSort::At) {
        None | Some(Nearness::Blank) => 0,
        Some(Nearness::Same) => 1,
        Some(_) => 2,
    };
    Some(names * 3 + place)
}

/// How two records of the same agree, before any were seen: people change their place and number, hardly ever
/// their name, a body never what identifies it.
fn expected(sort: TwinSort) -> Odds {
    match sort {
        TwinSort::Mail | TwinSort::Phone | TwinSort::At => {
            [0.0, 0.6, 0.06, 0.02, 0.02, 0.005, 0.005, 0.29]
        }
        TwinSort::Identifier => [0.0, 0.98, 0.005, 0.003, 0.001, 0.0005, 0.0005, 0.01],
        TwinSort::Family => [0.0, 0.83, 0.07, 0.03, 0.03, 0.01, 0.01, 0.02],
        _ => [0.0, 0.8, 0.07, 0.03, 0.03, 0.01, 0.01, 0.05],
    }
}

/// How two others agree: by pairs drawn at random, and the same by how frequent each value is.
fn of_others(told: &Told) -> Vec<Odds> {
    let mut counted: Vec<Odds> = vec![[0.0; STEPS]; told.columns.len()];
    let rows = told.rows.len();
    let mut dice = fastrand::Rng::with_seed(7);
    for _ in 0..DRAWN.min(rows * 40) {
        let (one, other) = (dice.usize(..rows), dice.usize(..rows));
        if one == other {
            continue;
        }
        let agreement = compare(told, (one as u32, other as u32));
        for (counted, near) in counted.iter_mut().zip(agreement.near) {
            counted[near as usize] += 1.0;
        }
    }
    for (odds, column) in counted.iter_mut().zip(&told.columns) {
        let same = same(column);
        odds[Nearness::Blank as usize] = 0.0;
        odds[Nearness::Same as usize] = 0.0;
        // No step is impossible, though none was drawn.
        let unseen = 0.2;
        let sum = odds.iter().sum::<f64>() + unseen * STEPS as f64;
        for odds in odds.iter_mut() {
            *odds = (*odds + unseen) / sum * (1.0 - same);
        }
        odds[Nearness::Same as usize] = same;
    }
    counted
}

/// How often two of its values are the same.
fn same(column: &Telling) -> f64 {
    let ids = 0..u32::try_from(column.values.len()).unwrap_or(u32::MAX);
    ids.map(|id| column.part(id).powi(2))
        .sum::<f64>()
        .clamp(1e-9, 0.99)
}
