//! Reporting verbs, and which words a sentence's subject can be.

/// Forms of verbs that report speech, sorted.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "accused", "acknowledged", "acknowledges", "added", "adding", "adds", "admits", "admitted", "admitting",
    "advised", "advises", "affirmed", "agreed", "agrees", "alleged", "announced", "announces", "announcing",
    "answered", "answers", "apologised", "apologized", "argued", "argues", "arguing", "asked", "asking", "asks",
    "asserted", "assessed", "assured", "barked", "began", "begged", "bellowed", "boasted", "boasts", "branded",
    "called", "calling", "calls", "cautioned", "cautions", "chuckled", "chuckles", "claimed", "claiming", "claims",
    "commented", "comments", "complained", "complains", "conceded", "concedes", "concluded", "concludes", "confessed",
    "confided", "confirmed", "confirms", "considered", "considers", "continued", "continues", "corrected", "corrects",
    "countered", "counters", "counts", "cried", "cries", "deadpanned", "declared", "declares", "declaring", "deemed",
    "demanded", "demands", "denounced", "described", "describes", "describing", "dubbed", "echoed", "emphasised",
    "emphasized", "enthused", "exclaimed", "explained", "explaining", "explains", "expressed", "fretted", "fumed",
    "fumes", "grinned", "grins", "groaned", "growled", "grumbled", "grumbles", "gushed", "hissed", "hoped", "hopes",
    "informed", "insisted", "insisting", "insists", "instructed", "joked", "jokes", "joking", "labeled", "labelled",
    "lamented", "laments", "laughed", "laughs", "maintained", "maintains", "mentioned", "mumbled", "mused", "muses",
    "muttered", "mutters", "nodded", "noted", "notes", "noting", "objected", "observed", "observes", "offered",
    "opined", "ordered", "pleaded", "pledged", "pointed", "posted", "praised", "predicted", "predicts", "promised",
    "promises", "pronounced", "proposed", "protested", "put", "puts", "quipped", "quips", "quoted", "quoting", "read",
    "reads", "recalled", "recalling", "recalls", "recited", "reckons", "reflected", "reflects", "reiterated",
    "rejoined", "remarked", "remarks", "remembered", "remembers", "repeated", "repeats", "replied", "replies",
    "reported", "reproached", "responded", "responds", "retorted", "revealed", "roared", "said", "say", "saying",
    "says", "screamed", "shot", "shouted", "shouts", "shrugged", "shrugs", "sighed", "sighs", "smiled", "smiles",
    "snapped", "snaps", "sneered", "snorted", "sobbed", "spoke", "stated", "states", "stating", "stressed",
    "stresses", "suggested", "suggests", "summed", "swore", "telling", "tells", "termed", "terms", "testified",
    "thought", "thundered", "told", "tweeted", "urged", "urges", "urging", "ventured", "volunteered", "vowed", "vows",
    "wailed", "warned", "warning", "warns", "whispered", "whispers", "winked", "wondered", "wonders", "writes",
    "writing", "wrote", "yelled", "yells",
];

/// Whether a word as written reports speech.
pub(super) fn reports(word: &str) -> bool {
    VERBS.binary_search(&word).is_ok()
}

/// Verbs that may also have no words of anybody in view: they report only right beside the marks.
pub(super) fn is_weak(verb: &str) -> bool {
    matches!(
        verb,
        "called"
            | "calling"
            | "calls"
            | "read"
            | "reads"
            | "put"
            | "puts"
            | "shot"
            | "began"
            | "offered"
            | "claims"
            | "demands"
            | "comments"
            | "notes"
            | "answers"
            | "promises"
            | "states"
            | "praised"
            | "reported"
            | "spoke"
            | "dubbed"
            | "described"
            | "pointed"
            | "ordered"
            | "thought"
            | "say"
            | "continued"
            | "continues"
            | "remembered"
    )
}

/// Whether the noun behind a verb is the one spoken to: "told reporters".
pub(super) fn has_addressee(verb: &str) -> bool {
    matches!(verb, "told" | "tells" | "telling" | "assured" | "informed" | "instructed" | "reproached")
}

/// Personal pronouns that can be the subject of a reporting verb.
pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "they"
            | "we"
            | "i"
            | "it"
            | "who"
            | "He"
            | "She"
            | "They"
            | "We"
            | "I"
            | "It"
            | "one"
            | "everyone"
            | "another"
            | "someone"
    )
}

/// Words that begin a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "one"
            | "another"
            | "some"
            | "many"
            | "several"
            | "our"
            | "my"
            | "Our"
            | "My"
            | "The"
            | "A"
            | "An"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "One"
            | "Another"
            | "Some"
            | "Many"
            | "Several"
            | "Two"
            | "two"
            | "this"
            | "This"
            | "each"
            | "both"
    )
}

/// Prepositions and conjunctions: no name or noun phrase begins with them, and one that stands before them
/// is complete but for "of" and "for", which may go on with it ("the chief of the harbour").
pub(super) fn begins_clause(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "to"
            | "of"
            | "for"
            | "that"
            | "as"
            | "when"
            | "by"
            | "about"
            | "with"
            | "through"
            | "after"
            | "before"
            | "who"
            | "from"
            | "while"
            | "during"
            | "and"
            | "but"
            | "over"
            | "into"
            | "outside"
            | "because"
            | "if"
            | "how"
            | "what"
            | "why"
    )
}

/// Words between a subject and its verb.
pub(super) fn is_between(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "had"
            | "have"
            | "also"
            | "then"
            | "later"
            | "once"
            | "only"
            | "even"
            | "again"
            | "often"
            | "always"
            | "still"
            | "now"
            | "just"
            | "is"
            | "was"
            | "once-"
            | "first"
            | "never"
            | "would"
            | "will"
            | "likes"
            | "to"
            | "himself"
            | "herself"
            | "themselves"
    ) || word.ends_with("ly") && word.len() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_sorted_and_found() {
        assert!(VERBS.windows(2).all(|w| w[0] < w[1]), "{:?}", VERBS.windows(2).find(|w| w[0] >= w[1]));
        assert!(reports("said") && reports("quipped") && !reports("walked"));
    }
}
