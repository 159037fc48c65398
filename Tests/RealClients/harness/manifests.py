"""Kubernetes and Istio objects as Python values. JSON is YAML, so they are written as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Manifest = dict[str, Any]


def resource(
    version: str,
    kind: str,
    name: str,
    namespace: str | None,
    spec: Manifest | None = None,
    labels: Mapping[str, str] | None = None,
) -> Manifest:
    """An object of any kind."""
    metadata: Manifest = {"name": name}
    if namespace is not None:
        metadata["namespace"] = namespace
    if labels:
        metadata["labels"] = dict(labels)
    made: Manifest = {"apiVersion": version, "kind": kind, "metadata": metadata}
    if spec is not None:
        made["spec"] = spec
    return made


def istio(kind: str, name: str, spec: Manifest, namespace: str = "default") -> Manifest:
    """An object of Istio's."""
    return resource("networking.istio.io/v1", kind, name, namespace, spec)


def write_whole(folder: Path, file: str, text: str) -> None:
    """Writes a file of a folder that is watched, at once and as a whole."""
    # Beside the folder, where nobody looks.
    draft = folder.parent / f"{file}.draft"
    draft.write_text(text)
    draft.replace(folder / file)


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
    return resource("v1", "Service", name, namespace, spec)


def external_name(name: str, target: str, ports: Mapping[str, int]) -> Manifest:
    """A Service of type ExternalName."""
    listed = [_service_port(key, value) for key, value in ports.items()]
    spec = {"type": "ExternalName", "externalName": target, "ports": listed}
    return resource("v1", "Service", name, "default", spec)


def pod(
    name: str, ip: str, labels: Mapping[str, str], *, ready: bool = True, namespace: str = "default"
) -> Manifest:
    """A running Pod."""
    manifest = resource("v1", "Pod", name, namespace, {"serviceAccountName": "default"}, labels)
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
    return istio("ServiceEntry", name, spec)


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
    return istio("Sidecar", name, spec)


def virtual_service(name: str, hosts: list[str], **spec: Any) -> Manifest:
    """A VirtualService: `http`, `tcp` and `tls` as they stand in the manifest."""
    return istio("VirtualService", name, {"hosts": hosts, **spec})


def destination_rule(name: str, host: str, **spec: Any) -> Manifest:
    """A DestinationRule: `subsets` and `trafficPolicy` as they stand in the manifest."""
    return istio("DestinationRule", name, {"host": host, **spec})


def subset(name: str, **labels: str) -> Manifest:
    """A subset of a DestinationRule."""
    return {"name": name, "labels": labels}


def gateway(name: str, *servers: Manifest, selector: Mapping[str, str]) -> Manifest:
    """A Gateway, with servers as `gateway_server` makes them."""
    spec = {"selector": dict(selector), "servers": list(servers)}
    return istio("Gateway", name, spec)


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
