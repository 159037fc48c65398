"""How Envoys start: with little, with much, several at once."""

import json
import time

from harness.clients import ask_http
from harness.envoy import Envoy
from harness.manifests import pod, service, sidecar
from harness.mesh import Mesh
from harness.ports import free_port, loopback_address
from harness.waiting import wait_for
from shop import Shop


def stock_bootstrap(xds_port: int) -> str:
    """A bootstrap as Envoy's documentation has it: only an id and a cluster say who it is."""
    address = {"socket_address": {"address": "127.0.0.1", "port_value": xds_port}}
    protocol = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    cluster = {
        "name": "xds_cluster",
        "type": "STATIC",
        "typed_extension_protocol_options": {
            protocol: {
                "@type": f"type.googleapis.com/{protocol}",
                "explicit_http_config": {"http2_protocol_options": {}},
            }
        },
        "load_assignment": {
            "cluster_name": "xds_cluster",
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}],
        },
    }
    over_ads = {"ads": {}, "resource_api_version": "V3"}
    ads = {
        "api_type": "GRPC",
        "transport_api_version": "V3",
        "grpc_services": [{"envoy_grpc": {"cluster_name": "xds_cluster"}}],
    }
    dynamic = {"ads_config": ads, "cds_config": over_ads, "lds_config": over_ads}
    bootstrap = {
        "node": {"id": "stock", "cluster": "test"},
        "dynamic_resources": dynamic,
        "static_resources": {"clusters": [cluster]},
    }
    return json.dumps(bootstrap)


def test_a_stock_envoy_needs_an_id_and_a_cluster_only(own_shop: Shop) -> None:
    mesh = own_shop.mesh
    stock = mesh.start_envoy("stock", stock_bootstrap(mesh.control_plane.xds_port))
    stock.wait_until_live()
    assert stock.rejections() == {}
    assert set(stock.endpoints(own_shop.cluster("http"))) == set(
        own_shop.client.endpoints(own_shop.cluster("http"))
    )


def test_each_envoy_gets_what_its_sidecar_lets_it_see(own_shop: Shop) -> None:
    shop, mesh = own_shop, own_shop.mesh
    port = free_port()
    assert mesh.pod_ports.http
    tea = service("tea", {"http": (port, mesh.pod_ports.http)}, selector={"app": "shop"})
    scope = sidecar("tea-only", {"app": "drinker"}, egress=["./tea.default.svc.cluster.local"])
    mesh.write("tea.yaml", tea, scope)
    drinker = mesh.add_envoy("drinker", labels={"app": "drinker"}).wait_until_live()

    def seen_by(envoy: Envoy) -> set[str]:
        return {name for name in envoy.resources("cds") if name.startswith("outbound|")}

    # The drinker may have started before the file was read.
    mine = {f"outbound|{port}||tea.default.svc.cluster.local"}
    wait_for("the drinker to see `tea` only", lambda: seen_by(drinker) == mine)
    theirs = mine | {shop.cluster(kind) for kind in shop.ports}
    wait_for("the client to see everything", lambda: seen_by(shop.client) == theirs)
    for envoy in mesh.envoys:
        assert envoy.rejections() == {}


def test_many_services_start_quickly(mesh: Mesh) -> None:
    port, address = free_port(), loopback_address()
    for number in range(200):
        name = f"service-{number}"
        one = service(name, {"http": port}, selector={"app": name})
        mesh.write(f"{name}.yaml", one, pod(f"{name}-pod", address, {"app": name}))
    assert mesh.control_plane
    started = time.monotonic()
    envoy = mesh.add_envoy("client").wait_until_live()
    took = time.monotonic() - started
    assert len([name for name in envoy.resources("cds") if name.startswith("outbound|")]) == 200
    assert envoy.rejections() == {}
    assert took < 8, f"200 services took {took:.1f} s"
    wait_for("a route", lambda: ask_http("127.0.0.1", port, "service-199").status == 503)
