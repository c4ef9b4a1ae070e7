//! `copydesk eval quotes`: direct quotations and their speakers against marked articles, with the entities
//! given. A mark is `<<#3|words>>` (spoken by entity 3), `<<the judge|words>>` (by words that are no name)
//! or `<<?|words>>` (the text does not tell, or only the writer's "I").

use super::corpus::{Article, Said, read_all};
use super::resolution::entities_of;
use crate::document::Quote;
use crate::quotes;
use crate::text::Tokens;

/// Counts of one evaluation.
#[derive(Debug, Default, Clone)]
pub struct Report {
    /// Marked quotations, found ones, and those found with the marked words.
    gold: usize,
    system: usize,
    right: usize,
    /// Quotations found whose speaker is marked and is a name; those with the right one.
    named: usize,
    named_right: usize,
    /// Marked quotations with a speaker, and those found with the right one.
    spoken: usize,
    spoken_right: usize,
    /// Speakers told for quotations that are right, and right ones among them.
    told: usize,
    told_right: usize,
    /// What went wrong.
    pub errors: Vec<String>,
}

impl Report {
    /// Precision, recall and F1 of the words, in percent.
    #[must_use]
    pub fn words(&self) -> [f64; 3] {
        f1(self.right, self.system, self.gold)
    }

    /// Precision (of the speakers told), recall (of all that are marked) and F1 of speakers, in percent.
    #[must_use]
    pub fn speakers(&self) -> [f64; 3] {
        f1(self.told_right, self.told, self.spoken)
    }
}

fn f1(right: usize, system: usize, gold: usize) -> [f64; 3] {
    let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
    [share(system), share(gold), 200.0 * right as f64 / (system + gold).max(1) as f64]
}

/// Measures the quotations of marked articles.
#[must_use]
pub fn evaluate(articles: &[Article]) -> Report {
    let mut report = Report::default();
    for article in articles {
        let (cleaned, entities) = entities_of(article);
        let tokens = Tokens::new(&cleaned.text);
        let found = quotes::extract(&cleaned, &tokens, &entities);
        // The gold number of each system entity, by its first marked mention.
        let number = |id: u32| {
            let mentions = &entities.iter().find(|e| e.id == id)?.mentions;
            article.mentions.iter().find(|m| mentions.iter().any(|n| n.span == m.span)).map(|m| m.entity)
        };
        one(article, &found, &number, &mut report);
    }
    report
}

fn one(article: &Article, found: &[Quote], number: &dyn Fn(u32) -> Option<u32>, report: &mut Report) {
    report.gold += article.quotes.len();
    report.system += found.len();
    let text = &article.text;
    for said in &article.quotes {
        report.spoken += usize::from(said.speaker != "?");
        let Some(quote) = found.iter().find(|q| same(text, q, said)) else {
            report.errors.push(format!("MISS\t{}\t{}\t{}", article.id, said.speaker, said.span.of(text)));
            continue;
        };
        report.right += 1;
        if said.speaker == "?" {
            continue;
        }
        let told = quote.speaker.as_ref();
        let right = told.is_some_and(|s| match said.speaker.strip_prefix('#') {
            Some(n) => s.entity.and_then(number).is_some_and(|e| e.to_string() == n),
            None => s.entity.is_none() && (s.text.contains(&said.speaker) || said.speaker.contains(&s.text)),
        });
        report.told += usize::from(told.is_some());
        report.told_right += usize::from(right);
        report.spoken_right += usize::from(right);
        if said.speaker.starts_with('#') {
            report.named += 1;
            report.named_right += usize::from(right);
        }
        if !right {
            let told = told.map_or("-", |s| s.text.as_str());
            report.errors.push(format!("WHO\t{}\tgold {}\tgot {told}\t{}", article.id, said.speaker, quote.text));
        }
    }
    for quote in found.iter().filter(|q| !article.quotes.iter().any(|said| same(text, q, said))) {
        report.errors.push(format!("EXTRA\t{}\t{:?}\t{}", article.id, quote.cue, quote.text));
    }
}

/// Whether the words are the same but for punctuation at the ends.
fn same(text: &str, quote: &Quote, said: &Said) -> bool {
    let bare = |s: &str| s.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    quote.span.overlaps(said.span) && bare(&quote.text) == bare(said.span.of(text))
}

/// Flags of `copydesk eval quotes`.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Marked articles.
    #[arg(required = true)]
    files: Vec<std::path::PathBuf>,
    /// Show so many errors.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

impl Eval {
    /// Measures and prints.
    ///
    /// # Errors
    /// When a file cannot be read.
    #[allow(clippy::print_stdout, reason = "the figures are the command's output")]
    pub fn run(self) -> std::io::Result<()> {
        let articles = read_all(&self.files)?;
        let report = evaluate(&articles);
        let [p, r, f] = report.words();
        println!("articles {} quotations {} words p {p:.1} r {r:.1} f1 {f:.1}", articles.len(), report.gold);
        let [p, r, f] = report.speakers();
        println!("speakers p {p:.1} r {r:.1} f1 {f:.1}; named {} of {}", report.named_right, report.named);
        super::print(&report.errors, self.errors);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::corpus::parse;

    #[test]
    fn marked_articles_are_answered_as_well_as_ever() {
        let articles: Vec<Article> = [
            include_str!("../../tests/fixtures/quotes/a.txt"),
            include_str!("../../tests/fixtures/quotes/b.txt"),
            include_str!("../../tests/fixtures/quotes/c.txt"),
        ]
        .iter()
        .flat_map(|content| parse(content))
        .collect();
        assert!(articles.len() >= 60);
        let report = evaluate(&articles);
        let ([_, _, words], [_, _, speakers]) = (report.words(), report.speakers());
        assert!(words >= 85.0 && speakers >= 80.0, "{words} {speakers}");
    }
}
