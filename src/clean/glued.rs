//! Text that lost a line break: a credit glued to its caption, a pointer or a sentence glued to the
//! sentence before.

use super::blocks::{Walk, within};
use super::lexicon::{Hits, Lexicon, Topic, class};
use super::unwrap::Change;
use super::words::{Shape, Word, words};
use crate::text::head;
use wide::u8x32;

/// Lines that lost a break: a credit glued to a caption, a furniture phrase or a sentence glued to
/// the sentence before.
pub(super) fn glued(text: &str, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The end of the line that `at` stands in.
    let mut end = 0;
    let mut walk = Walk::default();
    while let Some(last) = walk.on(bytes, at, joints) {
        at = last + 1;
        let stop = matches!(bytes[last], b'.' | b'!' | b'?');
        let Some(next) = text[at..].chars().next().filter(|c| c.is_uppercase()) else { continue };
        let Some(before) = text[..at].chars().next_back() else { continue };
        let closes = matches!(before, '”' | '’' | '»' | '"' | ')');
        if !(before.is_lowercase() || stop || closes) {
            continue;
        }
        if at >= end {
            end = line_end(text, at);
        }
        let rest = &text[at..end];
        if before.is_lowercase() && labelled(text, at) && words(head(rest, 128)).nth(7).is_some() {
            changes.push(Change::Break(at));
        } else if let Some(len) = credit(rest) {
            changes.push(Change::Break(at));
            at += len;
            if at < text.len() && bytes[at] != b'\n' {
                changes.push(Change::Break(at));
            }
        } else if (stop || closes) && sentence(text, at, next) {
            if furniture(rest) {
                changes.push(Change::Break(at));
            } else if stop {
                changes.push(Change::Space(at));
            }
        } else if before.is_lowercase() && furniture_with_colon(rest) {
            changes.push(Change::Break(at));
        }
    }
}

/// Every place that lost a break has a lower-case letter, stop or closing mark directly before an
/// upper-case letter. Most that is not ASCII may be either; the small letters of Russian are common enough to be
/// told apart.
fn joints([byte, next, second]: [u8x32; 3]) -> u8x32 {
    let is = |byte: u8x32, b: u8| byte.simd_eq(u8x32::splat(b));
    let stops = is(byte, b'.') | is(byte, b'!') | is(byte, b'?') | is(byte, b')') | is(byte, b'"');
    let before = within(byte, b'a', b'z') | within(byte, 0x80, 0xff) | stops;
    let russian = is(next, 0xd0) & within(second, 0xb0, 0xff) | is(next, 0xd1) & within(second, 0x80, 0x9f);
    before & (within(next, b'A', b'Z') | within(next, 0xc3, 0xff) & !russian)
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n)
}

/// The length of a picture credit that the rest of a line begins with, where the caption ends without a
/// break: an agency ("EPA/Name/Agency", "Reuters" at the line's end) or "Photo:" with a short rest.
fn credit(line: &str) -> Option<usize> {
    let first: Word = words(head(line, 64)).next().filter(|w| w.start == 0)?;
    let line = line.trim_end();
    let after = &line[first.end as usize..];
    let agency = Lexicon::get().classes(first.hash) & class::AGENCY != 0 && first.shape != Shape::Lower;
    let label = first.colon_after && Lexicon::get().opening(&[first]).start(Topic::Credit);
    if !agency && !label {
        return None;
    }
    // A credit is short; a longer rest is the paragraph that the credit ran into.
    const LONGEST: usize = 100;
    if line.chars().nth(LONGEST).is_none() {
        let alone = after.trim().is_empty();
        let slashed = after.starts_with('/') || after.starts_with(" / ");
        let named = after.strip_prefix(' ').is_some_and(|r| words(r).all(|w| w.shape != Shape::Lower));
        return (alone || slashed || label || named && words(after).count() <= 4).then_some(line.len());
    }
    if !after.starts_with('/') && !label {
        return None;
    }
    // "NurPhoto" is a name: after a label the last joint counts.
    const NEAR: usize = 60;
    let near = if label { NEAR } else { LONGEST };
    let mut previous = ' ';
    let mut found = None;
    for (i, c) in line.char_indices().skip(1).take_while(|&(i, _)| i <= near) {
        if c.is_uppercase() && previous.is_lowercase() && !prefixed(&line[..i]) {
            let joined = line[i..].chars().take_while(|c| !c.is_whitespace()).all(|c| c != '/');
            if joined && line[i..].contains(' ') {
                found = Some(i);
                if !label {
                    break;
                }
            }
        }
        previous = c;
    }
    found
}

/// Whether a name goes on with a capital: "McDonald", "MacKay".
fn prefixed(head: &str) -> bool {
    head.ends_with("Mc") || head.ends_with("Mac")
}

/// Whether the line up to `at` is a picture label and a short name: "Foto: dpa".
fn labelled(text: &str, at: usize) -> bool {
    const LONGEST: usize = 48;
    let from = (at.saturating_sub(LONGEST)..at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    let line = match text[from..at].rfind('\n') {
        Some(end) => &text[from + end + 1..at],
        None if from == 0 => &text[..at],
        None => return false,
    };
    let sequence: Vec<Word> = words(line).take(6).collect();
    if sequence.first().is_none_or(|w| !w.colon_after) || prefixed(line) {
        return false;
    }
    Lexicon::get().opening(&sequence).start(Topic::Credit) && (2..=5).contains(&sequence.len())
}

/// Whether "…end.Next" is the border of two sentences: a word of three or more small letters, a
/// stop and a capitalised word, not an address and not a name such as "Node.Js".
fn sentence(text: &str, at: usize, next: char) -> bool {
    /// A longer word is none.
    const LONGEST: usize = 60;
    let start = (at.saturating_sub(LONGEST)..at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    let head = text[start..at].trim_end_matches(['.', '!', '?', '”', '’', '"', '»', ')']);
    let tail = head.rfind(char::is_whitespace).map_or(head, |i| &head[i..]).trim_start();
    let small = head.chars().rev().take_while(|c| c.is_lowercase()).count();
    if small < 3 || tail.contains(['/', '@', '.', '_', '#', '\\']) || next.is_numeric() {
        return false;
    }
    let word: String = text[at..].chars().take_while(|c| c.is_alphanumeric()).take(24).collect();
    let follows = text[at + word.len()..].chars().next();
    let open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '\'' | '’' | ':' | '-'));
    if matches!(word.to_ascii_lowercase().as_str(), "com" | "org" | "net" | "js" | "co" | "uk" | "tv" | "io" | "info") {
        return false;
    }
    let written = word.chars().skip(1).all(char::is_lowercase) || word.chars().count() == 1;
    written && open(follows)
}

fn opening(rest: &str) -> Hits {
    let sequence: Vec<Word> = words(head(rest, 64)).take(6).collect();
    Lexicon::get().opening(&sequence)
}

/// Whether a pointer to another article or a picture label begins the rest of a line.
fn furniture(rest: &str) -> bool {
    let hits = opening(rest);
    hits.start(Topic::RelatedLink) && furniture_with_colon(rest) || hits.start(Topic::Credit)
}

fn furniture_with_colon(rest: &str) -> bool {
    let hits = opening(rest);
    let n = hits.opening_words(Topic::RelatedLink);
    n >= 2 && words(rest).nth(n - 1).is_some_and(|w| w.colon_after)
}

#[cfg(test)]
mod tests {
    use crate::clean::unwrap::tests::mended;
    use crate::document::RepairKind;

    #[test]
    fn a_glued_credit_is_divided_from_its_caption() {
        let (text, counts) = mended("President Ann LeeEPA/John Poe/Agency, mandatory credit\n\nNext paragraph.");
        assert_eq!(text, "President Ann Lee\nEPA/John Poe/Agency, mandatory credit\n\nNext paragraph.");
        assert_eq!(counts, [(RepairKind::Glued, 1)]);
        assert_eq!(mended("The logo of the firm in Oslo.Reuters").0, "The logo of the firm in Oslo.\nReuters");
        assert_eq!(mended("Sandbags at a storePhoto: Ny Lin").0, "Sandbags at a store\nPhoto: Ny Lin");
    }

    #[test]
    fn a_credit_that_ran_into_the_paragraph() {
        let raw = "Mayor Ann LeeAFP/John PoeThe mayor of the town said on Monday that the bridge would be closed \
                   for three weeks from the first of the month.";
        let lines: Vec<String> = mended(raw).0.lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "Mayor Ann Lee");
        assert_eq!(lines[1], "AFP/John Poe");
        assert!(lines[2].starts_with("The mayor"));
    }

    #[test]
    fn a_labelled_credit_that_ran_into_the_paragraph() {
        let body = "The bridge was built in 1904 and has been closed often since then, said the mayor of the town, who \
                    does not want to see it go.";
        let raw = format!("A view of the bridge in springPhoto: Ann Lee{body}");
        let lines: Vec<String> = mended(&raw).0.lines().map(str::to_owned).collect();
        assert_eq!(lines, ["A view of the bridge in spring", "Photo: Ann Lee", body]);
        let body = "Die Brücke wird von Montag an für drei Wochen gesperrt, teilte der Hafen mit.";
        assert_eq!(mended(&format!("Foto: dpa{body}")).0, format!("Foto: dpa\n{body}"));
        for whole in ["Photo: John McDonald of Oslo", "Photo: NurPhoto via Getty Images"] {
            assert_eq!(mended(whole).0, whole);
        }
    }

    #[test]
    fn lost_breaks_between_sentences() {
        assert_eq!(mended("That was the end.Next came the rain.").0, "That was the end. Next came the rain.");
        assert_eq!(mended("He left.Read also: Fares rise").0, "He left.\nRead also: Fares rise");
        for text in
            ["See Example.Com or Node.Js", "the U.S.Army", "iPhone and eBay, McDonald", "at ann.Lee@post.example"]
        {
            assert_eq!(mended(text).0, text);
        }
    }
}
