//! Zones: by which clock moments are told. A zone is handed in by whoever runs the program; nothing in the rooms
//! below asks for it.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::date::Date;
use super::lang::Lang;

/// A time zone, with its changes of clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of a time zone that is known already: that of the machine, as a rule.
    pub fn of(zone: TimeZone) -> Zone {
        Zone(zone)
    }

    /// That of no place.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The zone of that name (`Europe/Paris`), if this machine knows it.
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The day in which a moment falls, in milliseconds since 1970, UTC.
    pub fn day(&self, milliseconds: i64) -> Date {
        Date::from_civil(self.clock(milliseconds).date())
    }

    /// What the clocks show at a moment.
    pub(super) fn clock(&self, milliseconds: i64) -> ZonedDateTime {
        let moment = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
        moment.to_zoned_datetime(self.0.clone())
    }

    /// The moment at which the clocks show that; the first, where they show it twice. `None` beyond all times.
    pub(super) fn moment(&self, shown: civil::DateTime) -> Option<Timestamp> {
        let zoned = shown.to_zoned_datetime(self.0.clone()).ok()?;
        Some(zoned.timestamp())
    }
}

/// Where the screen is read: in which language, and by which clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The language.
    pub lang: Lang,
    /// The clock.
    pub zone: Zone,
}

impl From<Lang> for Here {
    /// Nowhere in particular: by UTC.
    fn from(lang: Lang) -> Here {
        Here {
            lang,
            zone: Zone::utc(),
        }
    }
}
