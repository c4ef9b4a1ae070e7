//! What goes, and why: the rules that decide alone, then the classifier where it is sure enough, with more asked
//! for where a lost line would hurt most (headings, lists, the times of a live report).

use std::cell::LazyCell;
use std::ops::RangeInclusive;

use memchr::memmem;

use super::assemble::Drop;
use super::classify::{Judgement, Page};
use super::layout::body;
use super::lexicon::Topic;
use super::line::{Ending, Line, Lines, Opening};
use super::model::Model;
use super::{metadata, structure};
use crate::document::Reason;

/// The linear model names the reason when it is this sure of it among all.
const NAMED: f32 = 0.3;

/// Texts of fewer lines are too small for the classifier, which learned from whole pages, and those of
/// more are no pages: the rules alone act.
pub(super) const JUDGED: RangeInclusive<usize> = 6..=100_000;

/// Most removals of a text whose features are told: finding them costs as much as judging hundreds of
/// lines.
const TRACED: usize = 500;

/// What goes, and why. Captions stay unless a rule says otherwise, a line that leads a paragraph
/// as a heading does goes only when the model is surer than usual, and a doubtful line goes with its neighbours.
pub(super) fn decide(page: &Page<'_>, model: Option<&Model>, captions: &[bool], trace: bool) -> Vec<Option<Drop>> {
    // Lines of a page were judged by the page's own model, which sees more; rules still apply.
    let marked_up = page.lines.lines.iter().any(|l| l.hint.is_some());
    let judged =
        model.filter(|_| !marked_up && JUDGED.contains(&page.lines.lines.len())).map(|m| (m, Judgement::new(page, m)));
    let mut traced = if trace { TRACED } else { 0 };
    let times = structure::live_times(&page.lines.lines);
    let lists = judged.as_ref().map_or_else(Vec::new, |(_, judged)| lists(page, &judged.furniture));
    let likely: Vec<f32> = judged.as_ref().map_or_else(Vec::new, |(_, judged)| {
        let likely = |(i, &p): (usize, &f32)| match (lists[i], led(page, &lists, i)) {
            (Some(list), _) => list.furniture,
            (None, Some(list)) => f32::midpoint(p, list.furniture),
            (None, None) => p,
        };
        judged.furniture.iter().enumerate().map(likely).collect()
    });
    let gone = judged.as_ref().map_or_else(Vec::new, |(model, judged)| {
        let asked = |(i, &p): (usize, &f32)| margin(p, bar(page, model, judged, &lists, i));
        let margins: Vec<f32> = likely.iter().enumerate().map(asked).collect();
        let begun = begun(page, &likely).filter(|_| judged.dirt < model.caution.mostly_clean);
        let prose =
            |i: usize| begun.is_some_and(|begun| i > begun) && likely[i] < model.caution.prose && bare_prose(page, i);
        let fixed = |i: usize| {
            let stays = Some(i) == page.headline || captions[i] || times.binary_search(&i).is_ok() || prose(i);
            stays || blank(&page.lines, i) || page.findings[i].is_some_and(|f| f.alone)
        };
        let cost = |i: usize| model.caution.change + if judged.alike(i) { model.caution.alike } else { 0.0 };
        bound(&margins, fixed, cost)
    });
    let copies = LazyCell::new(|| copies(page));
    (0..page.lines.lines.len())
        .map(|i| {
            if Some(i) == page.headline {
                return None;
            }
            let found = page.findings[i];
            if let Some(f) = found.filter(|f| f.alone || f.reason == Reason::Duplicate && opens_next(&page.lines, i)) {
                return Some(Drop::by_rule(f.reason, f.rule, f.confidence));
            }
            if let Some((reason, hint)) = page.lines.lines[i].hint.and_then(|h| Some((h.drop?, h))) {
                return Some(Drop::by_rule(reason, "markup", rounded(1.0 - hint.in_article)));
            }
            if times.binary_search(&i).is_ok() {
                return None;
            }
            let (model, judged) = judged.as_ref()?;
            if !gone[i] {
                return None;
            }
            let (reason, sure) = judged.reasons[i];
            let credited = || {
                let text = page.lines.text(&page.lines.lines[i]);
                page.lines.lines[i].hits.any(Topic::Credit) && metadata::inline_credit(text).is_some()
                    || metadata::bracketed_credit(text)
            };
            let reason = match found {
                Some(f) if f.confidence >= 0.75 => f.reason,
                _ if credited() => Reason::ImageCredit,
                _ if sure >= NAMED => reason,
                _ => Reason::Boilerplate,
            };
            // Its copy goes already; of what is said twice one stays.
            if reason == Reason::Duplicate && copies.binary_search(&page.lines.lines[i].key).is_ok() {
                return None;
            }
            let features = if traced > 0 { judged.trace(model, i) } else { Vec::new() };
            traced = traced.saturating_sub(1);
            Some(Drop { reason, rule: "model", confidence: rounded(likely[i]), features })
        })
        .collect()
}

/// The keys of the lines that go since they stand there twice, sorted.
fn copies(page: &Page<'_>) -> Vec<u64> {
    let found = page.findings.iter().zip(&page.lines.lines).filter(|(f, _)| f.is_some_and(|f| f.rule == "duplicate"));
    let mut keys: Vec<u64> = found.map(|(_, line)| line.key).collect();
    keys.sort_unstable();
    keys
}

/// The probability asked for to remove line `i`.
fn bar(page: &Page<'_>, model: &Model, judged: &Judgement<'_>, lists: &[Option<List>], i: usize) -> f32 {
    let lines = &page.lines.lines;
    let leads = page.findings[i].is_none()
        && i > page.layout.first_prose
        && lines.get(i + 1).is_some_and(|next| body(next) && structure::heading(&lines[i], Some(next)));
    let least = match lists[i].or_else(|| led(page, lists, i).filter(|list| list.tells)) {
        Some(list) if list.tells => model.caution.list,
        Some(_) => model.caution.heading,
        None if leads => model.caution.heading,
        None => 0.0,
    };
    model.caution.bar(judged.dirt, judged.doubt).max(least)
}

/// Prose that is likely the article's.
const ARTICLE: f32 = 0.35;

/// The headline or the first prose that is likely the article's.
fn begun(page: &Page<'_>, furniture: &[f32]) -> Option<usize> {
    let own = |&i: &usize| Some(i) == page.headline || furniture[i] < ARTICLE && bare_prose(page, i);
    (0..page.lines.lines.len()).find(own)
}

/// A sentence or more without a phrase, an address or a finding that speaks of furniture.
fn bare_prose(page: &Page<'_>, i: usize) -> bool {
    let line = &page.lines.lines[i];
    let plain = line.ending == Ending::Stop && line.ats == 0 && line.links == 0 && page.findings[i].is_none();
    plain && body(line) && line.hits.whole | line.hits.start | line.hits.end == 0
}

/// How far a probability is above (to 1) or below (to -1) what is asked for.
fn margin(p: f32, bar: f32) -> f32 {
    if p > bar { (p - bar) / (1.0 - bar) } else { (p - bar) / bar }
}

/// Which lines go, where a change of verdict from line `i` to the next costs `cost(i)`: a doubtful line goes with
/// its neighbours (Viterbi 1967). A line whose verdict is fixed binds neither, and is not among them.
fn bound(margins: &[f32], fixed: impl Fn(usize) -> bool, cost: impl Fn(usize) -> f32) -> Vec<bool> {
    // What the best verdicts so far are worth by which the last line goes, above those by which it stays.
    let mut lead = 0.0f32;
    // For each line, what the one before it does if it stays, and if it goes.
    let mut before = Vec::with_capacity(margins.len());
    for (i, &margin) in margins.iter().enumerate() {
        let change = if i == 0 || fixed(i) || fixed(i - 1) { 0.0 } else { cost(i - 1) };
        before.push([lead > change, lead >= -change]);
        lead = lead.clamp(-change, change) + if fixed(i) { 0.0 } else { margin };
    }
    let mut gone = vec![false; margins.len()];
    let mut last = lead > 0.0;
    for (i, (gone, before)) in gone.iter_mut().zip(before).enumerate().rev() {
        *gone = last && !fixed(i);
        last = before[usize::from(last)];
    }
    gone
}

/// The list that a line is an item of.
#[derive(Debug, Clone, Copy)]
struct List {
    /// Mean probability that its items are furniture: they stay or go together.
    furniture: f32,
    /// Its items read like what a report has to tell, not like a menu.
    tells: bool,
}

/// The list that line `i` is the heading of: half of its verdict is the list's.
fn led(page: &Page<'_>, lists: &[Option<List>], i: usize) -> Option<List> {
    let list = lists.get(i + 1).copied().flatten();
    list.filter(|_| lists[i].is_none() && page.findings[i].is_none())
}

/// "Residence: Oslo": an entry of a box of facts.
fn fact(lines: &Lines<'_>, line: &Line) -> bool {
    const LABEL: usize = 3;
    let text = lines.text(line);
    line.words <= 14
        && line.opening == Opening::Upper
        && memmem::find(text.as_bytes(), b": ").is_some_and(|colon| text[..colon].split_whitespace().count() <= LABEL)
}

/// For each line that is one of several with a mark before them, or of three facts, and that no rule decides, its list.
fn lists(page: &Page<'_>, furniture: &[f32]) -> Vec<Option<List>> {
    let lines = &page.lines.lines;
    let open = |i: usize| page.findings[i].is_none_or(|f| !f.alone);
    let marked = |i: usize| lines[i].opening == Opening::Bullet && open(i);
    let fact = |i: usize| Some(i) != page.headline && open(i) && fact(&page.lines, &lines[i]);
    let mut out = vec![None; lines.len()];
    let mut from = 0;
    while from < lines.len() {
        let facts = fact(from);
        let to = (from..lines.len()).find(|&i| if facts { !fact(i) } else { !marked(i) }).unwrap_or(lines.len());
        if to - from > 1 + usize::from(facts) {
            let items = &lines[from..to];
            let sum = |count: fn(&Line) -> u32| items.iter().map(count).sum::<u32>();
            #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
            let furniture = furniture[from..to].iter().sum::<f32>() / items.len() as f32;
            // Six words an item, and one in ten of them such as sentences are held together by.
            let tells = sum(|l| l.words) as usize >= 6 * items.len() && sum(|l| l.stop) * 10 >= sum(|l| l.words);
            out[from..to].fill(Some(List { furniture, tells }));
        }
        from = to.max(from + 1);
    }
    out
}

/// A place to write in ("____"): a form or a riddle of the article's has them.
fn blank(lines: &Lines<'_>, i: usize) -> bool {
    let line = &lines.lines[i];
    line.words == 0 && lines.text(line).bytes().all(|b| b == b'_' || b == b' ')
}

/// Whether the line after line `i` begins with all its words.
fn opens_next(lines: &Lines<'_>, i: usize) -> bool {
    lines.lines.get(i + 1).is_some_and(|next| lines.words(next).starts_with(lines.words(&lines.lines[i])))
}

/// A probability in two decimals: it is no more exact than that.
fn rounded(p: f32) -> f32 {
    (p * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn a_doubtful_line_goes_with_its_neighbours() {
        let free = |_: usize| false;
        let margins = [0.9, 0.8, -0.2, 0.9, -0.9, 0.1, -0.9, -0.9];
        assert_eq!(bound(&margins, free, |_| 0.0), margins.map(|m| m > 0.0));
        assert_eq!(bound(&margins, free, |_| 0.2), [true, true, true, true, false, false, false, false]);
        // What is sure stays as it is, and so does what stands between fixed lines.
        assert!(!bound(&[0.9, -0.9, 0.9], free, |_| 0.2)[1]);
        assert!(!bound(&[0.9, 0.9, -0.2, 0.9], |i| i == 1 || i == 3, |_| 0.2)[2]);
    }
}
