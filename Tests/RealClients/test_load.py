"""`causeway load` against a server that is not Causeway: grpcio and Envoy's own protos."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from harness.control_plane import causeway
from harness.foreign_server import ForeignServer
from harness.waiting import wait_for

CLIENTS = 20


@pytest.fixture
def server() -> Iterator[ForeignServer]:
    with ForeignServer() as running:
        yield running


def load(server: ForeignServer, *arguments: str) -> Any:
    """The report of a test in which nothing may go wrong."""
    result = causeway(
        "load",
        f"127.0.0.1:{server.xds_port}",
        "--clients",
        str(CLIENTS),
        "-o",
        "json",
        "--max-errors",
        "0",
        *arguments,
    )
    assert result.returncode == 0, result.stderr + result.stdout
    return json.loads(result.stdout)


def changes(server: ForeignServer) -> list[str]:
    request = f"POST http://127.0.0.1:{server.admin_port}/change/{{n}}"
    return ["--changes", "3", "--change-interval", "50ms", "--change-request", request]


@pytest.mark.parametrize("variant", ["--sotw", "--delta"])
@pytest.mark.parametrize("marker", [[], ["--change-marker", "10.99.0.{n}"]])
def test_a_foreign_server_configures_everyone_and_every_change_comes(
    server: ForeignServer, variant: str, marker: list[str]
) -> None:
    report = load(server, variant, *changes(server), *marker, "--max-superfluous", "0")
    assert report["configured"] == CLIENTS
    assert len(server.nodes) == CLIENTS
    connect, change = report["phases"]
    assert connect["responses"] == {"cds": 20, "eds": 20, "lds": 20, "rds": 20}
    assert change["responses"] == {"cds": 0, "eds": 60, "lds": 0, "rds": 0}
    assert report["pushLatency"]["count"] == 60
    assert [each["arrived"] for each in report["changes"]] == [CLIENTS] * 3


@pytest.mark.parametrize("variant", ["--sotw", "--delta"])
def test_a_foreign_server_hears_refusals(server: ForeignServer, variant: str) -> None:
    report = load(server, variant, *changes(server), "--nack", "10%")
    assert report["refused"] == 2 * 3
    # The last ones may be lost with the connections.
    wait_for("the server to hear of it", lambda: server.refused >= 2 * 2)


@pytest.mark.parametrize("variant", ["--sotw", "--delta"])
def test_everyone_comes_back_to_a_foreign_server(server: ForeignServer, variant: str) -> None:
    report = load(server, variant, "--storm")
    assert report["stormTime"]["count"] == CLIENTS


def test_a_response_that_brings_nothing_is_superfluous(server: ForeignServer) -> None:
    # A change to what is there already is sent all the same.
    request = f"POST http://127.0.0.1:{server.admin_port}/change/0"
    result = causeway(
        "load",
        f"127.0.0.1:{server.xds_port}",
        "--clients",
        "5",
        "--changes",
        "2",
        "--change-interval",
        "50ms",
        "--change-timeout",
        "3s",
        "--change-request",
        request,
        "--max-superfluous",
        "9",
        "-o",
        "json",
    )
    report = json.loads(result.stdout)
    assert result.returncode == 1
    assert report["superfluous"] == 10
    assert report["errors"] == 10
    assert "10 responses were superfluous, more than 9." in result.stderr
