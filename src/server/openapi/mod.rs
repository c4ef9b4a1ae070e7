//! The API's description: OpenAPI 3.1 out of the Rust types, and the same lowered to 3.0.3. Both are
//! committed under `openapi/` and served as the same bytes; a test holds them together.

pub(super) mod answers;
mod describe;
pub(super) mod examples;
mod lower;

use std::sync::LazyLock;

use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, SecurityRequirement};
use utoipa::{Modify, OpenApi};

use super::problem::Problem;
use super::routes::{batch, documents, service};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Copydesk",
        description = "Turns raw article text into normalized documents: clean text, entities, dates and quotes, with exact offsets into what came in. The same request gives the same bytes.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = ".", description = "This instance, wherever it is mounted")),
    paths(
        documents::normalize,
        documents::clean,
        documents::entities,
        documents::dates,
        batch::batch,
        service::info,
        service::livez,
        service::readyz,
        service::healthz,
        service::metrics,
        service::openapi_31,
        service::openapi_30,
    ),
    components(schemas(Problem, batch::BatchLine)),
    modifiers(&Keys),
    tags(
        (name = "documents", description = "Articles in, documents out"),
        (name = "service", description = "Health, metrics and what this instance is"),
    ),
)]
struct Api;

/// Bearer keys, which an instance may or may not ask for.
struct Keys;

impl Modify for Keys {
    fn modify(&self, api: &mut Description) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("Needed when the instance has keys configured."))
            .build();
        if let Some(components) = &mut api.components {
            components.add_security_scheme("key", SecurityScheme::Http(scheme));
        }
        let none = SecurityRequirement::default();
        api.security = Some(vec![none, SecurityRequirement::new("key", Vec::<String>::new())]);
    }
}

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let mut api = serde_json::to_value(Api::openapi()).unwrap_or_default();
    describe::complete(&mut api);
    api
});

static JSON: LazyLock<String> = LazyLock::new(|| written(&DESCRIPTION));
static JSON_30: LazyLock<String> = LazyLock::new(|| written(&lower::to_30(DESCRIPTION.clone())));

fn written(api: &Value) -> String {
    serde_json::to_string_pretty(api).map(|s| s + "\n").unwrap_or_default()
}

/// OpenAPI 3.1, the bytes of `openapi/openapi.json`.
#[must_use]
pub fn json() -> &'static str {
    &JSON
}

/// OpenAPI 3.0.3, the bytes of `openapi/openapi-3.0.json`.
#[must_use]
pub fn json_30() -> &'static str {
    &JSON_30
}
