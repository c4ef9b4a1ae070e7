//! The articles that all benches read.

use std::path::Path;
use std::{env, fs};

use copydesk::Article;

/// The service's: what a stage takes is measured as it runs there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The fixture articles that are text, in the order of their names; with the environment variable `COPYDESK_ARTICLES`
/// naming a file of them, a JSON object a line, those instead.
pub(crate) fn articles() -> Vec<Article> {
    let mut articles: Vec<Article> = match env::var("COPYDESK_ARTICLES") {
        Ok(file) => fs::read_to_string(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        Err(_) => {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
            let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            let read = |path: &Path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            paths.iter().map(|path| read(path)).collect()
        }
    };
    articles.retain(|article| article.text.is_some());
    articles
}
