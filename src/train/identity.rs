//! `copydesk eval identity`: how far apart the near-duplicate keys of edited and of unrelated articles are.

use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use crate::fingerprint::near_duplicate_key;
use crate::text::Tokens;

/// One word of so many is changed in a light edit, and at least one.
const EDITED: usize = 150;

/// Articles shorter than this many words are left out: a word is much of them.
const SHORTEST: usize = 60;

/// Flags of `copydesk eval identity`.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Pages with a gold text, JSON lines, perhaps gzipped.
    #[arg(required = true)]
    files: Vec<std::path::PathBuf>,
}

#[derive(Deserialize)]
struct Page {
    gold_text: String,
}

fn read(path: &Path) -> std::io::Result<Vec<String>> {
    let file = std::fs::File::open(path)?;
    let gzipped = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> =
        if gzipped { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(reader).lines().collect::<Result<Vec<_>, _>>()?;
    Ok(lines.iter().filter_map(|l| serde_json::from_str::<Page>(l).ok()).map(|p| p.gold_text).collect())
}

fn key(text: &str) -> u64 {
    u64::from_str_radix(&near_duplicate_key(text, &Tokens::new(text)), 16).unwrap_or(0)
}

/// Straight quotation marks, other white space, and every so-many-th word another.
fn edited(text: &str) -> String {
    let plain = text.replace(['“', '”'], "\"").replace('’', "'");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let every = EDITED.min(words.len().max(2) - 1);
    let change = |(i, word): (usize, &&str)| {
        if i % every == every / 2 { format!("edited{i}") } else { (*word).to_owned() }
    };
    words.iter().enumerate().map(|(i, w)| change((i, w))).collect::<Vec<_>>().join(" ")
}

impl Eval {
    /// Measures and prints two histograms.
    ///
    /// # Errors
    /// When a file cannot be read.
    #[allow(clippy::print_stdout, reason = "the figures are the command's output")]
    pub fn run(self) -> std::io::Result<()> {
        let mut texts = Vec::new();
        for file in &self.files {
            texts.extend(read(file)?);
        }
        texts.retain(|t| t.split_whitespace().count() >= SHORTEST);
        let keys: Vec<u64> = texts.iter().map(|t| key(t)).collect();
        let (mut near, mut far) = ([0usize; 65], [0usize; 65]);
        for (i, text) in texts.iter().enumerate() {
            near[(keys[i] ^ key(&edited(text))).count_ones() as usize] += 1;
            for other in &keys[..i] {
                far[(keys[i] ^ other).count_ones() as usize] += 1;
            }
        }
        for (name, histogram) in [("edited", near), ("unrelated", far)] {
            println!("{name}");
            for (distance, &n) in histogram.iter().enumerate().filter(|&(_, &n)| n > 0) {
                println!("{distance:3} {n:6}");
            }
        }
        let within = |h: &[usize]| h.iter().sum::<usize>();
        println!("edited within 6: {} of {}", within(&near[..=6]), within(&near));
        println!("unrelated from 18: {} of {}", within(&far[18..]), within(&far));
        Ok(())
    }
}
