"""A gRPC client that speaks xDS itself reaches a pod and a VM of the same service."""

from collections.abc import Iterator
from typing import Any

import pytest
from harness.app import App, AppPorts
from harness.clients import who_answers
from harness.load import Load
from harness.manifests import (
    destination_rule,
    pod,
    service,
    service_entry,
    subset,
    virtual_service,
)
from harness.mesh import Mesh
from harness.ports import free_port, loopback_address
from harness.proxyless import CallFailed, ProxylessClient
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
        endpoint = {
            "address": self.vm.address,
            "ports": {"grpc": self.vm.ports.grpc},
            "labels": {"kind": "vm"},
        }
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


def test_it_follows_a_virtual_service(servers: Servers) -> None:
    mesh = servers.mesh

    def shares(pods: int, machines: int, *earlier: dict[str, Any]) -> None:
        route = [
            {"destination": {"host": "shop", "subset": "pods"}, "weight": pods},
            {"destination": {"host": "shop", "subset": "machines"}, "weight": machines},
        ]
        rule = virtual_service("shop", ["shop"], http=[*earlier, {"route": route}])
        mesh.write("rule.yaml", rule)

    subsets = [subset("pods", app="shop"), subset("machines", kind="vm")]
    mesh.write("subsets.yaml", destination_rule("shop", "shop", subsets=subsets))
    shares(100, 0)
    with ProxylessClient(mesh.control_plane.xds, f"{HOST}:{PORT}") as client:
        with Load(client.ask) as load:
            load.settle({"pod-1"})
            shares(50, 50)
            wait_for("both", lambda: load.latest(20) == {"pod-1", "vm-1"})
            # No call is a GET, and none has a query: neither rule takes any.
            others = [
                {"match": [{"method": {"exact": "GET"}}], "directResponse": {"status": 404}},
                {"match": [{"queryParams": {"a": {}}}], "directResponse": {"status": 404}},
            ]
            shares(0, 100, *others)
            load.settle({"vm-1"})
        assert load.failures == []
        # What it cannot do fails its calls, and they go nowhere else.
        shares(0, 100, {"rewrite": {"uri": "/x"}, "route": [{"destination": {"host": "shop"}}]})

        def fails() -> bool:
            try:
                client.ask()
            except CallFailed:
                return True
            return False

        wait_for("calls to fail", fails)
        apps = (servers.pod, servers.vm)
        before = [app.requests["grpc"] for app in apps]
        for _ in range(10):
            with pytest.raises(CallFailed):
                client.ask()
        assert [app.requests["grpc"] for app in apps] == before
