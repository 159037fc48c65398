"""Real Envoys accept everything, and carry HTTP/1.1, gRPC and TCP to a pod and to a VM."""

import json
from urllib.parse import urlencode

import pytest
from harness.clients import who_answers
from shop import HOST, Shop


@pytest.mark.parametrize("protocol", ["http", "grpc", "tcp"])
def test_pod_and_vm_share_the_load(shop: Shop, protocol: str) -> None:
    answers = who_answers(getattr(shop, protocol), 30)
    assert set(answers) == shop.all
    assert min(answers.values()) >= 10, answers


def test_every_resource_is_accepted(shop: Shop) -> None:
    for envoy in shop.mesh.envoys:
        assert envoy.rejections() == {}, envoy.name


def test_envoy_has_the_versions_that_were_sent(shop: Shop) -> None:
    identifier = json.loads(shop.client.get("/server_info")[1])["node"]["id"]
    query = urlencode({"node": identifier, "interception": "none"})
    sent = shop.mesh.control_plane.api(f"/snapshot?{query}")["types"]
    for kind in ("cds", "lds"):
        # Delta has a version for each resource, the other variant one for all of a response.
        versions = {
            one["name"]: one["version"] if shop.mesh.variant == "delta" else sent[kind]["version"]
            for one in sent[kind]["resources"]
        }
        assert versions
        assert shop.client.versions(kind) == versions
    for kind in ("eds", "rds"):
        # Envoy counts the endpoints of static clusters among those that were sent.
        assert set(shop.client.versions(kind)) >= {one["name"] for one in sent[kind]["resources"]}


def test_a_request_keeps_its_path_and_host(shop: Shop) -> None:
    answer = shop.get("shop.default", "/a/path?with=query")
    assert '"/a/path?with=query"' in answer.body
    assert '"host": "shop.default"' in answer.body


@pytest.mark.parametrize("name", ["shop", "shop.default", "shop.default.svc", HOST])
@pytest.mark.parametrize("with_port", [False, True], ids=["", "with-port"])
def test_every_name_of_a_service_leads_to_it(shop: Shop, name: str, with_port: bool) -> None:
    suffix = {kind: f":{shop.ports[kind]}" if with_port else "" for kind in ("http", "grpc")}
    assert shop.http(name + suffix["http"]) in shop.all
    assert shop.grpc(name + suffix["grpc"]) in shop.all


def test_an_unknown_name_is_no_service(shop: Shop) -> None:
    assert shop.get("shop.nowhere").status == 502


def test_what_is_asked_goes_through_the_envoys_of_both_ends(shop: Shop) -> None:
    def counted() -> list[int]:
        statistics = (
            envoy.stats(r"^http\..*downstream_rq_2xx$")
            for envoy in (shop.client, shop.pod.envoy, shop.vm.envoy)
        )
        return [sum(v for k, v in found.items() if "admin" not in k) for found in statistics]

    before = counted()
    who_answers(shop.http, 10)
    client, pod, vm = (after - b for after, b in zip(counted(), before, strict=True))
    assert client == 10
    assert pod >= 1 and vm >= 1 and pod + vm == 10
