//! `copydesk eval entities`: the figures of a model on annotated files, as the scorer of the
//! project counts them, with no server.

use std::error::Error;
use std::path::PathBuf;

use super::examples::Prepared;
use super::score::Score;
use super::{Found, corpus};
use crate::document::EntityType;
use crate::entities::clusters::{Clusters, Levels};
use crate::entities::tags::TYPES;
use crate::entities::{TaggedMention, Tagger};
use crate::text::Tokens;

/// Evaluates the entity tagger.
#[derive(Debug, clap::Args)]
pub struct EvalEntities {
    /// Annotated files: JSON lines of tokens and tags, or articles with marks.
    files: Vec<PathBuf>,
    /// A model file instead of the one in the binary.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Lists what was missed and what was too much.
    #[arg(long)]
    errors: bool,
}

impl EvalEntities {
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let tagger = match &self.model {
            None => Tagger::embedded(),
            Some(path) => Tagger::from_bytes(&std::fs::read(path)?).ok_or("not a model file of this version")?,
        };
        say(tagger.checksum());
        let no_clusters = Clusters::new([].into_iter(), Levels::default());
        for file in &self.files {
            let path = file.to_string_lossy();
            let set = if path.contains("news/") || path.contains("corpus/") { "news/" } else { "open/" };
            let mut score = Score::default();
            let mut reliability = Reliability::default();
            for document in corpus::read(file, set)? {
                let gold = Prepared::new(&document, &no_clusters);
                let found = tagger.tag(&document.text, &Tokens::new(&document.text));
                reliability.add(&found, &gold);
                if self.errors {
                    say_errors(&document.text, &gold, &found);
                }
                score.add(&gold.gold, &gold.lost, &numbered(&found));
            }
            say(&format!("\n{path}\nperson, organization, place {}", score.news()));
            for (name, counts) in ["person", "organization", "place and facility"].iter().zip(score.coarse) {
                say(&format!("  {name:18} {counts}"));
            }
            say(&format!("all types                   {}", score.all()));
            for (kind, counts) in TYPES.iter().zip(score.fine) {
                say(&format!("  {:18} {counts}", format!("{kind:?}").to_lowercase()));
            }
            reliability.say();
        }
        Ok(())
    }
}

/// A line for each mention that is only in the gold (-) or only found (+), with what is around it.
fn say_errors(text: &str, gold: &Prepared, found: &[TaggedMention]) {
    let kinds = |kinds: u8| -> Vec<String> {
        let named = TYPES.iter().enumerate().filter(|(k, _)| kinds >> k & 1 == 1);
        named.map(|(_, t)| format!("{t:?}").to_lowercase()).collect()
    };
    let right =
        |g: &(u32, u32, u8), m: &TaggedMention| (g.0, g.1) == (m.first, m.end) && g.2 >> number(m.kind) & 1 == 1;
    let mut lines: Vec<(u32, u32, &str, String)> = Vec::new();
    for g in gold.gold.iter().filter(|g| !found.iter().any(|m| right(g, m))) {
        lines.push((g.0, g.1, "-", kinds(g.2).join("|")));
    }
    for m in found.iter().filter(|m| !gold.gold.iter().any(|g| right(g, m))) {
        lines.push((m.first, m.end, "+", format!("{} {:.2}", kinds(1 << number(m.kind)).join("|"), m.confidence)));
    }
    lines.sort();
    let tokens = &gold.tokens;
    let words = |range: std::ops::Range<usize>| {
        if range.is_empty() { String::new() } else { tokens.span(range).of(text).replace('\n', " ") }
    };
    for (first, end, sign, kind) in lines {
        let (first, end) = (first as usize, end as usize);
        let before = words(first.saturating_sub(5)..first);
        let after = words(end..(end + 5).min(tokens.len()));
        say(&format!("{sign} {kind:16} {before} [{}] {after}", words(first..end)));
    }
}

fn number(kind: EntityType) -> usize {
    TYPES.iter().position(|t| *t == kind).unwrap_or(0)
}

fn numbered(found: &[TaggedMention]) -> Found {
    found.iter().map(|m| (m.first, m.end, number(m.kind))).collect()
}

/// What a tagger finds in a text.
pub(super) fn mentions(tagger: &Tagger, text: &str) -> Found {
    numbered(&tagger.tag(text, &Tokens::new(text)))
}

/// How often mentions of a confidence are right.
#[derive(Default)]
struct Reliability([(u32, u32, f64); 6]);

/// Upper ends of the groups of confidences.
const GROUPS: [f32; 6] = [0.5, 0.7, 0.8, 0.9, 0.96, 1.0];

impl Reliability {
    fn add(&mut self, found: &[TaggedMention], gold: &Prepared) {
        for m in found {
            let at = gold.gold.binary_search_by(|g| (g.0, g.1).cmp(&(m.first, m.end)));
            let right = at.is_ok_and(|i| gold.gold[i].2 >> number(m.kind) & 1 == 1);
            let group = &mut self.0[GROUPS.partition_point(|g| *g < m.confidence)];
            *group = (group.0 + 1, group.1 + u32::from(right), group.2 + f64::from(m.confidence));
        }
    }

    fn say(&self) {
        say("confidence up to   mentions   mean   right");
        for (end, (all, right, sum)) in GROUPS.iter().zip(self.0).filter(|(_, group)| group.0 > 0) {
            let n = f64::from(all);
            say(&format!("  {end:4.2}             {all:8}   {:.3}  {:.3}", sum / n, f64::from(right) / n));
        }
    }
}

#[allow(clippy::print_stdout, reason = "the figures are what the command is for")]
fn say(line: &str) {
    println!("{line}");
}
