"""Fixtures of the tests with real clients."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from harness.mesh import Mesh, mesh_in
from shop import Shop


@pytest.fixture
def variant() -> str:
    """How the Envoys of `mesh` speak xDS; a test that minds is run with each."""
    return "sotw"


@pytest.fixture
def mesh(tmp_path: Path, variant: str) -> Iterator[Mesh]:
    """An empty mesh; its control plane starts when a test first uses it."""
    with mesh_in(tmp_path / "mesh", variant) as made:
        yield made


@pytest.fixture(scope="module", params=["sotw", "delta"])
def shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """A service with a pod and a VM, running: for tests that do not change it."""
    with mesh_in(tmp_path_factory.mktemp("shop") / "mesh", request.param) as made:
        yield Shop(made).start()


@pytest.fixture
def own_shop(mesh: Mesh) -> Shop:
    """A service with a pod and a VM, running: for a test that changes it."""
    return Shop(mesh).start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what the processes of a failed test have written."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, (Mesh, Shop)):
                report.sections.append(("output of its processes", value.logs()))
    return report
