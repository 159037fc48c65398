"""A service moves from a VM to containers by its weights, and no request is lost."""

from collections.abc import Iterator

import pytest
from harness.envoy import Envoy
from harness.mesh import mesh_in
from migration import LONGEST, Migration


@pytest.fixture(params=["sotw", "delta"])
def migration(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Migration]:
    with mesh_in(tmp_path_factory.mktemp("migration") / "mesh", request.param) as mesh:
        mesh.write_sidecars()
        yield Migration(mesh).start()


def updates(envoy: Envoy) -> dict[str, int]:
    """How many updates Envoy has taken, but for those of routes."""
    found = envoy.stats(r"update_success$")
    return {name: count for name, count in found.items() if ".rds." not in name}


def test_weights_move_the_traffic_and_nothing_else(migration: Migration) -> None:
    before = updates(migration.client)
    assert any("cds" in name for name in before) and any("lds" in name for name in before)
    with migration.asked():
        for weights in ((90, 10), (50, 50), (0, 100), (100, 0)):
            shift = migration.shift(*weights)
            assert shift.is_as_weighted, shift
            assert shift.milliseconds < LONGEST, shift
        assert migration.loads.failures == []
    assert updates(migration.client) == before
    for envoy in migration.mesh.envoys:
        assert envoy.rejections() == {}, envoy.name
