"""Clients that ask an application who it is."""

import http.client
import json
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from .app import GRPC_METHOD, GRPC_SERVICE


@dataclass(frozen=True)
class Answer:
    """What came back for an HTTP request; `name` is the application's, empty when none answered."""

    status: int
    name: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> dict[str, Any]:
        """What the application says of the request."""
        return json.loads(self.body)


def ask_http(
    address: str,
    port: int,
    host: str | None = None,
    path: str = "/",
    timeout: float = 10.0,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One HTTP/1.1 request on a connection of its own."""
    connection = http.client.HTTPConnection(address, port, timeout=timeout)
    try:
        sent = {"Host": host or f"{address}:{port}", **(headers or {})}
        connection.request(method, path, headers=sent)
        return answer_of(connection.getresponse())
    finally:
        connection.close()


def http_name(port: int, host: str) -> str:
    """Who answers over HTTP/1.1 at a port of 127.0.0.1; anything but an answer fails."""
    answer = ask_http("127.0.0.1", port, host)
    assert answer.status == 200, answer
    return answer.name


def answer_of(response: http.client.HTTPResponse) -> Answer:
    """All of what came back."""
    body = response.read().decode(errors="replace")
    is_answered = response.status == 200 and body.startswith("{")
    name = json.loads(body)["name"] if is_answered else ""
    received = {key.lower(): value for key, value in response.getheaders()}
    return Answer(response.status, name, body, received)


def ask_grpc(address: str, port: int, authority: str | None = None, timeout: float = 10.0) -> str:
    """The application's name over gRPC; raises `grpc.RpcError`."""
    options: list[tuple[str, int | str]] = [("grpc.use_local_subchannel_pool", 1)]
    if authority is not None:
        options.append(("grpc.default_authority", authority))
    with grpc.insecure_channel(f"{address}:{port}", options) as channel:
        who = channel.unary_unary(f"/{GRPC_SERVICE}/{GRPC_METHOD}")
        return who(b"", timeout=timeout).decode()


def ask_grpc_apart(
    address: str, port: int, authority: str | None = None, times: int = 1
) -> Counter[str]:
    """How often each application answered over gRPC, asked by a process of its own.

    gRPC opens connections on threads that it already has: a namespace that the caller has
    entered counts only for a new process.
    """
    arguments = [str(times), address, str(port), *([authority] if authority else [])]
    result = subprocess.run(
        [sys.executable, "-m", "harness.clients", *arguments],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return Counter(result.stdout.split())


def ask_tcp(address: str, port: int, timeout: float = 10.0) -> str:
    """The application's name over TCP; raises `OSError` when the connection yields none."""
    with socket.create_connection((address, port), timeout) as connection:
        connection.sendall(b"who\n")
        return _name_in_line(connection)


def hear_greeting(address: str, port: int, timeout: float = 10.0) -> str:
    """The application's name, which it says first; raises `OSError` when it says nothing."""
    with socket.create_connection((address, port), timeout) as connection:
        return _name_in_line(connection)


def _name_in_line(connection: socket.socket) -> str:
    with connection.makefile("rb") as lines:
        line = lines.readline()
    if not line:
        raise OSError("the connection was closed without an answer")
    return line.split()[0].decode()


def who_answers(ask: Callable[[], str], times: int) -> Counter[str]:
    """How often each application answered."""
    return Counter(ask() for _ in range(times))


if __name__ == "__main__":
    _program, times, to_address, to_port, *its_authority = sys.argv
    for _ in range(int(times)):
        print(ask_grpc(to_address, int(to_port), its_authority[0] if its_authority else None))
