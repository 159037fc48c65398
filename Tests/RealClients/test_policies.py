"""A client's Envoy does what DestinationRules and Sidecars say of the way to a service."""

import operator
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from harness.app import App, AppPorts
from harness.authority import Authority
from harness.clients import ask_http, ask_tcp
from harness.manifests import destination_rule, service_entry, sidecar, virtual_service
from harness.mesh import Mesh, mesh_in
from harness.ports import free_port, loopback_address
from harness.tls import TLSApp
from harness.waiting import wait_for

SHOP = "shop.default.svc.cluster.local"
OTHER = "other.example.com"
PLACES = {"near": "north/a", "next": "north/b", "far": "south/c"}


class Places:
    """`shop` in three places, and a client's Envoy in one of them."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.ports = {"http": free_port(), "tcp": free_port()}
        self.own = {"http": free_port(), "tcp": free_port()}
        self.apps: dict[str, App] = {}
        for name in PLACES:
            self.apps[name] = mesh.add_app(
                name, loopback_address(), AppPorts(http=self.own["http"])
            )
        self.authority = Authority(mesh.folder / "authority")
        self.tls_app = TLSApp("near", self.apps["near"].address, self.own["tcp"], self.authority)
        ports = [(name, number, name.upper()) for name, number in self.ports.items()]
        endpoints = [
            {"address": app.address, "ports": self.own, "locality": PLACES[name]}
            for name, app in self.apps.items()
        ]
        far = {"address": self.apps["far"].address, "ports": {"http": self.own["http"]}}
        mesh.write(
            "services.yaml",
            service_entry("shop", [SHOP], ports, endpoints=endpoints),
            # Another name for `far`.
            service_entry("other", [OTHER], ports[:1], endpoints=[far]),
        )
        self.client = mesh.add_envoy("client", labels={"app": "client"}, locality=PLACES["near"])

    def cluster(self, port: str) -> dict[str, Any]:
        """The client's cluster for a port."""
        return self.client.resources("cds").get(f"outbound|{self.ports[port]}||{SHOP}", {})

    def rule(self, **policy: Any) -> None:
        """Makes a DestinationRule, and returns when the client has it."""
        with self._changed("the rule to arrive"):
            self.mesh.write("rule.yaml", destination_rule("shop", SHOP, trafficPolicy=policy))

    def no_rule(self) -> None:
        """Has everything be as it was."""
        for app in self.apps.values():
            app.status, app.delay = 200, 0.0
        with self._changed("the rule to go"):
            self.mesh.remove("rule.yaml")
        wait_for("everybody to answer", lambda: len(self.answers(30)) == len(PLACES))

    @contextmanager
    def _changed(self, what: str) -> Iterator[None]:
        """Returns when the client has taken other versions of all clusters of `shop`."""
        before = self._versions()
        yield
        # Envoy takes one cluster after the other.
        wait_for(what, lambda: all(map(operator.ne, before, self._versions())))

    def _versions(self) -> list[str | None]:
        found = self.client.versions("cds")
        return [found.get(f"outbound|{port}||{SHOP}") for port in self.ports.values()]

    def status(self, **headers: str) -> int:
        """The status of a request."""
        return ask_http("127.0.0.1", self.ports["http"], "shop", headers=headers).status

    def status_of_other(self) -> int:
        """The status of a request for the other service by its own name."""
        return ask_http("127.0.0.1", self.ports["http"], OTHER).status

    def ask(self, **headers: str) -> str:
        """Who answers a request; anything but an answer is one of no name."""
        return ask_http("127.0.0.1", self.ports["http"], "shop", headers=headers).name

    def answers(self, count: int, **headers: str) -> Counter[str]:
        """Who answers that many requests."""
        return Counter(self.ask(**headers) for _ in range(count))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with mesh_in(tmp_path_factory.mktemp("places") / "mesh", "delta") as mesh:
        made = Places(mesh)
        mesh.wait_until_live()
        wait_for("`shop` to answer", lambda: made.status() == 200)
        yield made
        made.tls_app.stop()


@pytest.fixture
def places(running: Places) -> Iterator[Places]:
    """Without a rule before and after."""
    yield running
    running.no_rule()
    assert running.client.rejections() == {}


# A bad answer is enough, and lasts longer than the test.
EJECTION = {"consecutive5xxErrors": 1, "interval": "100ms", "baseEjectionTime": "600s"}


def test_without_a_rule_all_places_are_alike(running: Places) -> None:
    assert set(running.answers(60)) == set(PLACES)


def test_requests_stay_near_and_fail_over_from_place_to_place(places: Places) -> None:
    places.rule(outlierDetection={**EJECTION, "maxEjectionPercent": 100})
    for here, there in (("near", "next"), ("next", "far")):
        assert set(places.answers(30)) == {here}
        places.apps[here].status = 503
        wait_for(f"{there} to take over", lambda there=there: set(places.answers(5)) == {there})


def test_a_place_can_share_what_it_gets(places: Places) -> None:
    shares = [{"from": "north/a/*", "to": {"north/b/*": 80, "south/c/*": 20}}]
    places.rule(
        loadBalancer={"simple": "ROUND_ROBIN", "localityLbSetting": {"distribute": shares}},
        outlierDetection={"consecutive5xxErrors": 100},
    )
    counted = places.answers(200)
    assert counted["near"] == 0
    assert 20 <= counted["far"] <= 65, counted


def test_who_answers_badly_is_left_out(places: Places) -> None:
    places.rule(
        loadBalancer={"localityLbSetting": {"enabled": False}},
        outlierDetection={**EJECTION, "maxEjectionPercent": 50},
    )
    places.apps["next"].status = 500
    wait_for("it to be left out", lambda: set(places.answers(30)) == {"near", "far"})
    assert places.apps["next"].requests["http"] > 0


def test_a_retry_goes_to_another_place_where_it_may(places: Places) -> None:
    # Bad answers alone do not have requests go elsewhere.
    places.rule(outlierDetection={"consecutive5xxErrors": 1000})
    near = places.apps["near"]
    near.status = 503

    def tries() -> tuple[int, int]:
        before = near.requests["http"]
        status = places.status()
        return near.requests["http"] - before, status

    def retry(**how: Any) -> None:
        retries = {"attempts": 3, "retryOn": "503", **how}
        routes = [{"route": [{"destination": {"host": SHOP}}], "retries": retries}]
        places.mesh.write("routes.yaml", virtual_service("shop", [SHOP], http=routes))

    retry()
    wait_for("all tries to be near", lambda: tries() == (4, 503))
    retry(retryRemoteLocalities=True)
    wait_for("the third try to be elsewhere", lambda: tries() == (2, 200))
    assert set(places.answers(20)) == {"next"}
    places.mesh.remove("routes.yaml")


def test_the_same_user_always_gets_the_same(places: Places) -> None:
    places.rule(loadBalancer={"consistentHash": {"httpHeaderName": "x-user"}})
    # The routes say what is hashed, and may come after the cluster.
    wait_for("one to answer", lambda: len(places.answers(30, **{"x-user": "first"})) == 1)
    found = [set(places.answers(5, **{"x-user": f"user-{number}"})) for number in range(20)]
    assert all(len(names) == 1 for names in found), found
    assert len(set.union(*found)) > 1


def test_more_than_the_pool_holds_is_refused(places: Places) -> None:
    pool = {"tcp": {"maxConnections": 1}, "http": {"http1MaxPendingRequests": 1}}
    places.rule(connectionPool=pool)
    for app in places.apps.values():
        app.delay = 0.3
    with ThreadPoolExecutor(12) as threads:
        statuses = Counter(threads.map(lambda _: places.status(), range(12)))
    assert set(statuses) == {200, 503}, statuses


def test_the_way_to_the_service_is_encrypted(places: Places) -> None:
    tls = {
        "mode": "SIMPLE",
        "caCertificates": str(places.authority.certificate),
        "sni": "shop.example.com",
    }
    port = {"number": places.ports["tcp"]}
    places.rule(
        portLevelSettings=[{"port": port, "tls": tls}],
        outlierDetection={"consecutive5xxErrors": 100},
    )
    assert "tls" in str(places.cluster("tcp")["transport_socket"])
    assert "transport_socket" not in places.cluster("http")
    wait_for("an answer", lambda: ask_tcp("127.0.0.1", places.ports["tcp"]) == "near")


@pytest.fixture
def narrowed(running: Places) -> Iterator[Places]:
    """With a Sidecar that shows the client `shop` alone."""

    def hosts() -> set[str]:
        names = [name.split("|") for name in running.client.resources("cds")]
        return {parts[-1] for parts in names if len(parts) == 4}

    assert hosts() == {SHOP, OTHER}
    scope = sidecar("client", {"app": "client"}, egress=[f"*/{SHOP}"])
    running.mesh.write("scope.yaml", scope)
    wait_for("the other service to go", lambda: hosts() == {SHOP})
    yield running
    running.mesh.remove("scope.yaml")
    wait_for("it to come back", lambda: hosts() == {SHOP, OTHER})
    assert running.client.rejections() == {}


def test_a_sidecar_limits_what_a_proxy_sees(narrowed: Places) -> None:
    assert narrowed.status() == 200
    assert narrowed.status_of_other() == 502


def test_where_a_rule_leads_is_reached_though_the_sidecar_does_not_name_it(
    narrowed: Places,
) -> None:
    routes = [{"route": [{"destination": {"host": OTHER}}]}]
    narrowed.mesh.write("routes.yaml", virtual_service("shop", [SHOP], http=routes))
    wait_for("the rule to hold", lambda: narrowed.answers(20) == {"far": 20})
    assert narrowed.status_of_other() == 502
    narrowed.mesh.remove("routes.yaml")
    wait_for("the rule to go", lambda: len(narrowed.answers(30)) == len(PLACES))


def test_a_sidecar_shows_one_port_alone(running: Places) -> None:
    scope = sidecar("client", {"app": "client"}, egress=[f"*/{SHOP}"])
    port = {"number": running.ports["http"], "name": "http", "protocol": "HTTP"}
    scope["spec"]["egress"][0]["port"] = port
    running.mesh.write("scope.yaml", scope)
    wait_for("the other port to go", lambda: not running.cluster("tcp"))
    assert f"127.0.0.1_{running.ports['tcp']}" not in running.client.resources("lds")
    assert running.status() == 200
    running.mesh.remove("scope.yaml")
    wait_for("it to come back", lambda: bool(running.cluster("tcp")))
    assert running.client.rejections() == {}
