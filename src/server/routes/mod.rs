//! The endpoints, and the one table of their paths.

pub(super) mod batch;
pub(super) mod documents;
pub(super) mod pages;
pub(super) mod service;

use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, HttpResponse, web};

use super::auth::require_key;
use super::exchange::Exchange;
use super::problem::Error;

/// A path that answers GET and HEAD.
macro_rules! get {
    ($path:literal, $handler:path) => {
        web::resource($path).route(web::get().to($handler)).route(web::head().to($handler))
    };
}

/// Puts all paths into an application. A wrong method gets 405 with `Allow`, from the resource.
pub(super) fn configure(app: &mut web::ServiceConfig) {
    let post = |path: &str, route| web::resource(path).route(route).wrap(from_fn(require_key));
    app.service(post("/v1/normalize", web::post().to(documents::normalize)))
        .service(post("/v1/clean", web::post().to(documents::clean)))
        .service(post("/v1/entities", web::post().to(documents::entities)))
        .service(post("/v1/dates", web::post().to(documents::dates)))
        .service(post("/v1/normalize/batch", web::post().to(batch::batch)))
        .service(get!("/v1/info", service::info).wrap(from_fn(require_key)))
        .service(get!("/metrics", service::metrics).wrap(from_fn(require_key)))
        .service(get!("/livez", service::livez))
        .service(get!("/readyz", service::readyz))
        .service(get!("/healthz", service::healthz))
        .service(get!("/openapi.json", service::openapi_31))
        .service(get!("/openapi-3.0.json", service::openapi_30))
        .service(get!("/swagger-ui", pages::swagger_redirect))
        .service(get!("/swagger-ui/{tail:.*}", pages::swagger))
        .default_service(web::to(nothing));
}

async fn nothing(request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Error> {
    Exchange::of(&request)?.keep_unread(payload);
    Err(Error::NotFound)
}
