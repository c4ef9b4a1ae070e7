//! Language identification: the request's word, the page's markup, then the words. English, the one
//! language that the stages after this one know, is told by its function words where these are many;
//! that costs a hundredth of trigrams (whatlang), which judge the rest. On a sentence or two full of
//! foreign names trigrams guess; there a few function words overrule them.

use crate::document::{Language, LanguageSource};
use crate::text::{WordTable, head};

/// Text beyond this many bytes adds nothing to the decision.
const ENOUGH: usize = 2_048;
/// Below this many letters trigrams guess.
const TOO_SHORT: usize = 20;

/// Trigrams that are less sure than this may be overruled by function words.
const UNSURE: f32 = 0.9;
/// Confidence of a decision by function words.
const BY_WORDS: f32 = 0.8;
/// Function words of English that are words of no other language in Latin script that whatlang knows.
const ENGLISH: [&str; 23] = [
    "and", "are", "been", "from", "has", "have", "he", "his", "its", "of", "said", "says", "she", "that", "the",
    "their", "they", "this", "were", "which", "who", "with", "would",
];
/// Others, some of them words elsewhere too.
const FREQUENT: [&str; 26] = [
    "about", "after", "as", "but", "by", "could", "for", "had", "if", "into", "is", "it", "more", "not", "or", "other",
    "our", "should", "than", "them", "there", "these", "those", "to", "what", "when",
];
/// Longest of these.
const LONGEST: usize = 8;
/// A text of at least this many words, [`PLAIN`] percent of them function words of English, is English:
/// on 3,800 pages in 40 languages trigrams never said otherwise.
const MANY: usize = 30;
const PLAIN: usize = 22;

/// The function words by number: first those that no other language has.
static FUNCTION: WordTable<64, 256> = {
    let mut table = WordTable::new();
    let mut i = 0;
    while i < ENGLISH.len() + FREQUENT.len() {
        let word = if i < ENGLISH.len() { ENGLISH[i] } else { FREQUENT[i - ENGLISH.len()] };
        assert!(table.insert(word) == i, "a function word stands twice");
        i += 1;
    }
    table
};

/// Words of a text, and how many of them are function words of English.
#[derive(Debug, Default)]
struct English {
    words: usize,
    /// Those of no other language.
    own: usize,
    all: usize,
}

impl English {
    fn of(text: &str) -> Self {
        let mut out = Self::default();
        let mut add = |word: &[u8]| {
            out.words += 1;
            if word.len() > LONGEST {
                // Scripts that put no space between words have long runs of letters of three bytes.
                out.words += if word.is_ascii() { 0 } else { word.len() / 6 };
                return;
            }
            if let Some(number) = FUNCTION.find(word) {
                out.all += 1;
                out.own += usize::from(number < ENGLISH.len());
            }
        };
        // Letters beyond ASCII are in no function word: their bytes only keep words together.
        let bytes = text.as_bytes();
        let mut start = 0;
        for (end, b) in bytes.iter().enumerate() {
            if !(b.is_ascii_alphabetic() || *b >= 0x80) {
                if start < end {
                    add(&bytes[start..end]);
                }
                start = end + 1;
            }
        }
        if start < bytes.len() {
            add(&bytes[start..]);
        }
        out
    }

    /// Many function words.
    const fn plain(&self) -> bool {
        self.words >= MANY && self.all * 100 >= self.words * PLAIN
    }

    /// At least two words, and one in twelve.
    const fn likely(&self) -> bool {
        self.own >= 2 && self.own * 12 >= self.words
    }
}

/// Decides the language of a clean text.
#[must_use]
pub fn identify(request: Option<&str>, markup: Option<&str>, text: &str) -> Language {
    if let Some(tag) = request {
        return Language { tag: tag.to_owned(), confidence: 1.0, source: LanguageSource::Request };
    }
    let detected = detect(text);
    match (detected, markup) {
        // Markup is often a template's default: it decides only when the words do not.
        (Some((tag, confidence)), Some(markup)) if confidence < 0.5 && !markup.starts_with(tag) => {
            Language { tag: markup.to_owned(), confidence: 0.6, source: LanguageSource::Html }
        }
        (Some((tag, confidence)), _) => Language { tag: tag.to_owned(), confidence, source: LanguageSource::Detected },
        (None, Some(markup)) => Language { tag: markup.to_owned(), confidence: 0.6, source: LanguageSource::Html },
        (None, None) => Language { tag: "und".to_owned(), confidence: 0.0, source: LanguageSource::Detected },
    }
}

fn detect(text: &str) -> Option<(&'static str, f32)> {
    let head = head(text, ENOUGH);
    if head.chars().filter(|c| c.is_alphabetic()).take(TOO_SHORT).count() < TOO_SHORT {
        return None;
    }
    let english = English::of(head);
    if english.plain() {
        return Some(("en", 1.0));
    }
    let info = whatlang::detect(head)?;
    // Two decimals: the figure is no more exact than that, and stays the same on every machine.
    #[allow(clippy::cast_possible_truncation, reason = "a confidence between 0 and 1")]
    let confidence = ((info.confidence() * 100.0).round() / 100.0) as f32;
    if confidence < UNSURE && info.script() == whatlang::Script::Latin && english.likely() {
        return Some(("en", BY_WORDS));
    }
    Some((two_letters(info.lang()), confidence))
}

/// ISO 639-1 where there is one, as BCP 47 asks; whatlang speaks ISO 639-3.
const fn two_letters(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang as L;
    match lang {
        L::Epo => "eo",
        L::Eng => "en",
        L::Rus => "ru",
        L::Cmn => "zh",
        L::Spa => "es",
        L::Por => "pt",
        L::Ita => "it",
        L::Ben => "bn",
        L::Fra => "fr",
        L::Deu => "de",
        L::Ukr => "uk",
        L::Kat => "ka",
        L::Ara => "ar",
        L::Hin => "hi",
        L::Jpn => "ja",
        L::Heb => "he",
        L::Yid => "yi",
        L::Pol => "pl",
        L::Amh => "am",
        L::Jav => "jv",
        L::Kor => "ko",
        L::Nob => "nb",
        L::Dan => "da",
        L::Swe => "sv",
        L::Fin => "fi",
        L::Tur => "tr",
        L::Nld => "nl",
        L::Hun => "hu",
        L::Ces => "cs",
        L::Ell => "el",
        L::Bul => "bg",
        L::Bel => "be",
        L::Mar => "mr",
        L::Kan => "kn",
        L::Ron => "ro",
        L::Slv => "sl",
        L::Hrv => "hr",
        L::Srp => "sr",
        L::Mkd => "mk",
        L::Lit => "lt",
        L::Lav => "lv",
        L::Est => "et",
        L::Tam => "ta",
        L::Vie => "vi",
        L::Urd => "ur",
        L::Tha => "th",
        L::Guj => "gu",
        L::Uzb => "uz",
        L::Pan => "pa",
        L::Aze => "az",
        L::Ind => "id",
        L::Tel => "te",
        L::Pes => "fa",
        L::Mal => "ml",
        L::Ori => "or",
        L::Mya => "my",
        L::Nep => "ne",
        L::Sin => "si",
        L::Khm => "km",
        L::Tuk => "tk",
        L::Aka => "ak",
        L::Zul => "zu",
        L::Sna => "sn",
        L::Afr => "af",
        L::Lat => "la",
        L::Slk => "sk",
        L::Cat => "ca",
        L::Tgl => "tl",
        L::Hye => "hy",
        L::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_foreign_names_is_english_by_its_function_words() {
        for text in [
            "Swans delay canal\n\nThe canal in Odense, Denmark, stays closed until Friday, Mayor Karen Lindqvist said.",
            "Giovanni Bianchi of Intesa Sanpaolo and Marta Rossi of Unicredit met in Torino.",
        ] {
            assert_eq!(identify(None, None, text).tag, "en", "{text}");
        }
        for (text, tag) in [
            ("Kanalen i Odense forbliver lukket indtil fredag, siger borgmester Karen Lindqvist.", "da"),
            ("Il canale di Odense rimane chiuso fino a venerdì, ha detto la sindaca Karen Lindqvist.", "it"),
            ("Das Album The Best of Both Worlds erscheint am Freitag, teilte die Band gestern in Köln mit.", "de"),
        ] {
            assert_eq!(identify(None, None, text).tag, tag, "{text}");
        }
    }

    #[test]
    fn many_function_words_are_english_and_few_are_not() {
        let english =
            English::of("The mayor said that it would be closed, and “they” of the city’s. ".repeat(3).as_str());
        assert!(english.plain() && english.likely());
        assert_eq!((english.words, english.own, english.all), (42, 21, 24));
        let german =
            English::of("Was ist Innovation? Er sagte, the show must go on, und ging nach Hause. ".repeat(4).as_str());
        assert!(!german.plain());
        let japanese = English::of(&"the Kindle for PCパソコンでそのまま読みたい時もあります。".repeat(10));
        assert!(!japanese.plain());
        assert!(ENGLISH.iter().chain(&FREQUENT).all(|w| w.len() <= LONGEST));
    }

    #[test]
    fn request_markup_and_words_in_turn() {
        let english = "The harbour bridge will close on Monday because the old bearings are worn out, the mayor said.";
        assert_eq!(identify(Some("pl"), None, english).tag, "pl");
        assert_eq!(identify(None, Some("de"), english).tag, "en");
        assert_eq!(identify(None, Some("de"), "42").tag, "de");
        assert_eq!(identify(None, None, "42").tag, "und");
        assert_eq!(
            identify(
                None,
                None,
                "Die Brücke am Hafen wird am Montag gesperrt, weil die alten Lager verschlissen sind."
            )
            .tag,
            "de"
        );
    }
}
