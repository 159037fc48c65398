"""VMs that are registered: their Envoys get requests, and nothing is lost when the server dies."""

import http.client
import random
import threading
import time
from pathlib import Path

from harness.control_plane import ControlPlane
from harness.conversation import Conversation
from harness.envoy import Envoy
from harness.load import Load
from harness.manifests import documents, service
from harness.mesh import VM_LABELS, Host
from harness.waiting import wait_for
from shop import HOST, Shop, in_both_variants


def register(shop: Shop, host: Host) -> str:
    """Registers a VM for `shop`, with all of its ports; returns what the command says."""
    ports = shop.mesh.vm_ports
    labels = ",".join(f"{key}={value}" for key, value in VM_LABELS.items())
    return shop.mesh.control_plane.command(
        *("register", "shop", host.address),
        *(f"http:{ports.http}", f"grpc:{ports.grpc}", f"tcp:{ports.tcp}"),
        *("--labels", labels),
    )


def endpoint_count(shop: Shop) -> int:
    return len(shop.client.endpoints(shop.cluster("http")))


def connections(envoy: Envoy) -> int:
    return envoy.stats(r"^control_plane.connected_state$")["control_plane.connected_state"]


def health(shop: Shop, host: Host) -> str:
    """What the client has been told of a host's health."""
    address = f"{host.address}:{shop.mesh.vm_ports.http}"
    return shop.client.endpoints(shop.cluster("http")).get(address, "gone")


def files(control_plane: ControlPlane) -> list[Path]:
    """Everything in the state directory."""
    return [path for path in control_plane.state.rglob("*") if path.is_file()]


@in_both_variants
def test_it_gets_requests_survives_a_kill_and_leaves_without_a_loss(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    vm = shop.mesh.add_host("vm-2", "vm")
    vm.envoy.wait_until_live()
    everyone = {*shop.all, vm.name}
    loads = [Load(shop.http), Load(shop.tcp), Load(shop.grpc, 0.05)]
    with loads[0], loads[1], loads[2]:
        said = register(shop, vm)
        assert said.startswith(f"registered {vm.address} for {HOST} (revision ")
        for protocol in shop.ports:
            shop.wait_for_answers(protocol, everyone)

        control_plane.kill()
        control_plane.start_again()
        (workload,) = control_plane.api("/workloads")["workloads"]
        assert workload["address"] == vm.address
        wait_for("the client to return", lambda: connections(shop.client) == 1)
        for load in loads:
            load.more(20)
        assert endpoint_count(shop) == 3

        said = control_plane.command("deregister", "shop", vm.address)
        assert said.startswith(f"deregistered {vm.address} from {HOST} (revision ")
        wait_for("it to drain", lambda: health(shop, vm) == "DRAINING")
        wait_for("it to go", lambda: health(shop, vm) == "gone")
        wait_for("its file to go", lambda: files(control_plane) == [])
        vm.app.stop()
        for load in loads:
            load.more(20)
    for load in loads:
        assert load.failures == []
        assert set(load.answers) == everyone
    assert {shop.http() for _ in range(6)} == shop.all
    assert shop.client.rejections() == {}


@in_both_variants
def test_a_registration_changes_endpoints_only(own_shop: Shop) -> None:
    shop = own_shop
    vm = shop.mesh.add_host("vm-2", "vm")
    vm.envoy.wait_until_live()
    pattern = r"(cds|lds|rds\..*)\.update_success$"
    before = shop.client.stats(pattern)
    register(shop, vm)
    wait_for("the VM to come", lambda: endpoint_count(shop) == 3)
    assert shop.client.stats(pattern) == before


def test_a_deregistration_is_finished_after_a_kill(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    vm = shop.mesh.add_host("vm-2", "vm")
    register(shop, vm)
    wait_for("the VM to come", lambda: endpoint_count(shop) == 3)
    control_plane.command("deregister", "shop", vm.address)
    control_plane.kill()
    (file,) = files(control_plane)
    assert "deletionTimestamp" in file.read_text()
    control_plane.start_again()
    wait_for("its file to go", lambda: files(control_plane) == [])
    wait_for("the VM to go", lambda: endpoint_count(shop) == 2)
    assert control_plane.api("/workloads") == {"workloads": []}


def test_it_drains_for_as_long_as_a_client_has_not_accepted_it(own_shop: Shop) -> None:
    shop, control_plane = own_shop, own_shop.mesh.control_plane
    vm = shop.mesh.add_host("vm-2", "vm")
    cluster = shop.cluster("http")
    with Conversation(control_plane.xds) as talk:
        talk.ask("cds")
        talk.ask("eds", [cluster])
        register(shop, vm)
        talk.accept(talk.response("eds"), [cluster])
        begin = time.monotonic()
        control_plane.command("deregister", "shop", vm.address)
        draining = talk.response("eds")
        # It would have gone after a second.
        while time.monotonic() < begin + 2:
            assert len(files(control_plane)) == 1
        talk.accept(draining, [cluster])
        wait_for("its file to go", lambda: files(control_plane) == [])


def test_what_was_answered_is_there_after_every_kill(tmp_path: Path) -> None:
    manifests = tmp_path / "manifests"
    manifests.mkdir()
    (manifests / "shop.yaml").write_text(documents(service("shop", {"http": 80})))
    control_plane = ControlPlane([manifests], tmp_path)
    moments = random.Random(4)
    answered: set[str] = set()
    number = 0
    try:
        for _ in range(8):
            control_plane.wait_until_ready()
            goal = len(answered) + moments.randint(1, 20)

            def write() -> None:
                nonlocal number
                while True:
                    number += 1
                    address = f"10.9.{number // 250}.{1 + number % 250}"
                    body = {"service": "shop", "address": address, "ports": {"http": 8080}}
                    try:
                        status, answer = control_plane.post("/workloads", body)
                    except (OSError, http.client.HTTPException, ValueError):
                        return  # killed, maybe in the middle of its answer
                    assert status == 201, answer
                    answered.add(address)

            writer = threading.Thread(target=write)
            writer.start()
            wait_for("some registrations", lambda: len(answered) >= goal)
            control_plane.kill()
            writer.join()
            control_plane.start_again()
            workloads = control_plane.api("/workloads")["workloads"]
            assert answered <= {workload["address"] for workload in workloads}
            sources = control_plane.api("/sources")
            assert (sources["errors"], sources["warnings"]) == (0, 0), sources
            (shop,) = control_plane.api("/services")["services"]
            assert len(shop["endpoints"]) == len(workloads)
            wait_for(
                "drafts to go",
                lambda: all(not path.name.startswith(".") for path in files(control_plane)),
            )
    finally:
        control_plane.stop()
