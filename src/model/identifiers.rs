//! Identifiers with a check of their own, and the libraries' checks of addresses and numbers.

/// What is wrong with an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierError {
    /// Not the right number of digits and letters.
    Form,
    /// The form is right; the check letter should be that one.
    CheckLetter(char),
    /// The form is right; the Luhn key is wrong.
    Key,
}

/// Checks a UAI (ex-RNE) code: seven digits and a letter, the digits modulo 23 in the alphabet
/// without I, O and Q (rule of the ministry's *répertoire national des établissements*).
pub fn check_uai(text: &str) -> Result<(), IdentifierError> {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    let (digits, letter) = text.split_at_checked(7).ok_or(IdentifierError::Form)?;
    let number: usize = match digits.bytes().all(|b| b.is_ascii_digit()) {
        true => digits.parse().map_err(|_| IdentifierError::Form)?,
        false => return Err(IdentifierError::Form),
    };
    let expected = LETTERS
        .get(number % 23)
        .map_or('?', |letter| char::from(*letter));
    let mut letters = letter.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.to_ascii_uppercase() == expected => Ok(()),
        (Some(c), None) if c.is_ascii_alphabetic() => Err(IdentifierError::CheckLetter(expected)),
        _ => Err(IdentifierError::Form),
    }
}

/// Checks a SIRET: fourteen digits with a Luhn key; those of La Poste (SIREN 356 000 000) have a sum
/// of digits that is a multiple of five instead (INSEE).
pub fn check_siret(text: &str) -> Result<(), IdentifierError> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .filter_map(|c| c.to_digit(10))
        .collect();
    if digits.len() != 14
        || text
            .chars()
            .any(|c| !c.is_ascii_digit() && !c.is_whitespace())
    {
        return Err(IdentifierError::Form);
    }
    let of_la_poste = digits.starts_with(&[3, 5, 6, 0, 0, 0, 0, 0, 0]);
    if luhn(code(text).bytes()).is_multiple_of(10)
        || (of_la_poste && digits.iter().sum::<u32>().is_multiple_of(5))
    {
        Ok(())
    } else {
        Err(IdentifierError::Key)
    }
}

/// Checks a SIREN: nine digits with a Luhn key.
pub fn check_siren(text: &str) -> Result<(), IdentifierError> {
    let digits = code(text);
    if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdentifierError::Form);
    }
    match luhn(digits.bytes()).is_multiple_of(10) {
        true => Ok(()),
        false => Err(IdentifierError::Key),
    }
}

/// The SIREN of a SIRET: its first nine digits.
pub fn siren_of(siret: &str) -> Option<String> {
    let digits = code(siret);
    let is_one = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.get(..9).filter(|_| is_one).map(str::to_string)
}

/// A code as it is compared: its letters and digits alone, in capitals.
pub fn code(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = digits.rev().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let weighed = digits
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(digit) } else { digit });
    weighed.sum()
}

/// Mailboxes that several people read, whatever their names are.
const SHARED: &[&str] = &[
    "accueil",
    "admin",
    "administration",
    "admissions",
    "agence",
    "amue",
    "assistance",
    "bureau",
    "ca",
    "cabinet",
    "cfa",
    "cgt",
    "com",
    "communication",
    "compta",
    "comptabilite",
    "contact",
    "contacts",
    "courrier",
    "daf",
    "dfc",
    "dgs",
    "direction",
    "dpo",
    "drh",
    "dsi",
    "facturation",
    "finance",
    "finances",
    "formation",
    "formations",
    "gestion",
    "hello",
    "help",
    "helpdesk",
    "info",
    "infos",
    "informatique",
    "inscription",
    "inscriptions",
    "mail",
    "mairie",
    "marche",
    "marches",
    "no",
    "noreply",
    "office",
    "paie",
    "personnel",
    "postmaster",
    "presidence",
    "president",
    "recherche",
    "rectorat",
    "reception",
    "rh",
    "sales",
    "scol",
    "scolarite",
    "secretariat",
    "service",
    "services",
    "si",
    "standard",
    "support",
    "survey",
    "team",
    "webmaster",
];

/// Whether an address is a mailbox that several people share (`contact@…`, `scol.droit@…`, `no-reply@…`): it tells
/// nobody apart.
pub fn is_shared_mailbox(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    let mut words = local.split(|c: char| !c.is_alphanumeric());
    let first = words.next().unwrap_or_default();
    let first = first.trim_end_matches(|c: char| c.is_ascii_digit());
    SHARED.contains(&first)
}

/// Whether it is an e-mail address (RFC 5321, with a dot in the domain).
pub fn is_email(text: &str) -> bool {
    let options = email_address::Options::default()
        .with_required_tld()
        .without_display_text();
    email_address::EmailAddress::parse_with_options(text, options).is_ok()
}

/// Whether it is a web address (`https://…` or `http://…`).
pub fn is_url(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
