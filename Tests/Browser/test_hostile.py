"""Names come from manifests and from node ids: whatever they are, they are shown, never run."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import answers
import pytest
from chromium import Page
from fake_server import FakeServer

Serve = Callable[..., FakeServer]

HOSTILE = [
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    '"\' onmouseover=window.hacked=1 x="',
    "javascript:window.hacked=1",
    "{{constructor.constructor('window.hacked=1')()}}${window.hacked=1}",
    "a/../../../api/v1/pushes?x=y#z&%3Cb%3E",
    "\u202etxt.yaml\u2066 \u0000\u0007\n<b>two lines</b>",
    "__proto__",
    "constructor",
    "",
    "é" * 5_000 + "<svg onload=window.hacked=1>",
]


def poisoned(value: Any, poison: str) -> Any:
    """The answer with the text everywhere where one from outside may be."""
    kept = {
        "state",
        "kind",
        "health",
        "severity",
        "method",
        "variant",
        "@type",
        "protocol",
        "resolution",
        "location",
    }
    if isinstance(value, dict):
        return {k: v if k in kept else poisoned(v, poison) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, poison) for v in value]
    return poison if isinstance(value, str) else value


@pytest.mark.parametrize("poison", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_of_it_is_run(page: Page, serve: Serve, poison: str) -> None:
    page.expected.append("404")
    said = {
        path: poisoned(answer, poison)
        for path, answer in answers.boutique().items()
        if "/" not in path
    }
    endpoint = said["services"]["services"][0]["endpoints"][0]
    endpoint["labels"] = {poison: poison}
    endpoint["kind"] = endpoint["health"] = poison
    stream = said["proxies"]["proxies"][0]
    stream["state"] = stream["kind"] = poison
    dump = poisoned(answers.config([answers.cluster("x")], [{"name": "y"}]), poison)
    answers.add_detail(said, stream, dump)
    server = serve(said)
    for name in ("proxies", "pushes", "services", "snapshot", "sources"):
        page.js(f"document.getElementById('{name}').scrollIntoView()")
        page.wait(
            f"{name} to be loaded",
            f"!document.getElementById('{name}').innerText.includes('Asking')",
        )
    page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait(
        "all to be open", "document.querySelectorAll('#services details[open] table').length > 0"
    )
    must_be_harmless(page)
    if poison in ("__proto__", "constructor"):
        assert poison in page.text("#services")
    if not poison:
        return
    page.js("document.querySelector('#proxies td a').click()")
    page.wait_for_element("#proxy h1")
    page.wait_for_element("#proxy summary")
    page.js("document.querySelectorAll('#proxy details').forEach(d => d.open = true)")
    page.wait_for_element("#proxy pre")
    page.js("document.getElementById('search').focus()")
    page.type(poison.strip()[:20] or "x")
    must_be_harmless(page)
    asked = {url.removeprefix(server.url) for url in page.requests() if "/proxies/" in url}
    assert f"api/v1/proxies/{quote(poison, safe=chr(39) + '!()*-._~')}" in {a for a in asked}
    assert {unquote(url.split("/")[3]) for url in asked if not url.startswith("#")} == {poison}


def must_be_harmless(page: Page) -> None:
    """The page has no element that it should not have, and nothing was run."""
    assert page.js("window.hacked") is None
    assert page.js("document.querySelectorAll('script').length") == 1
    assert (
        page.js(
            "document.querySelectorAll('img, svg, b b, iframe, object, embed, base, form').length"
        )
        == 0
    )
    assert page.js(
        "[...document.querySelectorAll('a')].every(a => a.getAttribute('href').startsWith('#'))"
    )
    assert page.js(
        "[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(a => a.name.startsWith('on')))"
    )
    assert not page.js(
        "/[\\u0000-\\u0008\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.textContent)"
    )


def test_markup_cannot_even_be_set_by_mistake(page: Page, serve: Serve) -> None:
    """The policy forbids what this page never does."""
    page.expected += [
        "TrustedTypePolicyViolation",
        "kTrustedTypes",
        "TrustedHTML",
        "ContentSecurityPolicy",
        "Content Security Policy",
    ]
    serve(answers.nothing())
    page.wait_for_text("#status", "ready")
    refused = """(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set'; } catch (e) { return e.name; } })()"""
    assert page.js(refused) == "TypeError"
    page.js(
        """(() => {
            const style = document.createElement('style');
            style.textContent = 'body { display: none }';
            document.head.append(style);
        })()"""
    )
    assert page.js("getComputedStyle(document.body).display") == "block"
    answer = page.js("fetch('http://127.0.0.2:1/').then(() => 'sent', (e) => e.name)")
    assert answer == "TypeError"
    assert not [url for url in page.requests() if "127.0.0.2" in url]
