"""What a strict client hears over ADS: neither less than it needs, nor a word more."""

import grpc
import pytest
from envoy.service.discovery.v3.discovery_pb2 import DiscoveryRequest
from harness.conversation import CLIENT, Conversation, node
from harness.manifests import Manifest, pod, service
from harness.mesh import Mesh
from harness.waiting import wait_for

PORT = 8080
METHOD = "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources"


def cluster(name: str) -> str:
    return f"outbound|{PORT}||{name}.default.svc.cluster.local"


def write(mesh: Mesh, name: str, *addresses: str) -> None:
    """A service and its pods."""
    pods: list[Manifest] = [
        pod(f"{name}-{number}", address, {"app": name}) for number, address in enumerate(addresses)
    ]
    mesh.write(f"{name}.yaml", service(name, {"http": PORT}, selector={"app": name}), *pods)


def addresses(assignment: object) -> set[str]:
    """The addresses in a ClusterLoadAssignment."""
    return {
        endpoint.endpoint.address.socket_address.address
        for locality in assignment.endpoints  # type: ignore[attr-defined]
        for endpoint in locality.lb_endpoints
    }


@pytest.fixture
def started(mesh: Mesh) -> Mesh:
    """A mesh with the services `tea` and `coffee`."""
    write(mesh, "tea", "10.0.0.1")
    write(mesh, "coffee", "10.0.0.2")
    assert mesh.control_plane
    return mesh


def test_the_first_requests_are_answered_even_with_nothing(mesh: Mesh) -> None:
    with Conversation(mesh.control_plane.xds) as talk:
        talk.ask("cds")
        talk.ask("lds")
        talk.nothing_more()


def test_a_start_is_answered_once(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        clusters = talk.ask("cds").resources
        assert {cluster("tea"), cluster("coffee")} <= set(clusters)
        names = [cluster("tea"), cluster("coffee")]
        assignments = talk.ask("eds", names).resources
        assert addresses(assignments[cluster("tea")]) == {"10.0.0.1"}
        assert addresses(assignments[cluster("coffee")]) == {"10.0.0.2"}
        assert talk.ask("lds").resources
        routes = talk.ask("rds", [str(PORT)]).resources
        assert set(routes) == {str(PORT)}
        talk.nothing_more()


def test_endpoints_are_answered_before_the_clusters_are_acknowledged(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.request("cds")
        clusters = talk.response("cds")
        talk.request("eds", [cluster("tea")])
        talk.accept(talk.response("eds"), [cluster("tea")])
        talk.accept(clusters)
        talk.nothing_more()


def test_a_changed_endpoint_is_sent_alone(started: Mesh) -> None:
    names = [cluster("tea"), cluster("coffee")]
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        talk.ask("eds", names)
        talk.ask("lds")
        talk.ask("rds", [str(PORT)])
        write(started, "tea", "10.0.0.1", "10.0.0.3")
        update = talk.response("eds")
        assert set(update.resources) == {cluster("tea")}
        assert addresses(update.resources[cluster("tea")]) == {"10.0.0.1", "10.0.0.3"}
        talk.accept(update, names)
        talk.nothing_more()


def test_a_new_service_comes_in_the_order_of_use(started: Mesh) -> None:
    names = [cluster("tea"), cluster("coffee")]
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        endpoints = talk.ask("eds", names)
        talk.ask("lds")
        talk.ask("rds", [str(PORT)])
        write(started, "juice", "10.0.0.4")
        clusters = talk.response("cds")
        assert {*names, cluster("juice")} <= set(clusters.resources)
        # Envoy asks for the endpoints with its last version and nonce, and one more name.
        names.append(cluster("juice"))
        talk.accept(endpoints, names)
        later = talk.response("eds")
        assert cluster("juice") in later.resources
        talk.accept(later, names)
        # The routes wait until the cluster is warm, which is when Envoy accepts it.
        talk.nothing_more()
        talk.accept(clusters)
        routes = talk.response("rds")
        assert "juice" in str(routes.resources[str(PORT)])
        talk.accept(routes, [str(PORT)])
        talk.nothing_more()


def test_a_repeated_request_for_a_changed_cluster_is_answered(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        endpoints = talk.ask("eds", [cluster("tea")])
        talk.nothing_more()
        # Another protocol changes the cluster, not its endpoints.
        changed = service("tea", {"grpc": PORT}, selector={"app": "tea"})
        started.write("tea.yaml", changed, pod("tea-0", "10.0.0.1", {"app": "tea"}))
        clusters = talk.response("cds")
        # This is how Envoy asks for the endpoints of a changed cluster; it waits for the answer.
        talk.accept(endpoints, [cluster("tea")])
        again = talk.response("eds")
        assert again.resources[cluster("tea")] == endpoints.resources[cluster("tea")]
        talk.accept(clusters)
        talk.accept(again, [cluster("tea")])
        talk.nothing_more()


def test_a_stale_nonce_is_ignored(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        first = talk.ask("eds", [cluster("tea")])
        write(started, "tea", "10.0.0.3")
        second = talk.response("eds")
        talk.request("eds", [cluster("tea")], version=first.version, nonce=first.nonce)
        talk.nothing_more()
        talk.accept(second, [cluster("tea")])
        talk.nothing_more()


def test_what_was_refused_is_not_sent_again(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.request("cds")
        refused = talk.response("cds")
        talk.request("cds", nonce=refused.nonce, refusal="Error adding/updating cluster(s) tea")
        talk.nothing_more()
        write(started, "juice", "10.0.0.4")
        assert cluster("juice") in talk.response("cds").resources


def test_more_names_with_an_empty_nonce_are_more_names(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        both = [cluster("tea"), cluster("coffee")]
        talk.request("eds", both[:1])
        first = talk.response("eds")
        talk.request("eds", both)  # as if the first answer had not been seen yet
        talk.accept(first, both)
        second = talk.response("eds")
        assert cluster("coffee") in second.resources
        talk.accept(second, both)
        talk.nothing_more()


def test_no_names_after_some_are_no_subscription(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        endpoints = talk.ask("eds", [cluster("tea")])
        talk.accept(endpoints, [])
        talk.nothing_more()
        write(started, "tea", "10.0.0.3")
        write(started, "juice", "10.0.0.4")
        talk.response("cds")  # for `juice`: by now `tea` has changed as well
        talk.nothing_more()


def test_a_name_asked_for_again_is_sent_again(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        both = [cluster("tea"), cluster("coffee")]
        endpoints = talk.ask("eds", both)
        talk.accept(endpoints, both[:1])
        talk.accept(endpoints, both)
        assert cluster("coffee") in talk.response("eds").resources


def test_a_name_that_is_unknown_is_sent_when_it_exists(started: Mesh) -> None:
    names = [cluster("tea"), cluster("juice")]
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        endpoints = talk.ask("eds", names)
        assert addresses(endpoints.resources[cluster("tea")]) == {"10.0.0.1"}
        talk.nothing_more()
        write(started, "juice", "10.0.0.4")
        assert cluster("juice") in talk.response("cds").resources
        update = talk.response("eds")
        assert addresses(update.resources[cluster("juice")]) == {"10.0.0.4"}


def test_two_streams_hear_the_same_versions(started: Mesh) -> None:
    xds = started.control_plane.xds
    with Conversation(xds) as one, Conversation(xds) as other:
        for kind in ("cds", "lds"):
            assert one.ask(kind).version == other.ask(kind).version


def test_a_node_without_an_id_is_refused(mesh: Mesh) -> None:
    with Conversation(mesh.control_plane.xds) as talk:
        talk.request("cds", sender=node(""))
        status, message = talk.ending()
        assert status == grpc.StatusCode.INVALID_ARGUMENT
        assert "sidecar~" in message, "the message must say what a node id looks like"


def test_a_second_node_id_is_refused(mesh: Mesh) -> None:
    with Conversation(mesh.control_plane.xds) as talk:
        talk.ask("cds")
        talk.request("lds", sender=node(CLIENT))
        talk.accept(talk.response("lds"))
        talk.request("eds", ["any"], sender=node("sidecar~10.0.0.9~other.default~x"))
        assert talk.ending()[0] == grpc.StatusCode.INVALID_ARGUMENT


def test_a_malformed_message_is_refused(mesh: Mesh) -> None:
    with grpc.insecure_channel(mesh.control_plane.xds) as channel:
        call = channel.stream_stream(METHOD)(iter([b"\x0a\xff\xff"]), timeout=10)
        with pytest.raises(grpc.RpcError):
            next(call)
        assert call.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert call.details(), "the status must say what was wrong"
    assert mesh.control_plane.get("/healthz")[0] == 200


def test_an_unknown_method_is_unimplemented(mesh: Mesh) -> None:
    with grpc.insecure_channel(mesh.control_plane.xds) as channel:
        for path in ("/no.such.Service/Method", METHOD + "s"):
            call = channel.stream_stream(path)(iter([b""]), timeout=10)
            with pytest.raises(grpc.RpcError):
                next(call)
            assert call.code() == grpc.StatusCode.UNIMPLEMENTED


def test_a_compressed_message_is_refused(mesh: Mesh) -> None:
    request = DiscoveryRequest(type_url="x" * 10_000)
    with grpc.insecure_channel(mesh.control_plane.xds) as channel:
        method = channel.stream_stream(METHOD)
        messages = iter([request.SerializeToString()])
        call = method(messages, timeout=10, compression=grpc.Compression.Gzip)
        with pytest.raises(grpc.RpcError):
            next(call)
        assert call.code() == grpc.StatusCode.UNIMPLEMENTED
    assert mesh.control_plane.get("/healthz")[0] == 200


def test_a_big_first_request_is_read(started: Mesh) -> None:
    sender = node(CLIENT, PADDING="x" * 5_000_000)
    with Conversation(started.control_plane.xds) as talk:
        talk.request("cds", sender=sender)
        assert cluster("tea") in talk.response("cds").resources


def test_many_streams_at_once(started: Mesh) -> None:
    talks = [Conversation(started.control_plane.xds) for _ in range(50)]
    for talk in talks:
        talk.request("cds")
    for talk in talks:
        talk.accept(talk.response("cds"))
    write(started, "juice", "10.0.0.4")
    for talk in talks:
        with talk:
            assert cluster("juice") in talk.response("cds").resources


def test_streams_end_when_the_server_does(started: Mesh) -> None:
    with Conversation(started.control_plane.xds) as talk:
        talk.ask("cds")
        assert started.control_plane.stop() == 0
        status, _ = talk.ending()
        assert status in (grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE)
    wait_for("the end", lambda: started.control_plane.process.exit_code == 0)
