"""A mesh to watch: a client, pods and VMs, each with its own Envoy, on this machine.

No root and no containers: every host is an address of 127.0.0.0/8. What runs here is what the tests
with real clients use; see Tests/RealClients/harness.
"""

import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from string import Template

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "RealClients"))

from harness.clients import ask_http, who_answers  # noqa: E402
from harness.envoy import Envoy  # noqa: E402
from harness.mesh import Mesh, mesh_in  # noqa: E402
from harness.ports import free_port  # noqa: E402
from harness.waiting import wait_for  # noqa: E402
from migration import LONGEST, NAME, Migration, Shift  # noqa: E402

REQUESTS = 120
PODS = {"pod-1", "pod-2"}


class Failed(Exception):
    """The demo did not show what it is there to show."""


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="causeway-demo-") as folder:
            with mesh_in(Path(folder)) as mesh:
                explained(mesh)
    except Failed as failure:
        print(f"\nThe demo failed: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Everything that was started has been ended.")
        return 130
    took = time.monotonic() - started
    print(f"\nThat was all, in {took:.1f} s; everything is ended again.")
    return 0


def explained(mesh: Mesh) -> None:
    """Shows the mesh; a failure says what its processes have written."""
    try:
        show(mesh)
    except (Failed, AssertionError, OSError) as error:
        raise Failed(f"{error}\n\n{mesh.logs()}") from error


def show(mesh: Mesh) -> None:
    say("1. A control plane, and four hosts: a client, two pods and a VM.")
    client, port, values = start(mesh)
    note(f"causeway serves {len(list(mesh.manifests.iterdir()))} files; its admin API answers on")
    note(f"http://127.0.0.1:{mesh.control_plane.admin_port}/api/v1/services")
    for host in mesh.hosts:
        note(f"{host.name:6} {host.address}  an application, and the Envoy beside it")
    note(f"{'client':6} an Envoy that listens on 127.0.0.1:{port} for the service `shop`")

    say(f"2. The client asks `shop` {REQUESTS} times. The service has two pods.")
    expect(answers(port), PODS)

    say("3. The VM joins the service. One file is added, no process is restarted:")
    text = Template((HERE / "vm.yaml").read_text()).substitute(values)
    print(*(f"     | {line}" for line in text.splitlines()), sep="\n")
    took = change(client, port, 3, lambda: mesh.write_text("vm.yaml", text))
    note(f"the client's Envoy knows of it after {took:.0f} ms; pods and VM share the load:")
    expect(answers(port), PODS | {"vm"})

    say("4. The file is removed.")
    took = change(client, port, 2, lambda: mesh.remove("vm.yaml"))
    note(f"the client's Envoy knows of it after {took:.0f} ms; the pods are alone again:")
    expect(answers(port), PODS)

    show_migration(mesh, client)


def show_migration(mesh: Mesh, client: Envoy) -> None:
    """Moves a service from a VM to pods."""
    say(f"5. Another service, `{NAME}`, is to move from a VM (v1) to two pods (v2).")
    migration = Migration(mesh).start(client)
    note("While it is asked all the time, one file is edited again and again:")
    print(*(f"     | {line}" for line in migration.weights(90, 10).splitlines()), sep="\n")
    print()
    with migration.asked():
        print_shift(Shift((100, 0), 0, migration.observed()))
        for v1, v2 in ((90, 10), (50, 50), (0, 100)):
            shift = migration.shift(v1, v2)
            print_shift(shift)
            if shift.milliseconds >= LONGEST:
                raise Failed(f"the weights {v1}/{v2} took {shift.milliseconds:.0f} ms to arrive")
        count, failures = migration.loads.count, migration.loads.failures
    if failures:
        raise Failed(f"{len(failures)} of {count} requests failed, such as {failures[0]}")
    print()
    note(f"not one of {count} requests failed.")


def print_shift(shift: Shift) -> None:
    """Shows who answers; fails if that is not what the weights say."""
    v1, v2 = shift.weights
    total = sum(shift.answers.values())
    bar = ("█" * round(40 * shift.on_pods / total)).rjust(40, "░")
    after = f"after {shift.milliseconds:3.0f} ms" if shift.milliseconds else "at first"
    print(f"     {v1:3}/{v2:<3} {after:12} v1 {bar} v2  {shift.on_pods:3} of {total}", flush=True)
    if not shift.is_as_weighted:
        raise Failed(f"with the weights {v1}/{v2}, v2 answered {shift.on_pods} of {total}")


def start(mesh: Mesh) -> tuple[Envoy, int, dict[str, object]]:
    """Starts everything; returns the client's Envoy, the service's port, the template's values."""
    mesh.write_sidecars()
    port = free_port()
    hosts = {name: mesh.add_host(name, name.split("-")[0]) for name in (*sorted(PODS), "vm")}
    values: dict[str, object] = {
        "service_port": port,
        "pod_port": mesh.pod_ports.http,
        "vm_port": mesh.vm_ports.http,
        **{name.replace("-", "_"): host.address for name, host in hosts.items()},
    }
    mesh.write_text("mesh.yaml", Template((HERE / "mesh.yaml").read_text()).substitute(values))
    client = mesh.add_envoy("client")
    mesh.wait_until_live()
    wait_for("the service `shop` to answer", lambda: ask(port))
    return client, port, values


def change(client: Envoy, port: int, endpoints: int, action: Callable[[], None]) -> float:
    """Does it; returns after how many milliseconds the client's Envoy has that many endpoints."""
    cluster = f"outbound|{port}||shop.default.svc.cluster.local"
    before = time.monotonic()
    action()
    wait_for(
        f"the client's Envoy to have {endpoints} endpoints of `shop`",
        lambda: len(client.endpoints(cluster)) == endpoints,
    )
    return (time.monotonic() - before) * 1000


def ask(port: int) -> str:
    answer = ask_http("127.0.0.1", port, host="shop")
    if answer.status != 200:
        raise Failed(f"a request to `shop` was answered {answer.status}: {answer.body}")
    return answer.name


def answers(port: int) -> Counter[str]:
    counted = who_answers(lambda: ask(port), REQUESTS)
    print()
    for name, count in sorted(counted.items()):
        print(f"     {name:6} {'█' * round(count / 3)} {count}")
    return counted


def expect(counted: Counter[str], names: set[str]) -> None:
    if set(counted) != names:
        raise Failed(f"{sorted(names)} should have answered, {sorted(counted)} did")


def say(text: str) -> None:
    print(f"\n{text}", flush=True)


def note(text: str) -> None:
    print(f"   {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
