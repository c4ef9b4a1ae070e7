//! Years of age: ", 45," behind a name, "aged 12", "the age of 83".

use super::super::lexicon::{Class, Key, Lex, Unit, Verb};
use super::super::value::{Amount, Expr, Length};
use super::Grammar;

impl Grammar<'_> {
    /// ", 45," behind a name, "aged 45", "he is 45.": years of age.
    pub(super) fn age(&self, i: usize) -> Option<(Expr, usize)> {
        let (years, end) = match self.at(i) {
            Lex::Number { value: value @ 1..=115, digits: 1..=3 } => (u64::from(value), i + 1),
            Lex::Cardinal(_) => self.spelled(i).filter(|(n, _)| (1..=99).contains(n))?,
            _ => return None,
        };
        let found = Some((Expr::Length(Length::one(Amount::Exact(years * 100), Unit::Year)), end));
        let next = self.at(end);
        if matches!(next, Lex::Unit { .. } | Lex::Dash) {
            return None;
        }
        let is = |k: usize, class: Class| k <= i && self.is(i - k, class);
        let number = |k: usize| k <= i && matches!(self.lex[i - k], Lex::Number { .. } | Lex::Cardinal(_));
        let lex = |k: usize| if k <= i { self.lex[i - k] } else { Lex::Other };
        // "turned 18 on Wednesday", "turns 50 next month"
        if is(1, Class::Turned) {
            let dated = matches!(next, Lex::Key(Key::On | Key::In | Key::Last | Key::Next | Key::This));
            return found.filter(|_| years > 4 && (dated || self.closes(end) || self.is(end, Class::ClosesAge)));
        }
        match self.before(i) {
            Lex::Key(Key::Aged) => found,
            Lex::Key(Key::Between) => found.filter(|_| lex(2) == Lex::Key(Key::Aged) || is(2, Class::People)),
            // "She’s 84."
            Lex::Possessive => found.filter(|_| is(2, Class::OnePerson) && self.closes(end)),
            // ", now 41,"
            Lex::Reference(_) => found.filter(|_| lex(2) == Lex::Punct(b',') && self.punct(end, b',') && years >= 14),
            // "a widow of 86", "a Latvian of 57 who"
            Lex::Key(Key::Of) => {
                let person = is(2, Class::Person) || i > 1 && lex(3) == Lex::Key(Key::A) && self.is_person(i - 2);
                let stops =
                    self.closes(end) || self.is(end, Class::OnePerson) || matches!(next, Lex::Key(Key::In | Key::With));
                found.filter(|_| person && stops && years >= 14)
            }
            // "At 36, Ana Ruiz", "At 14 she moved"
            Lex::Key(Key::At)
                if self.capital(i - 1)
                    && years >= 14
                    && (self.is(end, Class::OnePerson) || self.punct(end, b',') && self.capital(end + 1)) =>
            {
                found
            }
            // "aged seven to ten", "aged between 14 and 22"; ", 15 and 17, from"
            Lex::Key(Key::To | Key::And) if number(2) => {
                let aged = lex(3) == Lex::Key(Key::Aged)
                    || (lex(3) == Lex::Key(Key::Between) && (lex(4) == Lex::Key(Key::Aged) || is(4, Class::People)));
                let pair =
                    lex(3) == Lex::Punct(b',') && years >= 14 && i > 4 && self.is_person(i - 4) && self.closes(end);
                found.filter(|_| aged || pair)
            }
            // "he is 27.", "I was six, and"
            Lex::Verb(Verb::Is | Verb::Was) | Lex::Key(Key::Am) | Lex::Other if is(1, Class::Copula) => {
                // "we are three" counts heads.
                let subject = is(2, Class::OnePerson) || (years >= 14 && is(2, Class::SeveralPersons));
                let person = subject || (i > 1 && self.is_person(i - 2) && years >= 14);
                let stops = self.closes(end) || self.is(end, Class::ClosesAge);
                found.filter(|_| person && stops)
            }
            // "died at 54", "dies at 67"
            Lex::Key(Key::At) => {
                found.filter(|_| is(2, Class::LifeEvent) && years > 5 && self.pauses(end) && !self.punct(end, b':'))
            }
            Lex::Key(Key::Less | Key::Over) => {
                found.filter(|_| is(2, Class::People) && self.pauses(end) && !self.punct(end, b'%'))
            }
            Lex::Punct(b',') if i > 1 && self.glued(i - 1) && !number(2) => {
                let person = self.is_person(i - 2);
                let comma = self.punct(end, b',') && !matches!(self.at(end + 1), Lex::Number { .. });
                let and = self.key(end, Key::And)
                    && matches!(self.at(end + 1), Lex::Number { .. })
                    && self.punct(end + 2, b',');
                let ends = self.closes(end) && years >= 14;
                let common =
                    !self.tokens[i - 2].is_capitalized() && self.lex[i - 2] == Lex::Other && (18..=99).contains(&years);
                found.filter(|_| (person && (comma || ends || and)) || (common && comma))
            }
            _ => None,
        }
    }

    /// Whether token `k` can end a person's name.
    fn is_person(&self, k: usize) -> bool {
        self.tokens[k].is_capitalized() && self.lex[k] == Lex::Other && !self.tokens[k].has_digit()
    }

    /// Whether punctuation closes a phrase before token `i`.
    pub(super) fn closes(&self, i: usize) -> bool {
        matches!(self.at(i), Lex::Punct(b',' | b'.' | b';' | b'!' | b'?' | b')' | b':'))
    }

    /// "the age of 17", "age 70".
    pub(super) fn age_of(&self, i: usize) -> Option<(Expr, usize)> {
        let at = i + usize::from(self.key(i, Key::The));
        if !self.key(at, Key::Age) {
            return None;
        }
        let of = usize::from(self.key(at + 1, Key::Of));
        let (years, end) = match self.at(at + 1 + of) {
            Lex::Number { value: value @ 1..=115, .. } => (u64::from(value), at + 2 + of),
            Lex::Cardinal(_) => self.spelled(at + 1 + of)?,
            _ => return None,
        };
        Some((Expr::Length(Length::one(Amount::Exact(years * 100), Unit::Year)), end))
    }
}
