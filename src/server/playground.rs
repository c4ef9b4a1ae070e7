//! The playground at `/`: plain files from the binary under a policy that allows nothing else. No
//! script or style stands inside the page, so that the policy needs neither hashes nor exceptions.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::fingerprint;

/// Scripts, styles and requests from this origin only; text of articles can bring in nothing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Path, media type and content of a file of the page.
struct Asset(&'static str, &'static str, &'static str);

/// The files below `/playground/`, each served where it lies in the source tree.
macro_rules! assets {
    ($($kind:ident $file:literal),+ $(,)?) => {
        &[$(Asset(concat!("/playground/", $file), $kind, include_str!(concat!("playground/", $file)))),+]
    };
}

const PAGE: Asset = Asset("/", HTML, include_str!("playground/index.html"));
const SVG: &str = "image/svg+xml";
const ASSETS: &[Asset] = assets![
    CSS "page.css",
    CSS "sheets.css",
    SCRIPT "api.js",
    SCRIPT "app.js",
    SCRIPT "card.js",
    SCRIPT "copy.js",
    SCRIPT "dom.js",
    SCRIPT "json.js",
    SCRIPT "names.js",
    SCRIPT "raw.js",
    SCRIPT "words.js",
    SVG "icon.svg",
    TEXT "samples/wire.txt",
    TEXT "samples/blog.txt",
    TEXT "samples/live.txt",
    // As text: the sample is put on the desk, never shown as a page.
    TEXT "samples/page.html",
    TEXT "samples/deutsch.txt",
];

/// Adds the page and its files to the service.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    for Asset(path, media_type, body) in std::iter::once(&PAGE).chain(ASSETS) {
        let tag = format!("\"{}\"", fingerprint::sha256(body.as_bytes()).trim_start_matches("sha256:"));
        let serve = move |request: HttpRequest| {
            let response = respond(&request, media_type, body, &tag);
            async move { response }
        };
        config.service(web::resource(*path).route(web::get().to(serve.clone())).route(web::head().to(serve)));
    }
}

fn respond(request: &HttpRequest, media_type: &'static str, body: &'static str, tag: &str) -> HttpResponse {
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .content_type(media_type);
    if known { response.finish() } else { response.body(body) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_for_nothing_that_is_not_served() {
        let scripts = ASSETS.iter().filter(|asset| asset.1 == SCRIPT);
        for Asset(path, _, body) in scripts.chain([&PAGE]) {
            let named = body.split(['"', '\'']).filter_map(|word| {
                word.strip_prefix("./").or_else(|| word.strip_prefix("playground/")).filter(|w| !w.contains('$'))
            });
            for file in named {
                let served = format!("/playground/{file}");
                assert!(ASSETS.iter().any(|asset| asset.0 == served), "{path} needs {served}");
            }
        }
    }

    #[test]
    fn the_page_has_nothing_inline_and_nothing_from_elsewhere() {
        for forbidden in ["<style", "style=", "onclick", "onload", "javascript:", "src=\"http", "href=\"http"] {
            assert!(!PAGE.2.contains(forbidden), "{forbidden}");
        }
        assert_eq!(PAGE.2.matches("<script").count(), PAGE.2.matches("<script type=\"module\" src=").count());
        for Asset(path, media_type, body) in ASSETS.iter().filter(|asset| asset.1 == SCRIPT) {
            for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
            {
                assert!(!body.contains(forbidden), "{forbidden} in {path} ({media_type})");
            }
        }
    }
}
