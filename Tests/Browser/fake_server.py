"""An admin port that says what a test wants: for what a real one cannot be brought to say."""

import importlib.machinery
import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from harness.control_plane import CHECKOUT
from harness.ports import free_port


def assembled_page() -> tuple[str, str]:
    """The page and its policy, as `scripts/page` makes them for the program."""
    loader = importlib.machinery.SourceFileLoader("page", str(CHECKOUT / "scripts/page"))
    spec = importlib.util.spec_from_loader("page", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.assembled()


class FakeServer:
    """Serves the page, and `answers` (the JSON of each path under /api/v1) at the moment asked."""

    def __init__(self, answers: dict[str, Any]):
        self.answers = answers
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._page, self._policy = assembled_page()
        self._server: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        """Listens, on the same port each time."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 (the library's name)
                fake._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Does not listen any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        status = 200
        if path == "/":
            body = self._page
            headers["Content-Type"] = "text/html; charset=utf-8"
            headers["Content-Security-Policy"] = self._policy
        else:
            answer = self.answers.get(path.removeprefix("/api/v1/"))
            status = 404 if answer is None else answer.get("status", 200)
            body = json.dumps(answer or {"error": f"There is nothing at {path}.", "field": "path"})
            headers["Content-Type"] = "application/json"
        encoded = body.encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(encoded)))
        request.end_headers()
        request.wfile.write(encoded)
