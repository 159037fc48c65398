"""A proxyless gRPC client: gRPC itself speaks xDS, and no Envoy stands beside it.

gRPC reads its xDS bootstrap once for each process. So the client is a process, which is asked over
its standard input and answers on its standard output, a line for a line.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import grpc

from .app import GRPC_METHOD, GRPC_SERVICE

FAILED = "!"


class CallFailed(Exception):
    """Nobody has answered a call."""


class ProxylessClient:
    """Asks `xds:///TARGET`. Used as `with ProxylessClient(...) as client:`."""

    def __init__(self, xds: str, target: str):
        server = {
            "server_uri": xds,
            "channel_creds": [{"type": "insecure"}],
            "server_features": ["xds_v3"],
        }
        node = {
            "id": "sidecar~127.0.0.1~proxyless.default~default.svc.cluster.local",
            "metadata": {"NAMESPACE": "default"},
        }
        bootstrap = json.dumps({"xds_servers": [server], "node": node})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "harness.proxyless", f"xds:///{target}"],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "GRPC_XDS_BOOTSTRAP_CONFIG": bootstrap},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self) -> str:
        """Who answers; raises `CallFailed` when nobody does."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("who\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline().strip()
        assert line, "the proxyless client has ended"
        if line.startswith(FAILED):
            raise CallFailed(line.removeprefix(FAILED).strip())
        return line

    def __enter__(self) -> "ProxylessClient":
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _answer_lines(target: str) -> None:
    with grpc.insecure_channel(target) as channel:
        who = channel.unary_unary(f"/{GRPC_SERVICE}/{GRPC_METHOD}")
        for _ in sys.stdin:
            try:
                print(who(b"", timeout=10).decode(), flush=True)
            except grpc.RpcError as error:
                print(FAILED, str(error.details()).replace("\n", " "), flush=True)


if __name__ == "__main__":
    _answer_lines(sys.argv[1])
