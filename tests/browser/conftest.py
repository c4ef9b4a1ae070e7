"""A service on a free port and a browser to look at it with."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("COPYDESK_BIN", ROOT / "target/debug/copydesk"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]


# A debug build beside other work is slow, and that is no fault.
expect.set_options(timeout=30_000)


def start(*flags, **env):
    """Starts a service; gives its process and address, which is the first thing that it logs."""
    process = subprocess.Popen(
        [str(BIN), "serve", "--listen", "127.0.0.1:0", "--log-format", "json", *flags],
        stderr=subprocess.PIPE, text=True, env={**os.environ, **env},
    )
    first = process.stderr.readline()
    event = json.loads(first)
    address = event.get("address") or event["fields"]["address"]
    # Nobody reads the log any further; a full pipe would stop the service.
    subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
    return process, f"http://{address}"


@pytest.fixture(scope="session")
def service():
    process, url = start("--max-article", "200000")
    yield url
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture(scope="session")
def guarded():
    """A service that asks for a key."""
    process, url = start(COPYDESK_API_KEYS="correct-horse")
    yield url
    process.terminate()
    process.wait(timeout=60)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, request):
    """Opens pages that fail the test for any console error, page error or request to elsewhere."""
    contexts, faults = [], []

    def open_at(url, **options):
        options.setdefault("viewport", {"width": 1440, "height": 980})
        # A tap while a sheet still scrolls only stops the scrolling.
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: faults.append(f"page: {e}"))
        origin = "/".join(url.split("/")[:3])
        page.on("request", lambda r: None if r.url.startswith((origin, "data:")) else faults.append(f"request: {r.url}"))
        page.goto(url)
        return page

    open_at.faults = faults
    yield open_at
    for context in contexts:
        context.close()
    assert not faults, faults
