//! Persons: full names first, then the shorter ways to name them.

use std::collections::HashMap;

use super::forms::{Form, Forms, Joined, WordId};
use super::gender::{self, Gender};
use super::{Article, NEAREST, slot};
use crate::document::EntityType;

/// A person introduced by a name of two words or more.
#[derive(Debug)]
struct Person {
    /// The form with the fullest name.
    form: u32,
    /// Mentions by which the person was last seen, while going through the text.
    seen: Option<u32>,
    gender: Option<Gender>,
}

type Index = HashMap<(bool, u32), Vec<u32>>;

/// Joins the forms of each person.
pub(super) fn join(article: &Article<'_>, forms: &Forms, joined: &mut Joined) {
    let is_person = |f: &Form| f.kind == EntityType::Person;
    let mut full: Vec<u32> =
        (0u32..).zip(&forms.all).filter(|(_, f)| is_person(f) && f.words.len() > 1).map(|(i, _)| i).collect();
    full.sort_by_key(|&i| (std::cmp::Reverse(forms.all[i as usize].words.len()), i));

    let mut people: Vec<Person> = Vec::new();
    let mut index = Index::new();
    // Which person a full form belongs to, for the pass over the text.
    let mut of_form: HashMap<u32, u32> = HashMap::new();
    for &f in &full {
        let words = &forms.all[f as usize].words;
        let known = words
            .iter()
            .filter_map(|&w| index.get(&forms.bucket(w)))
            .flat_map(|list| list.iter().rev().take(NEAREST))
            .copied()
            .find(|&p| shortens(forms, words, &forms.all[people[p as usize].form as usize].words));
        let person = known.unwrap_or_else(|| {
            let new = u32::try_from(people.len()).unwrap_or(u32::MAX);
            people.push(Person { form: f, seen: None, gender: None });
            for &w in words {
                let list = index.entry(forms.bucket(w)).or_default();
                if list.last() != Some(&new) {
                    list.push(new);
                }
            }
            new
        });
        joined.join(people[person as usize].form, f);
        of_form.insert(f, person);
    }

    // Single words: one candidate takes all mentions, several are told apart mention by mention.
    let mut contested: HashMap<u32, Vec<u32>> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        let &[word] = form.words.as_slice() else { continue };
        if !(is_person(form) || may_be_surname(form)) {
            continue;
        }
        let mut candidates = candidates(forms, &index, &people, word);
        if !is_person(form) {
            // Only a surname makes a person of what the tagger took for something else.
            candidates.retain(|&p| rank(forms, &people[p as usize], word) == 0);
        }
        match candidates.as_slice() {
            [] => {}
            [one] => joined.join(people[*one as usize].form, i),
            _ => {
                contested.insert(i, candidates);
            }
        }
    }
    if !contested.is_empty() {
        settle(article, forms, &mut people, &of_form, &contested, joined);
    }
}

/// Whether the tagger was unsure enough of a single word for a surname to overrule it.
fn may_be_surname(form: &Form) -> bool {
    let all: f32 = form.weights.iter().sum();
    let persons = form.weights[slot(EntityType::Person)];
    matches!(form.kind, EntityType::Organization | EntityType::Place | EntityType::Facility | EntityType::Product)
        && (persons > 0.0 || all / (form.mentions.len().max(1) as f32) < 0.6)
}

/// Whether `short` names the person whose name is `full`: its words in order, initials allowed, one
/// word at least the same.
fn shortens(forms: &Forms, short: &[WordId], full: &[WordId]) -> bool {
    let mut rest = full.iter();
    let mut same = 0;
    for &w in short {
        let word = forms.word_of(w);
        let found = rest.find(|&&v| {
            let other = forms.word_of(v);
            forms.alike(w, v) || (word.letters == 1 || other.letters == 1) && word.initial == other.initial
        });
        match found {
            Some(&v) if forms.alike(w, v) && word.letters > 1 => same += 1,
            Some(_) => {}
            None => return false,
        }
    }
    same > 0
}

/// How naturally a word stands for a person: as the last name, as one of the names between, as the
/// first.
fn rank(forms: &Forms, person: &Person, word: WordId) -> u8 {
    let words = &forms.all[person.form as usize].words;
    match words.iter().rposition(|&w| forms.alike(w, word)) {
        Some(at) if at + 1 == words.len() => 0,
        Some(0) => 2,
        _ => 1,
    }
}

/// The persons of the best rank whose name has the word.
fn candidates(forms: &Forms, index: &Index, people: &[Person], word: WordId) -> Vec<u32> {
    let mut found: Vec<u32> =
        index.get(&forms.bucket(word)).map_or_else(Vec::new, |list| list.iter().rev().take(NEAREST).copied().collect());
    let best = found.iter().map(|&p| rank(forms, &people[p as usize], word)).min();
    found.retain(|&p| Some(rank(forms, &people[p as usize], word)) == best);
    found
}

/// Goes through the text and gives each contested mention to the person of fitting gender that was
/// named last; before any was named (titles), to the one named most often in full.
fn settle(
    article: &Article<'_>,
    forms: &Forms,
    people: &mut [Person],
    of_form: &HashMap<u32, u32>,
    contested: &HashMap<u32, Vec<u32>>,
    joined: &mut Joined,
) {
    let mut next_person = vec![None; article.mentions.len()];
    let mut next = None;
    for (i, m) in article.mentions.iter().enumerate().rev() {
        next_person[i] = next;
        if forms.all[forms.of[i] as usize].kind == EntityType::Person {
            next = Some(m.first);
        }
    }
    for (i, form) in forms.of.iter().enumerate() {
        if let Some(&p) = of_form.get(form) {
            let person = &mut people[p as usize];
            person.gender =
                person.gender.or_else(|| gender::of_mention(article, i, next_person.get(i).copied().flatten()));
        }
    }
    for (i, &form) in forms.of.iter().enumerate() {
        let position = u32::try_from(i).unwrap_or(u32::MAX);
        let person = match (of_form.get(&form), contested.get(&form)) {
            (Some(&p), _) => p,
            (None, Some(list)) => {
                let gender = gender::of_mention(article, i, next_person.get(i).copied().flatten());
                let fits = |p: u32| {
                    let known = people[p as usize].gender;
                    gender.is_none() || known.is_none() || known == gender
                };
                let best = list.iter().copied().max_by_key(|&p| {
                    let person = &people[p as usize];
                    let full = &forms.all[person.form as usize];
                    (fits(p), person.seen, full.mentions.len(), std::cmp::Reverse(full.first()))
                });
                let Some(p) = best else { continue };
                joined.of[i] = people[p as usize].form;
                p
            }
            (None, None) => continue,
        };
        people[person as usize].seen = Some(position);
    }
}
