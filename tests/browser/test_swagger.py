"""Swagger UI: every operation of the API is tried in the browser with what the page fills in."""

import http.server
import threading
import urllib.error
import urllib.request

import pytest
import requests
from playwright.sync_api import expect


def operations(service):
    paths = requests.get(f"{service}/openapi.json", timeout=30).json()["paths"]
    return [(method, path, operation) for path, methods in paths.items()
            for method, operation in methods.items() if method in ("get", "post", "put", "patch", "delete")]


@pytest.fixture
def swagger(open_page, service):
    page = open_page(f"{service}/swagger-ui/")
    page.wait_for_selector(".opblock")
    return page


def block_of(page, method, path):
    block = page.locator(f".opblock-{method}").filter(has=page.locator(f'[data-path="{path}"]'))
    block.locator(".opblock-summary-control").click()
    expect(block.locator("button.execute")).to_be_visible()
    return block


def execute(block):
    block.locator("button.execute").click()
    status = block.locator(".live-responses-table tbody .response-col_status").first
    expect(status).to_be_visible(timeout=30_000)
    return status.inner_text().split()[0]


def test_every_operation_succeeds_with_its_example(swagger, service):
    tried = 0
    for method, path, operation in operations(service):
        block = block_of(swagger, method, path)
        examples = block.locator(".examples-select select").first
        values = [None]
        if operation.get("requestBody") and examples.count():
            values = examples.locator("option").evaluate_all("all => all.map(o => o.value)")
        for value in values:
            if value is not None and value != "__MODIFIED__VALUE__":
                examples.select_option(value)
            assert execute(block) == "200", f"{method} {path} {value}"
            tried += 1
        block.locator(".opblock-summary-control").click()
    assert tried >= len(operations(service)) > 8


def test_errors_are_shown_as_problems(swagger, open_page, service):
    for method, path, operation in operations(service):
        if "requestBody" not in operation or "ndjson" in str(operation["requestBody"]["content"].keys()):
            continue
        block = block_of(swagger, method, path)
        block.locator("textarea.body-param__text").fill('{"text": "x", "options": {"offset_unit": "utf-16"}}')
        assert execute(block) == "422", path
        expect(block.locator(".live-responses-table tbody .response-col_description").first).to_contain_text("/options/offset_unit")
    # The browser itself reports refused requests on the console.
    assert all("422" in fault for fault in open_page.faults), open_page.faults
    open_page.faults.clear()


def test_a_batch_tells_of_its_bad_lines(swagger):
    block = block_of(swagger, "post", "/v1/normalize/batch")
    lines = '{"id": "1", "text": "Swans delay canal"}\n{"id": "2", "text"\n{"id": "3", "lang": "en"}\n'
    block.locator("textarea.body-param__text").fill(lines)
    assert execute(block) == "200"
    answer = block.locator(".live-responses-table tbody .response-col_description").first
    expect(answer).to_contain_text('"code":"not_json"')
    expect(answer).to_contain_text('"code":"schema_violation"')
    expect(answer).to_contain_text('"summary":{"lines":3,"ok":1,"failed":2}')


@pytest.fixture
def mounted(service):
    """The service below a path prefix, as a proxy that strips it would serve it."""

    class Proxy(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self):
            if not self.path.startswith("/news/copydesk/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
            headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            request = urllib.request.Request(service + self.path.removeprefix("/news/copydesk"), body, headers, method=self.command)
            try:
                answer = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as error:
                answer = error
            content = answer.read()
            self.send_response(answer.status)
            for name in ("Content-Type", "Content-Security-Policy", "Server-Timing"):
                if answer.headers[name]:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = forward

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/news/copydesk"
    server.shutdown()
    server.server_close()


def test_everything_works_below_a_path_prefix(open_page, mounted):
    page = open_page(f"{mounted}/")
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    page.get_by_role("link", name="Swagger UI", exact=True).click()
    page.wait_for_selector(".opblock")
    assert page.url.startswith(f"{mounted}/swagger-ui/")
    for method, path in [("post", "/v1/normalize"), ("get", "/v1/info")]:
        block = block_of(page, method, path)
        assert execute(block) == "200", path
        expect(block.locator(".request-url")).to_contain_text(f"{mounted}{path}")
