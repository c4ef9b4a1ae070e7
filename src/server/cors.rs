//! Cross-origin requests (the Fetch standard's CORS protocol). Off unless origins are configured.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};

use super::state::State;

/// Answers preflight requests and lets the pages of configured origins read the answers.
pub(super) async fn share<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let allowed = request.app_data::<web::Data<State>>().and_then(|state| {
        let origin = request.headers().get(header::ORIGIN)?;
        let origins = &state.config.cors_origins;
        let known = |o: &String| o == "*" || o.as_bytes() == origin.as_bytes();
        origins.iter().any(known).then(|| origin.clone())
    });
    let Some(origin) = allowed else { return next.call(request).await.map(ServiceResponse::map_into_left_body) };
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if preflight {
        let answer = HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST"))
            .insert_header((
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-encoding, content-type, traceparent, x-request-id",
            ))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
            .finish();
        request.into_response(answer).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("retry-after, server-timing, x-request-id"),
    );
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    Ok(response)
}
