"""A gRPC client that speaks xDS itself reaches a pod and a VM of the same service."""

from collections.abc import Iterator

import pytest
from harness.app import App, AppPorts
from harness.clients import who_answers
from harness.load import Load
from harness.manifests import pod, service, service_entry
from harness.mesh import Mesh
from harness.ports import free_port, loopback_address
from harness.proxyless import ProxylessClient
from harness.waiting import wait_for
from shop import HOST

PORT = 9555


class Servers:
    """Two applications without an Envoy, as proxyless gRPC servers are."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.pod = App("pod-1", loopback_address(), AppPorts(grpc=free_port()))
        self.vm = App("vm-1", loopback_address(), AppPorts(grpc=free_port()))
        assert self.pod.ports.grpc
        ports = {"grpc": (PORT, self.pod.ports.grpc)}
        mesh.write(
            "shop.yaml",
            service("shop", ports, selector={"app": "shop"}),
            pod("pod-1", self.pod.address, {"app": "shop"}),
        )
        self.add_vm()

    def add_vm(self) -> None:
        endpoint = {"address": self.vm.address, "ports": {"grpc": self.vm.ports.grpc}}
        entry = service_entry("vm", [HOST], [("grpc", PORT, "GRPC")], endpoints=[endpoint])
        self.mesh.write("vm.yaml", entry)


@pytest.fixture
def servers(mesh: Mesh) -> Iterator[Servers]:
    made = Servers(mesh)
    yield made
    made.pod.stop()
    made.vm.stop()


def test_it_reaches_pod_and_vm(servers: Servers) -> None:
    with ProxylessClient(servers.mesh.control_plane.xds, f"{HOST}:{PORT}") as client:
        assert client.ask() in {"pod-1", "vm-1"}
        wait_for("both", lambda: set(who_answers(client.ask, 10)) == {"pod-1", "vm-1"})


def test_an_endpoint_comes_and_goes(servers: Servers) -> None:
    mesh = servers.mesh
    with (
        ProxylessClient(mesh.control_plane.xds, f"{HOST}:{PORT}") as client,
        Load(client.ask) as load,
    ):
        load.more(10)
        mesh.remove("vm.yaml")
        wait_for("the pod alone", lambda: load.latest(10) == {"pod-1"})
        servers.add_vm()
        wait_for("both", lambda: load.latest(10) == {"pod-1", "vm-1"})
        mesh.control_plane.kill()
        load.more(10)
        mesh.control_plane.start_again()
        load.more(10)
    assert load.failures == []
