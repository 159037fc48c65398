"""Whatever valid objects say, no Envoy refuses what is made of them.

`CAUSEWAY_EXPLORE=1` draws other meshes, and `CAUSEWAY_MESHES` says how many. `CAUSEWAY_SEED` is the
seed of the first one: with `CAUSEWAY_MESHES=1` it draws that of a failure again.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.authority import Authority
from harness.control_plane import ControlPlane
from harness.envoy import Envoy
from harness.manifests import documents, write_whole
from harness.netns import Namespace, unavailable
from harness.waiting import InVain, wait_for
from random_mesh import GATEWAY_LABELS, RandomMesh

COUNT = int(os.environ.get("CAUSEWAY_MESHES", "100"))
_DEFAULT = random.randrange(1 << 32) if os.environ.get("CAUSEWAY_EXPLORE") == "1" else 1
FIRST_SEED = int(os.environ.get("CAUSEWAY_SEED", _DEFAULT))


class Proving:
    """A control plane in a network namespace of its own, and an Envoy of each kind."""

    def __init__(self, folder: Path):
        self.namespace = Namespace()
        self.folder = folder
        self.manifests = folder / "manifests"
        self.manifests.mkdir()
        (self.manifests / "mesh.yaml").write_text("")
        authority = Authority(folder / "authority")
        self.authority, self.certificate = authority, authority.server()
        self.control_plane = ControlPlane(
            [self.manifests], folder, namespace=self.namespace
        ).wait_until_ready()
        self.envoys = [
            self._start("redirected", kind="pod", interception="redirect", variant="delta"),
            self._start("bound", kind="pod", interception="none", labels={"role": "tester"}),
            self._start("ingress", kind="gateway", labels=GATEWAY_LABELS, variant="delta"),
        ]

    def _start(self, name: str, **options: object) -> Envoy:
        address = f"10.9.9.{len(name)}"
        bootstrap = self.control_plane.bootstrap(name, address, namespace="shop", **options)  # type: ignore[arg-type]
        return Envoy(name, bootstrap, self.folder, self.namespace)

    def close(self) -> None:
        """Ends everything."""
        for envoy in self.envoys:
            envoy.stop()
        self.control_plane.stop()
        self.namespace.close()

    def prove(self, seed: int) -> None:
        """Has every Envoy take the mesh of that seed."""
        mesh = RandomMesh(
            seed, self.certificate.certificate, self.certificate.key, self.authority.certificate
        )
        text = documents(*mesh.objects)
        before = self.control_plane.api("/pushes")["revision"]
        write_whole(self.manifests, "mesh.yaml", text)
        wait_for(
            "the mesh to be read", lambda: self.control_plane.api("/pushes")["revision"] > before
        )
        sources = self.control_plane.api("/sources")
        assert sources["errors"] == 0, f"mesh {seed} is not valid: {errors(sources)}\n{text}"
        wait_for(f"mesh {seed} to be accepted", lambda: self._is_accepted(seed, text))

    def _is_accepted(self, seed: int, text: str) -> bool:
        proxies = self.control_plane.api("/proxies")
        for proxy in proxies["proxies"]:
            for kind, status in proxy["types"].items():
                if status.get("state") == "rejected":
                    raise InVain(f"mesh {seed}: {proxy['node']} refuses {kind}: {status}\n{text}")
        newest = self.control_plane.api("/pushes")["pushes"]
        return all(push["complete"] for push in newest) and len(proxies["proxies"]) == len(
            self.envoys
        )


def errors(sources: dict[str, object]) -> list[object]:
    """The errors among the problems of all files."""
    files: list[dict[str, list[dict[str, object]]]] = sources["files"]  # type: ignore[assignment]
    return [one for file in files for one in file["problems"] if one["severity"] == "error"]


@pytest.fixture(scope="module")
def proving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proving]:
    made = Proving(tmp_path_factory.mktemp("random"))
    yield made
    made.close()


@pytest.mark.skipif(unavailable() is not None, reason=f"{unavailable()}")
def test_no_envoy_refuses_a_valid_mesh(proving: Proving) -> None:
    for seed in range(FIRST_SEED, FIRST_SEED + COUNT):
        proving.prove(seed)
    refusals = {envoy.name: envoy.rejections() for envoy in proving.envoys}
    assert not any(refusals.values()), refusals
