//! Names as metadata writes them: headlines with the site's name on them, authors with "By".

/// A headline without the site's name before or after it.
pub(super) fn headline(title: &str, sites: &[String]) -> String {
    const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / ", ": "];
    for separator in SEPARATORS {
        if let Some((rest, last)) = title.rsplit_once(separator)
            && is_site(last, sites)
            && !rest.trim().is_empty()
        {
            return headline(rest.trim(), &[]);
        }
        if let Some((first, rest)) = title.split_once(separator)
            && is_site(first, sites)
            && !rest.trim().is_empty()
        {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

fn is_site(part: &str, sites: &[String]) -> bool {
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let part = plain(part);
    !part.is_empty() && sites.iter().map(|s| plain(s)).any(|s| s == part || s.strip_suffix("com") == Some(&*part))
}

/// People's names out of what metadata says; anything that does not look like one is left out,
/// since fewer authors are better than wrong ones.
pub(super) fn authors(said: &[String], site: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in said {
        let value = value.trim();
        let head = value.get(..3).unwrap_or("");
        let value = if head.eq_ignore_ascii_case("by ") { &value[3..] } else { value };
        for part in value.split([',', ';', '|']).flat_map(|p| p.split(" and ")).flat_map(|p| p.split(" & ")) {
            let name = part.trim();
            let new = !out.iter().any(|o| o.eq_ignore_ascii_case(name));
            if new && out.len() < 16 && is_person(name) && site.is_none_or(|s| !is_site(name, &[s.to_owned()])) {
                out.push(name.to_owned());
            }
        }
    }
    out
}

/// Two to five words that begin with a capital (or a particle), no digits, nothing of a URL.
fn is_person(name: &str) -> bool {
    const NOT_NAMES: [&str; 22] = [
        "staff",
        "news",
        "editor",
        "editors",
        "editorial",
        "team",
        "admin",
        "reporter",
        "correspondent",
        "desk",
        "press",
        "reuters",
        "newsroom",
        "writer",
        "bureau",
        "agency",
        "online",
        "redaktion",
        "redação",
        "redacción",
        "post",
        "network",
    ];
    const PARTICLES: [&str; 14] =
        ["de", "da", "do", "dos", "del", "della", "di", "van", "von", "der", "den", "la", "le", "bin"];
    let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
    (2..=5).contains(&words.len())
        && name.len() <= 60
        && words.iter().all(|w| {
            let starts = w.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
            (starts || PARTICLES.contains(w))
                && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
                && !NOT_NAMES.contains(&w.to_lowercase().as_str())
        })
}

/// The host of a URL without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("//")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    (host.contains('.') && host.len() <= 253).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_others() {
        let said = ["By Amina Wekesa and Jo van den Berg".to_owned(), "Harbour Post Staff, Reuters".to_owned()];
        assert_eq!(authors(&said, Some("Harbour Post")), ["Amina Wekesa", "Jo van den Berg"]);
        assert!(authors(&["admin".into(), "https://x.example/jo".into(), "jo_berg".into()], None).is_empty());
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.Harbour.example:80/a?b").as_deref(), Some("harbour.example"));
        assert_eq!(host("mailto:x"), None);
        assert_eq!(host("https://localhost/"), None);
    }
}
