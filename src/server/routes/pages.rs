//! Swagger UI out of the binary, under a policy that lets it load nothing from elsewhere. Addresses
//! are relative, so that it works behind any path prefix.

use std::io::Read as _;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::server::coding::Coding;
use crate::server::problem::Error;

/// Swagger UI sets styles on its elements and draws with data URIs.
const POLICY: &str = "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
     script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A file of the page; the large ones are packed.
enum File {
    Plain(&'static [u8]),
    Gzip(&'static [u8]),
}

fn file(name: &str) -> Option<(&'static str, File)> {
    Some(match name {
        "" | "index.html" => (HTML, File::Plain(include_bytes!("../swagger/index.html"))),
        "index.css" => (CSS, File::Plain(include_bytes!("../swagger/index.css"))),
        "swagger-initializer.js" => (SCRIPT, File::Plain(include_bytes!("../swagger/swagger-initializer.js"))),
        "swagger-ui.css" => (CSS, File::Gzip(include_bytes!("../swagger/swagger-ui.css.gz"))),
        "swagger-ui-bundle.js" => (SCRIPT, File::Gzip(include_bytes!("../swagger/swagger-ui-bundle.js.gz"))),
        "swagger-ui-standalone-preset.js" => {
            (SCRIPT, File::Gzip(include_bytes!("../swagger/swagger-ui-standalone-preset.js.gz")))
        }
        _ => return None,
    })
}

pub(crate) async fn swagger_redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "swagger-ui/")).finish()
}

pub(crate) async fn swagger(request: HttpRequest, tail: web::Path<String>) -> Result<HttpResponse, Error> {
    let (media_type, file) = file(&tail).ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .content_type(media_type);
    Ok(match file {
        File::Plain(bytes) => response.body(bytes),
        File::Gzip(packed) => {
            response.insert_header((header::VARY, "Accept-Encoding"));
            if Coding::Gzip.accepted(request.headers()) {
                response.insert_header((header::CONTENT_ENCODING, "gzip")).body(packed)
            } else {
                let mut bytes = Vec::new();
                flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).map_err(|_| Error::Internal)?;
                response.body(bytes)
            }
        }
    })
}
