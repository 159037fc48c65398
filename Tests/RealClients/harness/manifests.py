"""Kubernetes and Istio objects as Python values. JSON is YAML, so they are written as JSON."""

import json
from collections.abc import Mapping
from typing import Any

Manifest = dict[str, Any]


def documents(*manifests: Manifest) -> str:
    """The manifests as one multi-document file."""
    return "".join(f"---\n{json.dumps(manifest, indent=1)}\n" for manifest in manifests)


def service(
    name: str,
    ports: Mapping[str, int | tuple[int, int]],
    *,
    selector: Mapping[str, str] | None = None,
    cluster_ip: str | None = None,
    namespace: str = "default",
) -> Manifest:
    """A Service. `ports`: name → number, or name → (number, targetPort)."""
    spec: Manifest = {"ports": [_service_port(key, value) for key, value in ports.items()]}
    if selector is not None:
        spec["selector"] = dict(selector)
    if cluster_ip is not None:
        spec["clusterIP"] = cluster_ip
    return _manifest("v1", "Service", name, namespace, spec)


def external_name(name: str, target: str, ports: Mapping[str, int]) -> Manifest:
    """A Service of type ExternalName."""
    listed = [_service_port(key, value) for key, value in ports.items()]
    spec = {"type": "ExternalName", "externalName": target, "ports": listed}
    return _manifest("v1", "Service", name, "default", spec)


def pod(
    name: str, ip: str, labels: Mapping[str, str], *, ready: bool = True, namespace: str = "default"
) -> Manifest:
    """A running Pod."""
    manifest = _manifest("v1", "Pod", name, namespace, {"serviceAccountName": "default"}, labels)
    condition = {"type": "Ready", "status": str(ready)}
    manifest["status"] = {"phase": "Running", "podIP": ip, "conditions": [condition]}
    return manifest


def service_entry(
    name: str,
    hosts: list[str],
    ports: list[tuple[str, int, str]],
    *,
    endpoints: list[Manifest] | None = None,
    addresses: list[str] | None = None,
    location: str = "MESH_INTERNAL",
    resolution: str = "STATIC",
    workload_selector: Mapping[str, str] | None = None,
) -> Manifest:
    """A ServiceEntry. `ports`: (name, number, protocol)."""
    spec: Manifest = {
        "hosts": hosts,
        "location": location,
        "resolution": resolution,
        "ports": [
            {"name": key, "number": number, "protocol": protocol} for key, number, protocol in ports
        ],
    }
    if endpoints is not None:
        spec["endpoints"] = endpoints
    if addresses is not None:
        spec["addresses"] = addresses
    if workload_selector is not None:
        spec["workloadSelector"] = {"labels": dict(workload_selector)}
    return _manifest("networking.istio.io/v1", "ServiceEntry", name, "default", spec)


def sidecar(
    name: str,
    labels: Mapping[str, str],
    *,
    ingress: Mapping[str, tuple[int, int]] | None = None,
    egress: list[str] | None = None,
) -> Manifest:
    """A Sidecar. `ingress`: name → (the proxy's port, the application's port on the same address);
    the name begins with the protocol."""
    spec: Manifest = {"workloadSelector": {"labels": dict(labels)}}
    if ingress is not None:
        spec["ingress"] = [
            {
                "port": {"name": key, "number": number, "protocol": key.split("-")[0].upper()},
                "defaultEndpoint": f"0.0.0.0:{application}",
            }
            for key, (number, application) in ingress.items()
        ]
    if egress is not None:
        spec["egress"] = [{"hosts": egress}]
    return _manifest("networking.istio.io/v1", "Sidecar", name, "default", spec)


def virtual_service(name: str, hosts: list[str], **spec: Any) -> Manifest:
    """A VirtualService: `http`, `tcp` and `tls` as they stand in the manifest."""
    return _manifest(
        "networking.istio.io/v1", "VirtualService", name, "default", {"hosts": hosts, **spec}
    )


def destination_rule(name: str, host: str, **spec: Any) -> Manifest:
    """A DestinationRule: `subsets` and `trafficPolicy` as they stand in the manifest."""
    return _manifest(
        "networking.istio.io/v1", "DestinationRule", name, "default", {"host": host, **spec}
    )


def gateway(name: str, *servers: Manifest, selector: Mapping[str, str]) -> Manifest:
    """A Gateway, with servers as `gateway_server` makes them."""
    spec = {"selector": dict(selector), "servers": list(servers)}
    return _manifest("networking.istio.io/v1", "Gateway", name, "default", spec)


def gateway_server(port: int, protocol: str, *hosts: str, **tls: Any) -> Manifest:
    """A server of a Gateway for hosts, with `tls` as it stands in the manifest."""
    server: Manifest = {
        "port": {"number": port, "name": f"{protocol.lower()}-{hosts[0]}", "protocol": protocol},
        "hosts": list(hosts),
    }
    if tls:
        server["tls"] = tls
    return server


def _service_port(name: str, value: int | tuple[int, int]) -> Manifest:
    if isinstance(value, int):
        return {"name": name, "port": value}
    return {"name": name, "port": value[0], "targetPort": value[1]}


def _manifest(
    version: str,
    kind: str,
    name: str,
    namespace: str,
    spec: Manifest,
    labels: Mapping[str, str] | None = None,
) -> Manifest:
    metadata: Manifest = {"name": name, "namespace": namespace}
    if labels:
        metadata["labels"] = dict(labels)
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
