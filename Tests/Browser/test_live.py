"""The page follows the server, and disturbs nobody who reads."""

from collections.abc import Callable

import answers
from chromium import Page
from fake_server import FakeServer
from harness.waiting import wait_for

Serve = Callable[..., FakeServer]


def count_of(page: Page, path: str) -> int:
    """How often it has asked for something."""
    return sum(path in url for url in page.requests())


def wait_for_polls(page: Page, path: str, number: int) -> None:
    """Returns when it has asked so many more times."""
    before = count_of(page, path)
    wait_for(f"{number} more requests for {path}", lambda: count_of(page, path) >= before + number)


def test_a_change_is_shown_in_place(page: Page, serve: Serve) -> None:
    """Same nodes, same scroll, same selection, same focus, same opened details."""
    page.resize(1280, 300)
    server = serve(answers.boutique())
    page.click("#services summary")
    page.wait_for_element("#services details[open] table")
    page.js(
        """(() => {
            window.row = document.querySelector('#services details');
            window.cell = row.querySelector('tbody tr bdi');
            getSelection().selectAllChildren(cell);
            row.querySelector('summary').focus({preventScroll: true});
            scrollTo(0, 200);
        })()"""
    )
    server.answers["services"]["services"][0]["endpoints"].append(answers.endpoint("10.4.0.99"))
    server.answers["services"]["services"].insert(0, answers.service("added-before", []))
    page.wait_for_text("#services", "3 pods, 2 VMs")
    page.wait_for_text("#services", "added-before")
    assert page.js("row.isConnected && row.open && row.contains(document.activeElement)")
    assert page.js("row.previousElementSibling !== null")
    assert page.js("cell.isConnected && getSelection().toString() === '10.4.0.21'")
    assert page.js("scrollY") == 200
    assert "10.4.0.99" in page.text("#services details[open] table")


def test_nothing_is_touched_when_nothing_changes(page: Page, serve: Serve) -> None:
    serve(answers.boutique())
    page.wait_for_element("#services details")
    page.wait_for_element(".pushes li")
    page.js(
        """(() => {
            window.changes = [];
            new MutationObserver((records) => changes.push(...records.map((r) =>
                r.type === 'characterData' ? (/ ago$/.test(r.target.data) ? 'age' : r.target.data)
                : r.type === 'attributes' ? (r.attributeName === 'style' ? 'age' : r.attributeName) : 'children')))
              .observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
        })()"""
    )
    wait_for_polls(page, "/proxies", 3)
    wait_for_polls(page, "/services", 2)
    # How long ago something was, and the height of what is still on its way, do change.
    assert [c for c in page.js("changes") if c != "age"] == []


def test_it_asks_every_second(page: Page, serve: Serve) -> None:
    serve(answers.boutique())
    wait_for_polls(page, "/proxies", 5)
    times = [
        event["timestamp"]
        for method, event in page.events
        if method == "Network.requestWillBeSent" and event["request"]["url"].endswith("/proxies")
    ]
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    # A busy machine makes some of them longer, but not all, and none shorter.
    assert 0.8 < min(gaps) < 1.5


def test_the_order_follows_the_state(page: Page, serve: Serve) -> None:
    server = serve(answers.boutique())
    page.wait_for_text("#proxies tbody tr", "frontend")
    page.js("void (window.row = document.querySelector('#proxies tbody tr'))")
    for stream in server.answers["proxies"]["proxies"]:
        stream["state"] = "rejected" if "cart" in stream["id"] else "synced"
    page.wait_for_text("#proxies tbody tr", "cart")
    assert page.js("row.isConnected && row.innerText.includes('synced')")


def test_only_what_can_be_seen_is_asked_for(page: Page, serve: Serve) -> None:
    page.resize(390, 500, mobile=True)
    serve(answers.boutique())
    # As long as no section has any content, all of them can be seen.
    page.wait(
        "the snapshot to be out of sight",
        "document.getElementById('snapshot').getBoundingClientRect().top > innerHeight",
    )
    wait_for_polls(page, "/proxies", 2)
    before = count_of(page, "/snapshot")
    wait_for_polls(page, "/proxies", 3)
    assert count_of(page, "/snapshot") == before
    assert count_of(page, "/config") == 0
    page.js("document.getElementById('snapshot').scrollIntoView()")
    wait_for_polls(page, "/snapshot", 2)


def test_it_says_when_the_server_is_gone_and_recovers_by_itself(page: Page, serve: Serve) -> None:
    page.expected.append("net::ERR_CONNECTION_")
    server = serve(answers.boutique())
    page.wait_for_text("#status", "✓ ready")
    page.wait_for_text("#services", "catalog")
    page.js("void (window.row = document.querySelector('#services details'))")
    server.stop()
    page.wait_for_text("#gone", "The server does not answer since ")
    page.wait_for_text("#status", "✕ no answer")
    assert page.js("document.title") == "✕ no answer – Causeway"
    assert "catalog" in page.text("#services"), "what was known is still shown"
    since = page.js("document.querySelector('#gone time').dateTime")
    wait_for_polls(page, "/proxies", 2)
    assert page.js("document.querySelector('#gone time').dateTime") == since
    server.answers["proxies"] = {"revision": 1, "proxies": []}
    server.start()
    page.wait_for_text("#status", "0 proxies")
    page.wait("the warning to go", "document.getElementById('gone').innerText === ''")
    assert page.js("row.isConnected"), "without loading the page again"


def test_changes_of_the_state_are_read_aloud(page: Page, serve: Serve) -> None:
    serve(answers.boutique())
    page.wait_for_text("#status", "ready")
    roles = page.js("['status', 'gone'].map(id => document.getElementById(id).role)")
    assert roles == ["status", "alert"]
    # Neither holds anything that changes all the time.
    assert " ago" not in page.text("#status")
