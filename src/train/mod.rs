//! Trainers and evaluation: read the corpora, write the model files.

use std::error::Error;

pub mod corpus;
pub mod resolution;

/// What `copydesk train` can train.
#[derive(Debug, clap::Subcommand)]
pub enum TrainCommand {}

/// What `copydesk eval` can evaluate.
#[derive(Debug, clap::Subcommand)]
pub enum EvalCommand {
    /// How mentions are gathered into entities, with the mentions given.
    Resolution(resolution::Eval),
}

/// Trains a model and writes its file.
///
/// # Errors
/// When the corpus cannot be read or the model not be written.
pub fn train(command: TrainCommand) -> Result<(), Box<dyn Error>> {
    match command {}
}

/// Evaluates a model and prints the figures.
///
/// # Errors
/// When the corpus cannot be read.
pub fn eval(command: EvalCommand) -> Result<(), Box<dyn Error>> {
    match command {
        EvalCommand::Resolution(eval) => eval.run()?,
    }
    Ok(())
}
