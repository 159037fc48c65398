"""An application that speaks TLS, and a client that does."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .authority import Authority, Certificate
from .clients import Answer, answer_of


@contextmanager
def refused() -> Iterator[None]:
    """Expects that the server ends the connection, by an alert or by closing it.

    To be late, or not to listen at all, is something else; so is a certificate that the client does
    not take.
    """
    ends = (ssl.SSLError, ConnectionResetError, BrokenPipeError, EOFError)
    # `http.client.RemoteDisconnected` is a ConnectionResetError.
    with pytest.raises(ends) as raised:
        yield
    assert not isinstance(raised.value, ssl.SSLCertVerificationError), raised.value


class TLSApp:
    """Says its name to whoever connects over TLS."""

    def __init__(self, name: str, address: str, port: int, authority: Authority):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own = authority.server(name)
        context.load_cert_chain(own.certificate, own.key)
        self.address = address
        self._listener = socket.create_server((address, port))
        self._name = name
        self._context = context
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                try:
                    with self._context.wrap_socket(connection, server_side=True) as encrypted:
                        encrypted.sendall(f"{self._name}\n".encode())
                except OSError:
                    continue

    def stop(self) -> None:
        self._listener.close()


class TLSClient:
    """Connects to a port; shows a certificate if it has one."""

    def __init__(
        self, address: str, port: int, authority: Authority, own: Certificate | None = None
    ):
        self._place = (address, port)
        # The certificates of the tests name addresses, not the servers that clients ask for.
        self._context = ssl.create_default_context(cafile=str(authority.certificate))
        self._context.check_hostname = False
        if own is not None:
            self._context.load_cert_chain(own.certificate, own.key)

    def connect(self, name: str) -> ssl.SSLSocket:
        """A connection to the server of that name; raises `OSError` when there is none."""
        plain = socket.create_connection(self._place, timeout=5)
        try:
            return self._context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def line(self, name: str) -> str:
        """The first line that the server says; raises `EOFError` when it says none."""
        with self.connect(name) as connection, connection.makefile() as lines:
            if not (line := lines.readline()):
                raise EOFError("the connection was closed without a word")
            return line.strip()

    def common_name(self, name: str) -> str:
        """Whom the certificate that the server shows is for."""
        with self.connect(name) as connection:
            shown = connection.getpeercert()
            assert shown
            return str(dict(pair[0] for pair in shown["subject"])["commonName"])  # type: ignore[misc]

    def get(self, host: str, path: str = "/") -> Answer:
        """One HTTP/1.1 request on a connection of its own."""
        connection = http.client.HTTPConnection(*self._place)
        connection.sock = self.connect(host)
        try:
            connection.request("GET", path, headers={"Host": host})
            return answer_of(connection.getresponse())
        finally:
            connection.close()
