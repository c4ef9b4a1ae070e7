//! Requests that Swagger UI fills in, so that the first try gives a good answer.

use serde_json::{Value, json};

const TITLE: &str = "Harbour bridge in Aarhus closes for repairs";
const BODY: &str = "AARHUS, May 24 (Harbour News) — The Port of Aarhus will close its swing bridge on Monday for three weeks, \
Mayor Anders Winnerskjold said on Friday.\n\n\"The old bearings are worn out,\" Winnerskjold told reporters in Denmark. \
The last repair was in September 2019.";

/// A report with the furniture of a page around it.
pub(crate) fn report() -> Value {
    json!({
        "id": "feed-42/000123",
        "text": format!("{TITLE}\n\nBy Amina Wekesa\n\n{BODY}\n\nRead also: Ferry fares rise again\n\nShare this article\n\n\
            Leave a Reply\nYour email address will not be published. Required fields are marked *"),
        "url": "https://news.example/2024/05/24/harbour-bridge",
        "published_at": "2024-05-24T10:00:00+02:00",
        "options": {"offset_unit": "utf16", "include": ["removed", "quotes"]}
    })
}

/// The same report without its furniture.
pub(crate) fn clean_report() -> Value {
    json!({"id": "feed-42/000123", "text": format!("{TITLE}\n\n{BODY}"), "published_at": "2024-05-24"})
}

/// A page.
pub(crate) fn page() -> Value {
    json!({
        "html": "<!doctype html><html lang=\"en\"><head><title>Harbour bridge closes | Harbour News</title></head><body>\
            <nav><a href=\"/\">Home</a> <a href=\"/port\">Port</a></nav><article><h1>Harbour bridge closes for repairs</h1>\
            <p class=\"byline\">By Amina Wekesa</p><p>The Port of Aarhus will close its swing bridge on Monday, Mayor Anders \
            Winnerskjold said.</p><p>The last repair was in September 2019.</p></article>\
            <footer>© 2024 Harbour News</footer></body></html>",
        "published_at": "2024-05-24"
    })
}

/// Two articles and a line that fails.
pub(crate) fn batch() -> String {
    let short = json!({"id": "feed-42/000124", "text": "Ferry fares rise again\n\nFares on the Aarhus ferry will rise in June 2024."});
    format!("{}\n{{\"id\": \"feed-42/000125\"}}\n{short}\n", clean_report())
}

/// What the end of a batch's answer looks like.
pub(crate) fn batch_answer() -> &'static str {
    "{\"index\":1,\"id\":\"feed-42/000125\",\"error\":{\"type\":\"urn:copydesk:problem:text_or_html_required\",\
     \"title\":\"The request does not fit the schema\",\"status\":422,\"detail\":\"one of `text` and `html` is required\",\
     \"code\":\"text_or_html_required\",\"request_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\
     \"errors\":[{\"pointer\":\"\",\"detail\":\"one of `text` and `html` is required\"}]}}\n\
     {\"summary\":{\"lines\":3,\"ok\":2,\"failed\":1}}\n"
}

/// The document as JSON-LD.
pub(crate) fn json_ld() -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "identifier": "feed-42/000123",
        "headline": TITLE,
        "author": [{"@type": "Person", "name": "Amina Wekesa"}],
        "datePublished": "2024-05-24T10:00:00+02:00",
        "inLanguage": "en",
        "wordCount": 46,
        "timeRequired": "PT12S",
        "articleBody": "The Port of Aarhus will close its swing bridge on Monday for three weeks …",
        "about": [{"@type": "Person", "name": "Anders Winnerskjold", "honorificPrefix": "Mayor"}],
        "mentions": [{"@type": "Country", "name": "Denmark", "identifier": "DK", "sameAs": "https://sws.geonames.org/2623032/"}],
        "hasPart": [{"@type": "Quotation", "text": "The old bearings are worn out,",
                     "spokenByCharacter": {"@type": "Person", "name": "Anders Winnerskjold"}}]
    })
}

/// The document as ninjs 3.1.
pub(crate) fn ninjs() -> Value {
    json!({
        "uri": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "standard": {"name": "ninjs", "version": "3.1", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"},
        "type": "text",
        "representationType": "full",
        "language": "en",
        "contentCreated": "2024-05-24T10:00:00+02:00",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": TITLE}],
        "by": "Amina Wekesa",
        "located": "AARHUS",
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": 74, "wordCount": 14,
                    "value": "The Port of Aarhus will close its swing bridge on Monday for three weeks …"}],
        "people": [{"name": "Anders Winnerskjold", "rel": "about"}],
        "places": [{"name": "Denmark", "rel": "mentions", "uri": "https://sws.geonames.org/2623032/", "literal": "DK"}]
    })
}

/// The document as Markdown.
pub(crate) const MARKDOWN: &str = "---\ntitle: \"Harbour bridge in Aarhus closes for repairs\"\nlanguage: \"en\"\n---\n\n\
# Harbour bridge in Aarhus closes for repairs\n\nThe Port of Aarhus will close its swing bridge on Monday …\n";

/// The document as plain text.
pub(crate) const PLAIN: &str = "Harbour bridge in Aarhus closes for repairs\n\n\
The Port of Aarhus will close its swing bridge on Monday …\n";
