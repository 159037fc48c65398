"""The control plane goes and comes back: no request fails, and it ends as it should."""

import signal

from harness.envoy import Envoy
from harness.load import Load
from harness.mesh import Mesh
from harness.waiting import wait_for
from shop import Shop, in_both_variants


def connections(envoy: Envoy) -> int:
    return envoy.stats(r"^control_plane.connected_state$")["control_plane.connected_state"]


def wait_until_connected(envoy: Envoy) -> None:
    wait_for(f"{envoy.name} to return", lambda: connections(envoy) == 1)


@in_both_variants
def test_killed_and_started_again_under_traffic(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    with Load(shop.http) as http, Load(shop.tcp) as tcp, Load(shop.grpc, 0.05) as grpc:
        loads = (http, grpc, tcp)
        for load in loads:
            load.more(10)
        control_plane.kill()
        wait_for("the client to notice", lambda: connections(shop.client) == 0)
        for load in loads:
            load.more(10)
        control_plane.start_again()
        wait_until_connected(shop.client)
        for load in loads:
            load.more(10)
    for load in loads:
        assert load.failures == []
        assert set(load.answers) == shop.all
    for envoy in shop.mesh.envoys:
        wait_until_connected(envoy)
        assert envoy.rejections() == {}


@in_both_variants
def test_what_changed_meanwhile_arrives_after_a_restart(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    control_plane.kill()
    shop.mesh.remove("vm.yaml")
    control_plane.start_again()
    wait_for(
        "the VM to leave",
        lambda: len(shop.client.endpoints(shop.cluster("http"))) == 1,
    )
    assert {shop.http() for _ in range(6)} == {"pod-1"}


@in_both_variants
def test_a_cluster_that_changed_meanwhile_gets_its_endpoints(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    service = shop.service()
    (grpc,) = (port for port in service["spec"]["ports"] if port["name"] == "grpc")
    with Load(shop.http) as load:
        control_plane.kill()
        grpc["appProtocol"] = "tcp"
        shop.mesh.write("service.yaml", service)
        control_plane.start_again()
        # Envoy would wait 15 s for endpoints that do not come.
        wait_for(
            "the changed cluster",
            lambda: (
                "http2_protocol_options"
                not in str(shop.client.resources("cds")[shop.cluster("grpc")])
            ),
            timeout=8,
        )
        shop.wait_for_answers("grpc", shop.all)
    assert load.failures == []


@in_both_variants
def test_versions_are_the_same_after_a_restart(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    before = {kind: shop.client.versions(kind) for kind in ("cds", "lds", "rds", "eds")}
    control_plane.kill()
    control_plane.start_again()
    wait_until_connected(shop.client)
    assert {kind: shop.client.versions(kind) for kind in before} == before


def test_it_drains_and_exits_with_0(own_shop: Shop) -> None:
    control_plane = own_shop.mesh.control_plane
    for number in (signal.SIGTERM, signal.SIGINT):
        wait_until_connected(own_shop.client)
        control_plane.process.signal(number)
        assert control_plane.process.wait(timeout=10) == 0, control_plane.process.output()
        assert own_shop.http() in own_shop.all
        control_plane.start_again()


def test_an_envoy_that_starts_first_waits_for_it(mesh: Mesh) -> None:
    control_plane = mesh.control_plane
    control_plane.kill()
    envoy = mesh.add_envoy("client")
    wait_for("Envoy to run", lambda: envoy.get("/ready")[0] == 503)
    control_plane.start_again()
    envoy.wait_until_live()
