"""A mesh that is asked all the time: `shop` with its pod and VM, and small services beside it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from harness.app import AppPorts
from harness.clients import ask_http, http_name
from harness.kept import KeptGRPC, KeptHTTP, KeptTCP
from harness.load import Load, Loads
from harness.manifests import pod, service
from harness.mesh import Mesh
from harness.ports import free_port, loopback_address
from harness.waiting import wait_for
from shop import Shop

# What becomes of a request to a port that nobody listens on, and to one that only others have.
NOT_THERE = {"no connection", "status 502"}


def probe(port: int, host: str) -> Callable[[], str]:
    """Asks, and says what has become of it: who has answered, or which failure it was."""

    def look() -> str:
        try:
            answer = ask_http("127.0.0.1", port, host)
        except ConnectionError:
            return "no connection"
        return answer.name or f"status {answer.status}"

    return look


class Stall:
    """A small service over HTTP: one application, without an Envoy beside it."""

    def __init__(self, mesh: Mesh, name: str):
        self.mesh = mesh
        self.name = name
        self.host = f"{name}.default.svc.cluster.local"
        self.target = free_port()
        self.address = loopback_address()
        mesh.add_app(name, self.address, AppPorts(http=self.target))
        mesh.write(f"{name}-pod.yaml", pod(name, self.address, {"app": name}))

    def open(self, **ports: int) -> None:
        """Writes the service, with these ports (name → number)."""
        named = {name.replace("_", "-"): (port, self.target) for name, port in ports.items()}
        self.mesh.write(f"{self.name}.yaml", service(self.name, named, selector={"app": self.name}))

    def close(self) -> None:
        """Deletes the service."""
        self.mesh.remove(f"{self.name}.yaml")

    def cluster(self, port: int) -> str:
        """The name of the client's cluster for a port."""
        return f"outbound|{port}||{self.host}"


class Market(Shop):
    """`shop`, and two stalls. Inside `open` it is asked all the time, and remembers what failed."""

    def __init__(self, mesh: Mesh):
        super().__init__(mesh)
        # Everyone who has asked, and those who do in `open`.
        self.loads = Loads()
        self.traffic: list[Load] = []
        self.tea = Stall(mesh, "tea")
        self.store = Stall(mesh, "store")

    # Who asks.

    @contextmanager
    def open(self) -> Iterator["Market"]:
        """Asks `shop` in every way there is, for as long as this lasts."""
        http, grpc, tcp = (self.ports[name] for name in ("http", "grpc", "tcp"))
        asks = [
            *(KeptHTTP(http, "shop") for _ in range(3)),
            functools.partial(http_name, http, "shop"),
            KeptGRPC(grpc, "shop"),
            self.tcp,
        ]
        with ExitStack() as stack:
            self.traffic = [stack.enter_context(self.loads.add(one)) for one in asks]
            # This one's application stays the same.
            stack.enter_context(self.loads.add(KeptTCP(tcp)))
            yield self

    def callers(self, port: int, host: str) -> ExitStack:
        """Callers of a port that is used: one that keeps its connection, and one that does not."""
        stack = ExitStack()
        for one in (KeptHTTP(port, host), functools.partial(http_name, port, host)):
            stack.enter_context(self.loads.add(one)).more(10)
        return stack

    @contextmanager
    def watch(self, stall: Stall, *ports: int) -> Iterator[None]:
        """Asks ports that come, or routes of a port that come and go: each is there or it is not.

        A port that goes is not for watching: Envoy ends connections that it has some time after it
        has let go of their listener, and answers 503 on them when the cluster is gone.
        """
        with ExitStack() as stack:
            seen = [stack.enter_context(Load(probe(port, stall.name), 0.001)) for port in ports * 2]
            yield
        for load in seen:
            assert set(load.answers) <= {stall.name, *NOT_THERE}, load.answers
            assert load.failures == []

    # What is waited for.

    def wait_until_open(self, port: int, stall: Stall) -> None:
        """Returns when the stall answers on that port."""
        wait_for(f"{stall.name}:{port} to answer", lambda: http_name(port, stall.name))

    def wait_until_gone(self, port: int, stall: Stall) -> None:
        """Returns when the client's Envoy has no cluster for that port any more."""
        name = stall.cluster(port)
        wait_for(f"{name} to go", lambda: name not in self.client.resources("cds"))

    def settle(self, names: set[str]) -> None:
        """Returns when all of `shop`'s answers come from these."""
        for load in self.traffic:
            load.settle(names)

    # What changes.

    def move(self, *names: str) -> None:
        """Has exactly these run `shop`, and returns when only they are asked."""
        for host, file, manifest in (
            (self.pod, "pod.yaml", self.pod_manifest()),
            (self.vm, "vm.yaml", self.vm_manifest()),
        ):
            # Who comes is written before who goes is removed.
            if host.name in names:
                self.mesh.write(file, manifest)
        for host, file in ((self.pod, "pod.yaml"), (self.vm, "vm.yaml")):
            if host.name not in names:
                self.mesh.remove(file)
        self.settle(set(names))
