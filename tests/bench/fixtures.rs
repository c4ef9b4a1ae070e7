//! The articles that all benches read.

use std::fs;
use std::path::Path;

use copydesk::Article;

/// The service's: what a stage takes is measured as it runs there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The fixture articles that are text, in the order of their names.
pub(crate) fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| serde_json::from_str::<Article>(&fs::read_to_string(path).unwrap()).unwrap();
    paths.iter().map(|path| read(path)).filter(|article| article.text.is_some()).collect()
}
