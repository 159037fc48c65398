"""Meshes made at random, of objects that are valid: whatever they say, no Envoy may refuse it."""

from pathlib import Path
from typing import Any

from harness.manifests import Manifest, istio, resource, subset

from .draw import Draw
from .policies import Policies
from .routes import Routes

NAMESPACES = ("shop", "other")
APPS = ("cart", "catalog", "reviews", "ads")
VERSIONS = ("v1", "v2", "v3")
PORTS = (
    (80, "http"),
    (9090, "grpc"),
    (8080, "http-alt"),
    (5432, "tcp"),
    (443, "https"),
    (6379, "redis"),
)
LOCALITIES = ("north/a", "north/b/1", "south/c")
GATEWAY_LABELS = {"istio": "ingressgateway"}


class RandomMesh:
    """The objects of one mesh; the same seed makes the same."""

    def __init__(self, seed: int, certificate: Path, key: Path, authority: Path):
        self._draw = Draw(seed)
        self._policies = Policies(self._draw, certificate, key, authority)
        self._certificate, self._key, self._authority = certificate, key, authority
        self._addresses = iter(range(1, 250))
        # The ports of each host, by number, with their protocols.
        self.ports: dict[str, dict[int, str]] = {}
        self._subsets: dict[str, list[str]] = {}
        self._routes = Routes(self._draw, self.ports, self._subsets)
        self.objects: list[Manifest] = []
        for zone, name in (("a", "node-a"), ("b", "node-b")):
            labels = {"topology.kubernetes.io/region": "north", "topology.kubernetes.io/zone": zone}
            self.objects.append(resource("v1", "Node", name, None, labels=labels))
        for app in self._draw.some(APPS, 1):
            self._add_service(app)
        for number in range(self._draw.random.randint(0, 3)):
            self._add_entry(number)
        for host in self._draw.some(list(self.ports), 0):
            self._add_destination_rule(host)
        for number in range(self._draw.random.randint(0, 2)):
            self._add_gateway(number)
        for number in range(self._draw.random.randint(0, 4)):
            self._add_virtual_service(number)
        if self._draw.chance(0.3):
            self._add_sidecar()

    def _address(self) -> str:
        return f"10.4.0.{next(self._addresses)}"

    # Services.

    def _add_service(self, app: str) -> None:
        namespace = self._draw.random.choice(NAMESPACES)
        host = f"{app}.{namespace}.svc.cluster.local"
        ports = self._draw.some(PORTS, 1)
        self.ports[host] = dict(ports)
        kind = self._draw.random.choice(["cluster", "cluster", "headless", "automatic"])
        spec: dict[str, Any] = {
            "selector": {"app": app},
            "ports": [
                {"name": name, "port": number, "targetPort": 8000 + number % 1000}
                for number, name in ports
            ],
        }
        if kind == "cluster":
            spec["clusterIP"] = f"10.96.0.{next(self._addresses)}"
        elif kind == "headless":
            spec["clusterIP"] = "None"
        self.objects.append(resource("v1", "Service", app, namespace, spec))
        for number in range(self._draw.random.randint(0, 4)):
            pod = resource(
                "v1",
                "Pod",
                f"{app}-{number}",
                namespace,
                {"nodeName": self._draw.random.choice(["node-a", "node-b"])},
                labels={"app": app, "version": self._draw.random.choice(VERSIONS)},
            )
            pod["status"] = {"phase": "Running", "podIP": self._address()}
            self.objects.append(pod)
        if self._draw.chance(0.4):
            endpoints = [
                {
                    "address": self._address(),
                    "labels": {"app": app, "version": self._draw.random.choice(VERSIONS)},
                    **self._draw.maybe(
                        locality=lambda: self._draw.random.choice(LOCALITIES),
                        weight=lambda: self._draw.random.randint(0, 10),
                    ),
                }
                for _ in range(self._draw.random.randint(1, 3))
            ]
            self.objects.append(
                istio(
                    "ServiceEntry",
                    f"{app}-vm",
                    {
                        "hosts": [host],
                        "location": "MESH_INTERNAL",
                        "resolution": "STATIC",
                        "endpoints": endpoints,
                        "ports": [
                            {"name": name, "number": number, "protocol": name.split("-")[0].upper()}
                            for number, name in ports
                        ],
                    },
                    namespace,
                )
            )

    def _add_entry(self, number: int) -> None:
        resolution = self._draw.random.choice(["DNS", "STATIC", "NONE"])
        host = self._draw.random.choice(
            [f"api-{number}.example.com", f"*.wild-{number}.example.com"]
        )
        if resolution == "DNS" and host.startswith("*"):
            host = host[2:]
        ports = self._draw.some(((443, "tls"), (80, "http"), (8443, "https")), 1)
        spec: dict[str, Any] = {
            "hosts": [host],
            "location": "MESH_EXTERNAL",
            "resolution": resolution,
            "ports": [
                {"name": name, "number": port, "protocol": name.upper()} for port, name in ports
            ],
        }
        if resolution == "STATIC":
            spec["endpoints"] = [
                {
                    "address": self._address(),
                    "labels": {"version": self._draw.random.choice(VERSIONS)},
                }
            ]
        self.ports[host] = dict(ports)
        self.objects.append(
            istio("ServiceEntry", f"external-{number}", spec, self._draw.random.choice(NAMESPACES))
        )

    # DestinationRules.

    def _add_destination_rule(self, host: str) -> None:
        subsets = [
            {
                **subset(name, version=name),
                **self._draw.maybe(trafficPolicy=self._policies.policy),
            }
            for name in self._draw.some(VERSIONS, 0)
        ]
        self._subsets[host] = [one["name"] for one in subsets]
        policy = self._policies.policy()
        if self._draw.chance(0.3):
            port = self._draw.random.choice(list(self.ports[host]))
            policy["portLevelSettings"] = [{"port": {"number": port}, **self._policies.policy()}]
        name = host.replace("*", "any").replace(".", "-")
        spec = {"host": host, "trafficPolicy": policy, "subsets": subsets}
        self.objects.append(
            istio("DestinationRule", name, spec, self._draw.random.choice(NAMESPACES))
        )

    # Gateways.

    def _add_gateway(self, number: int) -> None:
        servers: list[dict[str, Any]] = []
        for port in self._draw.random.sample(
            range(9000 + 100 * number, 9040 + 100 * number), self._draw.random.randint(1, 4)
        ):
            protocol = self._draw.random.choice(["HTTP", "HTTPS", "TLS", "TCP"])
            server: dict[str, Any] = {
                "port": {"number": port, "name": f"p{port}", "protocol": protocol},
                "hosts": self._draw.random.choice(
                    [
                        ["*"],
                        ["a.example.com", "b.example.com"],
                        ["*.example.com"],
                        ["shop/a.example.com"],
                    ]
                ),
            }
            if protocol == "HTTP" and self._draw.chance(0.2):
                server["tls"] = {"httpsRedirect": True}
            if protocol == "HTTPS":
                mode = self._draw.random.choice(["SIMPLE", "MUTUAL"])
                server["tls"] = {
                    "mode": mode,
                    "serverCertificate": str(self._certificate),
                    "privateKey": str(self._key),
                    **({"caCertificates": str(self._authority)} if mode == "MUTUAL" else {}),
                    **self._draw.maybe(
                        minProtocolVersion=lambda: "TLSV1_2", maxProtocolVersion=lambda: "TLSV1_3"
                    ),
                }
            if protocol == "TLS":
                server["tls"] = {"mode": "PASSTHROUGH"}
            servers.append(server)
        self.objects.append(
            istio(
                "Gateway",
                f"gateway-{number}",
                {"selector": GATEWAY_LABELS, "servers": servers},
                "shop",
            )
        )

    # VirtualServices.

    def _add_virtual_service(self, number: int) -> None:
        gateways = self._draw.random.choice([["mesh"], ["gateway-0"], ["mesh", "gateway-0"]])
        known = self._draw.some(list(self.ports), 1)[:2]
        hosts = (
            known
            if gateways == ["mesh"]
            else self._draw.random.choice([["a.example.com"], ["*.example.com"], known])
        )
        spec: dict[str, Any] = {"hosts": hosts, "gateways": gateways}
        kind = self._draw.random.choice(["http", "http", "http", "tcp", "tls"])
        if kind == "http":
            spec["http"] = [self._routes.http() for _ in range(self._draw.random.randint(1, 4))]
        elif kind == "tcp":
            spec["tcp"] = [
                {
                    **self._draw.maybe(
                        match=lambda: [{"port": self._draw.random.choice(PORTS)[0]}]
                    ),
                    "route": self._routes.weighted(http=False),
                }
            ]
        else:
            spec["tls"] = [
                {
                    "match": [{"port": 443, "sniHosts": [host]}],
                    "route": self._routes.weighted(http=False),
                }
                for host in hosts
            ]
        self.objects.append(istio("VirtualService", f"routes-{number}", spec, "shop"))

    # Sidecars.

    def _add_sidecar(self) -> None:
        hosts = self._draw.random.choice(
            [
                ["./*"],
                ["*/*"],
                ["shop/*", "other/cart.other.svc.cluster.local"],
                ["*/*.example.com", "./*"],
            ]
        )
        spec: dict[str, Any] = {"egress": [{"hosts": hosts}]}
        spec |= self._draw.maybe(
            outboundTrafficPolicy=lambda: {
                "mode": self._draw.random.choice(["REGISTRY_ONLY", "ALLOW_ANY"])
            }
        )
        self.objects.append(istio("Sidecar", "default", spec, "shop"))
