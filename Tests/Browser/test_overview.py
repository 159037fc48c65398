"""What the page shows of a mesh, and how."""

import re
from collections.abc import Callable

import answers
import pytest
from chromium import Page
from fake_server import FakeServer

Serve = Callable[..., FakeServer]


@pytest.fixture
def boutique(page: Page, serve: Serve) -> FakeServer:
    """The page of a mesh in which something of everything goes on, completely loaded."""
    server = serve(answers.boutique())
    load_all(page)
    return server


def load_all(page: Page) -> None:
    """Looks at every section, until each has said something."""
    for name in ("proxies", "pushes", "services", "snapshot", "sources"):
        page.js(f"document.getElementById('{name}').scrollIntoView()")
        page.wait(
            f"{name} to be loaded",
            f"!document.getElementById('{name}').innerText.includes('Asking')",
        )
    page.js("scrollTo(0, 0)")


def open_all(page: Page) -> None:
    """Opens all that can be opened, and what is then in it."""
    closed = "document.querySelectorAll('details:not([open])')"
    page.wait(
        "everything to be open", f"{closed}.forEach(d => d.open = true) ?? {closed}.length === 0"
    )


def test_the_top_line_sums_up(page: Page, boutique: FakeServer) -> None:
    said = page.text("#status").split()
    assert (
        said
        == (
            "Revision 12 ✓ ready 3 proxies ✓ 1 synced … 1 pending ✕ 1 rejected ✕ 1 source error ! 1 warning"
        ).split()
    )
    assert page.js("document.title") == "✕ 1 rejected – Causeway"


def test_a_rejection_is_in_red_with_its_text_and_who_is_to_blame(
    page: Page, boutique: FakeServer
) -> None:
    text = page.text("#refusals")
    assert "LDS rejected by 1 proxy" in text
    assert "frontend.boutique" in text
    assert "value length must be at least 1 characters" in text
    assert "To blame: Service boutique/catalog (resource 10.0.28.196_3550)" in text
    red, green, blue = page.js(
        "getComputedStyle(document.querySelector('.refusal .message')).color.match(/\\d+/g).map(Number)"
    )
    assert red > 2 * max(green, blue)


def test_a_long_reason_is_not_cut(page: Page, serve: Serve) -> None:
    reason = "; ".join(f"listener {n} is wrong" for n in range(100)) + "; the end"
    said = answers.nothing()
    refused = answers.of_type("rejected", rejection=answers.rejection(reason, [], []))
    said["proxies"]["proxies"] = [answers.proxy(answers.sidecar("web", "10.0.0.1"), lds=refused)]
    serve(said)
    page.wait_for_text("#refusals", "the end")
    assert "To blame: not named in the message" in page.text("#refusals")


def test_the_same_rejection_by_many_is_one_trouble(page: Page, serve: Serve) -> None:
    said = answers.nothing()
    refused = answers.of_type(
        "rejected", rejection=answers.rejection("No.", ["a"], ["Service a/b"])
    )
    ids = [answers.sidecar(f"web-{n}", f"10.0.0.{n}") for n in range(30)]
    said["proxies"]["proxies"] = [answers.proxy(id, n, cds=refused) for n, id in enumerate(ids)]
    serve(said)
    page.wait_for_text("#refusals", "CDS rejected by 30 proxies")
    assert page.js("document.querySelectorAll('#refusals article').length") == 1
    assert "and 25 more" in page.text("#refusals")


def test_endpoints_tell_pods_from_vms_and_their_health(page: Page, boutique: FakeServer) -> None:
    chips = page.js(
        "[...document.querySelectorAll('#services details:first-of-type .chip')].map(c => c.textContent)"
    )
    assert chips == [
        "pod 10.4.0.21 ✓ healthy",
        "pod 10.4.0.22 ◌ draining",
        "VM 10.128.0.13 ✓ healthy",
        "VM 10.128.0.14 ✕ unhealthy",
    ]
    colours = page.js(
        "['pod', 'vm'].map(k => getComputedStyle(document.querySelector(`.chip .kind.${k}`)).color)"
    )
    assert len(set(colours)) == 2
    page.click("#services summary")
    page.wait_for_text("#services details[open] table", "WorkloadEntry boutique/catalog-vm")
    assert "2 of 4 not healthy" in page.text("#services")


def test_the_worst_proxies_come_first_with_their_state_per_type(
    page: Page, boutique: FakeServer
) -> None:
    rows = page.js(
        """[...document.querySelectorAll('#proxies tbody tr')].map(row => [
            row.querySelector('.state').textContent,
            [...row.querySelectorAll('.chip')].map(c => c.textContent).join(', ')])"""
    )
    synced = "CDS ✓ synced, EDS {}, LDS {}, RDS ✓ synced"
    assert rows == [
        ["✕ rejected", synced.format("✓ synced", "✕ rejected")],
        ["… pending", synced.format("… pending", "✓ synced")],
        ["✓ synced", synced.format("✓ synced", "✓ synced")],
    ]


def test_what_was_not_today_has_its_date(page: Page, serve: Serve) -> None:
    said = answers.boutique()
    said["proxies"]["proxies"][1]["connectedMs"] -= 3 * 24 * 3_600_000
    serve(said)
    page.wait_for_text("#proxies tbody tr td:last-child", "3 d ago")
    shown = page.text("#proxies tbody tr time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", shown)


def test_pushes_are_a_time_line(page: Page, boutique: FakeServer) -> None:
    assert "1 of 3 proxies acknowledged, 1 pending, 1 rejected" in page.text(".pushes li")
    assert "last ACK after 873 ms" in page.text(".pushes")
    heights = page.js("[...document.querySelectorAll('.bar-of')].map(b => b.offsetHeight)")
    assert len(heights) == 12
    oldest_to_newest = heights[:-1]
    # Revisions 1 to 9 took longer and longer; 10 and 11 were quicker again.
    assert oldest_to_newest[:9] == sorted(oldest_to_newest[:9])
    assert heights[8] > heights[9] > heights[10]
    assert page.js("document.querySelector('.bar-of:last-child').textContent") == "✕"


def test_the_snapshot_has_sizes(page: Page, boutique: FakeServer) -> None:
    assert "2 resources, 6.3 kB, version 9f86d081884c7d65" in page.text("#snapshot")
    page.click("#snapshot details:nth-of-type(3) summary")
    page.wait_for_text("#snapshot details[open] tbody tr", "10.0.28.196_3550")
    assert "4.0 kB" in page.text("#snapshot details[open] tbody tr")


def test_sources_have_problems_with_their_lines(page: Page, boutique: FakeServer) -> None:
    text = page.text("#sources")
    assert "✕ error mesh/catalog.yaml:17" in text
    assert "! warning mesh/cart.yaml:4" in text
    assert "SOMEHOW is not one of" in text
    page.click("#sources details:last-of-type summary")
    page.wait_for_text("#sources details[open]", "line 40: 2 objects not read: apps/v1 Deployment")


def test_an_empty_mesh_says_what_to_do(page: Page, serve: Serve) -> None:
    serve(answers.nothing())
    load_all(page)
    assert "causeway bootstrap --kind pod --name NAME -n NAMESPACE --ip IP" in page.text("#proxies")
    assert "causeway serve --config" in page.text("#services")
    assert "Nothing has changed yet" in page.text("#pushes")
    assert "No file has been read" in page.text("#sources")
    assert page.js("document.querySelector('#refusals')") is None
    assert "no source errors" in page.text("#status")


def test_a_server_that_is_not_ready_says_so(page: Page, serve: Serve) -> None:
    page.expected.append("503")
    early = {
        "status": 503,
        "error": "The sources have not been read yet: try again in a moment.",
        "field": "",
    }
    said = dict.fromkeys(answers.nothing(), early)
    server = serve(said)
    page.wait_for_text("#status", "Not ready: The sources have not been read yet")
    server.answers = answers.nothing()
    page.wait_for_text("#status", "✓ ready")


def test_the_filter_holds_for_everything(page: Page, boutique: FakeServer) -> None:
    page.click("#filter")
    page.type("CART")
    page.wait("one service", "document.querySelectorAll('#services .rows > details').length === 1")
    assert page.js("document.querySelectorAll('#proxies tbody tr').length") == 1
    assert "None of 12 pushes passes the filter." in page.text("#pushes")
    page.type(" nothing-like-it")
    page.wait_for_text("#services", "None of 4 services passes the filter.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["overview", "proxy"])
def test_every_text_has_contrast(page: Page, boutique: FakeServer, scheme: str, view: str) -> None:
    """WCAG 2.2 level AA: 4.5 to 1, whatever the size."""
    page.emulate(scheme)
    if view == "proxy":
        page.click("#proxies td a")
        page.wait_for_element("#proxy details")
        page.click("#search")
        page.type("catalog")
        page.wait_for_element("mark")
    open_all(page)
    dark = page.js(
        "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert (sum(dark) < 200) == (scheme == "dark")
    assert page.js(POOR_CONTRAST) == []


POOR_CONTRAST = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const groundOf = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parts(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [parts(getComputedStyle(element).color), groundOf(element)].map(luminance).sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.add(`${ratio.toFixed(2)}: ${element.className} ${walker.currentNode.data.slice(0, 40)}`);
  }
  return [...found];
})()"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
def test_no_screen_has_to_be_scrolled_sideways(page: Page, serve: Serve, width: int) -> None:
    page.resize(width, 844, mobile=width < 700)
    said = answers.boutique()
    long = answers.sidecar(
        "a-name-without-any-place-to-break" * 8, "2001:db8:1111:2222:3333:4444:5555:6666"
    )
    stream = answers.proxy(long, 9)
    said["proxies"]["proxies"].append(stream)
    answers.add_detail(said, stream, answers.config([answers.cluster("x" * 300)]))
    said["services"]["services"].insert(
        0,
        answers.service(
            "s" * 63, [answers.endpoint("2001:db8:1111:2222:3333:4444:5555:6666")] * 40
        ),
    )
    serve(said)
    load_all(page)
    open_all(page)
    assert page.js("document.documentElement.scrollWidth") == width
    page.js(f"location.hash = '#/proxies/' + encodeURIComponent('{long}')")
    page.click("#proxy summary")
    page.wait_for_element("#proxy pre")
    assert page.js("document.documentElement.scrollWidth") == width


def test_ten_thousand_proxies_and_a_thousand_services(page: Page, serve: Serve) -> None:
    said = answers.nothing()
    ids = [
        answers.sidecar(f"web-{n}", f"10.{n // 65536}.{n // 256 % 256}.{n % 256}")
        for n in range(10_000)
    ]
    pending = answers.of_type("pending")
    said["proxies"]["proxies"] = [
        answers.proxy(id, n, eds=pending if n == 9_876 else None) for n, id in enumerate(ids)
    ]
    said["services"]["services"] = [
        answers.service(
            f"service-{n}", [answers.endpoint(f"10.1.{n // 256}.{i}") for i in range(30)]
        )
        for n in range(1_000)
    ]
    serve(said)
    page.wait_for_text("#proxies", "… and 9,975 more: use the filter, or show more.")
    page.wait_for_text("#services", "… and 975 more: use the filter, or show more.")
    assert "✓ 9,999 synced" in page.text("#status")
    # The one that matters is not among those left out.
    assert "web-9876" in page.text("#proxies tbody tr")
    assert page.js("document.querySelectorAll('*').length") < 10_000
    page.click("#proxies button")
    page.wait_for_text("#proxies", "… and 9,875 more")
    page.click("#filter")
    page.type("web-1234.")
    page.wait("one row", "document.querySelectorAll('#proxies tbody tr').length === 1")


def test_it_can_be_used_by_keyboard(page: Page, boutique: FakeServer) -> None:
    page.press("/", 191, text="/")
    page.wait("the filter to have the focus", "document.activeElement.id === 'filter'")

    def tab_to(what: str, condition: str) -> None:
        for _ in range(40):
            page.press("Tab", 9)
            if page.js(f"(() => {{ const at = document.activeElement; return {condition}; }})()"):
                assert (
                    page.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                ), what
                return
        raise AssertionError(f"Tab does not reach {what}")

    tab_to("a proxy", "at.matches('#proxies a')")
    tab_to("a service", "at.matches('#services summary')")
    page.press("Enter", 13, text="\r")
    page.wait_for_element("#services details[open]")
    page.js("document.querySelector('#proxies td a').focus()")
    page.press("Enter", 13, text="\r")
    page.wait_for_element("#proxy h1")
