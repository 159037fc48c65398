"""Whatever changes while requests flow, not one fails, and nobody is told more than needed."""

import functools
from collections.abc import Iterator

import pytest
from harness.clients import http_name
from harness.envoy import Envoy
from harness.mesh import mesh_in
from harness.ports import free_port
from harness.waiting import wait_for
from market import Market

REQUESTS = 20_000
CRASHES = 3


@pytest.fixture(scope="module", params=["sotw", "delta"])
def market(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Market]:
    """A market that every test leaves as it was."""
    with mesh_in(tmp_path_factory.mktemp("market") / "mesh", request.param) as made:
        yield Market(made).start()


def must_be_flawless(market: Market) -> None:
    assert market.loads.failures == []
    for envoy in market.mesh.envoys:
        assert envoy.rejections() == {}, envoy.name


def services_come_and_go(market: Market) -> None:
    """One that is new on a port of its own and on that of others; its callers stop before it."""
    tea, own, shared = market.tea, free_port(), market.ports["http"]
    with market.watch(tea, shared):
        with market.watch(tea, own):
            tea.open(http=own, http_shared=shared)
            for port in (own, shared):
                market.wait_until_open(port, tea)
        with market.callers(own, "tea"), market.callers(shared, "tea"):
            pass
        tea.close()
        for port in (own, shared):
            market.wait_until_gone(port, tea)


def services_change(market: Market) -> None:
    """Another protocol and back, and other ports beside the one that is asked."""
    tea, port, other = market.tea, free_port(), free_port()
    tea.open(http=port)
    market.wait_until_open(port, tea)
    with market.callers(port, "tea"):
        with market.watch(tea, other):
            tea.open(http=port, http_other=other)
            market.wait_until_open(other, tea)
        tea.open(http=port)
        market.wait_until_gone(other, tea)
    # A connection that is kept ends with a listener that carries it as TCP: HTTP can say so, TCP
    # cannot. So these callers open one for each request.
    with market.loads.add(functools.partial(http_name, port, "tea"), 0.002) as caller:
        for name, kind in (("tcp", "tcp_proxy"), ("http", "http_connection_manager")):
            tea.open(**{name: port})
            wait_for(f"{port} to be {kind}", lambda kind=kind: kind in filters(market, port))
            caller.more(50)
    tea.close()
    market.wait_until_gone(port, tea)


def filters(market: Market, port: int) -> str:
    """The filters of a listener of the client's Envoy."""
    return str(market.client.resources("lds")[f"127.0.0.1_{port}"])


def a_service_is_split(market: Market) -> None:
    """Its callers move from one port to two new ones, and back."""
    store, whole, halves = market.store, free_port(), (free_port(), free_port())
    store.open(http=whole)
    market.wait_until_open(whole, store)
    callers = market.callers(whole, "store")
    with market.watch(store, *halves):
        store.open(http=whole, http_a=halves[0], http_b=halves[1])
        for half in halves:
            market.wait_until_open(half, store)
    with market.callers(halves[0], "store"), market.callers(halves[1], "store"):
        callers.close()
        store.open(http_a=halves[0], http_b=halves[1])
        market.wait_until_gone(whole, store)
        with market.watch(store, whole):
            store.open(http=whole, http_a=halves[0], http_b=halves[1])
            market.wait_until_open(whole, store)
        callers = market.callers(whole, "store")
    store.open(http=whole)
    for half in halves:
        market.wait_until_gone(half, store)
    callers.close()
    store.close()
    market.wait_until_gone(whole, store)


def all_endpoints_move(market: Market) -> None:
    """From the pod to the VM and back: at once, and by way of both."""
    market.move("vm-1")
    market.move("pod-1")
    market.move("pod-1", "vm-1")
    market.move("vm-1")
    market.move("pod-1", "vm-1")


def a_pod_crashes(market: Market) -> None:
    """It is not ready, and ready again, several times in a row."""
    for _ in range(CRASHES):
        for ready, count in ((False, 1), (True, 2)):
            market.mesh.write("pod.yaml", market.pod_manifest(ready))
            wait_for(f"{count} endpoints", lambda count=count: endpoint_count(market) == count)


def endpoint_count(market: Market) -> int:
    return len(market.client.endpoints(market.cluster("http")))


CHANGES = [
    services_come_and_go,
    services_change,
    a_service_is_split,
    all_endpoints_move,
    a_pod_crashes,
]


def test_not_one_of_20000_requests_fails(market: Market) -> None:
    rounds = 0
    with market.open():
        while rounds < 2 or market.loads.count < REQUESTS:
            for change in CHANGES:
                change(market)
                assert market.loads.failures == [], change.__name__
            rounds += 1
    assert market.loads.count >= REQUESTS
    must_be_flawless(market)


# The same changes one by one: what fails above is easier to understand here.


def test_a_service_is_deleted_under_traffic(market: Market) -> None:
    with market.open():
        services_come_and_go(market)
    must_be_flawless(market)


def test_a_service_is_split_into_new_ports_under_traffic(market: Market) -> None:
    with market.open():
        a_service_is_split(market)
    must_be_flawless(market)


def test_a_crash_looping_pod_makes_endpoints_only(market: Market) -> None:
    """And only those of its service, each time once; nobody else hears of it."""
    others = [envoy for envoy in market.mesh.envoys if envoy is not market.client]
    with market.open():
        before = updates(market.client), [updates(envoy) for envoy in others]
        a_pod_crashes(market)
        after = updates(market.client), [updates(envoy) for envoy in others]
    assert after[1] == before[1]
    told = {name: count - before[0][name] for name, count in after[0].items()}
    assert {name: count for name, count in told.items() if count} == {
        f"cluster.{market.cluster(port)}.update_success".replace(":", "_"): CRASHES * 2
        for port in market.ports
    }
    must_be_flawless(market)


def updates(envoy: Envoy) -> dict[str, int]:
    """How often an Envoy was sent each thing that it has taken."""
    return envoy.stats(r"update_success$")
