//! A client in Rust: asks for byte offsets, which is what `str` is sliced by.
//!
//! ```text
//! cargo run --example client -- http://127.0.0.1:8080
//! ```

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use copydesk::Document;
use serde_json::json;

const RAW: &str = "Swans 🦢🦢 delay canal\n\nThe canal in Odense, Denmark, stays closed until Friday, Mayor Karen \
                   Lindqvist said.\n\nRead also: Ferry fares rise";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:8080".into());
    // A refusal has a body worth reading, so that it is not turned into an error here.
    let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().http_status_as_error(false).build());
    let mut response = agent.post(format!("{service}/v1/normalize")).send_json(json!({
        "text": RAW, "published_at": "2024-05-24", "options": {"offset_unit": "utf8"},
    }))?;
    if !response.status().is_success() {
        let problem: serde_json::Value = response.body_mut().read_json()?;
        return Err(format!("{}: {}", problem["code"], problem["detail"]).into());
    }
    let document: Document = response.body_mut().read_json()?;

    for entity in document.entities.iter().flatten() {
        for mention in &entity.mentions {
            assert_eq!(document.text.get(mention.span.range()), Some(mention.text.as_str()));
            let raw: String = mention.source.iter().filter_map(|span| RAW.get(span.range())).collect();
            println!("{:?}\t{}\t{raw}", entity.kind, entity.name);
        }
    }
    for date in document.dates.iter().flatten() {
        println!("{:?}\t{}\t{}", date.kind, date.timex, date.text);
    }
    for removed in document.removed.iter().flatten() {
        println!("Removed\t{:?}\t{}", removed.reason, RAW.get(removed.source.range()).unwrap_or_default());
    }
    Ok(())
}
