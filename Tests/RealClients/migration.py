"""`productcatalogservice` on its way from a VM to containers, asked all the time."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from harness.envoy import Envoy
from harness.kept import KeptHTTP
from harness.load import Loads, is_share, observed
from harness.mesh import Mesh
from harness.ports import free_port
from harness.waiting import wait_for

NAME = "productcatalogservice"
PODS = {"catalog-1", "catalog-2"}
VM = "catalog-vm"
# How many requests are looked at after each change.
REQUESTS = 400
# How many milliseconds weights may take to arrive. A second is what is promised, and they need a
# tenth of that; a machine that is busy with other things is given three.
LONGEST = 3000
_DEMO = Path(__file__).resolve().parents[2] / "demo"


@dataclass(frozen=True)
class Shift:
    """What came of a change of the weights."""

    weights: tuple[int, int]
    # From the moment at which the file was written until the client's Envoy was seen to have the
    # routes.
    milliseconds: float
    # Who answered the requests that were sent from then on.
    answers: Counter[str]

    @property
    def on_pods(self) -> int:
        """How many of them were answered by v2."""
        return sum(count for name, count in self.answers.items() if name in PODS)

    @property
    def is_as_weighted(self) -> bool:
        """Whether the share of v2 is what the weights say."""
        return is_share(self.on_pods, self.answers.total(), self.weights[1] / sum(self.weights))


class Migration:
    """The service, with v1 on a VM and v2 in two pods, in a mesh that has its Sidecars."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.port = free_port()
        self.client: Envoy
        # Who asks while it is `asked`, and what came of it.
        self.loads = Loads()

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
        self.loads = Loads()
        with ExitStack() as stack:
            for _ in range(3):
                stack.enter_context(self.loads.add(KeptHTTP(self.port, NAME)))
            yield self

    def shift(self, v1: int, v2: int) -> Shift:
        """Changes the weights, and looks at who answers then."""
        before = time.monotonic()
        self.write_weights(v1, v2)
        wait_for(
            f"the weights {v1}/{v2}",
            lambda: self._routed() == (v1, v2),
            timeout=2 * LONGEST / 1000,
            pause=0.02,
        )
        return Shift((v1, v2), (time.monotonic() - before) * 1000, self.observed())

    def observed(self) -> Counter[str]:
        """Who answers from now on."""
        return observed(REQUESTS, self.loads)

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
