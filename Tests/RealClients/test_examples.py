"""The examples and the demo work."""

import subprocess
import sys
from pathlib import Path

import pytest
from harness.control_plane import CHECKOUT, ControlPlane, causeway
from harness.envoy import Envoy
from harness.netns import Namespace, unavailable


@pytest.mark.parametrize("example", ["boutique", "talk"])
def test_an_example_is_valid_without_a_remark(example: str) -> None:
    result = causeway("validate", CHECKOUT / "examples" / example)
    assert result.returncode == 0, result.stderr + result.stdout
    assert "0 errors, 0 warnings" in result.stdout + result.stderr


@pytest.mark.skipif(unavailable() is not None, reason=f"{unavailable()}")
def test_envoy_accepts_the_boutique(tmp_path: Path) -> None:
    # In a namespace of its own: the boutique's ports may be taken on this machine.
    namespace = Namespace()
    config = [CHECKOUT / "examples" / "boutique"]
    control_plane = ControlPlane(config, tmp_path, namespace=namespace).wait_until_ready()
    envoys: list[Envoy] = []
    try:
        bootstraps = {
            interception: control_plane.bootstrap(
                "frontend-6c9f7-4xk2p",
                "10.4.0.11",
                namespace="boutique",
                labels={"app": "frontend"},
                interception=interception,
            )
            for interception in ("redirect", "none")
        }
        bootstraps["gateway"] = control_plane.bootstrap(
            "ingress",
            "10.4.0.99",
            kind="gateway",
            namespace="boutique",
            labels={"istio": "ingressgateway"},
        )
        for name, bootstrap in bootstraps.items():
            envoys.append(Envoy(name, bootstrap, tmp_path, namespace))
            envoys[-1].wait_until_live()
            assert envoys[-1].rejections() == {}
            assert envoys[-1].resources("rds")
            envoys[-1].stop()
    finally:
        for envoy in envoys:
            envoy.stop()
        control_plane.stop()
        namespace.close()


def test_the_demo_shows_what_it_promises() -> None:
    result = subprocess.run(
        [sys.executable, CHECKOUT / "demo" / "demo.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("vm ") >= 2
