"""TLS between the control plane and its clients, by a CA that the test makes."""

import socket
import ssl
from pathlib import Path

import grpc
import pytest
from harness.authority import Authority, Certificate
from harness.conversation import Conversation
from harness.envoy import Envoy
from harness.mesh import Mesh
from harness.waiting import wait_for
from shop import Shop, in_both_variants


@pytest.fixture
def authority(mesh: Mesh) -> Authority:
    """The CA of `mesh`, all of which speaks TLS."""
    mesh.authority = Authority(mesh.folder / "ca")
    return mesh.authority


def log(mesh: Mesh) -> str:
    return mesh.control_plane.process.log.read_text()


def connections(envoy: Envoy) -> int:
    """How many connections to the control plane it has made."""
    return envoy.stats("^cluster.xds-grpc.upstream_cx_total$")["cluster.xds-grpc.upstream_cx_total"]


def served_serial(mesh: Mesh, authority: Authority, own: Certificate) -> str:
    """The serial number of the certificate that new connections are shown."""
    context = ssl.create_default_context(cafile=authority.certificate)
    context.load_cert_chain(own.certificate, own.key)
    context.set_alpn_protocols(["h2"])
    host, port = mesh.control_plane.xds_tls.split(":")
    with (
        socket.create_connection((host, int(port)), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=host) as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"
        shown = connection.getpeercert()
        assert shown
        return str(shown["serialNumber"])


def credentials(authority: Authority, own: Certificate) -> grpc.ChannelCredentials:
    """What a gRPC client shows and trusts."""
    return grpc.ssl_channel_credentials(
        authority.certificate.read_bytes(), own.key.read_bytes(), own.certificate.read_bytes()
    )


@in_both_variants
def test_envoys_are_configured_over_mutual_tls(mesh: Mesh, authority: Authority) -> None:
    shop = Shop(mesh).start()
    for envoy in mesh.envoys:
        handshakes = envoy.stats("^cluster.xds-grpc.ssl.handshake$")
        assert handshakes == {"cluster.xds-grpc.ssl.handshake": 1}, envoy.name
        assert envoy.rejections() == {}
    mesh.remove("vm.yaml")
    shop.wait_for_answers("http", {"pod-1"})


@in_both_variants
def test_an_envoy_with_the_certificate_of_another_workload_is_refused(
    mesh: Mesh, authority: Authority
) -> None:
    other = authority.workload("other", "pay", "api")
    envoy = mesh.add_envoy("thief", certificate=other)
    said = (
        "certificate names spiffe://test.mesh/ns/pay/sa/api, "
        'and node "sidecar~127.',
        "claims namespace default, service account default",
    )
    wait_for("the log to say so", lambda: all(part in log(mesh) for part in said))
    refused = "control_plane.connected_state"
    wait_for("the Envoy to be alone", lambda: envoy.stats(f"^{refused}$")[refused] == 0)
    assert envoy.get("/ready")[0] == 503
    assert envoy.resources("cds") == {}
    # With the right one it would have been served.
    mesh.add_envoy("honest").wait_until_live()


def test_an_envoy_without_the_right_ca_is_refused(
    mesh: Mesh, authority: Authority, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path / "other").workload("stranger", "default")
    envoy = mesh.add_envoy("stranger", certificate=stranger)
    wait_for(
        "the log to say so",
        lambda: "TLS failed: the certificate of the other side is not accepted" in log(mesh),
    )
    assert envoy.get("/ready")[0] == 503


def test_certificates_are_renewed_under_running_envoys(mesh: Mesh, authority: Authority) -> None:
    shop = Shop(mesh).start()
    own = authority.workload("probe", "default")
    before = served_serial(mesh, authority, own)
    assert served_serial(mesh, authority, own) == before
    made = {envoy.name: connections(envoy) for envoy in mesh.envoys}

    authority.server()
    wait_for("the new certificate", lambda: served_serial(mesh, authority, own) != before)
    assert "New connections over TLS are accepted with what" in log(mesh)
    mesh.remove("vm.yaml")
    shop.wait_for_answers("http", {"pod-1"})
    assert {envoy.name: connections(envoy) for envoy in mesh.envoys} == made
    # An Envoy that comes back takes the new one.
    late = mesh.add_envoy("late").wait_until_live()
    assert connections(late) == 1


def test_a_grpc_client_speaks_tls(mesh: Mesh, authority: Authority) -> None:
    xds, shown = mesh.control_plane.xds_tls, authority.workload("client", "default")
    with grpc.secure_channel(xds, credentials(authority, shown)) as channel:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        assert check(b"", timeout=10, wait_for_ready=True) == b"\x08\x01"
    with Conversation(xds, credentials(authority, shown)) as talk:
        assert talk.ask("cds").kind == "cds"


def test_a_grpc_client_is_told_why_it_is_refused(mesh: Mesh, authority: Authority) -> None:
    shown = authority.workload("client", "default", "web")
    with Conversation(mesh.control_plane.xds_tls, credentials(authority, shown)) as talk:
        talk.request("cds")
        status, message = talk.ending()
        assert status == grpc.StatusCode.PERMISSION_DENIED
        assert "names spiffe://test.mesh/ns/default/sa/web" in message
        assert "claims namespace default, service account default" in message
