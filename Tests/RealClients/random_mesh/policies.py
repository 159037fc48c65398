"""Traffic policies of DestinationRules."""

from pathlib import Path
from typing import Any

from .draw import Draw


class Policies:
    """Draws policies; those with TLS name files that there are."""

    def __init__(self, draw: Draw, certificate: Path, key: Path, authority: Path):
        self._draw = draw
        self._certificate, self._key, self._authority = certificate, key, authority

    def policy(self) -> dict[str, Any]:
        """A `trafficPolicy`."""
        made = self._draw.maybe(
            loadBalancer=self._load_balancer,
            connectionPool=self._connection_pool,
            outlierDetection=self._outlier_detection,
            tls=self._client_tls,
        )
        return made or {"loadBalancer": {"simple": "RANDOM"}}

    def _load_balancer(self) -> dict[str, Any]:
        kind = self._draw.random.randint(0, 2)
        if kind == 0:
            made: dict[str, Any] = {
                "simple": self._draw.random.choice(
                    ["ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "PASSTHROUGH"]
                )
            }
            if made["simple"] in ("ROUND_ROBIN", "LEAST_REQUEST") and self._draw.chance(0.5):
                made["warmupDurationSecs"] = "30s"
        elif kind == 1:
            by = self._draw.random.choice(
                [
                    {"httpHeaderName": "x-user"},
                    {"useSourceIp": True},
                    {"httpQueryParameterName": "user"},
                    {"httpCookie": {"name": "session", "ttl": "60s"}},
                    {"httpCookie": {"name": "s", "path": "/a", "ttl": "0s"}},
                ]
            )
            size = self._draw.random.choice(
                [{}, {"ringHash": {"minimumRingSize": 512}}, {"maglev": {"tableSize": 251}}]
            )
            made = {"consistentHash": {**by, **size}}
        else:
            made = {"simple": "ROUND_ROBIN"}
        if self._draw.chance(0.3):
            made["localityLbSetting"] = self._draw.random.choice(
                [
                    {"enabled": False},
                    {"failover": [{"from": "north", "to": "south"}]},
                    {"distribute": [{"from": "north/*", "to": {"north/*": 70, "south/*": 30}}]},
                    {
                        "failoverPriority": [
                            "topology.kubernetes.io/region",
                            "topology.kubernetes.io/zone",
                        ]
                    },
                ]
            )
        return made

    def _connection_pool(self) -> dict[str, Any]:
        return {
            "tcp": self._draw.maybe(
                maxConnections=lambda: self._draw.random.randint(1, 1000),
                connectTimeout=self._draw.duration,
                maxConnectionDuration=self._draw.duration,
                idleTimeout=self._draw.duration,
                tcpKeepalive=lambda: {"probes": 3, "time": "60s", "interval": "10s"},
            ),
            "http": self._draw.maybe(
                http1MaxPendingRequests=lambda: self._draw.random.randint(1, 100),
                http2MaxRequests=lambda: self._draw.random.randint(1, 100),
                maxRequestsPerConnection=lambda: self._draw.random.randint(0, 10),
                maxRetries=lambda: self._draw.random.randint(1, 10),
                idleTimeout=self._draw.duration,
                h2UpgradePolicy=lambda: self._draw.random.choice(
                    ["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"]
                ),
                maxConcurrentStreams=lambda: self._draw.random.randint(1, 100),
            ),
        }

    def _outlier_detection(self) -> dict[str, Any]:
        return self._draw.maybe(
            consecutive5xxErrors=lambda: self._draw.random.randint(0, 10),
            consecutiveGatewayErrors=lambda: self._draw.random.randint(0, 10),
            splitExternalLocalOriginErrors=lambda: True,
            interval=lambda: "5s",
            baseEjectionTime=lambda: "30s",
            maxEjectionPercent=lambda: self._draw.random.randint(0, 100),
            minHealthPercent=lambda: self._draw.random.randint(0, 100),
        )

    def _client_tls(self) -> dict[str, Any]:
        mode = self._draw.random.choice(["DISABLE", "SIMPLE", "MUTUAL"])
        made: dict[str, Any] = {"mode": mode}
        if mode == "MUTUAL":
            made |= {"clientCertificate": str(self._certificate), "privateKey": str(self._key)}
        if mode != "DISABLE":
            made |= self._draw.maybe(
                caCertificates=lambda: str(self._authority), sni=lambda: "sni.example.com"
            )
            if "caCertificates" in made:
                made |= self._draw.maybe(
                    subjectAltNames=lambda: ["sni.example.com", "spiffe://a/b"]
                )
        return made
