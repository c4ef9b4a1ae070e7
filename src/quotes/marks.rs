//! Quotation marks: which open, which close, and what lies between.
//!
//! All common systems are known (“ ”, " ", ‘ ’, ' ', « », » «, „ “, ‹ ›). Pairs of another sort inside a
//! quotation are nested in it. A quotation that goes on over paragraphs opens again in each and
//! closes in the last. The hard sign is the single one, which is an apostrophe most of the time.

use crate::document::{Block, BlockKind};
use crate::text::Span;

/// A quotation by its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    /// The words.
    pub(super) inner: Span,
    /// The words and their marks.
    pub(super) outer: Span,
    /// Index of the block that it begins in.
    pub(super) block: usize,
    /// Index of the block that it ends in.
    pub(super) last_block: usize,
}

/// A quotation that has begun.
#[derive(Debug, Clone, Copy)]
struct Open {
    mark: char,
    /// First byte of the mark.
    at: usize,
    block: usize,
    /// The mark that has begun a quotation inside.
    inner: Option<Inner>,
}

/// A quotation inside another that has begun.
#[derive(Debug, Clone, Copy)]
struct Inner {
    mark: char,
    at: usize,
    block: usize,
}

/// The quotations of a text, each list in order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) outer: Vec<Marked>,
    /// Those inside others.
    pub(super) nested: Vec<Marked>,
}

/// Finds the quotations of a text by their marks.
pub(super) fn find(text: &str, blocks: &[Block]) -> Found {
    let mut out = Found::default();
    let mut carried: Option<Open> = None;
    for (b, block) in blocks.iter().enumerate() {
        if block.kind == BlockKind::Preformatted {
            carried = None;
            continue;
        }
        let mut open = carried.take();
        let mut skip_first = false;
        if let Some(o) = open {
            // The next paragraph must open again, or the mark before was stray.
            if block.span.of(text).starts_with(o.mark) {
                skip_first = true;
            } else {
                open = None;
            }
        }
        scan(text, block.span, b, skip_first, &mut open, &mut out);
        carried = open;
    }
    out
}

fn scan(text: &str, span: Span, block: usize, skip_first: bool, open: &mut Option<Open>, out: &mut Found) {
    let (start, end) = (span.start as usize, span.end as usize);
    let body = span.of(text);
    let may_be_mark = |b: &u8| matches!(b, b'"' | b'\'' | 0x80..);
    let mut next = 0;
    while let Some(skipped) = body.as_bytes()[next..].iter().position(may_be_mark) {
        let i = next + skipped;
        let Some(c) = body[i..].chars().next() else { break };
        next = i + c.len_utf8();
        if !is_mark(c) || skip_first && i == 0 {
            continue;
        }
        let at = start + i;
        let previous = body[..i].chars().next_back().unwrap_or(' ');
        let after = body[next..].chars().next().unwrap_or(' ');
        if let Some(o) = open {
            let rest = &text[at + c.len_utf8()..end];
            if let Some(i) = o.inner.filter(|i| closes(i.mark, c, previous, after, rest)) {
                out.nested.extend(pair(i.mark, i.at, i.block, c, at, block));
                o.inner = None;
            } else if closes(o.mark, c, previous, after, rest) {
                out.outer.extend(pair(o.mark, o.at, o.block, c, at, block));
                *open = None;
            } else if opens(c, previous, after) && closer(c) != closer(o.mark) && o.inner.is_none() {
                o.inner = Some(Inner { mark: c, at, block });
            }
        } else if opens(c, previous, after) {
            *open = Some(Open { mark: c, at, block, inner: None });
        }
    }
}

/// The quotation between an opening mark and the closing one, unless it is empty.
fn pair(mark: char, from: usize, block: usize, closing: char, at: usize, last_block: usize) -> Option<Marked> {
    let inner = from + mark.len_utf8();
    let outer = Span::new(from, at + closing.len_utf8());
    (inner < at).then(|| Marked { inner: Span::new(inner, at), outer, block, last_block })
}

const fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '‛')
}

/// Groups the marks that are one sort of sign: a straight mark and its curly kin do not nest.
const fn closer(mark: char) -> char {
    match mark {
        '“' | '”' | '"' | '„' | '‟' => '"',
        '‘' | '’' | '\'' | '‚' | '‛' => '\'',
        '«' | '»' => '»',
        _ => '›',
    }
}

/// Whether a mark opens a quotation between these two characters.
fn opens(mark: char, before: char, after: char) -> bool {
    let free = !before.is_alphanumeric() && !matches!(before, '.' | ',' | '!' | '?' | '…' | '%' | ')');
    let words = !after.is_whitespace() && !matches!(after, '.' | ',' | ';' | ')' | '!' | '?');
    match mark {
        '“' | '„' | '‚' | '«' | '‹' => words && !before.is_alphanumeric(),
        '"' | '‟' | '‛' => free && words,
        // "'tis", "'90s" and "’em" are no quotations.
        '‘' => free && words,
        '\'' => free && words && !after.is_ascii_digit(),
        // Danish and German »…«
        '»' | '›' => free && words && before != ' ' || mark == '»' && before == ' ' && after.is_alphanumeric(),
        _ => false,
    }
}

/// Whether `mark` closes what `open` began.
fn closes(open: char, mark: char, before: char, after: char, rest: &str) -> bool {
    match open {
        '“' => mark == '”' || mark == '"' && !after.is_alphanumeric(),
        '"' => (mark == '"' || mark == '”') && !after.is_alphanumeric(),
        '„' | '‟' => matches!(mark, '“' | '”' | '"') && !before.is_whitespace(),
        '«' => mark == '»',
        '»' => mark == '«',
        '‹' => mark == '›',
        '›' => mark == '‹',
        _ => matches!(mark, '’' | '\'' | '‘') && closes_single(before, after, rest),
    }
}

/// How many characters ahead a better closing mark is looked for.
const AHEAD: usize = 500;

/// Whether a single mark closes rather than stands for a missing letter or a plural's possessive: not
/// inside a word; behind punctuation always; behind a word only if no better one follows.
fn closes_single(before: char, after: char, rest: &str) -> bool {
    if after.is_alphanumeric() || before.is_whitespace() {
        return false;
    }
    if !before.is_alphanumeric() || !after.is_whitespace() {
        return true;
    }
    // "the workers' demands are fair,' she said": a mark behind punctuation comes before any new opening.
    let mut previous = ' ';
    let mut chars = rest.chars().take(AHEAD).peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        if matches!(c, '\'' | '’' | '‘') {
            if previous.is_whitespace() && next.is_alphanumeric() {
                return true;
            }
            if matches!(previous, '.' | ',' | '!' | '?' | '…') && !next.is_alphanumeric() {
                return before != 's';
            }
        }
        previous = c;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            let span = Span::new(at, at + part.len());
            blocks.push(Block { kind: BlockKind::Paragraph, span, source: Vec::new() });
            at += part.len() + 2;
        }
        find(text, &blocks).outer.iter().map(|m| m.inner.of(text)).collect()
    }

    #[test]
    fn all_common_marks() {
        assert_eq!(quoted("“One,” he said. \"Two,\" she said."), ["One,", "Two,"]);
        assert_eq!(quoted("‘Three,’ he said. 'Four,' she said."), ["Three,", "Four,"]);
        assert_eq!(quoted("«Cinq», dit-il. »Sechs«, sagte er. „Sieben“, „Acht”."), ["Cinq", "Sechs", "Sieben", "Acht"]);
    }

    #[test]
    fn apostrophes_do_not_close() {
        assert_eq!(quoted("'It's the workers' right,' she said."), ["It's the workers' right,"]);
        assert_eq!(quoted("The workers' union and Iceland's rock 'n' roll of the '90s"), ["n"]);
        assert_eq!(quoted("the '90s and ’em"), [""; 0]);
    }

    #[test]
    fn marks_inside_are_part_of_the_words() {
        assert_eq!(quoted("“He said ‘go’ and I went,” she said."), ["He said ‘go’ and I went,"]);
        assert_eq!(quoted("'He said \"go\" to me,' she said."), ["He said \"go\" to me,"]);
    }

    #[test]
    fn a_quotation_may_go_on_over_paragraphs() {
        assert_eq!(quoted("She said: “One.\n\n“Two.”\n\nThen."), ["One.\n\n“Two."]);
        assert_eq!(quoted("A stray “mark\n\nand “another one” here."), ["another one"]);
    }
}
