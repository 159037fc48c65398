"""One proxy: its streams, and its configuration."""

from collections.abc import Callable
from urllib.parse import quote

import answers
import pytest
from chromium import Page
from fake_server import FakeServer
from harness.waiting import wait_for

Serve = Callable[..., FakeServer]

FRONTEND = answers.sidecar("frontend", "10.4.0.11")


def link(id: str) -> str:
    """The fragment that leads to a proxy."""
    return "#/proxies/" + quote(id, safe="")


def test_a_click_leads_there_and_back(page: Page, serve: Serve) -> None:
    page.resize(1280, 500)
    serve(answers.boutique())
    page.click("#proxies td a")
    page.wait_for_text("#proxy h1", FRONTEND)
    page.wait_for_text("#proxy", "has acknowledged revision 11 of 12")
    page.wait_for_text("#proxy .refusal", "To blame: Service boutique/catalog")
    assert page.js("document.getElementById('overview').hidden")
    page.click("#proxy a[href='#proxies']")
    page.wait("the overview", "!document.getElementById('overview').hidden")
    assert page.text("#proxy") == ""
    assert page.js("document.getElementById('proxies').getBoundingClientRect().top < innerHeight")


def test_a_link_leads_straight_to_it(page: Page, serve: Serve) -> None:
    serve(answers.boutique(), link(FRONTEND))
    page.wait_for_text("#proxy h1", FRONTEND)
    page.wait_for_text("#proxy", "4 resources.")


@pytest.mark.parametrize(
    "fragment", ["#/proxies/%E0%A4%A", "#/proxies/", "#nonsense", "#/x", "#%", "#filter"]
)
def test_a_broken_link_leads_to_the_overview(page: Page, serve: Serve, fragment: str) -> None:
    serve(answers.boutique(), fragment)
    page.wait_for_text("#proxies", "frontend")


def test_the_configuration_can_be_searched(page: Page, serve: Serve) -> None:
    serve(answers.boutique(), link(FRONTEND))
    page.click("#search")
    page.type("PAYMENT")
    page.wait_for_text("#proxy", "1 of 4 resources contain it.")
    assert (
        page.js("[...document.querySelectorAll('mark')].map(m => m.textContent)") == ["payment"] * 2
    )
    assert '"connectTimeout": "10s"' in page.text("#proxy pre")
    # What was found can be closed, and stays so.
    page.js("void (window.found = document.querySelector('#proxy details'))")
    page.click("#proxy summary")
    page.wait("it to be closed", "!found.open && !document.querySelector('#proxy pre')")
    page.click("#search")
    page.type(" is not there")
    page.wait_for_text("#proxy", "0 of 4 resources contain it.")


def test_a_resource_is_opened_and_stays_open(page: Page, serve: Serve) -> None:
    server = serve(answers.boutique(), link(FRONTEND))
    page.wait_for_text("#proxy", "4 resources.")
    page.click("#proxy details:nth-of-type(2) summary")
    page.wait_for_text("#proxy pre", "cart.boutique")
    page.js("void (window.text = document.querySelector('#proxy pre'))")
    stream = answers.proxy(FRONTEND, cds=answers.of_type(sentVersion="aaaaaaaaaaaaaaaa"))
    names = ["added", "outbound|3550||cart.boutique.svc.cluster.local"]
    answers.add_detail(
        server.answers,
        stream,
        answers.config([answers.cluster(n) | {"connectTimeout": "7s"} for n in names]),
    )
    page.wait_for_text("#proxy pre", '"connectTimeout": "7s"')
    assert page.js("text.isConnected")
    assert "added" in page.text("#proxy")


def test_the_configuration_is_asked_for_when_it_changes_only(page: Page, serve: Serve) -> None:
    server = serve(answers.boutique(), link(FRONTEND))
    page.wait_for_text("#proxy", "4 resources.")

    def asked(end: str) -> int:
        return sum(url.endswith(end) for url in page.requests())

    before = asked("cluster.local")
    wait_for("three more polls", lambda: asked("cluster.local") >= before + 3)
    assert asked("/config") == 1
    stream = answers.proxy(FRONTEND, cds=answers.of_type(sentVersion="aaaaaaaaaaaaaaaa"))
    answers.add_detail(server.answers, stream, answers.config([]))
    page.wait_for_text("#proxy", "It has not been sent anything yet.")
    assert asked("/config") == 2


def test_a_proxy_that_left_is_said_to_have_left(page: Page, serve: Serve) -> None:
    page.expected.append("404")
    server = serve(answers.boutique(), link(FRONTEND))
    page.wait_for_text("#proxy", "4 resources.")
    server.answers[f"proxies/{FRONTEND}"] = {
        "status": 404,
        "error": "It is not connected.",
        "field": "id",
    }
    page.wait_for_text("#proxy", "It is not connected. What follows is what was known last.")
    assert "virtualOutbound" in page.text("#proxy")


def test_several_streams_of_a_proxy_are_shown_each(page: Page, serve: Serve) -> None:
    said = answers.boutique()
    first = said[f"proxies/{FRONTEND}"]["proxies"][0]
    first["method"], first["types"] = "cds", {"cds": first["types"]["cds"]}
    second = {
        **first,
        "method": "eds",
        "peer": "127.0.0.1:50000",
        "types": {"eds": first["types"]["cds"]},
    }
    said[f"proxies/{FRONTEND}"]["proxies"].append(second)
    serve(said, link(FRONTEND))
    page.wait_for_text("#proxy", "EDS sotw · from 127.0.0.1:50000")
    assert page.js("document.querySelectorAll('#proxy tbody tr').length") == 2


def test_a_huge_configuration_is_cut(page: Page, serve: Serve) -> None:
    said = answers.boutique()
    stream = said["proxies"]["proxies"][1]
    answers.add_detail(
        said, stream, answers.config([answers.cluster(f"cluster-{n}") for n in range(5_000)])
    )
    serve(said, link(FRONTEND))
    page.wait_for_text("#proxy", "… and 4,900 more: search for it, or show more.")
    page.click("#search")
    page.type("cluster-4321")
    page.wait_for_text("#proxy", "1 of 5,000 resources contain it.")
