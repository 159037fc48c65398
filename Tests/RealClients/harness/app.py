"""A tiny application that says who it is, over HTTP/1.1, gRPC and plain TCP.

Over TCP it answers a line, or, as mail servers and some databases do, greets whoever connects.
"""

import json
import socketserver
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import grpc

# The one method of the gRPC service: any bytes in, the application's name out.
GRPC_SERVICE, GRPC_METHOD = "causeway.test.Echo", "Who"


@dataclass(frozen=True)
class AppPorts:
    """Where an application listens; None means that it does not."""

    http: int | None = None
    grpc: int | None = None
    tcp: int | None = None
    greeting: int | None = None


class App:
    """Answers with its name until it is stopped. `requests` counts by protocol.

    What it answers over HTTP may be changed while it runs: `status`, and the time that it takes.
    """

    def __init__(self, name: str, address: str, ports: AppPorts):
        self.name = name
        self.address = address
        self.ports = ports
        self.requests = {"http": 0, "grpc": 0, "tcp": 0}
        self.status = 200
        self.delay = 0.0
        self._servers: list[socketserver.BaseServer] = []
        self._grpc: grpc.Server | None = None
        if ports.http is not None:
            self._serve(_TCPServer((address, ports.http), _http_handler(self)))
        if ports.tcp is not None:
            self._serve(_TCPServer((address, ports.tcp), _tcp_handler(self)))
        if ports.greeting is not None:
            self._serve(_TCPServer((address, ports.greeting), _greeting_handler(self)))
        if ports.grpc is not None:
            self._grpc = self._grpc_server(f"{address}:{ports.grpc}")

    def stop(self) -> None:
        """Ends it; returns when nothing listens any more."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        if self._grpc is not None:
            self._grpc.stop(grace=None).wait()

    def _serve(self, server: socketserver.BaseServer) -> None:
        self._servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def _grpc_server(self, address: str) -> grpc.Server:
        def who(_request: bytes, _context: grpc.ServicerContext) -> bytes:
            self.requests["grpc"] += 1
            return self.name.encode()

        server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.so_reuseport", 0)])
        methods = {GRPC_METHOD: grpc.unary_unary_rpc_method_handler(who)}
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(GRPC_SERVICE, methods),)
        )
        server.add_insecure_port(address)
        server.start()
        return server


class _TCPServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128


def _http_handler(app: App) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        """HTTP/1.1 without bodies: Python's own server is too slow for thousands of requests."""

        def handle(self) -> None:
            while line := self.rfile.readline():
                method, path, _version = line.decode().split()
                headers: dict[str, str] = {}
                while header := self.rfile.readline().decode().rstrip():
                    name, _, value = header.partition(":")
                    headers[name.lower()] = value.strip()
                app.requests["http"] += 1
                seen = {
                    "name": app.name,
                    "host": headers.get("host"),
                    "path": path,
                    "method": method,
                    "headers": headers,
                }
                body = json.dumps(seen)
                if app.delay:
                    time.sleep(app.delay)
                # Head and body at once: else the body waits 40 ms for the head's acknowledgement.
                self.wfile.write(
                    f"HTTP/1.1 {app.status} Status\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
                )

    return Handler


def _tcp_handler(app: App) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for line in self.rfile:
                app.requests["tcp"] += 1
                self.wfile.write(app.name.encode() + b" " + line)

    return Handler


def _greeting_handler(app: App) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(app.name.encode() + b" greets you\n")
            self.rfile.read(1)  # until the client ends the connection

    return Handler
