//! What a line has in common with the lines around it: entries of one list, the runs of prose before
//! and after, the words that the article is about, furniture nearby.
//!
//! A short line in the middle of an article is a list entry or a heading where it is written as its
//! neighbours are, and a stray teaser where it is not; prose far from the article's own run that
//! shares none of its words is a comment or another article.

use super::super::classify::Page;
use super::super::layout::{Layout, body, weight};
use super::super::line::{Line, Lines, Opening};
use super::super::rules::Finding;
use super::super::sums;
use super::ground::Ground;
use super::{FAR, count, flag, log, num, ratio};
use crate::document::Reason;

/// How many features there are of it.
pub(super) const PLACE: usize = 36;

/// Prose lines belong to one run when no more than this many lines and words stand between them.
const GAP: (usize, u32) = (4, 40);

/// What is known of a page's lines, for [`Place::put`].
#[derive(Debug)]
pub(super) struct Place<'p> {
    lines: &'p Lines<'p>,
    layout: &'p Layout,
    /// Running sums over the lines, one longer than they are.
    rules: Vec<u32>,
    comments: Vec<u32>,
    short: Vec<u32>,
    numbered: Vec<u32>,
    logs: Vec<f32>,
    /// The prose line before each line, and the one after.
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    /// The run of prose that each prose line belongs to: first line, last line, words.
    runs: Vec<(usize, usize, u32)>,
    run_of: Vec<usize>,
    /// The run with most words.
    core: Option<usize>,
    words: Vec<Shared>,
    since_heading: Vec<u32>,
    since_rule: Vec<u32>,
    templates: Vec<(u32, u32)>,
    openings: Vec<(u32, u32)>,
    page: [f32; 4],
}

/// Shares of a line's content words.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// Those in another prose line.
    any: f32,
    /// Those in another prose line of the page's first half.
    early: f32,
    /// Those in a prose line close by.
    near: f32,
    title: f32,
    count: u32,
}

fn aside(f: Option<Finding>) -> bool {
    f.is_some_and(|f| matches!(f.reason, Reason::RelatedBlock | Reason::Comments | Reason::CommentForm))
}

impl<'p> Place<'p> {
    pub(super) fn new(page: &'p Page<'p>, ground: &Ground) -> Self {
        let Page { lines, layout, findings, .. } = page;
        let all = &lines.lines;
        let n = all.len();
        let alone = |i: usize| findings[i].is_some_and(|f| f.alone);
        let comment = |i: usize| {
            findings[i].is_some_and(|f| {
                matches!(f.reason, Reason::Comments | Reason::CommentForm | Reason::Timestamp | Reason::Share)
            })
        };
        let bodies = &ground.bodies;
        let last_body = |last: &mut Option<usize>, i: usize| {
            let here = *last;
            if bodies[i] {
                *last = Some(i);
            }
            here
        };
        let before: Vec<Option<usize>> = (0..n).scan(None, |last, i| Some(last_body(last, i))).collect();
        let mut after: Vec<Option<usize>> = (0..n).rev().scan(None, |last, i| Some(last_body(last, i))).collect();
        after.reverse();
        let (runs, run_of) = runs(all, layout, bodies);
        let core = (0..runs.len()).max_by_key(|&r| (runs[r].2, n - runs[r].0));
        let (mut heading, mut rule) = (None::<usize>, FAR);
        let mut since_heading = Vec::with_capacity(n);
        let mut since_rule = Vec::with_capacity(n);
        for (i, &found) in findings.iter().enumerate() {
            since_heading.push(heading.map_or(u32::MAX, |h| layout.prose(h, i)));
            since_rule.push(rule);
            if aside(found) {
                heading = Some(i);
            }
            rule = if alone(i) { 0 } else { (rule + 1).min(FAR) };
        }
        let openings: Vec<u32> = all.iter().map(|l| opening(lines, l)).collect();
        let templates = alike(&ground.templates);
        let page_templates = templates.iter().filter(|t| t.0 >= 3).count();
        let dirty: u32 = (0..n).filter(|&i| alone(i)).map(|i| weight(&all[i])).sum();
        let comments = sums::before((0..n).map(|i| u32::from(comment(i))));
        Self {
            lines,
            layout,
            rules: sums::before((0..n).map(|i| u32::from(alone(i)))),
            short: sums::before(all.iter().map(|l| u32::from(weight(l) <= 6))),
            numbered: sums::before(all.iter().map(|l| u32::from(l.numbers > 0))),
            logs: all.iter().map(|l| log(weight(l))).collect(),
            before,
            after,
            core,
            words: shared(page, ground),
            since_heading,
            since_rule,
            openings: alike(&openings),
            page: [
                ratio(count(page_templates), count(n)),
                ratio(dirty, layout.words_before[n].max(1)),
                ratio(comments[n], count(n)),
                log(count(bodies.iter().filter(|&&b| b).count())),
            ],
            templates,
            comments,
            runs,
            run_of,
        }
    }

    /// Gives the features of line `i`, in order. Inlined, so that where each goes is known to the compiler.
    #[inline(always)]
    pub(super) fn put(&self, i: usize, put: &mut impl FnMut(f32)) {
        let all = &self.lines.lines;
        let n = all.len();
        let line = &all[i];
        put(num(self.templates[i].0));
        put(num(self.templates[i].1));
        put(num(self.openings[i].0));
        put(num(self.openings[i].1));
        put(flag(counts_on(all, i)));

        let gap = match (self.before[i], self.after[i]) {
            (Some(b), Some(a)) if !body(line) => Some((b + 1, a)),
            _ => None,
        };
        put(gap.map_or(if body(line) { 0.0 } else { 10.0 }, |(from, to)| log(count(to - from))));
        let words = |(from, to): (usize, usize)| self.layout.words_before[to] - self.layout.words_before[from];
        put(gap.map_or(if body(line) { 0.0 } else { 12.0 }, |g| log(words(g))));
        put(self.before[i].map_or(50.0, |b| num(count(i - b).min(40))));
        put(self.after[i].map_or(50.0, |a| num(count(a - i).min(40))));
        let run = |line: Option<usize>| line.map_or(-1.0, |l| log(self.runs[self.run_of[l]].2));
        put(run(self.before[i]));
        put(run(self.after[i]));
        put(if body(line) { log(self.runs[self.run_of[i]].2) } else { -1.0 });
        let (start, end, mass) = self.core.map_or((0, 0, 0), |c| self.runs[c]);
        put(super::signed(i, start));
        put(super::signed(i, end));
        put(ratio(mass, self.layout.prose(0, n).max(1)));

        let shared = self.words[i];
        put(shared.any);
        put(shared.early);
        put(shared.near);
        put(shared.title);
        put(num(shared.count.min(12)));

        let near = |sums: &[u32], reach: usize| {
            let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(n));
            ratio(sums[to] - sums[from], count(to - from))
        };
        put(near(&self.rules, 5));
        put(near(&self.rules, 12));
        put(near(&self.comments, 8));
        put(near(&self.short, 4));
        put(near(&self.short, 12));
        put(near(&self.numbered, 6));
        put(match self.since_heading[i] {
            u32::MAX => 20.0,
            words => log(words),
        });
        put(num(self.since_rule[i]));
        put(flag(line.words <= 25 && self.layout.site.len() >= 4 && named(self.lines.text(line), &self.layout.site)));
        let window = &self.logs[i.saturating_sub(3)..(i + 4).min(n)];
        put(window.iter().copied().fold(0.0, f32::max));
        let window = &self.logs[i.saturating_sub(5)..(i + 6).min(n)];
        put(window.iter().sum::<f32>() / num(count(window.len())));
        put(flag(line.opening == Opening::Lower && i > 0 && !all[i - 1].ended()));
        for value in self.page {
            put(value);
        }
    }
}

/// Runs of prose lines, and which one each line belongs to.
fn runs(all: &[Line], layout: &Layout, bodies: &[bool]) -> (Vec<(usize, usize, u32)>, Vec<usize>) {
    let mut runs: Vec<(usize, usize, u32)> = Vec::new();
    let mut run_of = vec![0; all.len()];
    for i in (0..all.len()).filter(|&i| bodies[i]) {
        match runs.last_mut() {
            Some(run) if i - run.1 <= GAP.0 && layout.words_before[i] - layout.words_before[run.1 + 1] <= GAP.1 => {
                run.1 = i;
                run.2 = run.2.saturating_add(weight(&all[i]));
            }
            _ => runs.push((i, i, weight(&all[i]))),
        }
        run_of[i] = runs.len() - 1;
    }
    (runs, run_of)
}

/// What entries of one list begin with: the first two words, or the only one.
fn opening(lines: &Lines<'_>, line: &Line) -> u32 {
    match lines.words(line) {
        [] => 0,
        [only] => *only,
        [first, second, ..] => first.rotate_left(7) ^ second,
    }
}

/// For each line, how many others of the same value stand near it, and in all.
fn alike(values: &[u32]) -> Vec<(u32, u32)> {
    const REACH: usize = 12;
    let page = super::repeats(values.iter().copied());
    (0..values.len())
        .map(|i| {
            let value = values[i];
            let (from, to) = (i.saturating_sub(REACH), (i + REACH + 1).min(values.len()));
            let near = values[from..to].iter().filter(|&&v| v == value).count() - 1;
            (count(near), page[i].min(40) - 1)
        })
        .collect()
}

/// Whether the line's number goes on from a line close before, or is gone on from close after.
fn counts_on(all: &[Line], i: usize) -> bool {
    const REACH: usize = 8;
    let own = all[i].ordinal;
    own > 0
        && (all[..i].iter().rev().take(REACH).any(|l| l.ordinal > 0 && l.ordinal.abs_diff(own) == 1)
            || all[i + 1..].iter().take(REACH).any(|l| l.ordinal > 0 && l.ordinal.abs_diff(own) == 1))
}

/// Whether a line has the site's name, written with or without spaces.
fn named(text: &str, site: &str) -> bool {
    let Some(&first) = site.as_bytes().first() else { return false };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes()).any(|at| {
        let mut letters = text[at..].chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase());
        site.chars().all(|c| letters.next() == Some(c))
    })
}

/// Of a content word: in how many prose lines it stands, in how many of the page's first half, and
/// whether the headline has it.
#[derive(Clone, Copy, Default)]
struct Told {
    lines: u32,
    early: u32,
    title: bool,
}

/// Marks a word that no line has told of yet.
const NEVER: u32 = u32::MAX;

/// How many of each line's content words other prose lines have.
fn shared(page: &Page<'_>, ground: &Ground) -> Vec<Shared> {
    const REACH: u32 = 10;
    let Page { layout, headline, .. } = page;
    let n = ground.bodies.len();
    let half = layout.prose(0, n) / 2;
    let early = |i: usize| layout.prose_before[i] <= half;
    let mut told = vec![Told::default(); ground.distinct];
    // The prose line that had a word last, on the way down and then on the way up.
    let mut last = vec![NEVER; ground.distinct];
    let mut near = vec![false; ground.words.len()];
    // No line is near the one that is none.
    let close = |told: u32, i: usize| told.abs_diff(count(i)) <= REACH;
    if let Some(h) = *headline {
        ground.words(h).iter().for_each(|&w| told[w as usize].title = true);
    }
    for i in 0..n {
        for (&w, near) in ground.words(i).iter().zip(&mut near[ground.range(i)]) {
            *near = close(last[w as usize], i);
        }
        for &w in ground.words(i).iter().filter(|_| ground.bodies[i]) {
            let fresh = last[w as usize] != count(i);
            last[w as usize] = count(i);
            told[w as usize].lines += u32::from(fresh);
            told[w as usize].early += u32::from(fresh && early(i));
        }
    }
    last.fill(NEVER);
    let mut out = vec![Shared::default(); n];
    for i in (0..n).rev() {
        let own = u32::from(ground.bodies[i]);
        let own_early = u32::from(ground.bodies[i] && early(i));
        let (mut any, mut first, mut titled, mut nearby) = (0, 0, 0, 0);
        for (&w, &near) in ground.words(i).iter().zip(&near[ground.range(i)]) {
            let word = told[w as usize];
            any += u32::from(word.lines > own);
            first += u32::from(word.early > own_early);
            titled += u32::from(word.title);
            nearby += u32::from(near || close(last[w as usize], i));
        }
        ground.words(i).iter().filter(|_| ground.bodies[i]).for_each(|&w| last[w as usize] = count(i));
        let total = count(ground.words(i).len());
        out[i] = Shared {
            any: ratio(any, total),
            early: ratio(first, total),
            near: ratio(nearby, total),
            title: ratio(titled, total),
            count: total,
        };
    }
    out
}
