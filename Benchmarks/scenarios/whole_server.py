"""`causeway serve` under `causeway load`: what a connected Envoy costs the whole server.

Prints a section for scripts/bench. ENVOYS says how many are simulated (5,000).
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CAUSEWAY = os.environ["CAUSEWAY"]
ENVOYS = int(os.environ.get("ENVOYS", "5000"))
CHANGES = 10
REGISTRATION = json.dumps({"service": "svc-0.default.svc.cluster.local", "address": "10.99.0.{n}", "ports": {"http": 8080}})

# What go-control-plane took: its best cache for each case, measured earlier on a machine of this kind with 5,000
# Envoys. CPU per Envoy and push (µs), p99 from change to last byte (ms), memory per Envoy (kB), CPU to connect
# and configure one (µs); where it was a range, the better end.
REFERENCE = {
    ("delta", 100, "small"): (161, 262, 193, 1030),
    ("sotw", 100, "small"): (194, 335, 200, 1050),
    ("delta", 100, "full"): (180, 332, 431, 1700),
    ("sotw", 100, "full"): (180, 332, 431, 1700),
    ("delta", 1000, "small"): (1170, 1580, 1010, 7800),
    ("sotw", 1000, "small"): (1730, 3730, 1150, 7550),
}


class Server:
    """`causeway serve` with a mesh of that many services, ten endpoints each. Use with `with`."""

    def __init__(self, services: int, folder: pathlib.Path):
        mesh = folder / "mesh"
        subprocess.run([ROOT / "Benchmarks/mesh", mesh, "--services", str(services)], check=True)
        self._log = folder / "log"
        command = [CAUSEWAY, "serve", "--config", mesh, "--xds-listen", "127.0.0.1:0", "--admin-listen",
                   "127.0.0.1:0", "--state-dir", folder / "state", "--log-level", "notice", "--loops", "1"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self.pid = self._process.pid

    def __enter__(self) -> "Server":
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            ready = re.search(r"xDS on ([\d.:]+), admin API on (http://[\d.:]+\d)", self._log.read_text())
            if ready:
                self.xds, self.admin = ready.groups()
                return self
            time.sleep(0.02)
        self.__exit__()
        sys.exit(f"causeway serve did not become ready:\n{self._log.read_text()}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


def measure(variant: str, services: int, node: str) -> dict:
    """The report of a test in which ten VMs are registered for one service; 1 % read nothing."""
    with tempfile.TemporaryDirectory() as folder, Server(services, pathlib.Path(folder)) as server:
        command = [
            CAUSEWAY, "load", server.xds, "--clients", str(ENVOYS), f"--{variant}", "--node-size", node, "--pid",
            str(server.pid), "--stall", "1%", "--steady", "1s", "--connect-timeout", "120s", "--changes", str(CHANGES),
            "--change-marker", "10.99.0.{n}", "--change-timeout", "60s", "--change-interval", "1s",
            "--change-request", f"POST {server.admin}/api/v1/workloads {REGISTRATION}", "-o", "json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit("causeway load failed")
        return json.loads(done.stdout)


def ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.1f} ×" if ours > 0 else "–"


def row(key: tuple[str, int, str]) -> list[str]:
    report = measure(*key)
    variant, services, node = key
    push, p99, memory, connect = REFERENCE[key]
    server = report["server"]
    told = f"{services:,} clusters, {variant}" + (", 61 kB node" if node == "full" else "")
    wrong = report["errors"] + report["superfluous"] + (ENVOYS - report["configured"])
    return [
        told, ratio(push, server["pushCPUMicroseconds"]), ratio(p99 * 1000, report["pushLatency"]["p99"]),
        ratio(memory * 1000, server["memoryPerEnvoyBytes"]), f"{server['memoryPerEnvoyBytes'] / 1000:.1f} kB",
        ratio(connect, server["configureCPUMicroseconds"]), str(wrong)]


def main() -> None:
    section = {
        "title": "The whole server",
        "text": (
            f"`causeway serve` and `causeway load` on one machine: {ENVOYS:,} Envoys, 1 % of which read nothing after"
            f" they are configured; ten endpoints for each cluster. {CHANGES} VMs are registered for one service, one"
            " after the other, so that CPU and latency have everything in them from the request to the last byte: the"
            " entry on the disk, the mesh, the push. (A file that changes has to be quiet for 100 ms first.)"
            " How many times less than go-control-plane took: its numbers are from another run, with 5,000 Envoys on"
            " a machine of this kind, so that these ratios are rougher than those above. Memory has what is shared,"
            " the first snapshot among it, divided by the Envoys. The last column counts whatever went wrong, and"
            " what was sent for nothing."),
        "columns": ["", "CPU per Envoy and push", "p99 to the last byte", "memory per Envoy", "that is",
                    "CPU to configure one", "wrong"],
        "rows": [row(key) for key in REFERENCE],
    }
    print(json.dumps(section))


main()
