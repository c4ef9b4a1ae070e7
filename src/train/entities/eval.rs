//! `copydesk eval entities`: the figures of a model on annotated files, as the scorer of the
//! project counts them, with no server.

use std::error::Error;
use std::path::PathBuf;

use super::corpus;
use super::examples::Prepared;
use super::score::Score;
use crate::entities::Tagger;
use crate::entities::clusters::Clusters;
use crate::entities::tags::TYPES;
use crate::text::Tokens;

/// Evaluates the entity tagger.
#[derive(Debug, clap::Args)]
pub struct EvalEntities {
    /// Annotated files: JSON lines of tokens and tags, or articles with marks.
    files: Vec<PathBuf>,
    /// A model file instead of the one in the binary.
    #[arg(long)]
    model: Option<PathBuf>,
}

impl EvalEntities {
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let tagger = match &self.model {
            None => Tagger::embedded(),
            Some(path) => Tagger::from_bytes(&std::fs::read(path)?).ok_or("not a model file of this version")?,
        };
        say(tagger.checksum());
        for file in &self.files {
            let path = file.to_string_lossy();
            let set = if path.contains("news/") || path.contains("corpus/") { "news/" } else { "open/" };
            let mut score = Score::default();
            for document in corpus::read(file, set)? {
                let tokens = Tokens::new(&document.text);
                let gold = Prepared::new(&document, &Clusters::default());
                let found: Vec<_> = tagger
                    .tag(&document.text, &tokens)
                    .iter()
                    .map(|m| (m.first, m.end, TYPES.iter().position(|t| *t == m.kind).unwrap_or(0)))
                    .collect();
                score.add(&gold.gold, &gold.lost, &found);
            }
            say(&format!("\n{path}\nperson, organization, place {}", score.news()));
            for (name, counts) in ["person", "organization", "place and facility"].iter().zip(score.coarse) {
                say(&format!("  {name:18} {counts}"));
            }
            say(&format!("all types                   {}", score.all()));
            for (kind, counts) in TYPES.iter().zip(score.fine) {
                say(&format!("  {:18} {counts}", format!("{kind:?}").to_lowercase()));
            }
        }
        Ok(())
    }
}

#[allow(clippy::print_stdout, reason = "the figures are what the command is for")]
fn say(line: &str) {
    println!("{line}");
}
