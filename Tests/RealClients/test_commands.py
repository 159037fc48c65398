"""The commands that ask a running server: what they say of real Envoys is true."""

import json
import signal
import subprocess
from typing import Any

import pytest
from harness.control_plane import ControlPlane, causeway
from harness.conversation import Conversation
from harness.envoy import Envoy
from harness.manifests import pod, service
from harness.mesh import Mesh
from harness.waiting import wait_for
from shop import HOST, Shop, in_both_variants

PORT = 8080
TEA = f"outbound|{PORT}||tea.default.svc.cluster.local"


def run(control_plane: ControlPlane, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command that talks to that server; it may fail."""
    return causeway(*arguments, "--admin", f"http://127.0.0.1:{control_plane.admin_port}")


def document(control_plane: ControlPlane, *arguments: str) -> Any:
    """What a command prints with `-o json`."""
    return json.loads(control_plane.command(*arguments, "-o", "json"))


def revision(control_plane: ControlPlane) -> int:
    return control_plane.api("/pushes?limit=1")["revision"]


def next_revision(control_plane: ControlPlane, before: int) -> str:
    """The revision of a change, once it is made."""
    wait_for("a new revision", lambda: revision(control_plane) > before)
    return str(revision(control_plane))


def rows(text: str) -> dict[str, list[str]]:
    """The rows of a table by their first cell."""
    lines = text.split("\n\n")[0].splitlines()
    return {cells[0]: cells[1:] for line in lines[1:] if (cells := line.split("   "))}


def write_tea(mesh: Mesh, *addresses: str) -> None:
    pods = [pod(f"tea-{n}", address, {"app": "tea"}) for n, address in enumerate(addresses)]
    mesh.write("tea.yaml", service("tea", {"http": PORT}, selector={"app": "tea"}), *pods)


@pytest.fixture
def tea(mesh: Mesh) -> Mesh:
    """A mesh with the service `tea`, and no Envoys."""
    write_tea(mesh, "10.0.0.1")
    assert mesh.control_plane
    return mesh


def test_proxies_lists_every_envoy_and_how_far_it_is(shop: Shop) -> None:
    control_plane = shop.mesh.control_plane
    control_plane.command("wait")
    table = control_plane.command("proxies")
    found = rows(table)
    assert set(found) == {"pod-1.default", "vm-1.default", "client.default"}
    client = next(line for line in table.splitlines() if line.startswith("client.default"))
    assert f"ads {shop.mesh.variant}" in client
    assert client.count("SYNCED") == 4, table
    assert "PENDING" not in table and "REJECTED" not in table, table
    whole = document(control_plane, "proxies")
    assert len(whole["proxies"]) == 3
    assert "sidecar~" in control_plane.command("proxies", "-o", "wide")


def test_config_shows_what_the_envoy_has(shop: Shop) -> None:
    control_plane = shop.mesh.control_plane
    control_plane.command("wait")
    lines = [line.split() for line in control_plane.command("config", "client").splitlines()[1:]]
    for kind in ("cds", "eds", "lds", "rds"):
        shown = {name: version for type_, name, version, *_ in lines if type_ == kind}
        has = set(shop.client.resources(kind))
        if kind == "eds":  # Envoy dumps the hosts of clusters that need no EDS, too.
            has = {name for name in has if name.startswith("outbound|")}
        assert set(shown) == has, kind
    dump = document(control_plane, "config", "client.default", "--type", "cds")
    (clusters,) = dump["configs"]
    names = {entry["cluster"]["name"] for entry in clusters["dynamicActiveClusters"]}
    assert names == set(shop.client.resources("cds"))
    one = control_plane.command("config", "client", "--name", shop.cluster("grpc"), "-o", "yaml")
    assert f'clusterName: "{shop.cluster("grpc")}"' in one
    assert shop.cluster("http") not in one


def test_config_says_which_names_there_are(shop: Shop) -> None:
    result = run(shop.mesh.control_plane, "config", "nobody")
    assert result.returncode == 1
    assert "connected: client.default, pod-1.default and vm-1.default." in result.stderr


def test_endpoints_shows_pods_and_vms(shop: Shop) -> None:
    table = shop.mesh.control_plane.command("endpoints", "shop")
    ports = shop.mesh.pod_ports, shop.mesh.vm_ports
    found = [line.split()[1:5] for line in table.splitlines()]
    http, grpc = f"{shop.ports['http']}/http", f"{shop.ports['grpc']}/grpc"
    assert [http, f"{shop.pod.address}:{ports[0].http}", "pod", "healthy"] in found, table
    assert [grpc, f"{shop.vm.address}:{ports[1].grpc}", "vm", "healthy"] in found, table
    assert "ServiceEntry default/shop-vm" in table and "Pod default/pod-1" in table
    assert document(shop.mesh.control_plane, "endpoints", HOST)["host"] == HOST


@in_both_variants
def test_after_wait_every_envoy_has_it(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    for present in (False, True, False):
        before = revision(control_plane)
        if present:
            shop.mesh.write("vm.yaml", shop.vm_manifest())
        else:
            shop.mesh.remove("vm.yaml")
        number = next_revision(control_plane, before)
        said = control_plane.command("wait", "--revision", number)
        assert said.startswith(f"revision {number} acknowledged by every connected proxy"), said
        # Not "soon": now.
        assert len(shop.client.endpoints(shop.cluster("http"))) == 1 + present


def test_wait_names_who_withholds_its_answer(tea: Mesh) -> None:
    control_plane = tea.control_plane
    with Conversation(control_plane.xds) as talk:
        talk.ask("cds")
        talk.ask("eds", [TEA])
        talk.ask("lds")
        talk.ask("rds", [str(PORT)])
        control_plane.command("wait")
        before = revision(control_plane)
        write_tea(tea, "10.0.0.1", "10.0.0.2")
        withheld = talk.response("eds")
        number = next_revision(control_plane, before)
        late = run(control_plane, "wait", "--revision", number, "--timeout", "300ms")
        assert late.returncode == 1
        assert late.stdout == ""
        first, second = late.stderr.splitlines()
        assert first == (
            f"causeway: Revision {number} is not acknowledged after 300ms by 1 of 1 proxies."
        )
        assert second.startswith("  client.default (127.0.0.1:"), second
        assert "pending eds" in second
        assert "PENDING" in rows(control_plane.command("proxies"))["client.default"][4]
        talk.accept(withheld, [TEA])
        assert control_plane.command("wait", "--revision", number).endswith("concerns: 1\n")


def test_what_is_refused_is_shown_with_the_object_to_blame(tea: Mesh) -> None:
    control_plane = tea.control_plane
    text = "Proto constraint validation failed\n\x1b[2J"
    with Conversation(control_plane.xds) as talk:
        talk.ask("cds")
        talk.ask("eds", [TEA])
        control_plane.command("wait")
        before = revision(control_plane)
        write_tea(tea, "10.0.0.1", "10.0.0.2")
        response = talk.response("eds")
        talk.request(
            "eds", [TEA], version=response.version, nonce=response.nonce, refusal=f"{TEA}: {text}"
        )
        number = next_revision(control_plane, before)
        wait_for("REJECTED", lambda: "REJECTED" in control_plane.command("proxies"))
        table = control_plane.command("proxies")
        assert "client.default has rejected eds" in table
        assert "Proto constraint validation failed" in table
        assert "\x1b" not in table
        assert "made from: Service default/tea" in table, table
        late = run(control_plane, "wait", "--revision", number, "--timeout", "300ms")
        assert late.returncode == 1
        assert "rejected eds" in late.stderr and "Proto constraint" in late.stderr


def test_wait_waits_for_an_envoy_that_is_stopped(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    control_plane.command("wait")
    shop.client.process.signal(signal.SIGSTOP)
    try:
        before = revision(control_plane)
        shop.mesh.remove("vm.yaml")
        number = next_revision(control_plane, before)
        late = run(control_plane, "wait", "--revision", number, "--timeout", "500ms")
        assert late.returncode == 1
        assert "  client.default (127.0.0.1:" in late.stderr, late.stderr
    finally:
        shop.client.process.signal(signal.SIGCONT)
    control_plane.command("wait", "--revision", number)
    assert len(shop.client.endpoints(shop.cluster("http"))) == 1


def test_wait_says_that_the_server_is_away(tea: Mesh) -> None:
    control_plane = tea.control_plane
    control_plane.kill()
    result = run(control_plane, "wait", "--timeout", "300ms")
    assert result.returncode == 1
    assert "No server answers at" in result.stderr
    control_plane.start_again()
    assert control_plane.command("wait") == "revision 1 concerns no connected proxy\n"


@in_both_variants
def test_metrics_count_what_real_envoys_do(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    before = revision(control_plane)
    shop.mesh.remove("vm.yaml")
    control_plane.command("wait", "--revision", next_revision(control_plane, before))
    status, body = control_plane.get("/metrics")
    assert status == 200
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=body, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    values = {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in body.splitlines() if line[0] != "#")
    }
    assert values['causeway_proxies{kind="sidecar",state="synced"}'] == 3
    for kind in ("cds", "eds", "lds", "rds"):
        assert values[f'causeway_pushes_total{{type="{kind}"}}'] >= 1
        assert values[f'causeway_acks_total{{type="{kind}"}}'] >= 1
        assert values[f'causeway_nacks_total{{type="{kind}"}}'] == 0
        assert values[f'causeway_redundant_pushes_total{{type="{kind}"}}'] == 0
    assert values["causeway_push_duration_seconds_count"] >= 1
    assert values["causeway_convergence_duration_seconds_count"] >= 1
    assert values["process_cpu_seconds_total"] > 0


def test_the_stopped_and_the_gone_are_not_the_same(own_shop: Shop) -> None:
    """An Envoy that is away is nobody's laggard."""
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    control_plane.command("wait")
    assert shop.vm.envoy.stop() == 0
    gone: Envoy = shop.vm.envoy
    wait_for(
        f"{gone.name} to go", lambda: "vm-1.default" not in control_plane.command("proxies")
    )
    before = revision(control_plane)
    shop.mesh.remove("vm.yaml")
    control_plane.command("wait", "--revision", next_revision(control_plane, before))
