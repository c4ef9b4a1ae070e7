//! Stretches of lines that go together: the tail of a page under "You may also like" or "Leave a
//! reply", blocks of links inside the article, and text that stands there twice.

use super::layout::{Layout, WordSet, body, weight};
use super::lexicon::Topic;
use super::line::{Ending, Line, Lines, Opening};
use super::rules::Finding;
use crate::document::Reason;
use crate::text::Numbering;

const fn entry(reason: Reason, rule: &'static str, confidence: f32) -> Finding {
    Finding { reason, rule, confidence, alone: true }
}

/// Adds to `findings` what only the neighbours tell.
pub(super) fn mark(lines: &Lines<'_>, layout: &Layout, findings: &mut [Option<Finding>], title: Option<usize>) {
    duplicates(lines, layout, findings, title);
    pull_quotes(lines, findings, title);
    pictures(lines, findings, title);
    boxes(lines, findings, title);
    tails(lines, layout, findings, title);
}

/// The line's own reason inside a list of other articles.
fn listed(line: &Line) -> Reason {
    if line.ending == Ending::Ellipsis { Reason::TruncatedTeaser } else { Reason::RelatedLink }
}

/// Everything from a heading that closes the article on, when no prose to speak of follows it.
fn tails(lines: &Lines<'_>, layout: &Layout, findings: &mut [Option<Finding>], title: Option<usize>) {
    let n = lines.lines.len();
    let total = layout.prose(0, n);
    for i in 0..n {
        let Some(found) = findings[i].filter(|f| f.alone) else { continue };
        if !matches!(found.reason, Reason::RelatedBlock) {
            continue;
        }
        let after = layout.prose(i, n);
        let before = layout.prose(0, i);
        // The article lies before: drop to the end, but for other furniture with its own reason.
        if before >= 60 && after * 12 <= total && i > title.unwrap_or(0) {
            for (line, finding) in lines.lines[i + 1..].iter().zip(&mut findings[i + 1..]) {
                if finding.is_none_or(|f| !f.alone) && !body(line) {
                    *finding = Some(entry(tail_reason(line, *finding), "tail", 0.99));
                }
            }
            return;
        }
        // A list inside: short lines without a stop, up to the next prose.
        let mut j = i + 1;
        while j < n && j - i <= 12 && Some(j) != title {
            let line = &lines.lines[j];
            if weight(line) > 18 || line.ending == Ending::Stop || findings[j].is_some_and(|f| f.alone) {
                break;
            }
            j += 1;
        }
        if j < n && (body(&lines.lines[j]) || findings[j].is_some()) && j - i <= 12 {
            for (line, finding) in lines.lines[i + 1..j].iter().zip(&mut findings[i + 1..j]) {
                finding.get_or_insert(Finding { alone: false, ..entry(listed(line), "tail", 0.85) });
            }
        }
    }
}

fn tail_reason(line: &Line, found: Option<Finding>) -> Reason {
    match found {
        Some(f) if f.confidence >= 0.8 && f.reason != Reason::Boilerplate => f.reason,
        _ if line.hits.whole(Topic::Nav) => Reason::Navigation,
        _ => listed(line),
    }
}

/// Paragraphs that stand there twice (lists may say a thing twice): of a lead above the headline and in the text, the
/// one above goes, otherwise the second.
fn duplicates(lines: &Lines<'_>, layout: &Layout, findings: &mut [Option<Finding>], title: Option<usize>) {
    let mut numbering = Numbering::new(lines.lines.len());
    // Where each text stands first, and how often it was met.
    let mut seen: Vec<(usize, u32)> = Vec::new();
    let long = |line: &Line| body(line) && line.ending != Ending::Question;
    for (i, line) in lines.lines.iter().enumerate().filter(|(_, l)| long(l)) {
        let (number, new) = numbering.number(line.key);
        if new {
            seen.push((i, 0));
        }
        let met = &mut seen[number as usize];
        met.1 += 1;
        let (first, times) = *met;
        // Said a third time it is a refrain, or a form.
        if times != 2 || findings[i].is_some_and(|f| f.alone) || findings[first].is_some_and(|f| f.alone) {
            continue;
        }
        let second_stays = title.is_some_and(|t| first < t && i > t) || Some(i) == title;
        // What a picture's credit stands under is its caption.
        let caption = findings.get(first + 1).is_some_and(|f| f.is_some_and(|f| f.reason == Reason::ImageCredit));
        let drop = if (second_stays || caption) && Some(first) != title { first } else { i };
        if Some(drop) != title {
            findings[drop] = Some(entry(Reason::Duplicate, "duplicate", 0.98));
        }
    }
    repeated_lead(lines, layout, findings, title);
}

/// A lead that the first paragraph says again in nearly the same words.
fn repeated_lead(lines: &Lines<'_>, layout: &Layout, findings: &mut [Option<Finding>], title: Option<usize>) {
    let n = lines.lines.len();
    let until = layout.first_prose.saturating_add(1).min(n);
    for i in 0..until {
        let line = &lines.lines[i];
        if Some(i) == title || line.words < 12 || findings[i].is_some_and(|f| f.alone) {
            continue;
        }
        let own = leading(lines.words(line));
        // One pair in five: of most lines far fewer pairs are looked for than they have.
        let most = (own.len() - 1) / 5;
        for j in i + 1..n.min(i + 12) {
            let other = &lines.lines[j];
            if Some(j) == title || other.words + 4 < line.words || findings[j].is_some_and(|f| f.alone) {
                continue;
            }
            let theirs = leading(lines.words(other));
            // To the end even when the pair was found: so the compiler compares several at a time.
            let has = |p: (u32, u32)| pairs(theirs).fold(false, |found, q| found | (q == p));
            let missing = pairs(own).filter(|p| !has(*p));
            if missing.take(most + 1).count() <= most {
                // Below the headline it may be a lead that the report takes up: the model decides.
                let above = title.is_some_and(|t| i < t);
                findings[i] = Some(Finding { alone: above, ..entry(Reason::Duplicate, "repeated_lead", 0.95) });
                break;
            }
        }
    }
}

/// As many words of a line as two leads are compared by.
fn leading(words: &[u32]) -> &[u32] {
    const MOST: usize = 200;
    &words[..words.len().min(MOST)]
}

fn pairs(words: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    words.windows(2).map(|w| (w[0], w[1]))
}

/// Sentences of the article set apart a second time in quotation marks, and who says them in capitals below.
fn pull_quotes(lines: &Lines<'_>, findings: &mut [Option<Finding>], title: Option<usize>) {
    let quoted = |i: &usize| {
        let line = &lines.lines[*i];
        let marks = |c: char| matches!(c, '“' | '”' | '„' | '"' | '«' | '»');
        let text = lines.text(line);
        let closed = text.ends_with(marks) && text.matches(marks).count() == 2;
        closed && line.opening == Opening::Quote && (5..=40).contains(&line.words) && Some(*i) != title
    };
    let quotes: Vec<usize> =
        (0..lines.lines.len()).filter(quoted).filter(|&i| findings[i].is_none()).take(MOST).collect();
    if quotes.is_empty() {
        return;
    }
    // Each pair of words of a quotation, with the quotation's number; a set of them all, to pass over the rest.
    let mut wanted: Vec<((u32, u32), usize)> = Vec::new();
    let mut some = WordSet::new();
    for (n, &i) in quotes.iter().enumerate() {
        for pair in pairs(lines.words(&lines.lines[i])) {
            some.add(pair.0 ^ pair.1.rotate_left(9));
            wanted.push((pair, n));
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    let count = |n: usize| wanted.iter().filter(|w| w.1 == n).count();
    let counts: Vec<usize> = (0..quotes.len()).map(count).collect();
    let mut found = vec![false; counts.len()];
    let mut shared = vec![0usize; counts.len()];
    for (i, line) in lines.lines.iter().enumerate() {
        let mut touched = Vec::new();
        for pair in pairs(lines.words(line)).filter(|p| some.has(p.0 ^ p.1.rotate_left(9))) {
            let from = wanted.partition_point(|w| w.0 < pair);
            for &(_, n) in wanted[from..].iter().take_while(|w| w.0 == pair) {
                shared[n] += 1;
                touched.push(n);
            }
        }
        for n in touched {
            let own = &lines.lines[quotes[n]];
            found[n] |= quotes[n] != i && line.words > own.words && shared[n] * 10 >= counts[n] * 9;
            shared[n] = 0;
        }
    }
    for (&i, _) in quotes.iter().zip(&found).filter(|(_, found)| **found) {
        findings[i] = Some(entry(Reason::Duplicate, "pull_quote", 0.95));
        let speaker = |l: &Line| (2..=4).contains(&l.words) && l.capitals == l.words;
        if lines.lines.get(i + 1).is_some_and(speaker) && Some(i + 1) != title && findings[i + 1].is_none() {
            findings[i + 1] = Some(entry(Reason::Duplicate, "pull_quote", 0.95));
        }
    }
}

/// As many quotations of a text are looked for in it.
const MOST: usize = 64;

/// A short line over a picture's credit is most likely its caption: if it goes, that is why. The same caption
/// twice in a row is said once.
fn pictures(lines: &Lines<'_>, findings: &mut [Option<Finding>], title: Option<usize>) {
    for i in 0..lines.lines.len().saturating_sub(1) {
        let line = &lines.lines[i];
        let credited = findings[i + 1].is_some_and(|f| f.alone && f.reason == Reason::ImageCredit);
        if credited && findings[i].is_none() && Some(i) != title && line.words <= 40 {
            findings[i] = Some(Finding { alone: false, ..entry(Reason::ImageCredit, "caption", 0.76) });
        }
        let next = i + 1 + usize::from(credited);
        let Some(other) = lines.lines.get(next) else { continue };
        let again = other.key == line.key && line.words >= 4 && line.letters > 3 * line.numbers && !body(line);
        let same = |i: usize| lines.lines.get(i).is_some_and(|l| l.key == line.key);
        let refrain = same(next + 1) || i > 0 && same(i - 1);
        if again && !refrain && Some(next) != title && Some(i) != title && findings[next].is_none_or(|f| !f.alone) {
            findings[next] = Some(entry(Reason::Duplicate, "said_twice", 0.97));
        }
    }
}

/// The invitation over a field for an address: lines that speak of a newsletter, and what heads them.
fn boxes(lines: &Lines<'_>, findings: &mut [Option<Finding>], title: Option<usize>) {
    for i in 1..lines.lines.len() {
        let field = |f: Finding| f.alone && matches!(f.reason, Reason::Newsletter | Reason::CommentForm);
        let invites = findings[i - 1].is_some_and(|f| !f.alone && f.reason == Reason::Newsletter);
        if !findings[i].is_some_and(field) || !invites || Some(i - 1) == title || body(&lines.lines[i - 1]) {
            continue;
        }
        findings[i - 1] = Some(entry(Reason::Newsletter, "newsletter_box", 0.95));
        let heads = |l: &Line| weight(l) <= 10 && !l.ended() && l.capitals * 2 >= l.words;
        if let Some(above) = (i - 1).checked_sub(1).filter(|&a| Some(a) != title && findings[a].is_none())
            && heads(&lines.lines[above])
        {
            findings[above] = Some(entry(Reason::Newsletter, "newsletter_box", 0.95));
        }
    }
}
