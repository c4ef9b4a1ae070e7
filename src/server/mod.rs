//! The HTTP service.

mod config;
mod playground;

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};

pub use config::Config;

use crate::Normalizer;
use crate::article::{Article, Stage};

/// Builds the service on a bound listener.
///
/// # Errors
/// When the listener cannot be used.
pub fn build(listener: TcpListener, normalizer: Normalizer, config: Config) -> std::io::Result<Server> {
    let normalizer = web::Data::new(normalizer);
    let server = HttpServer::new(move || {
        let stages: [(&str, Option<&'static [Stage]>); 4] = [
            ("/v1/normalize", None),
            ("/v1/clean", Some(&[Stage::Clean])),
            ("/v1/entities", Some(&[Stage::Entities])),
            ("/v1/dates", Some(&[Stage::Dates])),
        ];
        let mut app = App::new().app_data(normalizer.clone());
        for (path, stages) in stages {
            let handler = move |body: web::Bytes, normalizer: web::Data<Normalizer>| run(body, normalizer, stages);
            app = app.service(web::resource(path).app_data(web::PayloadConfig::new(12 << 20)).post(handler));
        }
        app.configure(playground::routes).route("/livez", web::get().to(HttpResponse::Ok))
    });
    Ok(server.workers(config.workers).listen(listener)?.run())
}

async fn run(body: web::Bytes, normalizer: web::Data<Normalizer>, stages: Option<&'static [Stage]>) -> HttpResponse {
    let work = move || {
        let mut article: Article = serde_json::from_slice(&body).map_err(|e| e.to_string())?;
        if let Some(stages) = stages {
            article.options.stages = stages.to_vec();
        }
        normalizer.normalize(&article).map_err(|e| e.to_string())
    };
    match web::block(work).await {
        Ok(Ok(document)) => HttpResponse::Ok().json(document),
        Ok(Err(error)) => HttpResponse::UnprocessableEntity().body(error),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
