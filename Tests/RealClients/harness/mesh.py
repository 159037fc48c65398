"""A mesh without root: every host is an address of 127.0.0.0/8, and no traffic is intercepted.

Applications reach a service at 127.0.0.1 and the service's port, where the client's Envoy listens;
the Envoy of a pod or VM listens on the host's own address, as a Sidecar's `ingress` says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .app import App, AppPorts
from .authority import Authority, Certificate
from .control_plane import ControlPlane
from .envoy import Envoy
from .manifests import Manifest, documents, sidecar, write_whole
from .ports import free_port, loopback_address

POD_LABELS = {"role": "pod"}
VM_LABELS = {"role": "vm"}


@dataclass
class Host:
    """A pod or a VM: an application, and the Envoy beside it."""

    name: str
    address: str
    app: App
    envoy: Envoy


class Mesh:
    """A folder of manifests, the control plane that serves it, and the hosts."""

    def __init__(self, folder: Path, variant: str = "sotw"):
        self.folder = folder
        # How its Envoys speak xDS: `sotw` or `delta`.
        self.variant = variant
        # Set before anything is started, it has everybody speak TLS.
        self.authority: Authority | None = None
        self.manifests = folder / "manifests"
        self.manifests.mkdir(parents=True)
        # Where applications listen, and where the Envoys of pods and VMs do.
        self.app_ports = AppPorts(http=free_port(), grpc=free_port(), tcp=free_port())
        self.pod_ports = AppPorts(http=free_port(), grpc=free_port(), tcp=free_port())
        self.vm_ports = AppPorts(http=free_port(), grpc=free_port(), tcp=free_port())
        self.hosts: list[Host] = []
        self.apps: list[App] = []
        self.envoys: list[Envoy] = []
        self._control_plane: ControlPlane | None = None

    @property
    def control_plane(self) -> ControlPlane:
        """The control plane; it starts when it is first asked for."""
        if self._control_plane is None:
            self._control_plane = ControlPlane(
                [self.manifests], self.folder, authority=self.authority
            ).wait_until_ready()
        return self._control_plane

    def write(self, file: str, *manifests: Manifest) -> None:
        """Writes a file of manifests, at once and as a whole."""
        self.write_text(file, documents(*manifests))

    def write_text(self, file: str, text: str) -> None:
        """Writes a file of YAML, at once and as a whole."""
        write_whole(self.manifests, file, text)

    def remove(self, file: str) -> None:
        """Removes a file of manifests."""
        (self.manifests / file).unlink()

    def write_sidecars(self) -> None:
        """The Sidecars of pods and VMs: inbound listeners, and no outbound ones."""
        self.write(
            "sidecars.yaml",
            sidecar("pods", POD_LABELS, ingress=self._ingress(self.pod_ports), egress=["~/*"]),
            sidecar("vms", VM_LABELS, ingress=self._ingress(self.vm_ports), egress=["~/*"]),
        )

    def _ingress(self, ports: AppPorts) -> dict[str, tuple[int, int]]:
        app = self.app_ports
        assert ports.http and ports.grpc and ports.tcp and app.http and app.grpc and app.tcp
        return {
            "http": (ports.http, app.http),
            "grpc": (ports.grpc, app.grpc),
            "tcp": (ports.tcp, app.tcp),
        }

    def add_host(self, name: str, kind: str) -> Host:
        """Starts the application and the Envoy of a pod or VM, which manifests may then name."""
        address = loopback_address()
        app = self.add_app(name, address, self.app_ports)
        labels = POD_LABELS if kind == "pod" else VM_LABELS
        envoy = self.add_envoy(name, address, kind=kind, labels=labels)
        host = Host(name, address, app, envoy)
        self.hosts.append(host)
        return host

    def add_app(self, name: str, address: str, ports: AppPorts) -> App:
        """Starts an application, which has no Envoy beside it by that alone."""
        app = App(name, address, ports)
        self.apps.append(app)
        return app

    def add_envoy(
        self,
        name: str,
        address: str | None = None,
        *,
        kind: str = "pod",
        labels: dict[str, str] | None = None,
        namespace: str = "default",
        locality: str | None = None,
        certificate: Certificate | None = None,
    ) -> Envoy:
        """Starts an Envoy; one without an application beside it is a client's."""
        if self.authority and certificate is None:
            certificate = self.authority.workload(name, namespace)
        bootstrap = self.control_plane.bootstrap(
            name,
            address or loopback_address(),
            kind=kind,
            labels=labels,
            namespace=namespace,
            locality=locality,
            variant=self.variant,
            certificate=certificate,
        )
        return self.start_envoy(name, bootstrap)

    def start_envoy(self, name: str, bootstrap: str) -> Envoy:
        """Starts an Envoy with that bootstrap."""
        envoy = Envoy(name, bootstrap, self.folder)
        self.envoys.append(envoy)
        return envoy

    def wait_until_live(self) -> None:
        """Returns when every Envoy has its configuration."""
        for envoy in self.envoys:
            envoy.wait_until_live()

    def close(self) -> None:
        """Ends everything that was started."""
        for app in self.apps:
            app.stop()
        for envoy in self.envoys:
            envoy.stop()
        if self._control_plane is not None:
            self._control_plane.stop()

    def logs(self) -> str:
        """The ends of what its processes have written: for a person who looks at a failure."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text()[-2000:]}" for file in files)


@contextmanager
def mesh_in(folder: Path, variant: str = "sotw") -> Iterator[Mesh]:
    """A mesh that is ended in any case."""
    mesh = Mesh(folder, variant)
    try:
        yield mesh
    finally:
        mesh.close()
