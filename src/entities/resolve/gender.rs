//! Grammatical gender of persons, as far as the text itself shows it: by titles ("Mrs.") and by the
//! pronoun that takes a name up again. First names are no evidence: they differ between languages.

use super::Article;
use crate::text::{Token, TokenKind};

/// What a title or pronoun says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    /// he, Mr., King …
    Male,
    /// she, Mrs., Queen …
    Female,
}

/// Gender of a title word, folded to lower case without its period.
pub(crate) fn of_title(word: &str) -> Option<Gender> {
    match word {
        "mr" | "sir" | "lord" | "king" | "prince" | "father" | "brother" | "uncle" | "don" | "baron" | "duke"
        | "count" | "actor" | "chairman" | "spokesman" | "businessman" | "congressman" | "policeman" | "emperor"
        | "sheikh" | "imam" | "fr" | "señor" | "senhor" | "monsieur" | "herr" | "hajji" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "madam" | "madame" | "mme" | "mlle" | "lady" | "dame" | "queen" | "princess"
        | "sister" | "mother" | "aunt" | "dona" | "doña" | "baroness" | "duchess" | "countess" | "actress"
        | "chairwoman" | "spokeswoman" | "businesswoman" | "congresswoman" | "policewoman" | "empress" | "sheikha"
        | "señora" | "senhora" | "frau" | "widow" => Some(Gender::Female),
        _ => None,
    }
}

/// Gender of a pronoun in the third person.
pub(crate) fn of_pronoun(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "himself" | "He" | "His" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" | "She" | "Her" => Some(Gender::Female),
        _ => None,
    }
}

/// How far a pronoun may stand behind the name that it takes up, in tokens.
const REACH: usize = 30;

/// Gender of a mention: by the words before it, else by the first pronoun after it that no other
/// person stands before.
pub(super) fn of_mention(article: &Article<'_>, mention: usize, next_person: Option<u32>) -> Option<Gender> {
    let m = article.mentions.get(mention)?;
    let first = m.first as usize;
    let mut lower = String::new();
    for t in article.tokens[..first.min(article.tokens.len())].iter().rev().take(3) {
        if t.kind != TokenKind::Word {
            break;
        }
        lower.clear();
        lower.extend(t.of(article.text).trim_end_matches('.').chars().flat_map(char::to_lowercase));
        if let Some(gender) = of_title(&lower) {
            return Some(gender);
        }
    }
    let end = (m.end as usize).min(article.tokens.len());
    let until = (end + REACH).min(next_person.map_or(usize::MAX, |n| n as usize)).clamp(end, article.tokens.len());
    article.tokens[end..until]
        .iter()
        .take_while(|t: &&Token| !t.line_start())
        .filter(|t| t.kind == TokenKind::Word && t.len() <= 7)
        .find_map(|t| of_pronoun(t.of(article.text)))
}
