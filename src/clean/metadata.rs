//! What the furniture tells about the article: authors, source, picture credits.
//! Fewer authors are better than wrong ones.

use super::lexicon::{Lexicon, Topic, class};
use super::line::{Line, Opening};
use super::words::{Shape, Word, words};

/// Small words inside names.
const PARTICLES: [&str; 30] = [
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den", "ten", "ter", "la", "le",
    "el", "al", "bin", "bint", "ibn", "abu", "y", "e", "af", "av", "zu", "st", "wa",
];

/// Words that join two authors.
const JOINERS: [&str; 13] = ["and", "und", "et", "y", "e", "en", "i", "och", "og", "und", "и", "та", "with"];

/// Words that are no part of a person's name.
const ROLES: [&str; 50] = [
    "staff",
    "reporter",
    "reporters",
    "writer",
    "writers",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "desk",
    "news",
    "agency",
    "press",
    "newsroom",
    "team",
    "bureau",
    "special",
    "contributor",
    "contributing",
    "associated",
    "reuters",
    "afp",
    "ap",
    "bloomberg",
    "guest",
    "columnist",
    "producer",
    "service",
    "wire",
    "web",
    "online",
    "media",
    "network",
    "times",
    "post",
    "daily",
    "editorial",
    "board",
    "redaktion",
    "redacción",
    "redação",
    "redazione",
    "agencies",
    "senior",
    "chief",
    "our",
    "the",
    "admin",
    "author",
    "department",
];

/// What a line under an author's name says that they are.
const OCCUPATIONS: [&str; 20] = [
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "columnist",
    "journalist",
    "contributor",
    "producer",
    "critic",
    "photographer",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "journaliste",
    "correspondant",
    "correspondante",
    "periodista",
    "corresponsal",
    "redattore",
];

/// Whether the line is an author's role and nothing else: "Science editor", "Africa correspondent, Nairobi".
pub(super) fn occupation(text: &str, line: &Line) -> bool {
    let is = |w: Word| OCCUPATIONS.contains(&word_of(text, w).to_lowercase().as_str());
    (1..=7).contains(&line.words) && line.numbers == 0 && !line.ended() && words(text).any(is)
}

/// Whether the line reads "By Name …" in one of the languages.
pub(super) fn byline_shape(text: &str, line: &Line) -> bool {
    let opening = line.hits.opening_words(Topic::Byline);
    let mut rest = words(text).skip(opening);
    let Some(first) = rest.next() else { return false };
    if first.shape == Shape::Number || first.shape == Shape::Lower && !particle(word_of(text, first)) {
        return false;
    }
    // The name and its role: capitals, joiners, and few small words.
    let (mut names, mut small) = (1, 0);
    for word in rest {
        match word.shape {
            Shape::Title | Shape::Upper => names += 1,
            Shape::Lower if particle(word_of(text, word)) || joiner(word_of(text, word)) => {}
            Shape::Lower => small += 1,
            _ => {}
        }
    }
    let ended = line.ended() && line.words > 8;
    names >= 1 && small <= names + 3 && !ended && line.sentences <= 2
}

pub(super) fn word_of(text: &str, word: Word) -> &str {
    text.get(word.start as usize..word.end as usize).unwrap_or("")
}

pub(super) fn particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn joiner(word: &str) -> bool {
    JOINERS.contains(&word)
}

fn role(word: &str) -> bool {
    ROLES.contains(&word.to_lowercase().as_str())
}

/// Whether the line is a name, perhaps with a role after a comma, and nothing else.
pub(super) fn bare_name(text: &str, line: &Line) -> bool {
    let head = || text.split([',', '|', '·', '/', '–']).next().unwrap_or(text);
    line.words <= 12 && !line.ended() && line.opening == Opening::Upper && name(head()).is_some()
}

/// The authors that a byline names.
pub(super) fn authors(text: &str, line: &Line) -> Vec<String> {
    let opening = line.hits.opening_words(Topic::Byline);
    let start = if line.hits.start(Topic::Byline) {
        words(text).nth(opening).map_or(text.len(), |w| w.start as usize)
    } else {
        0
    };
    let rest = text.get(start..).unwrap_or("");
    // "(BNK) Name": the agency that they write for.
    let bracketed = rest.strip_prefix('(').and_then(|r| r.split_once(')'));
    let rest = bracketed.filter(|(agency, _)| words(agency).count() <= 2).map_or(rest, |(_, name)| name.trim_start());
    // What follows a stop, a bar or a bracket is a role or a time.
    let rest = rest.split(['|', '(', ';', '•', '·', '—', '–']).next().unwrap_or(rest);
    let mut found: Vec<String> = Vec::new();
    for part in rest.split([',', '&', '/']) {
        let mut names: Vec<String> = Vec::new();
        let mut piece = String::new();
        for word in part.split_whitespace() {
            if joiner(word) && !(particle(word) && piece.contains(' ') && word != "y" && word != "e") {
                names.push(std::mem::take(&mut piece));
            } else if matches!(word, "in" | "at" | "for" | "of" | "from" | "near" | "à" | "in:" | "à:" | "en") {
                break;
            } else {
                if !piece.is_empty() {
                    piece.push(' ');
                }
                piece.push_str(word);
            }
        }
        names.push(piece);
        let before = found.len();
        for candidate in names {
            match name(&candidate) {
                Some(name) if !found.contains(&name) && found.len() < 8 => found.push(name),
                Some(_) => {}
                None => break,
            }
        }
        // The first part that is no name begins the roles and places.
        if found.len() == before {
            break;
        }
        // "Name, Title Case Role" and "Name, City": the comma is trusted only between full names.
        if !rest.contains(" and ") && found.len() == 1 && !line.hits.start(Topic::Byline) {
            break;
        }
    }
    found
}

/// A person's name as written: two to five capitalised words with particles, none of them a role.
fn name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ':', ',']);
    let (mut capitals, mut total) = (0, 0);
    for token in text.split_whitespace() {
        total += 1;
        let bare = token.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '\'' | '’' | '«' | '»'));
        let first = bare.chars().next()?;
        if bare.chars().any(|c| !(c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‘' | 'ʻ'))) || role(bare)
        {
            return None;
        }
        if first.is_uppercase() {
            capitals += 1;
        } else if !(particle(bare) || bare.contains(['\'', '’', '-']) && bare.chars().any(char::is_uppercase)) {
            return None;
        }
        let lexicon = Lexicon::get();
        let word = words(bare).next()?;
        let classes = lexicon.classes(word.hash);
        if classes & (class::WEEKDAY | class::AGENCY) != 0 && word.chars > 2 && total == 1
            || classes & class::SOCIAL != 0 && word.chars > 2 && word.shape != Shape::Upper && total == 1
        {
            return None;
        }
    }
    ((2..=4).contains(&capitals) && total <= 6).then(|| tidy(text))
}

/// "JANE DOE" is how a page shouts it.
fn tidy(name: &str) -> String {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if letters().count() > 5 && letters().all(char::is_uppercase) {
        let mut out = String::with_capacity(spaced.len());
        let mut start = true;
        for c in spaced.chars() {
            if start {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphabetic();
        }
        return out;
    }
    spaced
}

/// A picture's credit that ends a caption ("… on Monday. Photo: Ann Lee/AFP", "(Picture: PA)", "… on Monday. © dpa"):
/// where it begins.
pub(super) fn inline_credit(text: &str) -> Option<usize> {
    const LONGEST: usize = 12;
    let all: Vec<Word> = words(text).collect();
    let first = all.len().saturating_sub(LONGEST).max(2);
    for at in first..all.len() {
        let hits = Lexicon::get().opening(&all[at..]);
        if !hits.start(Topic::Credit) || hits.opening_words(Topic::Credit) >= all.len() - at {
            continue;
        }
        if let Some(start) = closed(text, all[at].start as usize) {
            return Some(start);
        }
    }
    signed(text, &all)
}

/// Where a credit begins that stands at `start`, with its bracket and its sign; none when the caption before it has
/// not ended.
fn closed(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].trim_end();
    let (before, start) = match before.strip_suffix('©') {
        Some(caption) => (caption.trim_end(), caption.len()),
        None => (before, start),
    };
    let bracket = before.ends_with(['(', '[']);
    let ended = before.ends_with(['.', '!', '?', ')', '”', '"', '|']);
    (bracket || ended).then(|| if bracket { before.len() - 1 } else { start })
}

/// "© Name" at the end of a caption: a name, no year.
fn signed(text: &str, all: &[Word]) -> Option<usize> {
    let (caption, _) = text.rsplit_once('©')?;
    let owner = all.iter().filter(|w| w.start as usize > caption.len());
    let named = owner.clone().all(|w| matches!(w.shape, Shape::Title | Shape::Upper) || particle(word_of(text, *w)));
    let told = all.len().saturating_sub(owner.clone().count()) >= 4;
    if !told || !(1..=5).contains(&owner.count()) || !named {
        return None;
    }
    closed(text, caption.len())
}

/// Whether a caption ends with "Name/Agency".
pub(super) fn closing_credit(text: &str) -> bool {
    let Some((before, agency)) = text.rsplit_once('/') else { return false };
    let mut owners = words(agency);
    let known = owners.next().is_some_and(|w| {
        w.start == 0 && w.shape != Shape::Lower && Lexicon::get().classes(w.hash) & class::AGENCY != 0
    });
    known
        && owners.count() <= 2
        && before.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase))
}

/// Whether a caption ends with "(Ann Lee/Agency)".
pub(super) fn bracketed_credit(text: &str) -> bool {
    let Some((_, inside)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else { return false };
    inside.contains('/') && (2..=8).contains(&words(inside).count()) && words(inside).all(|w| w.shape != Shape::Lower)
}

/// The outlet in "Source: Name".
pub(super) fn source(text: &str, line: &Line) -> Option<String> {
    if !line.hits.start(Topic::Source) || line.words > 8 {
        return None;
    }
    let (label, name) = text.split_once([':', '：'])?;
    let name = name.split(['|', '/', ',', ';', '(']).next().unwrap_or(name).trim().trim_end_matches('.');
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    (words(label).count() == 1 && capital && (1..=5).contains(&words(name).count())).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::line::Lines;
    use super::*;

    fn line(text: &str) -> Line {
        Lines::new(text, None).lines.into_iter().next().expect("a line")
    }

    fn authors_of(text: &str) -> Vec<String> {
        authors(text, &line(text))
    }

    #[test]
    fn bylines_give_authors() {
        assert_eq!(authors_of("By Amina Wekesa and John Otieno"), ["Amina Wekesa", "John Otieno"]);
        assert_eq!(authors_of("By DANICA KIRKA and JILL LAWLESS"), ["Danica Kirka", "Jill Lawless"]);
        assert_eq!(authors_of("By Rahel Tessema in Addis Ababa"), ["Rahel Tessema"]);
        assert_eq!(authors_of("By Cecília Vasconcellos-Obi in Brasília"), ["Cecília Vasconcellos-Obi"]);
        assert_eq!(authors_of("By Ludwig van der Berg, Science Editor"), ["Ludwig van der Berg"]);
        assert_eq!(authors_of("Von Anna Schmidt und Jörg Müller"), ["Anna Schmidt", "Jörg Müller"]);
        assert_eq!(authors_of("By the Editorial Board"), [""; 0]);
        assert_eq!(authors_of("By Staff Reporter"), [""; 0]);
        assert_eq!(authors_of("(BNK) Marius Lind-Aas"), ["Marius Lind-Aas"]);
        assert_eq!(authors_of("By HNN Staff | November 18, 2019"), [""; 0]);
    }

    #[test]
    fn a_sentence_is_no_byline() {
        for text in ["By the time the rain stopped the road was gone", "From here it is a short walk to the harbour"] {
            assert!(!byline_shape(text, &line(text)), "{text}");
        }
        assert!(byline_shape("By Kwabena Asiedu-Lamptey", &line("By Kwabena Asiedu-Lamptey")));
    }

    #[test]
    fn credits_at_the_end_of_captions() {
        let cut = |s: &str| inline_credit(s).map(|i| s[i..].to_owned());
        assert_eq!(cut("Sandbags at a store. Photo: WFP/Nyan Lin"), Some("Photo: WFP/Nyan Lin".into()));
        assert_eq!(cut("Her terrier at the centre (Picture: SWNS)"), Some("(Picture: SWNS)".into()));
        assert_eq!(cut("He took a photo: it was of the bridge in the evening."), None);
        assert_eq!(cut("Photo: Ann Lee"), None);
        assert_eq!(cut("Helfer am Ufer der Elster. © Foto: Jan Beck/dpa"), Some("© Foto: Jan Beck/dpa".into()));
        assert_eq!(cut("Helfer am Ufer der Elster. © dpa"), None, "an agency in small letters is no name");
        assert_eq!(cut("The old bridge at low tide. © Ann Lee"), Some("© Ann Lee".into()));
        assert_eq!(cut("The paper is made in Oslo. © 2024 Oslo Wire"), None);
        assert!(closing_credit("Retiring early is not easy. Ann Lee/Getty"));
        assert!(!closing_credit("They talked and/or shouted"));
        assert!(bracketed_credit("Bulldozers beside a farmhouse on May 6. (Jodi Kwan/Midwest News Wire)"));
        assert!(!bracketed_credit("He paid by card (and/or in cash)"));
    }
}
