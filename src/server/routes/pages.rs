//! Swagger UI out of the binary, under a policy that lets it load nothing from elsewhere. Addresses
//! are relative, so that it works behind any path prefix.

use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::Config;

use crate::server::problem::Error;

/// Swagger UI sets styles on its elements and draws with data URIs.
const POLICY: &str = "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
     script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static SWAGGER: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    Arc::new(
        Config::from("../openapi.json")
            .try_it_out_enabled(true)
            .display_request_duration(true)
            .default_models_expand_depth(0)
            .validator_url("none"),
    )
});

pub(crate) async fn swagger_redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "swagger-ui/")).finish()
}

pub(crate) async fn swagger(tail: web::Path<String>) -> Result<HttpResponse, Error> {
    match utoipa_swagger_ui::serve(&tail, Arc::clone(&SWAGGER)) {
        Ok(Some(file)) => Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::X_FRAME_OPTIONS, "DENY"))
            .insert_header((header::REFERRER_POLICY, "no-referrer"))
            .content_type(file.content_type)
            .body(file.bytes.into_owned())),
        Ok(None) => Err(Error::NotFound),
        Err(_) => Err(Error::Internal),
    }
}
