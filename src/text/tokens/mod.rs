//! Tokens and sentences in one pass over the clean text, as byte spans.
//!
//! The tokenizer follows Unicode words with the exceptions that news needs: abbreviations keep
//! their period ("U.S.", "Nov."), possessives and clitics are tokens of their own ("Iceland" +
//! "'s"), names with an apostrophe stay whole ("O'Neill"), hyphens always split ("mid-June",
//! "al-Assad", "U.S.-led"), numbers keep inner periods and commas ("1,000", "12.05.2024").
//! Sentences end at terminal punctuation unless an abbreviation or a lower-case continuation
//! speaks against it, and always at a blank line. Every later stage, at training time as at run
//! time, sees these tokens and no others.

mod abbreviations;
mod scan;
mod sentences;

use super::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, perhaps with digits, apostrophes or an abbreviation's periods.
    Word,
    /// Starts with a digit and has nothing but digits, inner periods and inner commas.
    Number,
    /// A clitic split from the word before: 's, 're, 've, 'll, 'd, 'm or a bare possessive '.
    Clitic,
    /// One punctuation mark, or a run of the same period or hyphen ("...", "--").
    Punct,
    /// Any other character: currency, arrows, emoji.
    Symbol,
    /// A URL, an e-mail address, an @handle or a #tag.
    Link,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// What it is made of.
    pub kind: TokenKind,
    flags: u8,
}

const SPACE_BEFORE: u8 = 1;
const UPPER_FIRST: u8 = 2;
const HAS_UPPER: u8 = 4;
const HAS_LOWER: u8 = 8;
const HAS_DIGIT: u8 = 16;
const NON_ASCII: u8 = 32;
const PERIOD: u8 = 64;
const LINE_START: u8 = 128;

impl Token {
    const fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Where it stands, in bytes.
    #[must_use]
    pub const fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// What stands there.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Never true for a token of a text.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// White space, or the start of the text, stands before it.
    #[must_use]
    pub const fn space_before(self) -> bool {
        self.has(SPACE_BEFORE)
    }

    /// A line break, or the start of the text, stands before it.
    #[must_use]
    pub const fn line_start(self) -> bool {
        self.has(LINE_START)
    }

    /// Its first letter is a capital.
    #[must_use]
    pub const fn is_capitalized(self) -> bool {
        self.has(UPPER_FIRST)
    }

    /// It has capitals and no small letter.
    #[must_use]
    pub const fn is_all_caps(self) -> bool {
        self.has(HAS_UPPER) && !self.has(HAS_LOWER)
    }

    /// It has a small letter.
    #[must_use]
    pub const fn has_lower(self) -> bool {
        self.has(HAS_LOWER)
    }

    /// It has a capital anywhere.
    #[must_use]
    pub const fn has_upper(self) -> bool {
        self.has(HAS_UPPER)
    }

    /// It has an ASCII digit.
    #[must_use]
    pub const fn has_digit(self) -> bool {
        self.has(HAS_DIGIT)
    }

    /// It has a character outside ASCII.
    #[must_use]
    pub const fn is_non_ascii(self) -> bool {
        self.has(NON_ASCII)
    }

    /// It is a word that keeps the period of an abbreviation.
    #[must_use]
    pub const fn is_abbreviation(self) -> bool {
        self.has(PERIOD)
    }
}

/// A sentence, as a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its first token.
    pub first: u32,
    /// The first token after it.
    pub end: u32,
}

impl Sentence {
    /// The indices of its tokens.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// All tokens and sentences of a text. Can be filled again without allocating.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
}

impl std::ops::Deref for Tokens {
    type Target = [Token];
    fn deref(&self) -> &[Token] {
        &self.tokens
    }
}

impl Tokens {
    /// Tokenizes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.fill(text);
        tokens
    }

    /// The sentences in order; together they hold every token once.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The byte span from the first to the last token of a non-empty range.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span { start: self.tokens[range.start].start, end: self.tokens[range.end - 1].end }
    }

    /// Index of the first token that ends after a byte position.
    #[must_use]
    pub fn at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.end <= byte)
    }

    /// Replaces the content by the tokens of another text, keeping the buffers.
    pub fn fill(&mut self, text: &str) {
        self.tokens.clear();
        self.sentences.clear();
        self.tokens.reserve(text.len() / 5);
        scan::Scan::new(text, &mut self.tokens).run();
        sentences::split(text, &self.tokens, &mut self.sentences);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Tokens::new(text).iter().map(|t| t.of(text)).collect()
    }

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text);
        tokens.sentences().iter().map(|s| tokens.span(s.range()).of(text)).collect()
    }

    #[test]
    fn names_and_abbreviations() {
        assert_eq!(
            words("Iceland's O'Neill met U.S. Gen. J. Smith, Ph.D."),
            ["Iceland", "'s", "O'Neill", "met", "U.S.", "Gen.", "J.", "Smith", ",", "Ph.D."]
        );
        assert_eq!(words("Côte d’Ivoire’s al-Assad"), ["Côte", "d’Ivoire", "’s", "al", "-", "Assad"]);
        assert_eq!(words("the workers' union"), ["the", "workers", "'", "union"]);
        assert_eq!(words("it's they're don't"), ["it", "'s", "they", "'re", "don't"]);
    }

    #[test]
    fn numbers_and_links() {
        assert_eq!(
            words("1,000.5 on 12.05.2024, 1980s 7th mid-June"),
            ["1,000.5", "on", "12.05.2024", ",", "1980s", "7th", "mid", "-", "June"]
        );
        assert_eq!(
            words("see https://a.example/b?c=d. Mail a.b@c.example, @handle #tag"),
            ["see", "https://a.example/b?c=d", ".", "Mail", "a.b@c.example", ",", "@handle", "#tag"]
        );
        assert_eq!(words("5 p.m. ... --"), ["5", "p.m.", "...", "--"]);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            sentences("He met Mr. Smith in the U.S. The talks failed."),
            ["He met Mr. Smith in the U.S.", "The talks failed."]
        );
        assert_eq!(sentences("“Stop!” he said. “No.” Then he left."), ["“Stop!” he said.", "“No.”", "Then he left."]);
        assert_eq!(sentences("On Nov. 7 he left. A title\n\nA body"), ["On Nov. 7 he left.", "A title", "A body"]);
        assert_eq!(sentences("It rose 3.5 percent... and fell."), ["It rose 3.5 percent... and fell."]);
    }

    #[test]
    fn token_flags() {
        let text = "NATO’s iPhone U.S. x";
        let t = Tokens::new(text);
        assert!(t[0].is_all_caps() && t[0].is_capitalized() && t[0].line_start());
        assert_eq!(t[1].kind, TokenKind::Clitic);
        assert!(t[2].has_upper() && !t[2].is_capitalized() && t[2].has_lower());
        assert!(t[3].is_abbreviation() && t[3].is_all_caps());
    }
}
