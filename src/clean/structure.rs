//! What the kept lines are: headline, headings, list items, quotations, captions.

use super::dateline;
use super::layout::{Layout, body, weight};
use super::lexicon::Topic;
use super::line::{Ending, Line, Lines, Opening};
use super::metadata;
use super::rules::Finding;
use super::words::words;
use crate::document::{BlockKind, Reason};

/// The headline among the lines, and how much of it is the line: the line's number.
pub(super) fn headline(
    lines: &Lines<'_>,
    findings: &[Option<Finding>],
    layout: &Layout,
    given: Option<&str>,
) -> Option<usize> {
    let n = lines.lines.len();
    if let Some(given) = given {
        let wanted: Vec<u32> = words(given).map(|w| w.half()).collect();
        // The title may be glued to a site's name on either side, but then it is in neither line.
        return (0..n.min(60)).find(|&i| repeats(lines.words(&lines.lines[i]), &wanted));
    }
    let hinted = (0..n).find(|&i| lines.lines[i].hint.is_some_and(|h| h.kind == Some(BlockKind::Title)));
    if hinted.is_some() {
        return hinted;
    }
    // A lead that stands above the headline and again below it is not where the text begins.
    let lead = layout.first_prose;
    let again = |j: &usize| lines.words(&lines.lines[*j]).starts_with(lines.words(&lines.lines[lead]));
    let start = (lead + 1..(lead + 6).min(n)).find(again).unwrap_or(lead);
    let last = if lead == n { n.min(6) } else { (start + 4).min(n) };
    let mut best: Option<(f32, usize)> = None;
    // The URL does not speak for the line.
    let doubtful = |i: usize| layout.slug_share(lines.words(&lines.lines[i])) < 0.4;
    // A sentence before a line: the text has begun.
    let mut begun = false;
    // The last byline.
    let mut byline = None;
    for (i, line) in lines.lines.iter().enumerate().take(last) {
        if let Some(score) = score(lines, line, (i, start), findings, layout) {
            let under = i > 0 && heads(&lines.lines[i - 1], findings[i - 1]);
            let signed = best.is_some_and(|(_, b)| byline.is_some_and(|s| s > b));
            let less = [(begun, 2.0), (under, DEK), (signed, SIGNED)];
            let less: f32 = less.iter().filter(|(is, _)| *is).map(|(_, less)| less).sum();
            let score = if doubtful(i) { score - less } else { score };
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, i));
            }
        }
        begun |= line.ending == Ending::Stop && line.words >= 6 && findings[i].is_none();
        if findings[i].is_some_and(|f| f.alone && f.reason == Reason::Byline) {
            byline = Some(i);
        }
    }
    let near = best.map(|(_, i)| i);
    if near.is_none_or(doubtful) { told_by_url(lines, findings, layout, last).or(near) } else { near }
}

/// The headline of a page that begins with menus and the teasers of other articles, whose prose the text
/// seems to begin with: the line that has most of the URL's words, with prose below.
fn told_by_url(lines: &Lines<'_>, findings: &[Option<Finding>], layout: &Layout, from: usize) -> Option<usize> {
    /// How far below a headline its prose begins at most.
    const REACH: usize = 12;
    let n = lines.lines.len();
    // Two or three words stand in many a heading, too.
    let (asked, alone) = match layout.slug.len() {
        0..2 => return None,
        2..4 => (1.0, false),
        _ => (0.7, true),
    };
    (from..n).find(|&i| {
        let line = &lines.lines[i];
        (4..=32).contains(&weight(line))
            && !findings[i].is_some_and(|f| f.alone)
            && line.links == 0
            && line.dividers < 2
            && !address(lines.text(line))
            && layout.slug_share(lines.words(line)) >= asked
            && layout.prose(i + 1, i + 1 + REACH) > 0
            && (alone || introduced(findings, i))
    })
}

/// An address, or a part of one, whose words would all be the URL's.
fn address(text: &str) -> bool {
    text.is_ascii() && !text.contains(' ')
}

/// Whether a line tells what a picture shows, or who took it.
fn pictured(line: &Line, text: &str) -> bool {
    (line.hits.any(Topic::Credit) || line.copyright_sign) && metadata::inline_credit(text).is_some()
        || line.agency > 0 && metadata::closing_credit(text)
        || line.brackets > 0 && metadata::bracketed_credit(text)
}

/// Written as a sentence is, with a stop: what a headline hardly ever is.
const fn told(line: &Line) -> bool {
    matches!(line.ending, Ending::Stop) && line.words >= 5 && line.capitalized * 2 < line.words
}

/// Whether a byline, a time, buttons or a picture's credit stand close below a line, as below a headline.
fn introduced(findings: &[Option<Finding>], at: usize) -> bool {
    const REACH: usize = 3;
    findings[at + 1..].iter().take(REACH).flatten().any(|f| {
        matches!(f.reason, Reason::Byline | Reason::Timestamp | Reason::Share | Reason::ImageCredit | Reason::Dateline)
    })
}

/// "Q: Why is it shut?", "A: Because …".
fn asked(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some(':') && chars.next() == Some(' ')
}

/// What a line loses as a headline that stands under another which could be it: below a headline stands
/// its dek, which is longer and has more of the article's words.
const DEK: f32 = 0.8;

/// The share of the URL's words that a line has which is the headline though it is written as a sentence, or stands
/// below the first paragraph.
const TELLING: f32 = 0.75;

/// What a line gains as a headline that stands before all others.
const FIRST: f32 = 0.8;
/// What a line loses as one under a picture's credit, or under the time that heads a live report's entry.
const CAPTION: f32 = 1.5;
/// What a line loses as one under the byline of a line that could be it.
const SIGNED: f32 = 1.0;

/// Whether a line could be the headline of the line below it.
fn heads(line: &Line, found: Option<Finding>) -> bool {
    found.is_none() && (5..=20).contains(&weight(line)) && !line.ended() && line.dividers == 0
}

/// Reasons that a headline is never taken for.
const fn furniture(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Share
            | Reason::Newsletter
            | Reason::CommentForm
            | Reason::Copyright
            | Reason::Advertisement
            | Reason::ImageCredit
    )
}

/// Whether a line says the given title, give or take a site's name.
fn repeats(line: &[u32], wanted: &[u32]) -> bool {
    if line.is_empty() || wanted.is_empty() {
        return false;
    }
    let (short, long) = if line.len() <= wanted.len() { (line, wanted) } else { (wanted, line) };
    short == &long[..short.len()] && (short.len() == long.len() || short.len() >= 4 && long.len() - short.len() <= 5)
}

/// How much line `at` looks like the headline of a text that begins at `start`; none when it
/// cannot be.
fn score(
    lines: &Lines<'_>,
    line: &Line,
    (at, start): (usize, usize),
    findings: &[Option<Finding>],
    layout: &Layout,
) -> Option<f32> {
    let own = lines.words(line);
    let slug = layout.slug_share(own);
    let weight = weight(line);
    let found = findings[at];
    if line.chars > 300
        || weight == 0
        || line.prose() && slug < 0.6 && (line.words > 22 || line.sentences > 1)
        || line.words > 32
        || line.links > 0
    {
        return None;
    }
    let related = |f: Finding| f.reason == Reason::RelatedLink;
    if found.is_some_and(|f| f.alone && (slug < 0.5 || related(f))) || line.opening == Opening::Bullet {
        return None;
    }
    let text = lines.text(line);
    // What a URL that tells the headline does not speak for at all.
    let strange = slug < 0.4 && layout.slug.len() >= 4;
    let told = told(line);
    if pictured(line, text)
        || line.hits.start(Topic::Credit) && slug < 0.6
        || line.words >= 4 && address(text)
        || text.matches(" > ").count() >= 2
        || dateline::dateline(text).is_some_and(|head| head.len < text.len())
        || strange && found.is_some_and(|f| furniture(f.reason))
        || slug < 0.4 && (asked(text) || text.starts_with('('))
        || slug < TELLING && (told || weight > 25 || at > start + 1 && !introduced(findings, at))
        || told && line.words as usize > 2 * layout.slug.len() + 4
    {
        return None;
    }
    let overlap = layout.core.share(own);
    let mut score = slug * 4.0 + overlap * 1.5;
    score += match weight {
        0..=1 => -2.0,
        2..=3 => -0.6,
        4..=25 => 0.8,
        _ => 0.0,
    };
    if line.ending == Ending::Stop {
        // A sentence where the text begins is its first paragraph.
        score -= if line.words > 14 {
            4.0
        } else if at == start {
            2.7
        } else {
            1.2
        };
    }
    if matches!(line.ending, Ending::Ellipsis | Ending::Colon | Ending::Comma) {
        score -= 0.8;
    }
    if let Some(found) = found {
        score -= if found.reason == Reason::Byline { 2.0 } else { 1.0 };
    }
    if line.dividers >= 2 {
        score -= 2.5;
    }
    // Below the first paragraph only the URL can speak for a line.
    if at > start {
        score -= if slug >= 0.4 { 0.7 } else { 3.0 };
    }
    // Where the text begins with what could be a headline, it mostly is.
    if at == 0 && heads(line, found) {
        score += FIRST;
    }
    // Under a picture's credit stands its caption.
    if at > 0 && findings[at - 1].is_some_and(|f| f.reason == Reason::ImageCredit) {
        score -= CAPTION;
    }
    if slug < 0.4 && at > 0 && time_of_day(&lines.lines[at - 1]) {
        score -= CAPTION;
    }
    // What follows a headline: a byline, a time, or the report itself.
    if let Some(Some(next)) = findings.get(at + 1)
        && matches!(next.reason, Reason::Byline | Reason::Timestamp | Reason::Share)
    {
        score += 0.5;
    }
    if at + 1 == start {
        score += 0.5;
    }
    // The first line of a small text has little else to speak for it.
    let leads = at + 1 == start || lines.lines.get(1).is_some_and(Line::ended);
    let opens = at == 0 && !line.ended() && (weight >= 3 || found.is_none() && leads);
    (score > 0.2 || opens).then_some(score)
}

/// The kind of a kept line that is not the headline. `next` and `before` are kept lines.
pub(super) fn kind(lines: &Lines<'_>, line: &Line, before: Option<&Line>, next: Option<&Line>) -> BlockKind {
    if let Some(kind) = line.hint.and_then(|h| h.kind) {
        return kind;
    }
    let text = lines.text(line);
    if item(text, line, before, next) {
        return BlockKind::ListItem;
    }
    if line.hits.start(Topic::Caption) && line.words <= 60 {
        return BlockKind::Caption;
    }
    if text.starts_with('>') {
        return BlockKind::Blockquote;
    }
    let heads = heading(line, next) || next.is_some_and(|n| topic(line) && marked(lines.text(n), n));
    if heads { BlockKind::Heading } else { BlockKind::Paragraph }
}

/// Short enough for the heading of a list.
fn topic(line: &Line) -> bool {
    matches!(line.ending, Ending::None | Ending::Question)
        && line.opening == Opening::Upper
        && (1..=8).contains(&weight(line))
        && line.commas == 0
        && line.numbers == 0
}

/// Whether a line opens a list.
fn marked(text: &str, line: &Line) -> bool {
    bullet(text) || dashed(text) || line.ordinal == 1 && numbered(text)
}

/// "10:45", "10.45 a.m. GMT".
const fn time_of_day(line: &Line) -> bool {
    line.clocks == 1 && line.words <= 4 && line.stamp == line.words
}

/// The times that head the entries of a live report: at least two, each with prose before the next. Where they
/// stand over headlines alone they are a list of other articles.
pub(super) fn live_times(lines: &[Line]) -> Vec<usize> {
    const REACH: usize = 4;
    let heads = |i: &usize| {
        time_of_day(&lines[*i]) && lines[i + 1..].iter().take(REACH).take_while(|l| !time_of_day(l)).any(body)
    };
    let times: Vec<usize> = (0..lines.len()).filter(heads).collect();
    if times.len() > 1 { times } else { Vec::new() }
}

/// Whether a line reads as the heading of the one after it.
pub(super) fn heading(line: &Line, next: Option<&Line>) -> bool {
    if time_of_day(line) {
        return true;
    }
    let bare = matches!(line.ending, Ending::None | Ending::Question | Ending::Exclamation);
    let short = weight(line) <= 14 && line.chars <= 110 && line.letters > 0;
    let opens = matches!(line.opening, Opening::Upper | Opening::Digit | Opening::Quote | Opening::Other);
    // What somebody says, with their name behind it.
    let said = line.opening == Opening::Quote && (line.ending != Ending::None || line.sentences > 0);
    let leads = next.is_some_and(|n| weight(n) >= 8 && weight(n) > weight(line) || n.ended() && n.words > 3);
    bare && short && opens && !said && line.sentences <= 1 && leads && line.commas <= 3
}

/// The bytes of the mark that makes a line a list item or a quotation, with the space after it. A number
/// is part of what the item says.
pub(super) fn marker(text: &str, kind: BlockKind) -> usize {
    let marked = match kind {
        BlockKind::ListItem => bullet(text) || dashed(text),
        BlockKind::Blockquote => text.starts_with('>'),
        _ => false,
    };
    if !marked {
        return 0;
    }
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || text.starts_with(c));
    if rest.is_empty() { 0 } else { text.len() - rest.len() }
}

fn bullet(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '·' | '▪' | '■' | '►' | '○' | '●' | '▶' | '◦' | '‣') => text.len() > 4,
        // Without a space it marks a note or emphasis.
        Some('*') => chars.next() == Some(' ') && text.len() > 4,
        _ => false,
    }
}

fn dashed(text: &str) -> bool {
    text.starts_with("- ") || text.starts_with("– ")
}

fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && text.len() - rest.len() <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))
}

fn item(text: &str, line: &Line, before: Option<&Line>, next: Option<&Line>) -> bool {
    if bullet(text) {
        return true;
    }
    let near = |other: Option<&Line>, f: &dyn Fn(&Line) -> bool| other.is_some_and(f);
    if dashed(text) {
        return near(before, &|l| l.opening == Opening::Dash || l.ending == Ending::Colon)
            || near(next, &|l| l.opening == Opening::Dash);
    }
    if numbered(text)
        && (near(next, &|l| l.ordinal > 0) || near(before, &|l| l.ordinal > 0 && l.ordinal < line.ordinal))
    {
        return true;
    }
    let part = matches!(line.ending, Ending::None | Ending::Semicolon | Ending::Comma);
    part && line.words <= 30
        && (near(before, &|l| l.ending == Ending::Colon || l.ending == Ending::Semicolon)
            || line.ending == Ending::Semicolon)
}
