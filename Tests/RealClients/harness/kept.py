"""Connections that are kept from request to request, as those of most applications are.

Each is asked by calling it: it returns who answers, and raises for anything but a good answer to
this very request. What cannot be seen on a connection of its own is seen here: a connection that is
reset, an answer that belongs to another request.
"""

import json
import socket
from typing import BinaryIO

import grpc

from .app import GRPC_METHOD, GRPC_SERVICE

TIMEOUT = 10.0


class _KeptSocket:
    """A connection to a port of 127.0.0.1, opened when it is needed."""

    def __init__(self, port: int):
        self.port = port
        self._socket: socket.socket | None = None
        self._lines: BinaryIO
        self.count = 0

    def close(self) -> None:
        """Ends it; the next request opens another."""
        if self._socket is not None:
            self._lines.close()
            self._socket.close()
            self._socket = None

    def _send(self, request: bytes) -> BinaryIO:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines = self._socket.makefile("rb")
        self.count += 1
        self._socket.sendall(request)
        return self._lines


class KeptHTTP(_KeptSocket):
    """HTTP/1.1. A connection that the server says it will close is replaced by another."""

    def __init__(self, port: int, host: str):
        super().__init__(port)
        self.host = host

    def __call__(self) -> str:
        try:
            path = f"/{id(self)}/{self.count}"
            lines = self._send(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
            status = lines.readline()
            if not status:
                raise OSError(f"the connection was closed instead of an answer to {path}")
            headers: dict[bytes, bytes] = {}
            while line := lines.readline().rstrip():
                name, _, value = line.partition(b":")
                headers[name.lower()] = value.strip()
            body = lines.read(int(headers[b"content-length"]))
            assert status.startswith(b"HTTP/1.1 200 "), (status, body)
            seen = json.loads(body)
            assert (seen["path"], seen["host"]) == (path, self.host), seen
        except BaseException:
            self.close()
            raise
        if headers.get(b"connection") == b"close":
            self.close()
        return str(seen["name"])


class KeptTCP(_KeptSocket):
    """Lines over TCP. One connection has one application at its end: another one is a failure."""

    def __init__(self, port: int):
        super().__init__(port)
        self._name: bytes | None = None

    def __call__(self) -> str:
        try:
            line = b"%d-%d" % (id(self), self.count)
            name, _, rest = self._send(line + b"\n").readline().rstrip().partition(b" ")
            assert rest == line, (name, rest, line)
            assert self._name in (None, name), (self._name, name)
            self._name = name
        except BaseException:
            self.close()
            raise
        return name.decode()


class KeptGRPC:
    """gRPC on one channel."""

    def __init__(self, port: int, authority: str):
        options: list[tuple[str, int | str]] = [
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.default_authority", authority),
        ]
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}", options)
        self._who = self._channel.unary_unary(f"/{GRPC_SERVICE}/{GRPC_METHOD}")

    def __call__(self) -> str:
        return self._who(b"", timeout=TIMEOUT).decode()

    def close(self) -> None:
        """Ends it."""
        self._channel.close()
