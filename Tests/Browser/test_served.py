"""The page of `causeway serve`: what the fake server shows of it is true of the real one."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_server import assembled_page
from harness.control_plane import ControlPlane


@pytest.fixture
def control_plane(tmp_path: Path) -> Iterator[ControlPlane]:
    """One that has nothing to serve."""
    (tmp_path / "config").mkdir()
    made = ControlPlane([tmp_path / "config"], tmp_path).wait_until_ready()
    yield made
    made.stop()


def test_the_page_has_its_policy(control_plane: ControlPlane) -> None:
    html, policy = assembled_page()
    for method in ("GET", "HEAD"):
        connection = http.client.HTTPConnection("127.0.0.1", control_plane.admin_port)
        connection.request(method, "/")
        response = connection.getresponse()
        assert response.status == 200
        assert response.headers["Content-Security-Policy"] == policy
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Length"] == str(len(html.encode()))
        assert response.read().decode() == (html if method == "GET" else "")
        connection.close()
