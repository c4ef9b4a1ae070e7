//! The library without the service.
//!
//! ```text
//! cargo run --example embed < article.txt
//! ```

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use std::io::Read as _;

use copydesk::{Article, ArticleLimits, Normalizer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    // Loads the models; keep it, and share it between threads.
    let normalizer = Normalizer::new(ArticleLimits::default());
    let document = normalizer.normalize(&Article { text: Some(text), ..Article::default() })?;
    println!("{}", document.text);
    for entity in document.entities.iter().flatten() {
        println!("{:?}\t{}\t{} mentions", entity.kind, entity.name, entity.mentions.len());
    }
    Ok(())
}
