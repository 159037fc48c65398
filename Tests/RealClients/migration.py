"""`productcatalogservice` on its way from a VM to containers, asked all the time."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from string import Template

from harness.envoy import Envoy
from harness.kept import KeptHTTP
from harness.load import Load
from harness.mesh import Mesh
from harness.ports import free_port
from harness.waiting import wait_for

NAME = "productcatalogservice"
PODS = {"catalog-1", "catalog-2"}
VM = "catalog-vm"
# How many requests are looked at after each change.
REQUESTS = 400
_DEMO = Path(__file__).resolve().parents[2] / "demo"


@dataclass(frozen=True)
class Shift:
    """What came of a change of the weights."""

    weights: tuple[int, int]
    # From the moment at which the file was written until the client's Envoy had the routes.
    milliseconds: float
    # Who answered the requests that were sent from then on.
    answers: Counter[str]

    @property
    def on_pods(self) -> int:
        """How many of them were answered by v2."""
        return sum(count for name, count in self.answers.items() if name in PODS)

    @property
    def is_as_weighted(self) -> bool:
        """Whether the share of v2 is what the weights say, as far as chance lets one tell.

        Chance goes further than 4.5 standard deviations once in 150,000 times.
        """
        total = sum(self.answers.values())
        share = self.weights[1] / sum(self.weights)
        spread = sqrt(total * share * (1 - share))
        return abs(self.on_pods - total * share) <= 4.5 * spread


class Migration:
    """The service, with v1 on a VM and v2 in two pods, in a mesh that has its Sidecars."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.port = free_port()
        self.client: Envoy
        self._loads: list[Load] = []

    def start(self, client: Envoy | None = None) -> "Migration":
        """Starts its hosts, and a client's Envoy if there is none yet; all weight is on the VM."""
        hosts = {
            name: self.mesh.add_host(name, "vm" if name == VM else "pod")
            for name in (*sorted(PODS), VM)
        }
        values = {
            "service_port": self.port,
            "pod_port": self.mesh.pod_ports.http,
            "vm_port": self.mesh.vm_ports.http,
            **{name.replace("-", "_"): host.address for name, host in hosts.items()},
        }
        self.write_weights(100, 0)
        text = Template((_DEMO / "catalog.yaml").read_text()).substitute(values)
        self.mesh.write_text("catalog.yaml", text)
        self.client = client or self.mesh.add_envoy("client")
        self.mesh.wait_until_live()
        asker = KeptHTTP(self.port, NAME)
        wait_for(f"`{NAME}` to answer", asker)
        asker.close()
        return self

    @staticmethod
    def weights(v1: int, v2: int) -> str:
        """The file that says the weights."""
        return Template((_DEMO / "weights.yaml").read_text()).substitute(v1=v1, v2=v2)

    def write_weights(self, v1: int, v2: int) -> None:
        """Edits that file."""
        self.mesh.write_text("weights.yaml", self.weights(v1, v2))

    @contextmanager
    def asked(self) -> Iterator["Migration"]:
        """Asks the service all the time, on several connections."""
        with ExitStack() as stack:
            self._loads = [
                stack.enter_context(Load(KeptHTTP(self.port, NAME), 0.004)) for _ in range(3)
            ]
            yield self

    @property
    def failures(self) -> list[str]:
        """Every request that was not answered well."""
        return [failure for load in self._loads for failure in load.failures]

    @property
    def count(self) -> int:
        """How many requests were answered."""
        return sum(load.count for load in self._loads)

    def shift(self, v1: int, v2: int) -> Shift:
        """Changes the weights, and looks at who answers then."""
        before = time.monotonic()
        self.write_weights(v1, v2)
        wait_for(f"the weights {v1}/{v2}", lambda: self._routed() == (v1, v2), timeout=5)
        return Shift((v1, v2), (time.monotonic() - before) * 1000, self.observed())

    def observed(self) -> Counter[str]:
        """Who answers from now on."""
        # What was asked just before may be answered just after.
        self._more(3 * len(self._loads))
        counted = self._answers()
        self._more(REQUESTS)
        return self._answers() - counted

    def _routed(self) -> tuple[int, int]:
        """The weights in the client's Envoy."""
        routes = self.client.resources("rds")[str(self.port)]
        host = next(one for one in routes["virtual_hosts"] if NAME in one["domains"])
        action = host["routes"][0]["route"]
        if "weighted_clusters" not in action:
            weights = {action["cluster"].split("|")[2]: 100}
        else:
            clusters = action["weighted_clusters"]["clusters"]
            weights = {one["name"].split("|")[2]: one.get("weight", 0) for one in clusters}
        return weights.get("v1", 0), weights.get("v2", 0)

    def _answers(self) -> Counter[str]:
        return sum((load.answers.copy() for load in self._loads), Counter())

    def _more(self, requests: int) -> None:
        goal = self.count + requests
        wait_for(f"{requests} more answers", lambda: self.count >= goal)
