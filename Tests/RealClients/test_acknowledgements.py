"""What the server says of its clients is true: who has acknowledged what, and what each was sent."""

import json
import re
import signal
from typing import Any
from urllib.parse import quote

import pytest
from harness.control_plane import ControlPlane
from harness.conversation import CLIENT, Conversation
from harness.envoy import Envoy
from harness.load import Load
from harness.manifests import service
from harness.waiting import wait_for
from shop import HOST, Shop, in_both_variants

URLS = {
    "cds": "envoy.config.cluster.v3.Cluster",
    "eds": "envoy.config.endpoint.v3.ClusterLoadAssignment",
    "lds": "envoy.config.listener.v3.Listener",
    "rds": "envoy.config.route.v3.RouteConfiguration",
}


def identifier(envoy: Envoy) -> str:
    return json.loads(envoy.get("/server_info")[1])["node"]["id"]


def completed(control_plane: ControlPlane, after: int) -> dict[str, Any]:
    """The first revision after that one, when everybody has acknowledged it."""

    def is_complete() -> dict[str, Any] | None:
        newest = control_plane.api("/pushes?limit=1")["revision"]
        if newest <= after:
            return None
        push = control_plane.api(f"/pushes/{newest}")
        return push if push["complete"] else None

    return wait_for(f"revision {after + 1} to be acknowledged", is_complete)


def revision(control_plane: ControlPlane) -> int:
    return control_plane.api("/pushes?limit=1")["revision"]


def sent(control_plane: ControlPlane, node: str, kind: str) -> dict[str, dict[str, Any]]:
    """The resources of one type that a node has been sent, by name."""
    dump = control_plane.api(f"/proxies/{quote(node, safe='')}/config?type={kind}")
    if not dump["configs"]:
        return {}  # it has not asked for the type
    (part,) = dump["configs"]
    (entries,) = (value for value in part.values() if isinstance(value, list))
    resources = [entry.get("activeState", entry) for entry in entries]
    found: dict[str, dict[str, Any]] = {}
    for entry in resources:
        (resource,) = (value for value in entry.values() if isinstance(value, dict))
        assert resource["@type"] == f"type.googleapis.com/{URLS[kind]}"
        found[resource["clusterName" if kind == "eds" else "name"]] = resource
    return found


def camel(value: Any) -> Any:
    """The same JSON with names as proto3 JSON writes them, where Envoy writes those of the proto."""
    if isinstance(value, list):
        return [camel(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)
        if re.fullmatch(r"[a-z0-9_]+", name)
        else name: camel(one)
        for name, one in value.items()
    }


@pytest.mark.parametrize("kind", ["cds", "lds", "rds"])
def test_config_is_what_envoy_has(shop: Shop, kind: str) -> None:
    for envoy in shop.mesh.envoys:
        has = {name: camel(resource) for name, resource in envoy.resources(kind).items()}
        assert has or kind == "rds"
        assert sent(shop.mesh.control_plane, identifier(envoy), kind) == has


def test_config_has_the_endpoints_that_envoy_has(shop: Shop) -> None:
    def hosts(assignment: dict[str, Any]) -> set[tuple[str, int, str, int]]:
        found = set()
        for group in assignment.get("endpoints", []):
            for one in group["lbEndpoints"]:
                address = one["endpoint"]["address"]["socketAddress"]
                health = one.get("healthStatus", "UNKNOWN")
                weight = one.get("loadBalancingWeight", 1)
                found.add((address["address"], address["portValue"], health, weight))
        return found

    envoy = shop.client
    node = identifier(envoy)
    assignments = sent(shop.mesh.control_plane, node, "eds")
    has = {name: camel(resource) for name, resource in envoy.resources("eds").items()}
    assert assignments
    for name, assignment in assignments.items():
        assert hosts(assignment) == hosts(has[name]), name
    assert len(hosts(assignments[shop.cluster("http")])) == 2


def test_every_envoy_is_listed(shop: Shop) -> None:
    control_plane = shop.mesh.control_plane

    def are_synced() -> bool:
        return all(one["state"] == "synced" for one in control_plane.api("/proxies")["proxies"])

    # One that needs no routes is believed when it has asked for none in 2 s.
    wait_for("all to be synced", are_synced)
    listed = control_plane.api("/proxies")
    proxies = {proxy["id"]: proxy for proxy in listed["proxies"]}
    assert set(proxies) == {identifier(envoy) for envoy in shop.mesh.envoys}
    for proxy in proxies.values():
        assert proxy["revision"] == proxy["acknowledgedRevision"] == listed["revision"]
        assert proxy["variant"] == shop.mesh.variant
        assert proxy["userAgent"].startswith("envoy 1.")
        assert {"cds", "lds"} <= set(proxy["types"])
        for kind in proxy["types"].values():
            assert kind["sentVersion"] == kind["acknowledgedVersion"]
            assert kind["sentMs"] <= kind["acknowledgedMs"]


@in_both_variants
def test_an_envoy_that_does_not_answer_is_pending(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    completed(control_plane, 0)
    node = identifier(shop.client)
    before = revision(control_plane)
    shop.client.process.signal(signal.SIGSTOP)
    try:
        shop.mesh.remove("vm.yaml")
        wait_for("the change", lambda: revision(control_plane) > before)

        def lags() -> bool:
            push = control_plane.api(f"/pushes/{revision(control_plane)}")
            assert not push["complete"]
            return [one["id"] for one in push["lagging"]] == [node]

        wait_for("only the client to lag", lags)
        (lagging,) = control_plane.api(f"/pushes/{revision(control_plane)}")["lagging"]
        assert lagging["state"] == "pending"
        assert "has not answered" in lagging["reason"]
    finally:
        shop.client.process.signal(signal.SIGCONT)
    push = completed(control_plane, before)
    assert push["lastAckAfterMs"] > 0
    assert {shop.http() for _ in range(10)} == {"pod-1"}


@in_both_variants
def test_what_is_acknowledged_is_in_use(own_shop: Shop) -> None:
    """After every change, under load: the first request that follows is answered anew."""
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    completed(control_plane, 0)
    port = shop.ports["http"]
    alias = service("alias", {"http": (port, shop.mesh.pod_ports.http)}, selector={"app": "shop"})
    with Load(shop.http) as load:
        for turn in range(10):
            before = revision(control_plane)
            if turn % 2 == 0:
                shop.mesh.write("alias.yaml", alias)
            else:
                shop.mesh.remove("alias.yaml")
            completed(control_plane, before)
            assert shop.get("alias").status == (200 if turn % 2 == 0 else 502), turn

            before = revision(control_plane)
            if turn % 2 == 0:
                shop.mesh.remove("vm.yaml")
            else:
                shop.mesh.write("vm.yaml", shop.vm_manifest())
            completed(control_plane, before)
            if turn % 2 == 0:
                assert shop.http() == "pod-1", turn
    assert load.failures == []


def test_a_client_that_withholds_its_answer_is_named(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    completed(control_plane, 0)
    names = [f"outbound|{shop.ports['http']}||{HOST}"]
    with Conversation(control_plane.xds) as client:
        client.ask("eds", names)
        # One type is all that it asks for: the server waits a little for others.
        push = wait_for(
            "it to have caught up",
            lambda: control_plane.api(f"/pushes/{revision(control_plane)}")["complete"],
        )
        before = revision(control_plane)
        shop.mesh.remove("vm.yaml")
        response = client.response("eds")

        def lagging() -> list[str]:
            push = control_plane.api(f"/pushes/{revision(control_plane)}")
            assert push["revision"] > before
            return [one["id"] for one in push["lagging"]]

        wait_for("it to lag alone", lambda: lagging() == [CLIENT])
        client.request("eds", names, version="", nonce=response.nonce, refusal="no, thank you")
        wait_for(
            "it to be rejected",
            lambda: control_plane.api(f"/pushes/{revision(control_plane)}")["rejected"] == 1,
        )
        push = control_plane.api(f"/pushes/{revision(control_plane)}")
        assert push["lagging"][0]["state"] == "rejected"
        assert "no, thank you" in push["lagging"][0]["reason"]
        shop.mesh.write("vm.yaml", shop.vm_manifest())
        client.accept(client.response("eds"), names)
        assert completed(control_plane, before + 1)["acknowledged"] >= 1
