//! `copydesk normalize`.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use copydesk::{Article, ArticleLimits, Normalizer};

use super::Outcome;

/// Flags of `copydesk normalize`.
#[derive(Debug, Args)]
pub(crate) struct Normalize {
    /// Files of plain text; standard input when none is named.
    files: Vec<PathBuf>,
}

impl Normalize {
    pub(crate) fn run(self) -> Outcome {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let mut texts = Vec::new();
        if self.files.is_empty() {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            texts.push(text);
        }
        for file in &self.files {
            texts.push(std::fs::read_to_string(file)?);
        }
        let mut out = std::io::stdout().lock();
        for text in texts {
            let document = normalizer.normalize(&Article { text: Some(text), ..Article::default() })?;
            serde_json::to_writer(&mut out, &document)?;
            out.write_all(b"\n")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
