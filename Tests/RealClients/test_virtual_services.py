"""A client's Envoy does what VirtualServices say of requests and connections."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from harness.app import App, AppPorts
from harness.authority import Authority
from harness.clients import Answer, ask_http, ask_tcp, http_name, who_answers
from harness.load import ENOUGH, Load, is_share, observed
from harness.manifests import destination_rule, service_entry, subset, virtual_service
from harness.mesh import Mesh, mesh_in
from harness.ports import free_port, loopback_address
from harness.tls import TLSApp, TLSClient, refused
from harness.waiting import wait_for

SHOP = "shop.default.svc.cluster.local"
COPY = "copy.example.com"
V1, V2 = ({"destination": {"host": "shop", "subset": name}} for name in ("v1", "v2"))


class Versions:
    """`shop` in two versions and a service that gets copies; a client's Envoy that sees them."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.ports = {"http": free_port(), "tcp": free_port(), "tls": free_port()}
        own = {"http": free_port(), "tcp": free_port(), "tls": free_port()}
        app_ports = AppPorts(http=own["http"], tcp=own["tcp"])
        self.v1, self.v2, self.copy = (
            mesh.add_app(name, loopback_address(), app_ports) for name in ("v1", "v2", "copy")
        )
        authority = Authority(mesh.folder / "authority")
        self.tls_apps = [
            TLSApp(app.name, app.address, own["tls"], authority) for app in (self.v1, self.v2)
        ]

        def endpoint(app: App, *names: str) -> dict[str, Any]:
            ports = {name: own[name] for name in names or own}
            return {"address": app.address, "ports": ports, "labels": {"version": app.name}}

        ports = [(name, number, name.upper()) for name, number in self.ports.items()]
        mesh.write(
            "services.yaml",
            service_entry("shop", [SHOP], ports, endpoints=[endpoint(self.v1), endpoint(self.v2)]),
            service_entry("copy", [COPY], ports[:1], endpoints=[endpoint(self.copy, "http")]),
            destination_rule(
                "shop", "shop", subsets=[subset(name, version=name) for name in ("v1", "v2")]
            ),
        )
        self.tls = TLSClient("127.0.0.1", self.ports["tls"], authority)
        self.client = mesh.add_envoy("client", labels={"app": "client"})
        mesh.wait_until_live()
        self._count = 0

    def get(
        self,
        path: str = "/",
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        host: str = "shop",
    ) -> Answer:
        return ask_http("127.0.0.1", self.ports["http"], host, path, method=method, headers=headers)

    def http(self) -> str:
        return http_name(self.ports["http"], "shop")

    def rule(self, *http: dict[str, Any], hosts: tuple[str, ...] = ("shop",), **spec: Any) -> None:
        """Has one VirtualService say that, and returns when the Envoy knows it."""
        self._count += 1
        # Told by a route that no other request takes.
        path = f"/mark/{self._count}"
        mark = {"match": [{"uri": {"exact": path}}], "directResponse": {"status": 299}}
        rule = virtual_service("shop", list(hosts), http=[mark, *http], **spec)
        self.mesh.write("rule.yaml", rule)
        wait_for("the rule to hold", lambda: self.get(path).status == 299)

    def stop(self) -> None:
        for app in self.tls_apps:
            app.stop()


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    with mesh_in(tmp_path_factory.mktemp("versions") / "mesh", "delta") as mesh:
        made = Versions(mesh)
        yield made
        made.stop()
        assert made.client.rejections() == {}


@pytest.fixture(autouse=True)
def well(versions: Versions) -> None:
    """Every test begins with applications that answer at once."""
    for app in (versions.v1, versions.v2, versions.copy):
        app.status, app.delay = 200, 0.0


def matching(match: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """A rule for v2, with a match."""
    return {"match": [match], "route": [V2], **rest}


@pytest.mark.parametrize(
    ("match", "taken", "others"),
    [
        ({"uri": {"exact": "/a"}}, [("/a", {}), ("/a?q", {})], [("/", {}), ("/a/b", {})]),
        ({"uri": {"prefix": "/a"}}, [("/ab", {})], [("/b", {})]),
        ({"uri": {"regex": "/[0-9]+"}}, [("/17", {})], [("/17a", {})]),
        ({"uri": {"exact": "/A"}, "ignoreUriCase": True}, [("/a", {})], [("/b", {})]),
        ({"headers": {"x-a": {"exact": "1"}}}, [("/", {"X-A": "1"})], [("/", {"X-A": "2"})]),
        ({"headers": {"x-a": {}}}, [("/", {"X-A": "2"})], [("/", {})]),
        ({"withoutHeaders": {"x-a": {}}}, [("/", {})], [("/", {"X-A": "1"})]),
        (
            {"withoutHeaders": {"x-a": {"prefix": "1"}}},
            [("/", {}), ("/", {"X-A": "2"})],
            [("/", {"X-A": "12"})],
        ),
        ({"queryParams": {"q": {"exact": "1"}}}, [("/?q=1", {})], [("/?q=2", {}), ("/", {})]),
        ({"authority": {"prefix": "shop.default"}}, [("/", {"Host": "shop.default"})], [("/", {})]),
        ({"scheme": {"exact": "http"}}, [("/", {})], []),
        ({"sourceLabels": {"app": "client"}}, [("/", {})], []),
        ({"sourceLabels": {"app": "other"}}, [], [("/", {})]),
        ({"sourceNamespace": "default"}, [("/", {})], []),
        ({"gateways": ["some/gateway"]}, [], [("/", {})]),
    ],
)
def test_requests_are_told_apart(
    versions: Versions, match: dict[str, Any], taken: list[Any], others: list[Any]
) -> None:
    versions.rule(matching(match), {"route": [V1]})
    for path, headers in taken:
        assert versions.get(path, headers).name == "v2", (path, headers)
    for path, headers in others:
        assert versions.get(path, headers).name == "v1", (path, headers)


def test_requests_are_told_apart_by_method(versions: Versions) -> None:
    versions.rule(matching({"method": {"exact": "DELETE"}}), {"route": [V1]})
    assert versions.get(method="DELETE").name == "v2"
    assert versions.get().name == "v1"


def test_a_request_that_no_rule_takes_is_none_of_the_service(versions: Versions) -> None:
    versions.rule(matching({"uri": {"exact": "/only"}}))
    assert versions.get("/only").name == "v2"
    assert versions.get("/").status == 404


def test_weights_are_followed_and_no_request_is_lost(versions: Versions) -> None:
    def shares(first: int, second: int) -> list[dict[str, Any]]:
        return [{**V1, "weight": first}, {**V2, "weight": second}]

    versions.rule({"route": shares(100, 0)})
    before = versions.client.versions("cds"), versions.client.versions("lds")
    with Load(versions.http, interval=0.002) as load:
        assert load.latest(50) == {"v1"}
        for first, second in [(90, 10), (1, 1), (0, 100)]:
            versions.rule({"route": shares(first, second)})
            seen = observed(ENOUGH, [load])
            assert is_share(seen["v2"], seen.total(), second / (first + second)), seen
        assert load.latest(50) == {"v2"}
    assert load.failures == []
    # Nothing but routes has changed.
    assert (versions.client.versions("cds"), versions.client.versions("lds")) == before


def test_an_unknown_subset_or_host_fails_its_requests_alone(versions: Versions) -> None:
    lost = {"destination": {"host": "shop", "subset": "v9"}}
    nowhere = {"destination": {"host": "nowhere.example.com"}}
    versions.rule(
        {"match": [{"uri": {"exact": "/lost"}}], "route": [lost]},
        {"match": [{"uri": {"exact": "/nowhere"}}], "route": [nowhere]},
        {"route": [V1]},
    )
    assert versions.get("/lost").status == 503
    assert versions.get("/nowhere").status == 503
    assert versions.get().name == "v1"


def test_a_failed_answer_is_tried_again_elsewhere(versions: Versions) -> None:
    both = {"route": [{"destination": {"host": "shop"}}]}
    versions.v1.status = 503
    versions.rule({**both, "retries": {"attempts": 3, "retryOn": "503"}})
    assert {versions.get().name for _ in range(20)} == {"v2"}
    versions.rule({**both, "retries": {"attempts": 0}})
    assert {versions.get().status for _ in range(20)} == {200, 503}


def test_a_slow_answer_is_not_waited_for(versions: Versions) -> None:
    # Far longer than a healthy answer takes on a machine that is busy.
    versions.v1.delay = 3.0
    versions.rule({"route": [V1], "timeout": "0.1s", "retries": {"attempts": 0}})
    assert versions.get().status == 504
    both = {"route": [{"destination": {"host": "shop"}}]}
    versions.rule({**both, "retries": {"attempts": 3, "perTryTimeout": "0.5s", "retryOn": "5xx"}})
    assert {versions.get().name for _ in range(4)} == {"v2"}


def test_faults_are_made(versions: Versions) -> None:
    delay = {"fixedDelay": "0.3s", "percentage": {"value": 100}}
    abort = {"httpStatus": 418, "percentage": {"value": 50}}
    versions.rule(
        {"match": [{"uri": {"exact": "/late"}}], "fault": {"delay": delay}, "route": [V1]},
        {"fault": {"abort": abort}, "route": [V1]},
    )
    start = time.monotonic()
    assert versions.get("/late").name == "v1"
    # Envoy counts from the beginning of a turn of its loop, which may be some milliseconds ago.
    assert time.monotonic() - start >= 0.28
    statuses = Counter(versions.get().status for _ in range(100))
    assert set(statuses) == {200, 418} and 20 <= statuses[418] <= 80


def test_copies_arrive_elsewhere(versions: Versions) -> None:
    copy = {"destination": {"host": COPY}, "percentage": {"value": 100}}
    versions.rule({"route": [V1], "mirrors": [copy]})
    before = versions.copy.requests["http"]
    assert {versions.get().name for _ in range(10)} == {"v1"}
    wait_for("the copies", lambda: versions.copy.requests["http"] == before + 10)


def test_requests_are_redirected_rewritten_and_answered(versions: Versions) -> None:
    versions.rule(
        {
            "match": [{"uri": {"prefix": "/old"}}],
            "redirect": {"uri": "/new", "authority": "b.example.com", "redirectCode": 308},
        },
        {
            "match": [{"uri": {"prefix": "/secure"}}],
            "redirect": {"scheme": "https", "port": 8443},
        },
        {
            "match": [{"uri": {"exact": "/tea"}}],
            "directResponse": {"status": 418, "body": {"string": "pot"}},
        },
        {
            "match": [{"uri": {"prefix": "/v1/"}}],
            "rewrite": {"uri": "/", "authority": "inner.example.com"},
            "route": [V1],
        },
        {
            "match": [{"uri": {"prefix": "/users/"}}],
            "rewrite": {"uriRegexRewrite": {"match": "^/users/([0-9]+)/.*", "rewrite": "/u/\\1"}},
            "route": [V1],
        },
    )
    moved = versions.get("/old/path")
    assert (moved.status, moved.headers["location"]) == (308, "http://b.example.com/new")
    secure = versions.get("/secure/a?b=c")
    assert (secure.status, secure.headers["location"]) == (301, "https://shop:8443/secure/a?b=c")
    tea = versions.get("/tea")
    assert (tea.status, tea.body) == (418, "pot")
    inner = versions.get("/v1/cart").seen
    assert (inner["path"], inner["host"]) == ("/cart", "inner.example.com")
    assert versions.get("/users/17/name").seen["path"] == "/u/17"


def test_headers_are_changed(versions: Versions) -> None:
    versions.rule(
        {
            "headers": {
                "request": {"set": {"x-set": "100%%"}, "add": {"x-add": "b"}, "remove": ["x-gone"]},
                "response": {"set": {"x-answer": "yes"}, "remove": ["content-type"]},
            },
            "route": [{**V1, "headers": {"request": {"set": {"x-own": "v1"}}}}],
        }
    )
    answer = versions.get(headers={"X-Set": "1", "X-Add": "a", "X-Gone": "1"})
    headers = answer.seen["headers"]
    assert headers["x-set"] == "100%"
    # The application keeps the last of several.
    assert headers["x-add"] == "b"
    assert headers["x-own"] == "v1"
    assert "x-gone" not in headers
    assert answer.headers["x-answer"] == "yes"
    assert "content-type" not in answer.headers


def test_pages_of_other_origins_are_told_what_they_may_do(versions: Versions) -> None:
    policy = {
        "allowOrigins": [{"exact": "https://a.example.com"}],
        "allowMethods": ["GET", "PUT"],
        "allowHeaders": ["x-a"],
        "maxAge": "10m",
        "allowCredentials": True,
        "unmatchedPreflights": "IGNORE",
    }
    versions.rule({"corsPolicy": policy, "route": [V1]})
    preflight = {"Origin": "https://a.example.com", "Access-Control-Request-Method": "PUT"}
    answer = versions.get(method="OPTIONS", headers=preflight)
    assert answer.status == 200 and answer.name == ""
    assert answer.headers["access-control-allow-origin"] == "https://a.example.com"
    assert answer.headers["access-control-allow-methods"] == "GET,PUT"
    assert answer.headers["access-control-allow-headers"] == "x-a"
    assert answer.headers["access-control-max-age"] == "600"
    assert answer.headers["access-control-allow-credentials"] == "true"
    other = versions.get(headers={"Origin": "https://b.example.com"})
    assert other.name == "v1"
    assert "access-control-allow-origin" not in other.headers


def test_hosts_that_are_no_services_are_routed_beside_one(versions: Versions) -> None:
    versions.mesh.write(
        "named.yaml",
        virtual_service("named", ["named.example.com", COPY], http=[{"route": [V2]}]),
    )
    wait_for("the name", lambda: versions.get(host="named.example.com").name == "v2")
    versions.mesh.remove("named.yaml")
    wait_for("the name to be gone", lambda: versions.get(host="named.example.com").status == 502)


def test_two_rules_for_one_host_follow_each_other(versions: Versions) -> None:
    versions.rule({"route": [V1]})
    second = virtual_service(
        "shop-second", ["shop"], http=[matching({"uri": {"prefix": "/two"}}), {"route": [V2]}]
    )
    versions.mesh.write("second.yaml", second)
    wait_for("the second rule", lambda: versions.get("/two").name == "v2")
    assert versions.get().name == "v1"
    versions.mesh.remove("second.yaml")
    wait_for("the second rule to be gone", lambda: versions.get("/two").name == "v1")


def test_connections_are_shared_out(versions: Versions) -> None:
    def tcp() -> str:
        return ask_tcp("127.0.0.1", versions.ports["tcp"])

    shares = [{**V1, "weight": 1}, {**V2, "weight": 3}]
    versions.rule({"route": [V1]}, tcp=[{"route": [{**V2, "weight": 100}]}])
    wait_for("the listener", lambda: set(who_answers(tcp, 10)) == {"v2"})
    versions.rule({"route": [V1]}, tcp=[{"route": shares}])
    wait_for("the listener", lambda: set(who_answers(tcp, 20)) == {"v1", "v2"})
    assert 45 <= who_answers(tcp, 100)["v2"] <= 95


def test_the_server_that_tls_names_decides(versions: Versions) -> None:
    tls = versions.tls.line

    def route(name: str, version: dict[str, Any]) -> dict[str, Any]:
        return {"match": [{"sniHosts": [name]}], "route": [version]}

    versions.rule(
        {"route": [V1]},
        tls=[route("one.default.svc.cluster.local", V1), route(SHOP, V2)],
        hosts=("shop", "*.default.svc.cluster.local"),
    )
    wait_for("the listener", lambda: {tls(SHOP) for _ in range(4)} == {"v2"})
    assert {tls("one.default.svc.cluster.local") for _ in range(4)} == {"v1"}
    with refused():
        tls("two.default.svc.cluster.local")


def test_what_is_served_is_what_the_files_say(versions: Versions) -> None:
    """Envoy's own dump has the weights, as a person would look for them."""
    versions.rule({"route": [{**V1, "weight": 7}, {**V2, "weight": 5}]})
    routes = json.dumps(versions.client.resources("rds"))
    assert '"weight": 7' in routes and '"weight": 5' in routes
