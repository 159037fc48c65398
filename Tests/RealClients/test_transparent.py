"""The transparent mode: one network namespace per host, iptables in front of every Envoy.

Applications know nothing of Envoy: they connect to virtual IPs, and are connected to.
"""

import ipaddress
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from harness.app import App, AppPorts
from harness.clients import ask_grpc_apart, ask_http, ask_tcp, hear_greeting, who_answers
from harness.control_plane import CHECKOUT, ControlPlane
from harness.envoy import Envoy
from harness.manifests import documents, pod, service, service_entry
from harness.netns import Namespace, Network, unavailable

REASON = unavailable()
pytestmark = pytest.mark.skipif(REASON is not None, reason=f"transparent mode: {REASON}")

SERVER, CLIENT, POD, VM = "10.128.0.1", "10.4.0.10", "10.4.0.11", "10.128.0.13"
OUTSIDE = "10.200.0.1"
SHOP_IP, DB_IP, TALK_IP = "10.0.28.100", "10.0.28.101", "10.0.28.196"
HTTP, GRPC, TCP, GREETING = 80, 3551, 6379, 3306
POD_PORTS = AppPorts(http=8080, grpc=9090, tcp=7070, greeting=GREETING)
VM_PORTS = AppPorts(http=8081, grpc=3550, tcp=7071)
HOST = "shop.default.svc.cluster.local"


class Transparent:
    """The network: a client, a pod and a VM with an Envoy each, and a host outside the mesh."""

    def __init__(self, folder: Path, cleanup: ExitStack):
        self.folder = folder
        self.cleanup = cleanup
        self.network = Network(SERVER)
        cleanup.callback(self.network.close)
        manifests = folder / "manifests"
        manifests.mkdir()
        self._write(manifests)
        self.control_plane = ControlPlane(
            [manifests], folder, address=SERVER, namespace=self.network.switch
        ).wait_until_ready()
        cleanup.callback(self.control_plane.stop)
        self.envoys: dict[str, Envoy] = {}
        self.client = self._host("client", CLIENT, "pod")
        self._app("pod-1", self._host("pod-1", POD, "pod"), POD_PORTS)
        self._app("vm-1", self._host("vm-1", VM, "vm"), VM_PORTS)
        outside = self.network.add_host(OUTSIDE, redirected=False)
        self._app("outside", outside, AppPorts(http=HTTP, tcp=8000))
        for envoy in self.envoys.values():
            envoy.wait_until_live()

    def _write(self, manifests: Path) -> None:
        for file in (CHECKOUT / "examples" / "talk").iterdir():
            shutil.copy(file, manifests)
        ports = {
            "http": (HTTP, POD_PORTS.http or 0),
            "grpc": (GRPC, POD_PORTS.grpc or 0),
            "tcp": (TCP, POD_PORTS.tcp or 0),
        }
        targets = {"http": VM_PORTS.http, "grpc": VM_PORTS.grpc, "tcp": VM_PORTS.tcp}
        entry_ports = [("http", HTTP, "HTTP"), ("grpc", GRPC, "GRPC"), ("tcp", TCP, "TCP")]
        vm = {"address": VM, "ports": targets, "labels": {"app": "shop"}}
        auto = [{"address": VM, "ports": {"tcp": VM_PORTS.tcp, "http": VM_PORTS.http}}]
        text = documents(
            service("shop", ports, selector={"app": "shop"}, cluster_ip=SHOP_IP),
            pod("pod-1", POD, {"app": "shop"}),
            pod("client", CLIENT, {"app": "client"}),
            service_entry("shop-vm", [HOST], entry_ports, endpoints=[vm]),
            service("db", {"mysql": GREETING}, selector={"app": "shop"}, cluster_ip=DB_IP),
            service_entry(
                "wild",
                ["*.wild.example"],
                [("http", HTTP, "HTTP")],
                location="MESH_EXTERNAL",
                resolution="NONE",
            ),
            service_entry(
                "auto", ["auto.example"], [("http", 80, "HTTP"), ("tcp", 99, "TCP")], endpoints=auto
            ),
        )
        (manifests / "shop.yaml").write_text(text)

    def _host(self, name: str, address: str, kind: str) -> Namespace:
        host = self.network.add_host(address)
        bootstrap = self.control_plane.bootstrap(
            name,
            address,
            kind=kind,
            labels={"app": "client" if name == "client" else "shop"},
            interception="redirect",
        )
        self.envoys[name] = Envoy(name, bootstrap, self.folder, host)
        self.cleanup.callback(self.envoys[name].stop)
        return host

    def _app(self, name: str, host: Namespace, ports: AppPorts) -> None:
        with host.entered():
            self.cleanup.callback(App(name, "0.0.0.0", ports).stop)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transparent]:
    with ExitStack() as cleanup:
        yield Transparent(tmp_path_factory.mktemp("transparent"), cleanup)


def inbound_connections(net: Transparent, name: str) -> int:
    counted = net.envoys[name].stats(r"^listener\.0\.0\.0\.0_15006\.downstream_cx_total$")
    return sum(counted.values())


def test_every_resource_is_accepted(net: Transparent) -> None:
    for envoy in net.envoys.values():
        assert envoy.rejections() == {}, envoy.name


def test_http_by_virtual_ip(net: Transparent) -> None:
    before = {name: inbound_connections(net, name) for name in ("pod-1", "vm-1")}
    with net.client.entered():
        answers = who_answers(lambda: ask_http(SHOP_IP, HTTP).name, 20)
    assert set(answers) == {"pod-1", "vm-1"}
    for name, count in before.items():
        assert inbound_connections(net, name) > count, f"{name}'s Envoy was bypassed"


def test_http_by_name(net: Transparent) -> None:
    # The name decides, whatever address it was resolved to.
    with net.client.entered():
        for name in ("shop", "shop.default", HOST, f"{HOST}:{HTTP}"):
            assert ask_http(SHOP_IP, HTTP, name).name in {"pod-1", "vm-1"}


def test_grpc_by_virtual_ip(net: Transparent) -> None:
    with net.client.entered():
        assert set(ask_grpc_apart(SHOP_IP, GRPC, times=10)) == {"pod-1", "vm-1"}


def test_tcp_by_virtual_ip(net: Transparent) -> None:
    with net.client.entered():
        answers = who_answers(lambda: ask_tcp(SHOP_IP, TCP), 20)
    assert set(answers) == {"pod-1", "vm-1"}


def test_a_server_that_speaks_first_is_not_waited_for(net: Transparent) -> None:
    with net.client.entered():
        begin = time.monotonic()
        assert hear_greeting(DB_IP, GREETING) == "pod-1"
        took = time.monotonic() - begin
    # An Envoy that waits for the client's first bytes gives up after 1 s at the earliest.
    assert took < 0.9


def test_the_talks_service_by_its_virtual_ip(net: Transparent) -> None:
    with net.client.entered():
        assert ask_grpc_apart(TALK_IP, 3550, times=3) == Counter({"vm-1": 3})


def test_a_host_without_addresses_has_an_automatic_one(net: Transparent) -> None:
    def listeners() -> set[str]:
        addresses: set[str] = set()
        for listener in net.envoys["client"].resources("lds").values():
            address = listener["address"]["socket_address"]["address"]
            if ipaddress.ip_address(address) in ipaddress.ip_network("240.240.0.0/16"):
                addresses.add(address)
        return addresses

    (address,) = listeners()
    with net.client.entered():
        assert ask_tcp(address, 99) == "vm-1"
        assert ask_http(address, 80, "auto.example").name == "vm-1"
        assert ask_http(address, 80).name == "vm-1"


def test_an_unknown_destination_is_passed_through(net: Transparent) -> None:
    with net.client.entered():
        assert ask_tcp(OUTSIDE, 8000) == "outside"
        # A pod's own address, at a port that is no service's.
        assert ask_http(POD, POD_PORTS.http or 0).name == "pod-1"


def test_an_unknown_host_on_a_known_port_is_passed_through(net: Transparent) -> None:
    # Port 80 is HTTP in this mesh, so the request goes by its Host header, which nobody has.
    with net.client.entered():
        assert ask_http(OUTSIDE, HTTP, "unknown.example").name == "outside"


def test_a_foreign_wildcard_host_goes_where_it_was_sent(net: Transparent) -> None:
    with net.client.entered():
        assert ask_http(OUTSIDE, HTTP, "any.wild.example").name == "outside"
    cluster = net.envoys["client"].stats(r"^cluster\..*wild.example.*upstream_rq_total$")
    assert sum(cluster.values()) >= 1, "it must be seen in the metrics"


def test_a_client_outside_the_mesh_reaches_pod_and_vm(net: Transparent) -> None:
    with net.network.hosts[-1].entered():
        assert ask_http(POD, POD_PORTS.http or 0).name == "pod-1"
        assert ask_tcp(VM, VM_PORTS.tcp or 0) == "vm-1"
