//! Bearer keys (RFC 6750). Keys are kept and compared as digests, all of them on every request, so
//! that the time tells neither a prefix nor which key it was.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web;
use sha2::{Digest as _, Sha256};

use super::config::Config;
use super::exchange::Exchange;
use super::problem::Error;
use super::state::State;

/// The digests of the configured keys.
pub(super) struct Keys(Vec<[u8; 32]>);

impl Keys {
    /// # Errors
    /// When the file of keys cannot be read or holds none.
    pub(super) fn of(config: &Config) -> std::io::Result<Self> {
        let mut keys: Vec<String> = config.api_keys.iter().map(|k| k.0.clone()).collect();
        if let Some(path) = &config.api_keys_file {
            let file = std::fs::read_to_string(path)?;
            keys.extend(file.lines().map(str::to_owned));
            // An empty file must not open the service to all.
            if keys.iter().all(|k| k.trim().is_empty()) {
                return Err(std::io::Error::other("the file of API keys holds no key"));
            }
        }
        let keys = keys.iter().map(|k| k.trim()).filter(|k| !k.is_empty());
        Ok(Self(keys.map(|k| Sha256::digest(k).into()).collect()))
    }

    fn admit(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given).into();
        let same = |key: &[u8; 32]| key.iter().zip(&given).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0;
        self.0.iter().fold(false, |found, key| found | std::hint::black_box(same(key)))
    }
}

/// Lets a request through when no keys are configured or it carries one of them.
pub(super) async fn require_key<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let admitted = request.app_data::<web::Data<State>>().is_some_and(|state| {
        state.keys.0.is_empty()
            || request
                .headers()
                .get(header::AUTHORIZATION)
                .and_then(|v| v.to_str().ok()?.split_once(' '))
                .is_some_and(|(scheme, key)| scheme.eq_ignore_ascii_case("bearer") && state.keys.admit(key.trim()))
    });
    if admitted {
        next.call(request).await.map(ServiceResponse::map_into_left_body)
    } else {
        let unread = request.extract::<web::Payload>().await;
        if let (Ok(unread), Ok(exchange)) = (unread, Exchange::of(request.request())) {
            exchange.keep_unread(unread);
        }
        Ok(request.error_response(Error::Unauthorized).map_into_right_body::<B>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_keys_and_no_prefix() {
        let config = Config { api_keys: vec!["first".into(), " second ".into(), "".into()], ..Config::default() };
        let keys = Keys::of(&config).expect("keys");
        assert!(keys.admit("first") && keys.admit("second"));
        assert!(!keys.admit("") && !keys.admit("firs") && !keys.admit("first,"));
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let config = Config { api_keys_file: Some("/nonexistent/keys".into()), ..Config::default() };
        assert!(Keys::of(&config).is_err());
    }
}
