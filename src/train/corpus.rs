//! Reads articles annotated inline: `[P#3 Name]` for entities, `{surface=VALUE}` for dates, one line a
//! block, `X reason:` for furniture.

use std::path::Path;

use crate::document::{BlockKind, EntityType};
use crate::text::Span;

/// One annotated article without its furniture: blocks separated by blank lines.
#[derive(Debug, Default)]
pub struct Article {
    /// Its id in the file.
    pub id: String,
    /// The text without marks.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<(BlockKind, Span)>,
    /// Entity marks in order.
    pub mentions: Vec<Marked>,
    /// When it was published.
    pub published: String,
    /// Date marks in order: bytes of the text, TIMEX3 value.
    pub dates: Vec<(Span, String)>,
    /// Marked quotations in order: `<<speaker|words>>`.
    pub quotes: Vec<Said>,
}

/// A marked quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Bytes of the words.
    pub span: Span,
    /// The speaker as marked.
    pub speaker: String,
}

/// An entity mark.
#[derive(Debug, Clone, Copy)]
pub struct Marked {
    /// Bytes of the text.
    pub span: Span,
    /// Its type.
    pub kind: EntityType,
    /// Number of its entity in the article.
    pub entity: u32,
}

/// Reads all articles of a file.
///
/// # Errors
/// When the file cannot be read.
pub fn read(file: &Path) -> std::io::Result<Vec<Article>> {
    Ok(parse(&std::fs::read_to_string(file)?))
}

/// Reads the annotated articles of several files.
///
/// # Errors
/// When a file cannot be read.
pub fn read_all(files: &[impl AsRef<Path>]) -> std::io::Result<Vec<Article>> {
    let mut articles = Vec::new();
    for file in files {
        articles.extend(read(file.as_ref())?);
    }
    Ok(articles)
}

/// Parses annotated articles.
#[must_use]
pub fn parse(content: &str) -> Vec<Article> {
    let mut out: Vec<Article> = Vec::new();
    for line in content.lines() {
        if let Some(head) = line.strip_prefix("@@") {
            let value = |key| head.split_whitespace().find_map(|w| w.strip_prefix(key)).unwrap_or_default().to_owned();
            out.push(Article { id: value("id="), published: value("published="), ..Article::default() });
            continue;
        }
        let Some(article) = out.last_mut() else { continue };
        let Some((kind, rest)) = line.split_once(':') else { continue };
        let kind = match kind {
            "T" => BlockKind::Title,
            "H" => BlockKind::Heading,
            "P" => BlockKind::Paragraph,
            "L" => BlockKind::ListItem,
            "B" => BlockKind::Blockquote,
            "C" => BlockKind::Caption,
            _ => continue,
        };
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        unmark(rest.strip_prefix(' ').unwrap_or(rest), article);
        article.blocks.push((kind, Span::new(start, article.text.len())));
    }
    out
}

fn kind_of(letter: &str) -> Option<EntityType> {
    Some(match letter {
        "P" => EntityType::Person,
        "O" => EntityType::Organization,
        "G" | "L" => EntityType::Place,
        "F" => EntityType::Facility,
        "N" => EntityType::Group,
        "R" => EntityType::Product,
        "E" => EntityType::Event,
        "W" => EntityType::Work,
        _ => return None,
    })
}

fn unmark(line: &str, article: &mut Article) {
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{', '<', '>']) {
        article.text.push_str(&rest[..at]);
        if let Some((speaker, words)) = rest[at..].strip_prefix("<<").and_then(|r| r.split_once('|')) {
            let start = article.text.len();
            article.quotes.push(Said { span: Span::new(start, start), speaker: speaker.to_owned() });
            rest = words;
            continue;
        }
        if let (Some(after), Some(said)) = (rest[at..].strip_prefix(">>"), article.quotes.last_mut()) {
            said.span = Span::new(said.span.start as usize, article.text.len());
            rest = after;
            continue;
        }
        let inner = &rest[at + 1..];
        if rest[at..].starts_with('{')
            && let Some(close) = inner.find('}')
        {
            let (surface, value) = inner[..close].rsplit_once('=').unwrap_or((&inner[..close], ""));
            let start = article.text.len();
            article.text.push_str(surface);
            article.dates.push((Span::new(start, article.text.len()), value.to_owned()));
            rest = &inner[close + 1..];
            continue;
        }
        let mark = inner.find(']').and_then(|close| {
            let (tag, surface) = inner[..close].split_once(' ')?;
            let (letter, number) = tag.split_once('#')?;
            Some((kind_of(letter)?, number.parse().ok()?, surface, close))
        });
        if let Some((kind, entity, surface, close)) = mark {
            let start = article.text.len();
            article.text.push_str(surface);
            article.mentions.push(Marked { span: Span::new(start, article.text.len()), kind, entity });
            rest = &inner[close + 1..];
        } else {
            article.text.push_str(&rest[at..=at]);
            rest = inner;
        }
    }
    article.text.push_str(rest);
}
