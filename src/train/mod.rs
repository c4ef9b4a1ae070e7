//! Trainers and evaluation: read the corpora, write the model files.

pub mod cleaning;
pub mod cleaning_data;
pub mod cleaning_fit;
mod cleaning_mix;
pub mod corpus;
pub mod dates;
pub mod entities;
pub mod identity;
mod linear;
pub mod links;
mod network;
mod outlines;
pub mod pages;
pub mod places;
pub mod quotes;
mod random;
pub mod resolution;

use std::error::Error;

/// What `copydesk train` can train.
#[derive(Debug, clap::Subcommand)]
pub enum TrainCommand {
    /// Train the cleaning classifier.
    Cleaning(cleaning_fit::Train),
    /// Learn word clusters from word vectors.
    Clusters(entities::TrainClusters),
    /// Train the entity tagger.
    Entities(entities::TrainEntities),
    /// Train the model of page extraction.
    CleaningHtml(pages::TrainPages),
    /// Make the gazetteer of places.
    Places(places::Train),
}

/// What `copydesk eval` can evaluate.
#[derive(Debug, clap::Subcommand)]
pub enum EvalCommand {
    /// Evaluate the entity tagger.
    Entities(entities::EvalEntities),
    /// Evaluate the date stage on TIMEX3 gold files and annotated articles.
    Dates(dates::EvalDates),
    /// The cleaning stage on pages with labelled lines.
    Cleaning(cleaning::Eval),
    /// How mentions are gathered into entities, with the mentions given.
    Resolution(resolution::Eval),
    /// Direct quotations and their speakers, with the entities given.
    Quotes(quotes::Eval),
    /// Links of places, with the entities given.
    Links(links::Eval),
    /// Near-duplicate keys of edited and of unrelated articles.
    Identity(identity::Eval),
}

/// Trains a model and writes its file.
///
/// # Errors
/// When the corpus cannot be read or the model not be written.
pub fn train(command: TrainCommand) -> Result<(), Box<dyn Error>> {
    match command {
        TrainCommand::Cleaning(command) => command.run(),
        TrainCommand::Clusters(command) => command.run(),
        TrainCommand::Entities(command) => command.run(),
        TrainCommand::CleaningHtml(command) => command.run(),
        TrainCommand::Places(command) => command.run(),
    }
}

/// Evaluates a model and prints the figures.
///
/// # Errors
/// When the corpus cannot be read.
pub fn eval(command: EvalCommand) -> Result<(), Box<dyn Error>> {
    match command {
        EvalCommand::Entities(command) => command.run(),
        EvalCommand::Dates(command) => command.run(),
        EvalCommand::Resolution(eval) => Ok(eval.run()?),
        EvalCommand::Quotes(eval) => Ok(eval.run()?),
        EvalCommand::Links(eval) => Ok(eval.run()?),
        EvalCommand::Identity(eval) => Ok(eval.run()?),
        EvalCommand::Cleaning(eval) => eval.run(),
    }
}

/// The first of an evaluation's errors, a line each.
#[allow(clippy::print_stdout, reason = "the output of the command")]
fn print(errors: &[String], most: usize) {
    for error in errors.iter().take(most) {
        println!("{error}");
    }
}
