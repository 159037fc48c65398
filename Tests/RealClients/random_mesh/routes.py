"""Routes of VirtualServices."""

from typing import Any

from .draw import Draw

HEADERS = ("x-user", "cookie", "x-debug")


class Routes:
    """Draws routes to the ports and subsets of some hosts."""

    def __init__(self, draw: Draw, ports: dict[str, dict[int, str]], subsets: dict[str, list[str]]):
        self._draw = draw
        self._ports, self._subsets = ports, subsets

    def _destination(self) -> dict[str, Any]:
        host = self._draw.random.choice(list(self._ports))
        made: dict[str, Any] = {
            "host": host,
            "port": {"number": self._draw.random.choice(list(self._ports[host]))},
        }
        if subsets := self._subsets.get(host):
            made |= self._draw.maybe(subset=lambda: self._draw.random.choice(subsets))
        return made

    def weighted(self, *, http: bool) -> list[dict[str, Any]]:
        """A `route`, with what HTTP has beside weights or without."""
        count = self._draw.random.randint(1, 3)
        routes = [{"destination": self._destination()} for _ in range(count)]
        if count > 1:
            for route in routes:
                route["weight"] = self._draw.random.randint(0, 100)
            routes[0]["weight"] += 1
        if http:
            for route in routes:
                route |= self._draw.maybe(headers=self._header_changes)
        return routes

    def _header_changes(self) -> dict[str, Any]:
        return self._draw.maybe(
            request=lambda: {
                "set": {"x-set": "a%%b", "x-host": "c.example.com"},
                "add": {"x-add": "b"},
                "remove": ["x-gone"],
            },
            response=lambda: {"set": {"x-set": "a"}, "remove": ["server"]},
        )

    def _string_match(self, *values: str) -> dict[str, str]:
        kind = self._draw.random.choice(["exact", "prefix", "regex"])
        return {kind: self._draw.random.choice(values) + (".*[a-z]+" if kind == "regex" else "")}

    def _match(self) -> dict[str, Any]:
        return self._draw.maybe(
            uri=lambda: self._string_match("/", "/a", "/a/b"),
            ignoreUriCase=lambda: True,
            method=lambda: self._string_match("GET", "POST"),
            scheme=lambda: {"exact": "http"},
            authority=lambda: self._string_match("a.example.com", "cart"),
            headers=lambda: {
                name: self._draw.random.choice([{}, self._string_match("v", "w")])
                for name in self._draw.some(HEADERS, 1)
            },
            withoutHeaders=lambda: {
                "x-without": self._draw.random.choice([{}, self._string_match("v")])
            },
            queryParams=lambda: {
                "q": self._draw.random.choice([{"exact": "1"}, {"exact": ""}, {"regex": "[0-9]+"}])
            },
            sourceLabels=lambda: {"role": "tester"},
            port=lambda: self._draw.random.choice(
                sorted({port for ports in self._ports.values() for port in ports})
            ),
        )

    def _fault(self) -> dict[str, Any]:
        delay = {"percentage": self._draw.percentage(), "fixedDelay": self._draw.duration()}
        how = self._draw.random.choice([{"httpStatus": 503}, {"grpcStatus": "UNAVAILABLE"}])
        abort = {"percentage": self._draw.percentage(), **how}
        faults = {"delay": delay, "abort": abort}
        return {name: faults[name] for name in self._draw.some(faults, 1)}

    def http(self) -> dict[str, Any]:
        """One of `http`."""
        made: dict[str, Any] = {}
        if self._draw.chance(0.7):
            made["match"] = [
                self._match() or {"uri": {"prefix": "/x"}}
                for _ in range(self._draw.random.randint(1, 3))
            ]
        kind = self._draw.random.choice(["route", "route", "route", "redirect", "directResponse"])
        if kind == "redirect":
            made["redirect"] = self._draw.random.choice(
                [
                    {"uri": "/new"},
                    {"authority": "b.example.com", "redirectCode": 307},
                    {"scheme": "https", "port": 8443},
                    {"uri": "/p", "scheme": "https", "derivePort": "FROM_PROTOCOL_DEFAULT"},
                ]
            )
        elif kind == "directResponse":
            made["directResponse"] = self._draw.random.choice(
                [{"status": 418}, {"status": 503, "body": {"string": "later"}}]
            )
        else:
            made["route"] = self.weighted(http=True)
            made |= self._draw.maybe(
                timeout=lambda: self._draw.random.choice(["1s", "2m"]),
                retries=lambda: self._draw.random.choice(
                    [
                        {"attempts": 0},
                        {
                            "attempts": 3,
                            "perTryTimeout": "1s",
                            "retryOn": "5xx,connect-failure,503",
                        },
                        {"attempts": 2, "retryRemoteLocalities": True, "retryOn": "unavailable"},
                    ]
                ),
                mirror=self._destination,
                rewrite=lambda: self._draw.random.choice(
                    [
                        {"uri": "/r"},
                        {"authority": "r.example.com"},
                        {"uriRegexRewrite": {"match": "/(.*)", "rewrite": r"/v2/\1"}},
                    ]
                ),
            )
            made |= self._draw.maybe(fault=self._fault)
            if "mirror" in made:
                made |= self._draw.maybe(mirrorPercentage=self._draw.percentage)
        made |= self._draw.maybe(
            headers=self._header_changes,
            corsPolicy=lambda: {
                "allowOrigins": [
                    self._string_match("https://a.example.com", "https://b.example.com")
                ],
                "allowMethods": ["GET"],
                "allowHeaders": ["x-a"],
                "maxAge": "1h",
                **self._draw.maybe(allowCredentials=lambda: True),
            },
        )
        return made
