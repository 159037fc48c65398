"""Fixtures of the tests of the page: a browser, and an admin port that says what a test wants."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import answers
import pytest
from chromium import Chromium, Page
from fake_server import FakeServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="write a picture of each test's end there")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One Chromium for all tests."""
    with Chromium(tmp_path_factory.mktemp("chromium")) as chromium:
        yield chromium


@pytest.fixture
def servers() -> Iterator[list[FakeServer]]:
    """The servers of a test; they outlive its page."""
    servers: list[FakeServer] = []
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def page(
    browser: Chromium, servers: list[FakeServer], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page; at the end of the test it must not have complained, nor asked anybody else.

    With `--screenshots FOLDER`, what it shows at the end is written there.
    """
    page = browser.page()
    yield page
    if folder := request.config.getoption("screenshots", None):
        folder.mkdir(exist_ok=True)
        name = re.sub(r"[^\w-]+", "_", request.node.name)
        is_small = page.js("document.documentElement.scrollHeight") < 10_000
        page.screenshot(folder / f"{name}.png", whole=is_small)
    page.close()
    unexpected = [c for c in page.complaints() if not any(e in c for e in page.expected)]
    assert unexpected == []
    origin = page.requests()[0].split("#")[0]
    assert [url for url in page.requests() if not url.startswith((origin, "data:image/svg"))] == []


@pytest.fixture
def serve(page: Page, servers: list[FakeServer]) -> Callable[..., FakeServer]:
    """Starts a fake server and opens its page (at a fragment)."""

    def start(said: dict[str, answers.Answer], fragment: str = "") -> FakeServer:
        server = FakeServer(said)
        servers.append(server)
        page.open(server.url + fragment)
        return server

    return start
