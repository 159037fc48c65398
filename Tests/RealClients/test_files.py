"""What changes in a file reaches a running Envoy; what is wrong in one changes nothing."""

from pathlib import Path
from typing import Any

from harness.app import App, AppPorts
from harness.clients import ask_http
from harness.load import Load
from harness.manifests import Manifest, documents, service, service_entry
from harness.mesh import Mesh
from harness.ports import free_port
from harness.waiting import wait_for
from shop import Shop, in_both_variants


def endpoint_count(shop: Shop) -> int:
    return len(shop.client.endpoints(shop.cluster("http")))


@in_both_variants
def test_an_endpoint_comes_and_goes_with_its_file(own_shop: Shop) -> None:
    shop = own_shop
    with Load(shop.http) as load:
        load.more(20)
        shop.mesh.remove("vm.yaml")
        wait_for("the VM to leave", lambda: endpoint_count(shop) == 1)
        before = dict(load.answers)
        load.more(20)
        assert load.answers["vm-1"] <= before["vm-1"] + 1  # one may have been under way
        shop.mesh.write("vm.yaml", shop.vm_manifest())
        wait_for("the VM to return", lambda: endpoint_count(shop) == 2)
        before = dict(load.answers)
        load.more(20)
        assert load.answers["vm-1"] > before["vm-1"]
    assert load.failures == []
    assert shop.client.rejections() == {}


def foreign(port: int, resolution: str, address: str, target: int | None) -> Manifest:
    return service_entry(
        "api",
        ["api.example"],
        [("http", port, "HTTP")],
        location="MESH_EXTERNAL",
        resolution=resolution,
        endpoints=[{"address": address, "ports": {"http": target}}],
    )


@in_both_variants
def test_a_cluster_changes_its_kind_under_traffic(mesh: Mesh) -> None:
    port = free_port()
    app = App("outside", "127.0.0.1", AppPorts(http=free_port()))
    by_address = foreign(port, "STATIC", "127.0.0.1", app.ports.http)
    by_name = foreign(port, "DNS", "localhost", app.ports.http)
    mesh.write("api.yaml", by_address)
    client = mesh.add_envoy("client").wait_until_live()

    def ask() -> str:
        answer = ask_http("127.0.0.1", port, "api.example")
        assert answer.status == 200, answer
        return answer.name

    def wait_until_it_is(kind: str) -> None:
        name = f"outbound|{port}||api.example"
        # Without new endpoints for the changed cluster it would take Envoy 15 s.
        wait_for(f"{name} to be {kind}", lambda: client.resources("cds")[name]["type"] == kind, 5)

    try:
        wait_for("an answer", ask)
        with Load(ask) as load:
            for manifest, expected in ((by_name, "STRICT_DNS"), (by_address, "EDS")):
                mesh.write("api.yaml", manifest)
                wait_until_it_is(expected)
                load.more(10)
        assert load.failures == []
        assert client.rejections() == {}
    finally:
        app.stop()


def test_an_object_may_move_to_another_file(own_shop: Shop) -> None:
    shop = own_shop
    with Load(shop.http) as load:
        load.more(10)
        shop.mesh.write("vm-moved.yaml", shop.vm_manifest())
        shop.mesh.remove("vm.yaml")
        wait_for("no remark", lambda: shop.mesh.control_plane.api("/sources")["errors"] == 0)
        load.more(20)
    assert load.failures == []
    assert set(load.answers) == shop.all
    assert {shop.http() for _ in range(6)} == shop.all


def test_a_pod_that_is_not_ready_gets_no_traffic(own_shop: Shop) -> None:
    shop = own_shop
    shop.mesh.write("pod.yaml", shop.pod_manifest(ready=False))
    wait_for("only the VM to answer", lambda: {shop.http() for _ in range(6)} == {"vm-1"})


def problems(mesh: Mesh, file: str) -> list[dict[str, Any]]:
    """What `/api/v1/sources` says is wrong in a file."""
    sources = mesh.control_plane.api("/sources")
    (report,) = (one for one in sources["files"] if Path(one["path"]).name == file)
    assert sources["errors"] == len(report["problems"])
    return report["problems"]


def test_a_broken_file_changes_nothing_and_is_reported(own_shop: Shop) -> None:
    shop, mesh = own_shop, own_shop.mesh
    before = shop.client.versions("cds"), shop.client.versions("eds"), shop.client.versions("lds")
    good = documents(shop.vm_manifest())
    wrong_value = good.replace('"GRPC"', '"BROKEN"')
    no_yaml = good[: len(good) // 2]
    assert problems(mesh, "vm.yaml") == []

    mesh.write_text("vm.yaml", wrong_value)
    (problem,) = wait_for("the report", lambda: problems(mesh, "vm.yaml"))
    assert problem["field"] == "spec.ports[1].protocol"
    assert "BROKEN" in problem["message"]
    assert problem["line"] == 1 + wrong_value[: wrong_value.index("BROKEN")].count("\n")
    assert {shop.http() for _ in range(6)} == shop.all

    mesh.write_text("vm.yaml", no_yaml)
    wait_for("another report", lambda: problems(mesh, "vm.yaml") not in ([], [problem]))
    assert {shop.http() for _ in range(6)} == shop.all
    after = shop.client.versions("cds"), shop.client.versions("eds"), shop.client.versions("lds")
    assert after == before

    mesh.write_text("vm.yaml", good)
    wait_for("the end of the reports", lambda: problems(mesh, "vm.yaml") == [])
    assert {shop.http() for _ in range(6)} == shop.all


def test_an_empty_folder_gives_an_envoy_that_is_live(mesh: Mesh) -> None:
    envoy = mesh.add_envoy("client").wait_until_live()
    assert envoy.rejections() == {}
    assert mesh.control_plane.api("/services") == {"services": []}


def test_a_folder_that_fills_later(mesh: Mesh) -> None:
    envoy = mesh.add_envoy("client").wait_until_live()
    port = free_port()
    mesh.write("tea.yaml", service("tea", {"http": port}, selector={"app": "tea"}))
    cluster = f"outbound|{port}||tea.default.svc.cluster.local"
    wait_for("the cluster", lambda: cluster in envoy.resources("cds"))
    wait_for("an answer", lambda: ask_http("127.0.0.1", port, "tea").status == 503)
