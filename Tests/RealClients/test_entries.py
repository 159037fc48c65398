"""The kinds of services: the talk's, VMs only, foreign ones, headless ones, aliases."""

import shutil
from collections.abc import Iterator

import pytest
from harness.app import App, AppPorts
from harness.clients import ask_http, ask_tcp
from harness.control_plane import CHECKOUT
from harness.manifests import Manifest, external_name, pod, service, service_entry
from harness.mesh import Mesh
from harness.ports import free_port, loopback_address
from harness.waiting import wait_for
from shop import HOST, Shop


@pytest.fixture
def outside(mesh: Mesh) -> Iterator[App]:
    """An application without an Envoy, outside the mesh."""
    app = App("outside", loopback_address(), AppPorts(http=free_port(), tcp=free_port()))
    yield app
    app.stop()


def test_the_talks_objects_work_unchanged(mesh: Mesh) -> None:
    for file in (CHECKOUT / "examples" / "talk").iterdir():
        shutil.copy(file, mesh.manifests)
    envoy = mesh.add_envoy("client").wait_until_live()
    assert envoy.rejections() == {}
    cluster = "outbound|3550||productcatalogservice.default.svc.cluster.local"
    assert envoy.endpoints(cluster) == {"10.128.0.13:3550": "HEALTHY"}
    services = mesh.control_plane.api("/services/productcatalogservice.default.svc.cluster.local")
    assert "10.0.28.196" in str(services)
    assert "10.128.0.13" in str(services)


def test_a_service_without_a_selector_is_served_by_a_vm_alone(mesh: Mesh) -> None:
    shop = Shop(mesh)
    mesh.write_sidecars()
    shop.vm = mesh.add_host("vm-1", "vm")
    assert mesh.pod_ports.http
    mesh.write("shop.yaml", service("shop", shop.ports), shop.vm_manifest())
    client = mesh.add_envoy("client")
    mesh.wait_until_live()
    for protocol in shop.ports:
        shop.wait_for_answers(protocol, {"vm-1"})
    assert client.rejections() == {}


def test_a_vm_named_by_a_workload_entry(mesh: Mesh) -> None:
    shop = Shop(mesh)
    mesh.write_sidecars()
    shop.vm = mesh.add_host("vm-1", "vm")
    endpoint = shop.vm_endpoint(shop.vm.address)
    entry: Manifest = {
        "apiVersion": "networking.istio.io/v1",
        "kind": "WorkloadEntry",
        "metadata": {"name": "vm-1", "namespace": "default"},
        "spec": endpoint,
    }
    ports = [(name, number, name.upper()) for name, number in shop.ports.items()]
    selecting = service_entry("shop", [HOST], ports, workload_selector={"app": "shop"})
    mesh.write("shop.yaml", selecting, entry)
    client = mesh.add_envoy("client")
    mesh.wait_until_live()
    # No Kubernetes Service takes part: there is the full name only.
    wait_for("the VM to answer over HTTP", lambda: shop.http(HOST) == "vm-1")
    wait_for("the VM to answer over gRPC", lambda: shop.grpc(HOST) == "vm-1")
    shop.wait_for_answers("tcp", {"vm-1"})
    assert client.rejections() == {}


@pytest.mark.parametrize("resolution", ["DNS", "DNS_ROUND_ROBIN", "STATIC"])
def test_a_foreign_service(mesh: Mesh, resolution: str) -> None:
    # `localhost` is the one name that resolves everywhere without a network.
    address = "127.0.0.1" if resolution == "STATIC" else "localhost"
    app = App("outside", "127.0.0.1", AppPorts(http=free_port(), tcp=free_port()))
    try:
        http, tcp = free_port(), free_port()
        targets = {"http": app.ports.http, "tcp": app.ports.tcp}
        entry = service_entry(
            "api",
            ["api.payments.example"],
            [("http", http, "HTTP"), ("tcp", tcp, "TCP")],
            location="MESH_EXTERNAL",
            resolution=resolution,
            endpoints=[{"address": address, "ports": targets}],
        )
        mesh.write("api.yaml", entry)
        client = mesh.add_envoy("client").wait_until_live()
        wait_for(
            "an answer over HTTP",
            lambda: ask_http("127.0.0.1", http, "api.payments.example").name == "outside",
        )
        wait_for("an answer over TCP", lambda: ask_tcp("127.0.0.1", tcp) == "outside")
        assert client.rejections() == {}
        counted = client.stats(r"cluster\..*api.payments.example.*upstream_cx_total$")
        assert sum(counted.values()) >= 2, "the foreign service must be seen in the metrics"
    finally:
        app.stop()


def test_a_foreign_service_found_by_its_own_name(mesh: Mesh) -> None:
    # The host itself is resolved, and the port of the entry is the port of the service.
    port = free_port()
    entry = service_entry(
        "self",
        ["localhost"],
        [("http", port, "HTTP")],
        location="MESH_EXTERNAL",
        resolution="DNS",
    )
    mesh.write("self.yaml", entry)
    client = mesh.add_envoy("client").wait_until_live()
    assert client.rejections() == {}
    cluster = f"outbound|{port}||localhost"
    wait_for("the address", lambda: f"127.0.0.1:{port}" in client.endpoints(cluster))


def test_a_foreign_service_at_its_own_address(mesh: Mesh, outside: App) -> None:
    # Envoy listens on 127.0.0.1 and the service on another address, so they can share the port.
    assert outside.ports.http
    entry = service_entry(
        "bank",
        ["gateway.bank.example"],
        [("http", outside.ports.http, "HTTP")],
        location="MESH_EXTERNAL",
        endpoints=[{"address": outside.address}],
    )
    mesh.write("bank.yaml", entry)
    client = mesh.add_envoy("client").wait_until_live()
    port = outside.ports.http
    wait_for(
        "an answer",
        lambda: ask_http("127.0.0.1", port, "gateway.bank.example").name == "outside",
    )
    assert client.rejections() == {}


def test_headless_and_external_name_services_are_accepted(mesh: Mesh, outside: App) -> None:
    assert outside.ports.http
    http, alias = free_port(), free_port()
    headless = service(
        "db", {"http": (http, outside.ports.http)}, selector={"app": "db"}, cluster_ip="None"
    )
    mesh.write("db.yaml", headless, pod("db-0", outside.address, {"app": "db"}))
    mesh.write("alias.yaml", external_name("alias", "localhost", {"http": alias}))
    client = mesh.add_envoy("client").wait_until_live()
    assert client.rejections() == {}
    wait_for("the pod to answer", lambda: ask_http("127.0.0.1", http, "db").name == "outside")
    cluster = f"outbound|{alias}||alias.default.svc.cluster.local"
    wait_for("the alias's target", lambda: f"127.0.0.1:{alias}" in client.endpoints(cluster))
