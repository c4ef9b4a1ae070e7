# syntax-free on purpose: builds with the classic builder as well as with BuildKit.
FROM rust:1.95-slim-bookworm AS build
# zstd and mimalloc are C: the slim image has no compiler for them until asked.
RUN command -v cc >/dev/null || (apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*)
WORKDIR /build
COPY . .
# Portable code for the platform's baseline; faster paths are chosen at run time. Static, so that nothing else is
# needed in the image; a target of its own, so that the compiler's plug-ins stay dynamic.
RUN host=$(rustc -vV | sed -n 's/^host: //p') \
 && RUSTFLAGS="-C target-feature=+crt-static -C strip=symbols" cargo build --release --locked --bin copydesk --target "$host" \
 && mv "target/$host/release/copydesk" /copydesk

FROM scratch
COPY --from=build /copydesk /usr/local/bin/copydesk
ENV COPYDESK_LISTEN=0.0.0.0:8080
EXPOSE 8080
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s --retries=3 CMD ["/usr/local/bin/copydesk", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/copydesk"]
CMD ["serve"]
