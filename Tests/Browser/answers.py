"""Answers of the admin API as Python values, for the fake server."""

import time
from typing import Any

Answer = dict[str, Any]

BEGIN_MS = int(time.time() * 1000) - 90_000
TYPES = ("cds", "eds", "lds", "rds")


def sidecar(name: str, ip: str, namespace: str = "boutique") -> str:
    """A node id."""
    return f"sidecar~{ip}~{name}.{namespace}~{namespace}.svc.cluster.local"


def endpoint(address: str, kind: str = "pod", health: str = "healthy", **more: Any) -> Answer:
    """An endpoint of a service."""
    named = {"pod": "Pod boutique/catalog-7d9f", "vm": "WorkloadEntry boutique/catalog-vm"}
    return {
        "address": address,
        "ports": {"3550": 3550},
        "kind": kind,
        "health": health,
        "workload": "catalog",
        "namespace": "boutique",
        "origin": named.get(kind, "ServiceEntry boutique/catalog"),
        "labels": {"app": "catalog", "version": "v1"},
        "locality": "europe-west1/europe-west1-b",
        "weight": None,
        "serviceAccount": "catalog",
        "network": "",
    } | more


def service(name: str, endpoints: list[Answer], port: int = 3550, protocol: str = "grpc") -> Answer:
    """A service."""
    return {
        "host": f"{name}.boutique.svc.cluster.local",
        "namespace": "boutique",
        "name": name,
        "location": "MESH_INTERNAL",
        "resolution": "STATIC",
        "headless": False,
        "exportTo": ["*"],
        "addresses": ["10.0.28.196"],
        "addressBlocks": [],
        "automaticAddress": None,
        "ports": [{"number": port, "name": protocol, "protocol": protocol}],
        "endpoints": endpoints,
        "origins": [f"Service boutique/{name}"],
    }


def rejection(message: str, resources: list[str], origins: list[str]) -> Answer:
    """Why a proxy refused what it was sent."""
    return {
        "version": "9f86d081884c7d65",
        "message": message,
        "code": 13,
        "timeMs": BEGIN_MS + 60_000,
        "resources": resources,
        "origins": origins,
    }


def of_type(state: str = "synced", resources: int = 12, **more: Any) -> Answer:
    """What a stream was sent of one type."""
    return {
        "state": state,
        "sentVersion": "9f86d081884c7d65",
        "acknowledgedVersion": "9f86d081884c7d65" if state == "synced" else "60303ae22b998861",
        "sentMs": BEGIN_MS + 60_000,
        "acknowledgedMs": BEGIN_MS + 60_004,
        "nonce": "1f",
        "wildcard": True,
        "subscribed": 0,
        "resources": resources,
        "bytes": resources * 731,
        "responses": 3,
        "rejection": None,
    } | more


def proxy(id: str, number: int = 1, **types: Answer) -> Answer:
    """A stream; what is not said of a type is that it is synced."""
    all_types = {kind: types.get(kind) or of_type() for kind in TYPES}
    states = {t["state"] for t in all_types.values()}
    state = next((s for s in ("rejected", "pending") if s in states), "synced")
    parts = id.split("~")
    return {
        "id": id,
        "kind": parts[0],
        "namespace": "boutique",
        "workload": parts[2].split(".")[0] if len(parts) > 2 else "",
        "address": parts[1] if len(parts) > 1 else None,
        "peer": f"127.0.0.1:{40_000 + number}",
        "tls": False,
        "identity": None,
        "userAgent": "envoy 1.40.0",
        "method": "ads",
        "variant": "sotw",
        "connectedMs": BEGIN_MS,
        "revision": 12,
        "acknowledgedRevision": 12 if state == "synced" else 11,
        "state": state,
        "answersMissed": 0,
        "types": all_types,
    }


def push(revision: int, last_ack: float | None = 4.2, **more: Any) -> Answer:
    """What became of a revision."""
    return {
        "revision": revision,
        "cause": "changed: Service boutique/catalog",
        "timeMs": BEGIN_MS + revision * 5_000,
        "proxies": 3,
        "acknowledged": 3,
        "pending": 0,
        "rejected": 0,
        "gone": 0,
        "types": {"eds": {"responses": 3, "resources": 1, "bytes": 1234}},
        "names": ["outbound|3550||catalog.boutique.svc.cluster.local"],
        "lastAckAfterMs": last_ack,
        "complete": True,
    } | more


def resource(name: str, size: int = 731) -> Answer:
    """A line of the snapshot."""
    return {
        "name": name,
        "version": "d2a84f4b8b650937",
        "bytes": size,
        "origins": ["Service boutique/catalog"],
    }


def snapshot(types: dict[str, list[Answer]]) -> Answer:
    """The snapshot of a sidecar."""
    return {
        "revision": 12,
        "view": {"node": "", "namespace": "default", "interception": "REDIRECT"},
        "types": {
            kind: {
                "typeUrl": f"type.googleapis.com/{kind}",
                "version": "9f86d081884c7d65",
                "bytes": sum(r["bytes"] for r in types.get(kind, [])),
                "resources": types.get(kind, []),
            }
            for kind in TYPES
        },
    }


def problem(severity: str, line: int, field: str, message: str, **more: Any) -> Answer:
    """Something wrong in a file."""
    return {
        "severity": severity,
        "line": line,
        "object": "ServiceEntry boutique/catalog",
        "field": field,
        "message": message,
    } | more


def file(path: str, problems: list[Answer] = [], **more: Any) -> Answer:  # noqa: B006 (not changed)
    """A file that was read."""
    return {
        "path": path,
        "bytes": 1234,
        "lastReadMs": BEGIN_MS,
        "stale": False,
        "objects": [{"object": "Service boutique/catalog", "line": 2, "lastGoodVersion": False}],
        "problems": problems,
        "ignored": [],
    } | more


def sources(files: list[Answer], mesh_problems: list[Answer] = []) -> Answer:  # noqa: B006
    """The sources."""
    problems = [p for f in files for p in f["problems"]] + mesh_problems
    return {
        "revision": 12,
        "watching": "inotify",
        "objects": sum(len(f["objects"]) for f in files),
        "errors": sum(p["severity"] == "error" for p in problems),
        "warnings": sum(p["severity"] == "warning" for p in problems),
        "files": files,
        "meshProblems": mesh_problems,
    }


def config(clusters: list[Answer], listeners: list[Answer] = []) -> Answer:  # noqa: B006
    """A configuration, as Envoy's config_dump shows it."""
    at = {"versionInfo": "9f86d081884c7d65", "lastUpdated": "2026-11-25T18:00:00.123Z"}
    dump = "type.googleapis.com/envoy.admin.v3."
    return {
        "configs": [
            {
                "@type": f"{dump}ClustersConfigDump",
                "versionInfo": "9f86d081884c7d65",
                "dynamicActiveClusters": [{**at, "cluster": cluster} for cluster in clusters],
            },
            {
                "@type": f"{dump}ListenersConfigDump",
                "versionInfo": "9f86d081884c7d65",
                "dynamicListeners": [
                    {"name": listener["name"], "activeState": {**at, "listener": listener}}
                    for listener in listeners
                ],
            },
        ]
    }


def cluster(name: str) -> Answer:
    """A cluster."""
    return {
        "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
        "name": name,
        "type": "EDS",
        "edsClusterConfig": {"edsConfig": {"ads": {}, "resourceApiVersion": "V3"}},
        "connectTimeout": "10s",
    }


def nothing() -> dict[str, Answer]:
    """A server that has just started, with an empty folder."""
    return {
        "proxies": {"revision": 1, "proxies": []},
        "pushes": {"revision": 1, "pushes": []},
        "services": {"services": []},
        "snapshot": snapshot({}),
        "sources": sources([]),
    }


def boutique() -> dict[str, Answer]:
    """A mesh in which something of everything goes on."""
    refused = of_type(
        "rejected",
        rejection=rejection(
            "Error adding/updating listener(s) 10.0.28.196_3550: Proto constraint validation failed "
            "(HttpConnectionManagerValidationError.StatPrefix: value length must be at least 1 characters)",
            ["10.0.28.196_3550"],
            ["Service boutique/catalog"],
        ),
    )
    front, cart, vm = (
        sidecar("frontend", "10.4.0.11"),
        sidecar("cart", "10.4.0.12"),
        sidecar("catalog-vm", "10.128.0.13"),
    )
    proxies = [proxy(cart, 2), proxy(front, 1, lds=refused), proxy(vm, 3, eds=of_type("pending"))]
    catalog = [
        endpoint("10.4.0.21"),
        endpoint("10.4.0.22", health="draining"),
        endpoint("10.128.0.13", "vm"),
        endpoint("10.128.0.14", "vm", "unhealthy"),
    ]
    names = ["catalog", "cart", "payment"]
    clusters = [f"outbound|3550||{n}.boutique.svc.cluster.local" for n in names]
    answers = {
        "proxies": {"revision": 12, "proxies": proxies},
        "pushes": {
            "revision": 12,
            "pushes": [
                push(12, None, acknowledged=1, pending=1, rejected=1, complete=False),
                push(11, 12.3),
                push(10, 873.0, cause="added: WorkloadEntry boutique/catalog-vm"),
                push(9, 2100.0, gone=1, acknowledged=2),
                *(push(n, 0.4 * n) for n in range(8, 0, -1)),
            ],
        },
        "services": {
            "services": [
                service("catalog", catalog),
                service("cart", [endpoint("10.4.0.12")], 7070),
                service("payment", [], 50051),
                service("bank", [endpoint("pay.example", "external")], 443, "https"),
            ]
        },
        "snapshot": snapshot(
            {
                "cds": [resource(name) for name in clusters],
                "eds": [resource(name, 240 + 90 * i) for i, name in enumerate(clusters)],
                "lds": [resource("virtualOutbound", 2310), resource("10.0.28.196_3550", 4021)],
                "rds": [resource("3550", 5120)],
            }
        ),
        "sources": sources(
            [
                file(
                    "mesh/catalog.yaml",
                    [
                        problem(
                            "error",
                            17,
                            "spec.resolution",
                            "SOMEHOW is not one of STATIC, DNS, DNS_ROUND_ROBIN and NONE.",
                        )
                    ],
                    stale=True,
                ),
                file(
                    "mesh/cart.yaml",
                    ignored=[
                        {
                            "apiVersion": "apps/v1",
                            "kind": "Deployment",
                            "reason": "not needed",
                            "count": 2,
                            "firstLine": 40,
                        }
                    ],
                ),
            ],
            [
                problem(
                    "warning",
                    4,
                    "spec.ports",
                    "Port 3550 of catalog has the protocol tcp here and grpc in Service boutique/catalog.",
                    file="mesh/cart.yaml",
                )
            ],
        ),
    }
    for p in proxies:
        add_detail(
            answers,
            p,
            config(
                [cluster(name) for name in clusters],
                [
                    {
                        "name": "virtualOutbound",
                        "address": {"socketAddress": {"address": "0.0.0.0", "portValue": 15001}},
                    }
                ],
            ),
        )
    return answers


def add_detail(answers: dict[str, Answer], stream: Answer, dump: Answer) -> None:
    """Answers the requests for one proxy."""
    detailed = {**stream, "types": {k: {**t, "names": []} for k, t in stream["types"].items()}}
    answers[f"proxies/{stream['id']}"] = {"revision": 12, "proxies": [detailed]}
    answers[f"proxies/{stream['id']}/config"] = dump
