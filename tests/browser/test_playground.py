"""What a visitor of the playground sees and does."""

import json
import re
from contextlib import contextmanager

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ARTICLE = """Swans 🦢🦢 delay canal

By Amina Wekesa

The canal in Odense, Denmark, stays closed until Friday, Mayor Karen Lindqvist said. “The swans were here first,” Lindqvist told reporters.

Read also: Ferry fares rise again

Odense will pay 97 million kroner. Lindqvist is to meet the Danish government on 4 June 2024.

Leave a Reply
Your email address will not be published. Required fields are marked *
"""


def ready(page):
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)


@contextmanager
def a_new_answer(page):
    """Waits until the page has laid out the answer to what is done inside."""
    page.evaluate("document.body.dataset.state = 'waiting'")
    yield
    page.wait_for_selector("body:is([data-state=ready], [data-state=problem])", timeout=60_000)


def put(page, text):
    """Replaces the text on the desk, as a paste would, and waits for its document."""
    page.click("#mode-edit")
    with a_new_answer(page):
        page.fill("#raw-text", text)
    page.click("#mode-marked")


def document_of(service, text, **more):
    body = {"text": text, "options": {"offset_unit": "utf16"}, **more}
    return requests.post(f"{service}/v1/normalize", json=body, timeout=60).json()


def utf16(text, span):
    raw = text.encode("utf-16-le")
    return raw[2 * span[0]:2 * span[1]].decode("utf-16-le")


@pytest.fixture
def page(open_page, service):
    page = open_page(f"{service}/")
    ready(page)
    return page


@pytest.fixture
def desk(page):
    """The page with the test's own article on it. The sample's date stays: 24 May 2024."""
    put(page, ARTICLE)
    expect(page.locator("#clean")).to_contain_text("97 million")
    return page


def test_opens_with_a_sample_already_normalized(page):
    expect(page.locator("#clean .title")).to_contain_text("Aarhus harbour bridge")
    expect(page.locator("#mirror")).to_contain_text("Leave a Reply")
    expect(page.locator("#clean")).not_to_contain_text("Leave a Reply")
    assert page.locator("#mirror del").count() > 5
    assert page.locator("#clean .hit").count() > 10
    expect(page.locator("#timings")).to_contain_text("clean")
    expect(page.locator("#folio")).to_contain_text("English")


def test_every_sample_is_shown(page):
    for value in page.locator("#sample option").evaluate_all("all => all.map(o => o.value)"):
        with a_new_answer(page):
            page.select_option("#sample", value)
        assert page.locator("#clean .block").count() > 3
        assert page.locator("#mirror del").count() > 2


def test_marks_stand_where_the_document_says(desk, service):
    document = document_of(service, ARTICLE, published_at="2024-05-24")
    assert document["removed"] and document["entities"] and document["dates"]
    struck = desk.locator("#mirror del").all_inner_texts()
    assert [text.strip() for text in struck] == [utf16(ARTICLE, item["source"]).strip() for item in document["removed"]]
    for entity in document["entities"]:
        shown = desk.locator(f"#clean .hit[data-entity='{entity['id']}']").all_inner_texts()
        assert shown == [mention["text"] for mention in entity["mentions"]]
    assert desk.locator("#clean .hit[data-date]").all_inner_texts() == [date["text"] for date in document["dates"]]
    assert desk.locator("#clean .quote").count() == len(document["quotes"])


def test_a_click_walks_through_mentions_and_shows_them_in_the_raw_text(desk, service):
    document = document_of(service, ARTICLE, published_at="2024-05-24")
    entity = max(document["entities"], key=lambda e: len(e["mentions"]))
    mentions = entity["mentions"]
    assert len(mentions) > 1
    desk.locator(f"#clean .hit[data-entity='{entity['id']}']").first.click()
    for n, mention in enumerate([*mentions, mentions[0]]):
        if n:
            desk.locator(f"#index .name[data-entity='{entity['id']}']").click()
        current = desk.locator("#mirror mark[data-current]")
        expect(current).to_have_attribute("data-n", str(n % len(mentions)))
        assert current.inner_text() == utf16(ARTICLE, mention["source"][0])
        expect(current).to_be_in_viewport()
        expect(desk.locator("#walker")).to_contain_text(f"{n % len(mentions) + 1} of {len(mentions)}")
        # The whole text before the mark is the raw text up to the source's start.
        before = desk.evaluate("""() => {
            const range = document.createRange();
            range.selectNodeContents(document.getElementById('mirror'));
            range.setEndBefore(document.querySelector('#mirror mark[data-current]'));
            return range.toString().length;
        }""")
        assert before == mention["source"][0][0]
    desk.keyboard.press("Escape")
    desk.locator("#walker button[aria-label='Close']").click()
    expect(desk.locator("#mirror mark")).to_have_count(0)


def test_filter_chips_count_and_hide(desk):
    for chip in desk.locator("#types .chip").all():
        kind = chip.get_attribute("data-type")
        nodes = desk.locator("#clean .quote" if kind == "quote" else f"#clean .hit[data-type='{kind}']")
        assert nodes.count() == int(chip.locator("b").inner_text())
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "false")
        assert all(node.get_attribute("data-off") is not None for node in nodes.all())
        chip.click()
        assert all(node.get_attribute("data-off") is None for node in nodes.all())


def test_removals_explain_themselves_to_mouse_and_keyboard(desk):
    removal = desk.locator("#mirror del[data-reason='related_link']")
    removal.hover()
    card = desk.locator("#card")
    expect(card).to_contain_text("read also")
    expect(card).to_contain_text("rule")
    expect(card).to_contain_text("% sure")
    desk.mouse.move(0, 0)
    expect(card).to_be_hidden()
    desk.locator("#mirror del").first.focus()
    expect(card).to_be_visible()
    expect(desk.locator("#mirror del").first).to_have_attribute("aria-describedby", "card")
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("#mirror del").nth(1)).to_be_focused()
    expect(card).to_be_visible()
    desk.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_names_and_dates_are_reachable_by_keyboard(desk):
    desk.locator("#clean .hit[tabindex='0']").focus()
    expect(desk.locator("#card")).to_be_visible()
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    expect(desk.locator("#walker")).to_be_visible()
    expect(desk.locator("#mirror mark[data-current]")).to_have_count(1)
    assert desk.locator("#clean .hit[tabindex='0']").count() == 1


def test_a_date_tells_its_value(desk):
    desk.locator("#clean .hit[data-date]", has_text="4 June 2024").hover()
    expect(desk.locator("#card")).to_contain_text("Tuesday, 4 June 2024")
    expect(desk.locator("#card")).to_contain_text("2024-06-04")


def test_editing_keeps_marks_in_place_and_normalizes_again(desk):
    desk.click("#mode-edit")
    desk.locator("#raw-text").focus()
    desk.keyboard.press("Control+Home")
    struck = desk.locator("#mirror del").all_inner_texts()
    with desk.expect_response("**/v1/normalize"):
        desk.keyboard.type("Sleepy ")
        expect(desk.locator("#mirror")).to_contain_text("Sleepy Swans")
        assert desk.locator("#mirror del").all_inner_texts() == struck
    expect(desk.locator("#clean .title")).to_contain_text("Sleepy Swans")
    desk.keyboard.press("Escape")
    expect(desk.locator("#raw-text")).to_be_hidden()
    assert desk.evaluate("document.getElementById('mirror').textContent").startswith("Sleepy Swans")


def test_letters_of_field_and_mirror_lie_on_each_other(desk):
    desk.click("#mode-edit")
    boxes = desk.evaluate("""() => ['#mirror', '#raw-text'].map(selector => {
        const node = document.querySelector(selector), style = getComputedStyle(node), box = node.getBoundingClientRect();
        const left = box.left + parseFloat(style.paddingLeft), right = box.right - parseFloat(style.paddingRight);
        return [left, right, box.top + parseFloat(style.paddingTop), style.font, style.whiteSpace, style.overflowWrap, style.letterSpacing];
    })""")
    for mirror, field in zip(*boxes):
        assert field == (pytest.approx(mirror, abs=0.1) if isinstance(mirror, float) else mirror)
    assert desk.evaluate("(() => { const a = document.getElementById('raw-text'); return a.scrollHeight <= a.clientHeight })()")


@pytest.mark.parametrize("format_", ["text", "html"])
def test_markup_in_an_article_stays_text(page, format_):
    hostile = "<h1>Title</h1><p>Before <script>window.pwned = 1</script><img src=x onerror='window.pwned=2'> after the swans.</p>" \
        "<svg onload='window.pwned=3'></svg><p>&lt;b&gt;bold&lt;/b&gt; words here and there.</p>"
    page.select_option("#format", format_)
    put(page, hostile)
    expect(page.locator("#mirror")).to_contain_text("<script>window.pwned = 1</script>")
    expect(page.locator("#clean")).to_contain_text("after the swans")
    assert page.locator("#mirror script, #mirror img, #clean script, #clean img, #clean svg, #json script").count() == 0
    assert page.evaluate("window.pwned") is None


def test_too_large_an_article_shows_the_problem(open_page, page):
    put(page, "Swans. " * 40_000)
    problem = page.locator("#problem")
    expect(problem).to_be_visible()
    expect(problem).to_contain_text("200000")
    expect(problem).to_contain_text("413")
    expect(problem).to_contain_text("member_too_long")
    expect(problem).to_contain_text("/text")
    # The browser itself reports the status; nothing else may be on the console.
    assert all("413" in fault for fault in open_page.faults), open_page.faults
    open_page.faults.clear()
    put(page, ARTICLE)
    expect(problem).to_be_hidden()


def test_a_long_article_stays_usable(page, service):
    paragraph = ARTICLE.split("\n\n")[2]
    text = "A long read\n\n" + "\n\n".join(f"{paragraph} Part {n}." for n in range(700))
    assert len(text) > 100_000
    put(page, text)
    expect(page.locator("#clean")).to_contain_text("Part 699.")
    page.locator("#index .name").first.click()
    page.locator("#walker button[aria-label='Previous mention']").click()
    current = page.locator("#mirror mark[data-current]")
    expect(current).to_be_in_viewport()
    expect(page.locator("#clean .hit[data-current]")).to_be_in_viewport()


def test_unit_governs_json_and_curl(browser, service):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{service}/")
    ready(page)
    put(page, ARTICLE)
    for unit in ("utf8", "codepoint", "utf16"):
        page.select_option("#unit", unit)
        expect(page.locator("#json")).to_contain_text(f'"offset_unit": "{unit}"')
        page.click("#copy-json")
        copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
        assert copied["offset_unit"] == unit
        page.click("#copy-curl")
        command = page.evaluate("navigator.clipboard.readText()")
        sent = json.loads(re.search(r"<<'ARTICLE'\n(.*)\nARTICLE", command).group(1))
        assert sent["text"] == ARTICLE and sent["options"]["offset_unit"] == unit
        answer = requests.post(f"{service}/v1/normalize", json=sent, timeout=60).json()
        assert answer == copied
    context.close()


def test_a_file_is_taken(page):
    page.set_input_files("#file", {"name": "page.html", "mimeType": "text/html",
                                   "buffer": "<h1>Über die Brücke</h1><p>Die Brücke am Hafen bleibt bis zum Herbst gesperrt, weil die Lager "
                                             "verschlissen sind, sagte die Bürgermeisterin am Montag vor Journalisten.</p>".encode()})
    expect(page.locator("#clean")).to_contain_text("bis zum Herbst gesperrt")
    expect(page.locator("#format")).to_have_value("html")


def test_dark_and_light(open_page, service):
    page = open_page(f"{service}/", color_scheme="dark")
    ready(page)
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")
    dark = ground()
    page.click("#theme")
    light = ground()
    assert dark != light
    page.reload()
    ready(page)
    assert ground() == light


def test_on_a_phone_one_sheet_at_a_time_and_nothing_sticks_out(open_page, service):
    page = open_page(f"{service}/", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#clean-panel")).to_be_visible()
    expect(page.locator("#raw-panel")).to_be_hidden()
    page.locator("#clean .hit[data-entity]").first.tap()
    expect(page.locator("#walker .raw-context mark")).to_be_visible()
    page.locator(".tabs [data-sheet=raw]").tap()
    expect(page.locator("#mirror mark[data-current]")).to_be_visible()
    expect(page.locator("#clean-panel")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_key_can_be_given(open_page, guarded):
    page = open_page(f"{guarded}/")
    expect(page.locator("#problem")).to_contain_text("401")
    page.fill("#problem input", "correct-horse")
    page.click("#problem button")
    ready(page)
    expect(page.locator("#problem")).to_be_hidden()
    assert all("401" in fault for fault in open_page.faults), open_page.faults
    open_page.faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_is_found(open_page, service, scheme):
    page = open_page(f"{service}/", color_scheme=scheme)
    ready(page)
    page.locator("#index .name").first.click()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
