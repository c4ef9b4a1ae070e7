//! The members of schema.org's articles in a JSON-LD script.

use serde_json::Value;

/// What a script says of one article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct JsonLd {
    /// Its type is an article, not a page or a site.
    pub(super) is_article: bool,
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) description: Option<String>,
    pub(super) body: Option<String>,
}

/// Things looked at in one script before giving up: graphs are small.
const MAX_THINGS: usize = 1_000;

impl JsonLd {
    /// Reads a script: one thing, a list of them or a graph. The best thing counts: an article, else
    /// a page. None when it is no JSON.
    pub(super) fn parse(script: &str) -> Option<Self> {
        let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let script = script.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
        let root: Value = serde_json::from_str(script)
            .or_else(|_| serde_json::from_str(&script.replace(['\n', '\r', '\t'], " ")))
            .ok()?;
        let mut queue = vec![&root];
        let mut at = 0;
        let mut page = None;
        while let Some(value) = queue.get(at).copied().filter(|_| at < MAX_THINGS) {
            at += 1;
            match value {
                Value::Array(values) => queue.extend(values.iter().take(MAX_THINGS)),
                Value::Object(thing) => {
                    let is = |names: &[&str]| types(value).any(|t| names.iter().any(|n| t.ends_with(n)));
                    if is(&["Article", "BlogPosting", "Report", "Review", "SocialMediaPosting"]) {
                        return Some(Self::of(value, true));
                    }
                    if page.is_none() && is(&["WebPage", "VideoObject"]) {
                        page = Some(Self::of(value, false));
                    }
                    queue.extend(["@graph", "mainEntity"].iter().filter_map(|k| thing.get(*k)));
                }
                _ => {}
            }
        }
        page
    }

    fn of(thing: &Value, is_article: bool) -> Self {
        Self {
            is_article,
            headline: string(&thing["headline"]).or_else(|| string(&thing["name"])),
            authors: people(&thing["author"]),
            published: string(&thing["datePublished"]).or_else(|| string(&thing["dateCreated"])),
            publisher: names(&thing["publisher"]).into_iter().next(),
            description: string(&thing["description"]),
            body: string(&thing["articleBody"]),
        }
    }
}

fn types(thing: &Value) -> impl Iterator<Item = &str> {
    let of = &thing["@type"];
    of.as_str().into_iter().chain(of.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.trim().is_empty() => Some(s.clone()),
        Value::Array(values) => values.first().and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// The names of one or several things.
fn names(value: &Value) -> Vec<String> {
    let one = |v: &Value| match v {
        Value::String(s) => Some(s.clone()),
        Value::Object(_) => string(&v["name"]),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().take(32).filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// The names of those that are not said to be organizations.
fn people(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => {
            values.iter().take(32).flat_map(|v| if v.is_array() { Vec::new() } else { people(v) }).collect()
        }
        other if types(other).any(|t| t.ends_with("Organization")) => Vec::new(),
        other => names(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_lists_and_graphs() {
        for script in [
            r#"{"@type": "NewsArticle", "headline": "H", "author": "Jo Berg"}"#,
            r#"[{"@type": "WebSite", "name": "S"}, {"@type": "ReportageNewsArticle", "headline": "H", "author": {"name": "Jo Berg"}}]"#,
            r#"<!-- {"@graph": [{"@type": ["Thing", "BlogPosting"], "headline": "H", "author": [{"name": "Jo Berg"}, {"@type": "Organization", "name": "Staff"}]}]} -->"#,
        ] {
            let ld = JsonLd::parse(script).unwrap();
            assert!(ld.is_article && ld.headline.as_deref() == Some("H"), "{script}");
            assert_eq!(ld.authors, ["Jo Berg"], "{script}");
        }
    }

    #[test]
    fn what_is_no_json_or_no_article_is_passed_over() {
        assert_eq!(JsonLd::parse("{oops"), None);
        assert_eq!(JsonLd::parse(r#"{"@type": "BreadcrumbList"}"#), None);
        assert_eq!(JsonLd::parse(&"[".repeat(100_000)), None);
        assert!(JsonLd::parse("{\"@type\": \"Article\", \"headline\": \"two\nlines\"}").is_some());
    }
}
