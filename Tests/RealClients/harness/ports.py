"""Addresses and ports that nobody else uses."""

import errno
import itertools
import os
import random
import socket

_taken: set[int] = set()


def free_port() -> int:
    """A TCP port that is free on every address, and that this process has not handed out before.

    It lies below the range from which Linux takes the local ports of outgoing connections, so that
    none of those takes it before its user listens on it.
    """
    for _ in range(1000):
        port = random.randint(10_000, 30_000)
        if port not in _taken and _is_free(port):
            _taken.add(port)
            return port
    raise OSError(errno.EADDRINUSE, "no free TCP port found between 10000 and 30000")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def loopback_address() -> str:
    """An address of 127.0.0.0/8 for a host, not handed out before.

    Each process has a block of its own; two whose blocks are the same still differ in their ports.
    """
    number = next(_hosts)
    return f"127.{64 + os.getpid() % 128}.{number // 250}.{1 + number % 250}"


_hosts = itertools.count()
