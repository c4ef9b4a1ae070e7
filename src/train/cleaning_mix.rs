//! Pages that never were: one page's article in the furniture of another. A hundred pages of news hold few kinds
//! of furniture, and each stands around one article only; mixed, a learner has to tell the two apart by what they
//! are rather than know the page (synthetic pages by pasting, as Ghiasi et al. 2021 do with pictures).

use std::ops::Range;

use super::cleaning_data::{Labelled, Page};
use super::random::Random;
use crate::text::Span;

/// The set that mixed pages form.
pub(super) const MIXED: &str = "mixed";

/// How often each page of furniture is filled with another article.
const TIMES: usize = 3;

/// And how often a short article stands in a little of the furniture, as where a scraper took a part of the page.
const BRIEF: usize = 2;

/// The pages of one fold and view, each filled with articles of the others.
pub(super) fn mixed(hosts: &[&Page], guests: &[&Page], seed: u64) -> Vec<Page> {
    let mut random = Random::new(seed);
    let guests: Vec<Parts<'_>> = guests.iter().filter_map(|p| Parts::new(p)).collect();
    let mut out = Vec::new();
    for host in hosts.iter().filter_map(|p| Parts::new(p)) {
        for time in 0..TIMES + BRIEF {
            let guest = &guests[random.below(guests.len())];
            if guest.page.id != host.page.id {
                let mixture = Mixture::new(&host, guest);
                out.push(if time < TIMES {
                    mixture.fill(&host, guest, &mut random)
                } else {
                    mixture.brief(&host, guest, &mut random)
                });
            }
        }
    }
    out
}

/// A page in parts: what is above, from the article's first line to its last, what is below.
struct Parts<'p> {
    page: &'p Page,
    from: usize,
    to: usize,
    title: Option<usize>,
}

impl<'p> Parts<'p> {
    /// None when nothing of the page is article but the headline.
    fn new(page: &'p Page) -> Option<Self> {
        let kept = |l: &Labelled| l.keep == Some(true) && l.kind != 'T';
        let from = page.lines.iter().position(kept)?;
        let to = page.lines.iter().rposition(kept)? + 1;
        Some(Self { page, from, to, title: page.lines.iter().position(|l| l.kind == 'T') })
    }

    fn text(&self, line: usize) -> &'p str {
        self.page.lines[line].span.of(&self.page.text)
    }

    /// The article's lines, with the furniture among them.
    fn article(&self) -> impl Iterator<Item = usize> + '_ {
        (self.from..self.to).filter(|&i| self.page.lines[i].kind != 'T')
    }

    /// Runs of furniture within the article, each with the share of the article that stands before it.
    fn asides(&self) -> Vec<(f32, Range<usize>)> {
        let mut out: Vec<(f32, Range<usize>)> = Vec::new();
        for i in self.article().filter(|&i| self.page.lines[i].keep == Some(false)) {
            match out.last_mut() {
                Some((_, run)) if run.end == i => run.end += 1,
                _ => out.push((share(i - self.from, self.to - self.from), i..i + 1)),
            }
        }
        out
    }
}

#[allow(clippy::cast_precision_loss, reason = "lines of a page")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// A page being written.
struct Mixture(Page);

impl Mixture {
    fn new(host: &Parts<'_>, guest: &Parts<'_>) -> Self {
        Self(Page {
            id: format!("{}+{}", host.page.id, guest.page.id),
            set: MIXED.into(),
            view: host.page.view.clone(),
            url: address(host.page.url.as_deref(), guest.page.url.as_deref()),
            text: String::new(),
            lines: Vec::new(),
            gold: None,
        })
    }

    fn fill(mut self, host: &Parts<'_>, guest: &Parts<'_>, random: &mut Random) -> Page {
        let lines = host.page.lines.len();
        let below = lines - host.to;
        // Some pages begin further down, some end early.
        let start = if random.share() < 0.15 { random.below(host.from + 1) } else { 0 };
        let end = if random.share() < 0.2 { host.to + random.below(below + 1) } else { lines };
        for i in start..host.from {
            match (host.page.lines[i].kind, guest.title) {
                ('T', Some(title)) => self.copy(guest, title),
                ('T', None) => {}
                _ => self.copy(host, i),
            }
        }
        if let (Some(title), None) = (guest.title, host.title)
            && random.share() < 0.5
        {
            self.copy(guest, title);
        }
        let mut asides = host.asides();
        asides.retain(|_| random.share() < 0.8);
        // A block from below stands in the middle.
        if below > 4 && random.share() < 0.2 {
            let from = host.to + random.below(below - 3);
            asides.push((random.share(), from..(from + 2 + random.below(8)).min(lines)));
        }
        asides.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut asides = asides.into_iter().peekable();
        let whole = random.share() < 0.5;
        for i in guest.article() {
            let before = share(i - guest.from, guest.to - guest.from);
            while let Some((_, run)) = asides.next_if(|(at, _)| *at <= before && i > guest.from) {
                self.furniture(host, run);
            }
            if whole || guest.page.lines[i].keep != Some(false) {
                self.copy(guest, i);
            }
        }
        self.furniture(host, host.to..end);
        self.0
    }

    /// The beginning of the article, some lines from above and below it, and a block in its middle.
    fn brief(mut self, host: &Parts<'_>, guest: &Parts<'_>, random: &mut Random) -> Page {
        if random.share() < 0.5 {
            self.0.url = None;
        }
        let some = |range: Range<usize>, most: usize, random: &mut Random| {
            let length = random.below(most + 1).min(range.len());
            let from = range.start + random.below(range.len() - length + 1);
            from..from + length
        };
        let lines = host.page.lines.len();
        if random.share() < 0.7 {
            let above = some(0..host.from, 6, random);
            self.furniture(host, above);
        }
        if let Some(title) = guest.title {
            self.copy(guest, title);
        }
        let own: Vec<usize> = guest.article().filter(|&i| guest.page.lines[i].keep != Some(false)).collect();
        let length = (4 + random.below(14)).min(own.len());
        let breaks: Vec<usize> = (0..random.below(3)).map(|_| 1 + random.below(length)).collect();
        for (n, &i) in own[..length].iter().enumerate() {
            for _ in breaks.iter().filter(|&&at| at == n) {
                let range = if random.share() < 0.8 { host.to..lines } else { 0..host.from };
                let block = some(range, 5, random);
                self.furniture(host, block);
            }
            self.copy(guest, i);
        }
        let below = some(host.to..lines, 14, random);
        self.furniture(host, below);
        self.0
    }

    fn add(&mut self, text: &str, line: Labelled) {
        let start = self.0.text.len();
        self.0.text.push_str(text);
        self.0.lines.push(Labelled { span: Span::new(start, self.0.text.len()), ..line });
        self.0.text.push('\n');
    }

    fn furniture(&mut self, host: &Parts<'_>, lines: Range<usize>) {
        lines.filter(|&i| host.page.lines[i].kind != 'T').for_each(|i| self.copy(host, i));
    }

    fn copy(&mut self, from: &Parts<'_>, line: usize) {
        self.add(from.text(line), from.page.lines[line]);
    }
}

/// The guest's path on the host's site.
fn address(host: Option<&str>, guest: Option<&str>) -> Option<String> {
    Some(format!("https://{}/{}", parts(host?)?.0, parts(guest?)?.1))
}

/// Host and path of an address.
fn parts(url: &str) -> Option<(&str, &str)> {
    url.split_once("://")?.1.split_once('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(id: &str, lines: &[(&str, char, bool)]) -> Page {
        let mut mixture = Mixture(Page {
            id: id.into(),
            set: "news".into(),
            view: "container".into(),
            url: Some(format!("https://{id}.example/{id}-story")),
            text: String::new(),
            lines: Vec::new(),
            gold: None,
        });
        for &(text, kind, keep) in lines {
            mixture.add(text, Labelled { span: Span::new(0, 0), keep: Some(keep), reason: None, sure: 1.0, kind });
        }
        mixture.0
    }

    #[test]
    fn another_article_stands_in_the_furniture() {
        let host =
            page("a", &[("Menu", ' ', false), ("A wins", 'T', true), ("A won.", ' ', true), ("Imprint", ' ', false)]);
        let guest =
            page("b", &[("B falls", 'T', true), ("B fell.", ' ', true), ("Ad", ' ', false), ("It broke.", ' ', true)]);
        let pages = mixed(&[&host], &[&host, &guest], 1);
        assert!(!pages.is_empty() && pages.len() < TIMES + BRIEF);
        for page in &pages {
            let lines: Vec<(&str, bool)> =
                page.lines.iter().map(|l| (l.span.of(&page.text), l.keep == Some(true))).collect();
            let kept: Vec<&str> = lines.iter().filter(|l| l.1).map(|l| l.0).collect();
            assert!(kept.ends_with(&["B fell.", "It broke."]), "{lines:?}");
            assert!(!lines.contains(&("A won.", true)));
            assert!(page.url.as_deref().is_none_or(|url| url == "https://a.example/b-story"));
        }
        assert!(pages.iter().any(|p| p.url.is_some()));
        assert!(pages.iter().any(|p| p.text.starts_with("Menu\nB falls\nB fell.\n")));
    }
}
