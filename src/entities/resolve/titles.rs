//! Titles and roles that stand before a name: "President", "Lt. Gen.", "Foreign Minister".

use crate::text::{TokenKind, Tokens};

/// Words that can stand right before a name as its title, folded to lower case without a period.
fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "academician",
        "actor",
        "actress",
        "adm",
        "admiral",
        "advocate",
        "ambassador",
        "analyst",
        "archbishop",
        "architect",
        "artist",
        "ayatollah",
        "baron",
        "baroness",
        "bishop",
        "brig",
        "brigadier",
        "brother",
        "capt",
        "captain",
        "cardinal",
        "ceo",
        "chair",
        "chairman",
        "chairperson",
        "chairwoman",
        "chancellor",
        "chef",
        "chief",
        "cleric",
        "coach",
        "col",
        "colonel",
        "columnist",
        "comedian",
        "commander",
        "commissioner",
        "commodore",
        "conductor",
        "congressman",
        "congresswoman",
        "constable",
        "corporal",
        "council",
        "councillor",
        "councilman",
        "count",
        "countess",
        "cpl",
        "dame",
        "dean",
        "deputy",
        "designer",
        "detective",
        "director",
        "doctor",
        "don",
        "dona",
        "doña",
        "dr",
        "duchess",
        "duke",
        "economist",
        "editor",
        "emir",
        "emperor",
        "empress",
        "engineer",
        "father",
        "fr",
        "gen",
        "general",
        "gov",
        "governor",
        "guitarist",
        "hajji",
        "headteacher",
        "historian",
        "imam",
        "inspector",
        "journalist",
        "judge",
        "justice",
        "king",
        "lady",
        "lawmaker",
        "lawyer",
        "leader",
        "lieutenant",
        "lord",
        "lt",
        "maestro",
        "magistrate",
        "maj",
        "major",
        "manager",
        "marshal",
        "mayor",
        "midfielder",
        "minister",
        "miss",
        "mme",
        "monsignor",
        "mother",
        "mp",
        "mr",
        "mrs",
        "ms",
        "mufti",
        "musician",
        "novelist",
        "nurse",
        "officer",
        "ombudsman",
        "painter",
        "pastor",
        "patriarch",
        "photographer",
        "pilot",
        "poet",
        "politician",
        "pope",
        "premier",
        "president",
        "priest",
        "prince",
        "princess",
        "principal",
        "producer",
        "prof",
        "professor",
        "prosecutor",
        "queen",
        "rabbi",
        "rapper",
        "rector",
        "rep",
        "representative",
        "researcher",
        "rev",
        "reverend",
        "saint",
        "scientist",
        "secretary",
        "sen",
        "senator",
        "sergeant",
        "sgt",
        "sheikh",
        "sheriff",
        "shaikh",
        "singer",
        "sir",
        "sister",
        "speaker",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "striker",
        "sultan",
        "superintendent",
        "supt",
        "surgeon",
        "teacher",
        "treasurer",
        "uncle",
        "ustad",
        "veteran",
        "vicar",
        "winger",
        "writer",
        "goalkeeper",
        "defender",
        "filmmaker",
        "playwright",
        "biologist",
        "physicist",
        "trustee",
        "warden",
        "auditor",
        "banker",
        "broker",
        "farmer",
        "founder",
        "co-founder",
        "magnate",
        "billionaire",
        "activist",
    ];
    static SORTED: std::sync::LazyLock<Vec<&str>> = std::sync::LazyLock::new(|| {
        let mut sorted = TITLES.to_vec();
        sorted.sort_unstable();
        sorted
    });
    SORTED.binary_search(&word).is_ok()
}

/// Words that stand before a title and belong to it.
fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "prime"
            | "vice"
            | "deputy"
            | "acting"
            | "interim"
            | "former"
            | "ex"
            | "foreign"
            | "interior"
            | "defense"
            | "defence"
            | "finance"
            | "health"
            | "justice"
            | "education"
            | "home"
            | "labor"
            | "labour"
            | "energy"
            | "environment"
            | "agriculture"
            | "transport"
            | "trade"
            | "attorney"
            | "solicitor"
            | "major"
            | "lieutenant"
            | "lt"
            | "maj"
            | "brig"
            | "chief"
            | "first"
            | "second"
            | "staff"
            | "senior"
            | "managing"
            | "executive"
            | "editor"
            | "general"
            | "state"
            | "district"
            | "county"
            | "associate"
            | "assistant"
            | "head"
            | "police"
            | "supreme"
            | "crown"
            | "grand"
            | "high"
            | "permanent"
            | "cabinet"
            | "city"
            | "lead"
            | "right"
            | "most"
    )
}

/// Index of the first token of the title before token `first`; `first` itself where there is none.
pub(crate) fn start(text: &str, tokens: &Tokens, first: usize) -> usize {
    let mut start = first.min(tokens.len());
    let mut word = String::new();
    // A title is at most five words long.
    for at in (start.saturating_sub(5)..start).rev() {
        let token = tokens[at];
        if tokens.get(at + 1).is_some_and(|next| next.line_start()) {
            break;
        }
        if token.kind != TokenKind::Word {
            // "Editor-in-Chief", "vice-president"
            let inside = start < first && token.of(text) == "-" && !token.space_before();
            if inside {
                continue;
            }
            break;
        }
        word.clear();
        word.extend(token.of(text).trim_end_matches('.').chars().flat_map(char::to_lowercase));
        let belongs = is_title(&word) || start < first && is_modifier(&word);
        if !belongs {
            break;
        }
        start = at;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title<'a>(text: &'a str, name: &str) -> &'a str {
        let tokens = Tokens::new(text);
        let first = tokens.at(u32::try_from(text.find(name).unwrap()).unwrap());
        let start = start(text, &tokens, first);
        if start == first { "" } else { tokens.span(start..first).of(text) }
    }

    #[test]
    fn titles_reach_back_over_their_modifiers() {
        assert_eq!(title("the U.S. President Ann Holt said", "Ann"), "President");
        assert_eq!(title("when Deputy Foreign Minister Ann Holt left", "Ann"), "Deputy Foreign Minister");
        assert_eq!(title("Lt. Gen. Ann Holt", "Ann"), "Lt. Gen.");
        assert_eq!(title("its spokesman, Ann Holt", "Ann"), "");
        assert_eq!(title("On Monday Ann Holt", "Ann"), "");
        assert_eq!(title("The first Ann Holt", "Ann"), "");
        assert_eq!(title("a title Minister\n\nAnn Holt", "Ann"), "");
    }
}
