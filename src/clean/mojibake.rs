//! UTF-8 that was read as Windows-1252 or Latin-1, once or twice ("â€™", "Ã¢â‚¬â„¢" for "’").
//!
//! A run of characters is turned back into bytes; where these are UTF-8 and what they spell is
//! likelier than what stands there, the repair is made. Three-byte sequences are never text by
//! chance; of two bytes only those count that give a letter or sign in use, and letters of
//! non-Latin scripts only in company (Speer's ftfy calls the same idea "badness").

/// U+0080 to U+009F in Windows-1252; the five that it leaves open stay.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A control character of C1 as the Windows-1252 character that was meant.
pub(super) fn windows_1252(c: char) -> char {
    match u32::from(c) {
        code @ 0x80..=0x9f => HIGH[(code - 0x80) as usize],
        _ => c,
    }
}

/// The byte that a character stands for in Windows-1252 or Latin-1, if above ASCII.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        ..0x80 => None,
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|&h| h == c).and_then(|i| u8::try_from(0x80 + i).ok()),
    }
}

/// How many characters of a run are looked at: bounds the work at any one place.
const RUN: usize = 48;

/// Mojibake at byte `at` of the text: how many bytes of it, and what was meant.
pub(super) fn decode(text: &str, at: usize) -> Option<(usize, String)> {
    // What stands for a byte of Windows-1252 alone stands for none that leads.
    let lead = u8::try_from(text[at..].chars().next()?).ok()?;
    let need = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [0u8; RUN];
    let mut ends = [0usize; RUN];
    let (mut n, mut len) = (0, 0);
    for c in text[at..].chars().take(RUN) {
        let Some(b) = byte(c) else { break };
        len += c.len_utf8();
        bytes[n] = b;
        ends[n] = len;
        n += 1;
    }
    if n < need {
        return None;
    }
    let first = std::str::from_utf8(&bytes[..need]).ok()?.chars().next()?;
    // The longest run of whole sequences, for scripts that need company and for second layers.
    let valid = match std::str::from_utf8(&bytes[..n]) {
        Ok(_) => n,
        Err(e) => e.valid_up_to(),
    };
    let run = std::str::from_utf8(&bytes[..valid]).ok()?;
    if need == 2 && foreign(first) {
        let own: usize = run.chars().take_while(|&c| foreign(c)).map(char::len_utf8).sum();
        // A run that was cut leaves company for what follows.
        let own = if own + 8 > RUN { own - own % 2 - 8 } else { own };
        let alone = own == 2 && !in_company(text, at, ends[1]);
        return (!alone).then(|| (ends[own - 1], run[..own].to_owned()));
    }
    if let Some((used, twice)) = second_layer(run) {
        let used_bytes: usize = run.chars().take(used).map(char::len_utf8).sum();
        return Some((ends[used_bytes - 1], twice));
    }
    if likely(first, need, &bytes[..need], run) { Some((ends[need - 1], first.to_string())) } else { None }
}

/// Letters of two bytes that are not Latin.
const fn foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{6ff}')
}

/// Whether the words beside a single garbled letter are garbled in the same way.
fn in_company(text: &str, at: usize, len: usize) -> bool {
    let lead = text[at..].chars().next();
    let before = text[..at].chars().rev().skip(1).take(6);
    let after = text[at + len..].chars().skip(1).take(1);
    before.chain(after).any(|c| Some(c) == lead || matches!((c, lead), ('Ð' | 'Ñ', Some('Ð' | 'Ñ'))))
}

fn likely(first: char, need: usize, bytes: &[u8], run: &str) -> bool {
    // A curly quote that closes after an accented capital is the only two-byte pair seen in text.
    let closes = matches!(bytes[1], 0x91..=0x94 | 0xbb | 0xab);
    match (need, first) {
        (2, '\u{a0}'..='\u{bf}') => bytes[0] == 0xc2,
        (2, 'À'..='ÿ') => !closes || run.chars().count() > 1,
        (2, '\u{100}'..='\u{17f}' | 'ș' | 'ț' | 'Ș' | 'Ț') => !closes || run.chars().count() > 1,
        (2, _) => false,
        (3, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') => false,
        (3, '\u{800}'..='\u{1fff}') => run.chars().count() >= 3,
        _ => !first.is_control(),
    }
}

/// The run decoded once more, when its first character is again the start of such a sequence: how
/// many characters of the run it took, and what they spell.
fn second_layer(run: &str) -> Option<(usize, String)> {
    let lead = byte(run.chars().next()?)?;
    let need = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [0u8; 4];
    let mut n = 0;
    for c in run.chars().take(need) {
        bytes[n] = byte(c)?;
        n += 1;
    }
    if n < need {
        return None;
    }
    let text = std::str::from_utf8(&bytes[..need]).ok()?;
    let c = text.chars().next()?;
    (!c.is_control() && likely(c, need, &bytes[..need], text)).then(|| (need, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a wrong decoder makes of a text.
    fn garble(text: &str) -> String {
        text.bytes().map(|b| windows_1252(char::from(b))).collect()
    }

    fn mend(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if let Some((len, with)) = decode(text, at) {
                out.push_str(&with);
                at += len;
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }

    #[test]
    fn one_layer() {
        for text in [
            "it’s",
            "“so – he said…”",
            "café à São Tomé",
            "Łódź, Gdańsk, żółć",
            "£5 at 20°",
            "Москва и Киев, в мае",
            "Ελλάδα",
            "日本語",
            "😀",
        ] {
            assert_eq!(mend(&garble(text)), text);
        }
    }

    #[test]
    fn two_layers() {
        for text in ["it’s “fine”", "café"] {
            assert_eq!(mend(&garble(&garble(text))), text);
        }
    }

    #[test]
    fn latin_1_as_well() {
        assert_eq!(mend("itâ\u{80}\u{99}s"), "it’s");
    }

    #[test]
    fn good_text_stays() {
        for text in
            ["“IRMÃ”", "À la carte", "Århus, Ærø, Ñandú", "ÉTÉ » 2024", "Â“", "naïve café", "Übergröße", "Ø 5 µm"]
        {
            assert_eq!(mend(text), text);
        }
    }
}
