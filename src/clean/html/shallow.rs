//! What a line's own characters tell, and sums of it over any element.

use super::dom::Dom;
use super::text::Line;

/// What the characters of a line tell.
#[derive(Debug, Default)]
pub(super) struct Shallow {
    pub(super) words: u32,
    pub(super) commas: u32,
    pub(super) sentences: u32,
    pub(super) digits: u32,
    pub(super) upper: u32,
    pub(super) terminal: f32,
    pub(super) link_density: f32,
    pub(super) upper_first: bool,
    pub(super) quote: bool,
    pub(super) prose: bool,
}

impl Shallow {
    pub(super) fn of(line: &Line, text: &str) -> Self {
        let mut s = Self { link_density: line.link_chars as f32 / line.chars.max(1) as f32, ..Self::default() };
        let mut inside = false;
        let mut ended = false;
        for c in text.chars() {
            if c == ' ' || c == '\t' {
                s.sentences += u32::from(ended);
                inside = false;
                continue;
            }
            s.words += u32::from(!inside);
            inside = true;
            match c {
                'a'..='z' => ended = false,
                'A'..='Z' => {
                    s.upper += 1;
                    ended = false;
                }
                '0'..='9' => {
                    s.digits += 1;
                    ended = false;
                }
                ',' | '،' | '、' | '，' | ';' => s.commas += 1,
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' => ended = true,
                '"' | '“' | '”' | '«' | '»' | '„' => s.quote = true,
                ')' | '’' | '\'' | ']' => {}
                _ => {
                    s.upper += u32::from(c.is_uppercase());
                    ended = false;
                }
            }
        }
        s.sentences += u32::from(ended);
        s.upper_first = text.chars().next().is_some_and(char::is_uppercase);
        s.terminal = if text.ends_with("...") || text.ends_with('…') {
            -1.0
        } else if ended {
            1.0
        } else if text.ends_with(':') {
            0.5
        } else {
            0.0
        };
        // Scripts without spaces: a character is about half a word.
        let words = s.words.max(if text.is_ascii() { 0 } else { line.chars / 8 });
        s.prose = s.link_density < 0.5 && words >= 8 && (s.terminal > 0.0 || s.commas > 1 && words >= 20);
        s
    }
}

/// Prefix sums over the lines, so that any element's totals are two look-ups.
pub(super) struct Sums {
    first: Vec<u32>,
    pub(super) chars: Vec<f32>,
    pub(super) links: Vec<f32>,
    pub(super) prose: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Totals {
    pub(super) lines: f32,
    pub(super) chars: f32,
    pub(super) links: f32,
    pub(super) prose: f32,
}

impl Sums {
    pub(super) fn new(lines: &[Line], shallow: &[Shallow]) -> Self {
        let mut sums = Self {
            first: lines.iter().map(|l| l.first).collect(),
            chars: vec![0.0],
            links: vec![0.0],
            prose: vec![0.0],
        };
        let (mut chars, mut links, mut prose) = (0.0, 0.0, 0.0);
        for (line, s) in lines.iter().zip(shallow) {
            chars += line.chars as f32;
            links += line.link_chars as f32;
            prose += if s.prose { (line.chars - line.link_chars) as f32 } else { 0.0 };
            sums.chars.push(chars);
            sums.links.push(links);
            sums.prose.push(prose);
        }
        sums
    }

    pub(super) fn within(&self, dom: &Dom<'_>, node: usize) -> Totals {
        let end = dom.nodes.get(node).map_or(0, |n| n.end);
        let from = self.first.partition_point(|&f| (f as usize) < node);
        let to = self.first.partition_point(|&f| f < end).max(from);
        Totals {
            lines: (to - from) as f32,
            chars: self.chars[to] - self.chars[from],
            links: self.links[to] - self.links[from],
            prose: self.prose[to] - self.prose[from],
        }
    }
}
