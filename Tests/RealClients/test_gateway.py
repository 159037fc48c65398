"""Traffic enters the mesh by an ingress gateway, and reaches a pod or a VM."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harness.authority import Authority
from harness.clients import Answer, ask_http, ask_tcp, http_name, who_answers
from harness.load import ENOUGH, Load, is_share, observed
from harness.manifests import (
    Manifest,
    destination_rule,
    gateway,
    gateway_server,
    service_entry,
    subset,
    virtual_service,
)
from harness.mesh import POD_LABELS, VM_LABELS, Mesh, mesh_in
from harness.ports import free_port, loopback_address
from harness.tls import TLSApp, TLSClient, refused
from harness.waiting import wait_for
from shop import Shop

LABELS = {"istio": "ingressgateway"}
SHOP, SECURE, MUTUAL, VAULT = (f"{name}.example.com" for name in ("shop", "one", "two", "vault"))


class Edge:
    """A gateway's Envoy on loopback, before the service `shop` with its pod and its VM."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.shop = Shop(mesh).start()
        self.authority = Authority(mesh.folder / "certificates")
        self.own = {name: self.authority.server(name) for name in ("one", "two")}
        self.http_port, self.idle_port, self.old_port, self.tls_port, self.tcp_port = (
            free_port() for _ in range(5)
        )
        vault_port = free_port()
        self.vault = TLSApp("vault", loopback_address(), vault_port, self.authority)
        mesh.write(
            "rules.yaml",
            destination_rule(
                "shop",
                "shop",
                subsets=[subset("pod", **POD_LABELS), subset("vm", **VM_LABELS)],
            ),
            service_entry(
                "vault",
                [VAULT],
                [("tls", vault_port, "TLS")],
                endpoints=[{"address": self.vault.address}],
            ),
            virtual_service(
                "vault",
                [VAULT],
                gateways=["edge"],
                tls=[
                    {
                        "match": [{"sniHosts": [VAULT]}],
                        "route": [{"destination": {"host": VAULT}}],
                    }
                ],
            ),
        )
        mesh.write("gateway.yaml", self.gateway())
        self.route(100, 0)
        self.envoy = mesh.add_envoy("edge", kind="gateway", labels=LABELS).wait_until_live()
        wait_for("the gateway to answer", lambda: self.get().status == 200)

    def gateway(self, *more: Manifest) -> Manifest:
        one, two = (
            {"serverCertificate": str(own.certificate), "privateKey": str(own.key)}
            for own in self.own.values()
        )
        return gateway(
            "edge",
            gateway_server(self.http_port, "HTTP", SHOP),
            gateway_server(self.idle_port, "HTTP", "idle.example.com"),
            gateway_server(self.old_port, "HTTP", SECURE, httpsRedirect=True),
            gateway_server(self.tls_port, "HTTPS", SECURE, mode="SIMPLE", **one),
            gateway_server(
                self.tls_port,
                "HTTPS",
                MUTUAL,
                mode="MUTUAL",
                caCertificates=str(self.authority.certificate),
                **two,
            ),
            gateway_server(self.tls_port, "TLS", VAULT, mode="PASSTHROUGH"),
            gateway_server(self.tcp_port, "TCP", "*"),
            *more,
            selector=LABELS,
        )

    def to(self, subset: str, port: str = "http", **rest: Any) -> dict[str, Any]:
        """A destination of `shop`, which has several ports."""
        destination = {"host": "shop", "subset": subset, "port": {"number": self.shop.ports[port]}}
        return {"destination": destination, **rest}

    def route(self, pod: int, vm: int, mark: str = "first") -> None:
        """Has the gateway share requests out; `/mark/…` is answered once it does."""
        self.mesh.write(
            "routes.yaml",
            virtual_service(
                "shop",
                [SHOP, SECURE, MUTUAL],
                gateways=["edge"],
                http=[
                    {"match": [{"uri": {"prefix": "/pod"}}], "route": [self.to("pod")]},
                    {"match": [{"uri": {"prefix": "/vm"}}], "route": [self.to("vm")]},
                    {
                        "match": [{"uri": {"exact": f"/mark/{mark}"}}],
                        "directResponse": {"status": 299},
                    },
                    {"route": [self.to("pod", weight=pod), self.to("vm", weight=vm)]},
                ],
                tcp=[{"route": [self.to("vm", "tcp")]}],
            ),
        )

    def get(self, path: str = "/", host: str = SHOP, port: int | None = None) -> Answer:
        return ask_http("127.0.0.1", port or self.http_port, host, path)

    def name(self) -> str:
        return http_name(self.http_port, SHOP)

    def tls(self, shows: str | None = None) -> TLSClient:
        own = self.authority.workload(shows, "default") if shows else None
        return TLSClient("127.0.0.1", self.tls_port, self.authority, own)


@pytest.fixture(scope="module", params=["sotw", "delta"])
def edge(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Edge]:
    with mesh_in(tmp_path_factory.mktemp("edge") / "mesh", request.param) as mesh:
        made = Edge(mesh)
        yield made
        made.vault.stop()
        assert made.envoy.rejections() == {}


def test_requests_reach_a_pod_and_a_vm_by_host_and_path(edge: Edge) -> None:
    assert edge.get("/pod").name == "pod-1"
    assert edge.get("/vm/catalog").name == "vm-1"
    assert edge.get("/").name == "pod-1"
    # Clients name the port that they call, or do not.
    assert edge.get("/vm", f"{SHOP}:{edge.http_port}").name == "vm-1"
    assert edge.get("/vm", SHOP.upper()).name == "vm-1"


def test_the_application_is_told_who_calls(edge: Edge) -> None:
    forged = {"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Client-Cert": 'Subject="CN=somebody"'}
    answer = ask_http("127.0.0.1", edge.http_port, SHOP, headers=forged)
    headers = answer.seen["headers"]
    # Of a peer on loopback Envoy says its own address.
    claimed, _, peer = headers["x-forwarded-for"].partition(",")
    assert claimed == "10.9.9.9" and peer not in ("", claimed)
    assert headers["x-forwarded-proto"] == "http"
    assert "x-forwarded-client-cert" not in headers


def test_hosts_that_nobody_serves_are_not_found(edge: Edge) -> None:
    assert edge.get(host="other.example.com").status == 404
    # Nothing is bound to that server.
    assert edge.get(host="idle.example.com", port=edge.idle_port).status == 404


def test_plain_requests_are_sent_on_to_https(edge: Edge) -> None:
    answer = edge.get("/pod?a=b", SECURE, edge.old_port)
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{SECURE}/pod?a=b"
    assert edge.get("/pod", SHOP, edge.old_port).status == 404


def test_tls_ends_at_the_gateway_with_the_certificate_of_the_name(edge: Edge) -> None:
    assert edge.tls().common_name(SECURE) == "one"
    assert edge.tls("client").common_name(MUTUAL) == "two"
    answer = edge.tls().get(SECURE, "/vm")
    assert answer.name == "vm-1"
    assert answer.seen["headers"]["x-forwarded-proto"] == "https"
    # Another server's host is not served over this one's certificate.
    with edge.tls().connect(SECURE) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {SHOP}\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 404")
    with refused():
        edge.tls().connect("other.example.com")


def test_clients_must_have_a_certificate_where_the_server_says_so(
    edge: Edge, tmp_path: Path
) -> None:
    with refused():
        edge.tls().get(MUTUAL)
    assert edge.tls("client").get(MUTUAL, "/pod").name == "pod-1"
    stranger = Authority(tmp_path / "other")
    own = stranger.workload("client", "default")
    with refused():
        TLSClient("127.0.0.1", edge.tls_port, edge.authority, own).get(MUTUAL)


def test_tls_is_passed_through_by_its_name(edge: Edge) -> None:
    assert edge.tls().common_name(VAULT) == "vault"
    assert edge.tls().line(VAULT) == "vault"


def test_bytes_are_passed_on(edge: Edge) -> None:
    def ask() -> str:
        return ask_tcp("127.0.0.1", edge.tcp_port)

    assert set(who_answers(ask, 5)) == {"vm-1"}


def test_weights_move_and_no_request_is_lost(edge: Edge) -> None:
    before = {kind: edge.envoy.versions(kind) for kind in ("lds", "cds", "eds")}
    sent = edge.envoy.stats("update_success$")
    with Load(edge.name, interval=0.002) as load:
        assert load.latest(50) == {"pod-1"}
        for pod, vm in [(90, 10), (50, 50), (0, 100)]:
            mark = f"{pod}-{vm}"
            edge.route(pod, vm, mark)
            path = f"/mark/{mark}"
            wait_for("the weights", lambda path=path: edge.get(path).status == 299, timeout=5.0)
            seen = observed(ENOUGH, [load])
            assert is_share(seen["vm-1"], seen.total(), vm / (pod + vm)), seen
        assert load.latest(50) == {"vm-1"}
    assert load.failures == []
    edge.route(100, 0)
    # Nothing but routes has changed, nor been sent.
    assert {kind: edge.envoy.versions(kind) for kind in before} == before
    now = edge.envoy.stats("update_success$")
    moved = {name for name, count in now.items() if count != sent[name]}
    assert moved and all(".rds." in name for name in moved), moved


def test_servers_come_and_go(edge: Edge) -> None:
    port = free_port()
    edge.mesh.write("gateway.yaml", edge.gateway(gateway_server(port, "HTTP", "late.example.com")))
    rule = virtual_service(
        "late", ["late.example.com"], gateways=["edge"], http=[{"route": [edge.to("vm")]}]
    )
    edge.mesh.write("late.yaml", rule)
    wait_for("the new server", lambda: edge.get(host="late.example.com", port=port).name == "vm-1")
    edge.mesh.remove("late.yaml")
    edge.mesh.write("gateway.yaml", edge.gateway())

    def is_refused() -> bool:
        try:
            edge.get(host="late.example.com", port=port)
        except ConnectionRefusedError:
            return True
        return False

    wait_for("the server to be gone", is_refused)
    assert edge.get("/pod").name == "pod-1"


def test_a_gateway_of_other_labels_is_not_concerned(edge: Edge) -> None:
    other = edge.mesh.add_envoy("other", kind="gateway", labels={"istio": "other"})
    other.wait_until_live()
    assert other.resources("lds") == {}
    assert other.resources("cds").keys() == edge.envoy.resources("cds").keys()
    other.stop()
