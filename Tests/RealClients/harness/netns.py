"""A network of hosts, each in its own network namespace, with the redirection of a sidecar.

Nothing of it is visible outside: the bridge lies in a namespace of its own, so any addresses may be
used. The namespaces have no names; they vanish with the last process and file that uses them.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

CLONE_NEWNET = 0x40000000
OWN_NAMESPACE = "/proc/thread-self/ns/net"

# Envoy runs in this group, so that its own connections are not redirected to itself.
PROXY_GROUP = 1337
OUTBOUND_PORT, INBOUND_PORT = 15001, 15006

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, call: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{call}: {os.strerror(ctypes.get_errno())}")


class Namespace:
    """A network namespace that threads and the processes they start can enter."""

    def __init__(self) -> None:
        before = os.open(OWN_NAMESPACE, os.O_RDONLY | os.O_CLOEXEC)
        try:
            _check(_libc.unshare(CLONE_NEWNET), "unshare")
            self.file = os.open(OWN_NAMESPACE, os.O_RDONLY | os.O_CLOEXEC)
            _check(_libc.setns(before, CLONE_NEWNET), "setns")
        finally:
            os.close(before)
        self.run("ip link set lo up")

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Sockets opened, threads and processes started inside belong to the namespace."""
        before = os.open(OWN_NAMESPACE, os.O_RDONLY | os.O_CLOEXEC)
        try:
            _check(_libc.setns(self.file, CLONE_NEWNET), "setns")
            yield
        finally:
            _check(_libc.setns(before, CLONE_NEWNET), "setns")
            os.close(before)

    def run(self, command: str) -> str:
        """The output of a command that must succeed."""
        with self.entered():
            result = subprocess.run(command.split(), capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise OSError(f"`{command}` failed: {result.stderr.strip()}")
        return result.stdout

    def close(self) -> None:
        """Lets go of the namespace."""
        os.close(self.file)


class Network:
    """A bridge and the hosts that are plugged into it."""

    def __init__(self, gateway: str, prefix_length: int = 8):
        self.gateway = gateway
        self.prefix_length = prefix_length
        self.switch = Namespace()
        self.hosts: list[Namespace] = []
        # An address of its own: else it takes the lowest of those that are plugged in, and who knows
        # the one it had is cut off for seconds when the next host comes.
        self.switch.run("ip link add br0 address 02:00:00:00:00:01 type bridge")
        self.switch.run(f"ip address add {gateway}/{prefix_length} dev br0")
        self.switch.run("ip link set br0 up")

    def add_host(self, address: str, redirected: bool = True) -> Namespace:
        """A host at `address`; `redirected` means that its traffic goes through its Envoy."""
        host = Namespace()
        self.hosts.append(host)
        port = f"port{len(self.hosts)}"
        target = f"/proc/{os.getpid()}/fd/{host.file}"
        self.switch.run(f"ip link add {port} type veth peer name eth0 netns {target}")
        self.switch.run(f"ip link set {port} master br0 up")
        host.run(f"ip address add {address}/{self.prefix_length} dev eth0")
        host.run("ip link set eth0 up")
        host.run(f"ip route add default via {self.gateway}")
        if redirected:
            redirect(host)
        return host

    def close(self) -> None:
        """Takes the network apart."""
        for host in [*self.hosts, self.switch]:
            host.close()


def redirect(host: Namespace) -> None:
    """Sends what the host's applications send and receive through its Envoy."""
    for rule in (
        f"OUTPUT -p tcp -m owner --gid-owner {PROXY_GROUP} -j RETURN",
        "OUTPUT -p tcp -d 127.0.0.0/8 -j RETURN",
        f"OUTPUT -p tcp -j REDIRECT --to-ports {OUTBOUND_PORT}",
        f"PREROUTING -p tcp -j REDIRECT --to-ports {INBOUND_PORT}",
    ):
        host.run(f"iptables -w -t nat -A {rule}")


def unavailable() -> str | None:
    """Why namespaces cannot be used here; None when they can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    for tool in ("ip", "iptables", "setpriv"):
        if shutil.which(tool) is None:
            return f"`{tool}` was not found (Debian packages iproute2, iptables, util-linux)"
    try:
        network = Network("10.0.0.1")
    except OSError as error:
        return f"network namespaces cannot be made here: {error}"
    try:
        network.add_host("10.0.0.2")
    except OSError as error:
        return f"hosts cannot be plugged together here: {error}"
    finally:
        network.close()
    return None
