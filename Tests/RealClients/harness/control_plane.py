"""The control plane under test: `causeway serve`, and the commands beside it."""

import http.client
import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from .authority import Authority, Certificate
from .netns import Namespace
from .ports import free_port
from .processes import Process
from .waiting import wait_for

CHECKOUT = Path(__file__).resolve().parents[3]


def causeway_binary() -> Path:
    """The program under test: `CAUSEWAY`, or the newest build in the checkout."""
    if named := os.environ.get("CAUSEWAY"):
        return Path(named).resolve()
    builds = [CHECKOUT / ".build" / kind / "causeway" for kind in ("release", "debug")]
    built = [path for path in builds if path.exists()]
    if not built:
        raise AssertionError(
            "causeway is not built: run `swift build`, or name the program in CAUSEWAY"
        )
    return max(built, key=lambda path: path.stat().st_mtime)


def causeway(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of causeway to its end."""
    command = [str(causeway_binary()), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


class ControlPlane:
    """`causeway serve` on free ports, which it keeps when it is started again."""

    def __init__(
        self,
        config: Sequence[Path],
        folder: Path,
        address: str = "127.0.0.1",
        namespace: Namespace | None = None,
        authority: Authority | None = None,
    ):
        # With an authority it serves TLS, too, to clients that have a certificate of it.
        self._authority = authority
        self.xds_port = free_port()
        self.admin_port = free_port()
        self.xds = f"{address}:{self.xds_port}"
        self.xds_tls = f"{address}:{free_port()}"
        self._namespace = namespace
        self._log = folder / "causeway.log"
        self.state = folder / "state"
        self._command: list[str | Path] = [
            causeway_binary(),
            "serve",
            "--config",
            *config,
            "--xds-listen",
            self.xds,
            "--admin-listen",
            f"127.0.0.1:{self.admin_port}",
            "--state-dir",
            self.state,
            *([] if address.startswith("127.") else ["--allow-plaintext"]),
            *([] if authority is None else self._tls_options(authority)),
        ]
        self.process = self._start()

    def _tls_options(self, authority: Authority) -> list[str | Path]:
        own = authority.server()
        return [
            *("--xds-tls-listen", self.xds_tls),
            *("--tls-cert", own.certificate, "--tls-key", own.key),
            *("--tls-client-ca", authority.certificate),
        ]

    def _start(self) -> Process:
        return Process(self._command, self._log, self._namespace)

    def start_again(self) -> "ControlPlane":
        """Starts it on the same ports, after it was stopped or killed."""
        assert self.process.exit_code is not None, "it still runs"
        self.process = self._start()
        return self.wait_until_ready()

    def stop(self) -> int:
        """Asks it to end (SIGTERM); returns its exit code."""
        return self.process.stop()

    def kill(self) -> None:
        """Ends it without asking (SIGKILL)."""
        self.process.kill()

    def wait_until_ready(self) -> "ControlPlane":
        """Returns when it says that it is ready."""

        def is_ready() -> bool:
            self.process.must_run()
            return self.get("/readyz")[0] == 200

        wait_for("causeway to be ready", is_ready)
        return self

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of an admin request."""
        with self._namespace.entered() if self._namespace else nullcontext():
            connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=10)
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                return response.status, response.read().decode()
            finally:
                connection.close()

    def api(self, path: str) -> Any:
        """The JSON of `/api/v1` and the path; the request must succeed."""
        status, body = self.get(f"/api/v1{path}")
        assert status == 200, f"/api/v1{path} answered {status}: {body}"
        return json.loads(body)

    def command(self, *arguments: str) -> str:
        """What a command says that talks to this server; it must succeed."""
        result = causeway(*arguments, "--admin", f"http://127.0.0.1:{self.admin_port}")
        assert result.returncode == 0, result.stderr
        return result.stdout

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of what `/api/v1` and the path answer to a document."""
        connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=10)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def bootstrap(
        self,
        name: str,
        ip: str,
        *,
        kind: str = "pod",
        namespace: str = "default",
        labels: dict[str, str] | None = None,
        interception: str = "none",
        variant: str = "sotw",
        locality: str | None = None,
        certificate: Certificate | None = None,
    ) -> str:
        """The Envoy bootstrap that `causeway bootstrap` prints for a host."""
        pairs = ",".join(f"{key}={value}" for key, value in (labels or {}).items())
        result = causeway(
            "bootstrap",
            *("--kind", kind, "--name", name, "--namespace", namespace, "--ip", ip),
            *(("--labels", pairs) if pairs else ()),
            *(("--locality", locality) if locality else ()),
            *("--xds", self.xds_tls if certificate else self.xds),
            *("--interception", interception, f"--{variant}"),
            *(self._bootstrap_tls(certificate) if certificate else ()),
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def _bootstrap_tls(self, own: Certificate) -> list[str | Path]:
        assert self._authority, "it does not serve TLS"
        return [
            *("--tls-ca", self._authority.certificate),
            *("--tls-cert", own.certificate, "--tls-key", own.key),
        ]
