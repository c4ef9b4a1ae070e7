//! Time stamps in the languages of the lexicon: their months are put into English, in which
//! [`parse_stamp`] reads them.

use crate::dates::parse_stamp;

/// How the months begin, in the languages of the lexicon.
const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["januar", "jan", "jänner", "janv", "enero", "ene", "genn", "gen", "stycz", "янв", "січ"]),
    ("February", &["febru", "feb", "févr", "fevr", "fév", "fev", "lut", "фев", "лют"]),
    ("March", &["märz", "mär", "mars", "marzo", "mar", "março", "maart", "mrt", "marz", "мар", "берез"]),
    ("April", &["april", "apr", "avr", "abr", "kwie", "апр", "квіт"]),
    ("May", &["mai", "mayo", "may", "magg", "mag", "maio", "mei", "maj", "мая", "май", "трав"]),
    ("June", &["juni", "jun", "juin", "giu", "czerw", "июн", "черв"]),
    ("July", &["juli", "jul", "juil", "lug", "lip", "июл", "лип"]),
    ("August", &["august", "aug", "août", "ago", "sier", "авг", "серп"]),
    ("September", &["septem", "sept", "sep", "set", "wrze", "сен", "верес"]),
    ("October", &["okto", "okt", "octo", "oct", "ott", "out", "paźdz", "окт", "жовт"]),
    ("November", &["novem", "nov", "listop", "ноя", "листоп"]),
    ("December", &["dezem", "dez", "décem", "déc", "dic", "decem", "dec", "grud", "дек", "груд"]),
];

/// Small words between the parts of a date.
const BETWEEN: [&str; 8] = ["de", "del", "di", "do", "года", "року", "à", "um"];

/// The English month that a word of another language names.
fn month(word: &str) -> Option<&'static str> {
    let small = word.to_lowercase();
    let named = |starts: &[&str]| {
        let cut = |s: &&str| small.strip_prefix(*s).is_some_and(|rest| rest.chars().count() <= 6);
        starts.iter().any(cut)
    };
    let longest = |starts: &[&str]| starts.iter().filter(|s| small.starts_with(**s)).map(|s| s.len()).max();
    if !word.contains(char::is_alphabetic) {
        return None;
    }
    MONTHS.iter().filter(|(_, starts)| named(starts)).max_by_key(|(_, starts)| longest(starts)).map(|(name, _)| *name)
}

/// As [`parse_stamp`], in ten languages.
pub(super) fn parse(stamp: &str) -> Option<String> {
    /// Longer lines are no stamps.
    const LONGEST: usize = 200;
    parse_stamp(stamp).or_else(|| {
        if stamp.len() > LONGEST {
            return None;
        }
        let mut english = String::with_capacity(stamp.len());
        let mut found = false;
        for token in stamp.split_whitespace() {
            let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
            if BETWEEN.contains(&bare) {
                continue;
            }
            if !english.is_empty() {
                english.push(' ');
            }
            let day = bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit());
            match month(bare) {
                Some(name) => {
                    english.push_str(name);
                    found = true;
                }
                None if day && token.ends_with('.') => english.push_str(bare),
                None => english.push_str(token),
            }
        }
        if found { parse_stamp(&english) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_in_other_languages() {
        for (stamp, value) in [
            ("15 maja 2025, 06:30", Some("2025-05-15")),
            ("14 июня 2025, 11:20", Some("2025-06-14")),
            ("3. März 2025, 10:15 Uhr", Some("2025-03-03")),
            ("Publicado el 8 de abril de 2025 a las 13:47", Some("2025-04-08")),
            ("Publié le 2 février 2024", Some("2024-02-02")),
            ("Aggiornato il 9 dicembre 2023", Some("2023-12-09")),
            ("Atualizado em 12 de março de 2025", Some("2025-03-12")),
            ("Gepubliceerd op 7 mei 2024", Some("2024-05-07")),
            ("Опубліковано 21 листопада 2024 року", Some("2024-11-21")),
            ("Madrid - 08 abr 2025 - 13:47", Some("2025-04-08")),
            ("Published Nov. 7, 2023", Some("2023-11-07")),
            ("5 min read", None),
            ("Marcado em 2025", None),
        ] {
            assert_eq!(parse(stamp).as_deref(), value, "{stamp}");
        }
    }
}
