"""Swagger UI: every operation of the API is tried in the browser with what the page fills in."""

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
