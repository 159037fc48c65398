"""The mesh of most tests: the service `shop`, with a pod and a VM, and a client's Envoy."""

import pytest
from harness.clients import Answer, ask_grpc, ask_http, ask_tcp, http_name
from harness.envoy import Envoy
from harness.manifests import Manifest, pod, service, service_entry
from harness.mesh import POD_LABELS, VM_LABELS, Host, Mesh
from harness.ports import free_port
from harness.waiting import wait_for

HOST = "shop.default.svc.cluster.local"

# For tests that are run with Envoys that speak either way.
in_both_variants = pytest.mark.parametrize("variant", ["sotw", "delta"])


class Shop:
    """`shop` speaks HTTP/1.1, gRPC and TCP. `start` starts everything and waits for it."""

    def __init__(self, mesh: Mesh):
        self.mesh = mesh
        self.ports = {"http": free_port(), "grpc": free_port(), "tcp": free_port()}
        self.pod: Host
        self.vm: Host
        self.client: Envoy

    def start(self) -> "Shop":
        """A pod, a VM, a client; returns when all of them answer."""
        mesh = self.mesh
        mesh.write_sidecars()
        mesh.write("service.yaml", self.service())
        self.pod = mesh.add_host("pod-1", "pod")
        self.vm = mesh.add_host("vm-1", "vm")
        mesh.write("pod.yaml", self.pod_manifest())
        mesh.write("vm.yaml", self.vm_manifest())
        self.client = mesh.add_envoy("client")
        mesh.wait_until_live()
        for protocol in self.ports:
            self.wait_for_answers(protocol, self.all)
        return self

    def wait_for_answers(self, protocol: str, names: set[str]) -> None:
        """Returns when requests of that protocol are answered by exactly these."""
        ask = getattr(self, protocol)
        wait_for(
            f"{sorted(names)} to answer over {protocol}",
            lambda: {ask() for _ in range(2 * len(names))} == names,
        )

    @property
    def all(self) -> set[str]:
        """The names of everyone who answers."""
        return {self.pod.name, self.vm.name}

    def service(self) -> Manifest:
        targets = self.mesh.pod_ports
        assert targets.http and targets.grpc and targets.tcp
        ports = {
            "http": (self.ports["http"], targets.http),
            "grpc": (self.ports["grpc"], targets.grpc),
            "tcp": (self.ports["tcp"], targets.tcp),
        }
        return service("shop", ports, selector={"app": "shop"})

    def pod_manifest(self, ready: bool = True) -> Manifest:
        labels = {"app": "shop", **POD_LABELS}
        return pod(self.pod.name, self.pod.address, labels, ready=ready)

    def vm_endpoint(self, address: str) -> Manifest:
        """An endpoint of the ServiceEntry, at the ports of a VM."""
        ports = self.mesh.vm_ports
        return {
            "address": address,
            "ports": {"http": ports.http, "grpc": ports.grpc, "tcp": ports.tcp},
            "labels": {"app": "shop", **VM_LABELS},
        }

    def vm_manifest(self, host: str = HOST) -> Manifest:
        ports = [(name, number, name.upper()) for name, number in self.ports.items()]
        return service_entry(
            "shop-vm", [host], ports, endpoints=[self.vm_endpoint(self.vm.address)]
        )

    def cluster(self, port: str) -> str:
        """The name of the client's cluster for a port."""
        return f"outbound|{self.ports[port]}||{HOST}"

    def get(self, host: str = "shop", path: str = "/") -> Answer:
        """What the client is answered over HTTP/1.1."""
        return ask_http("127.0.0.1", self.ports["http"], host, path)

    def http(self, host: str = "shop") -> str:
        """Who answers over HTTP/1.1; anything but an answer fails."""
        return http_name(self.ports["http"], host)

    def grpc(self, authority: str = "shop") -> str:
        """Who answers over gRPC."""
        return ask_grpc("127.0.0.1", self.ports["grpc"], authority)

    def tcp(self) -> str:
        """Who answers over TCP."""
        return ask_tcp("127.0.0.1", self.ports["tcp"])

    def logs(self) -> str:
        return self.mesh.logs()
