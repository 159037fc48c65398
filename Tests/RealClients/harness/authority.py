"""A throw-away CA, made with the command line of OpenSSL."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate and its key."""

    certificate: Path
    key: Path


class Authority:
    """Signs certificates of servers and of workloads; its own is in the file `certificate`."""

    def __init__(self, folder: Path):
        self._folder = folder
        folder.mkdir(parents=True)
        self.certificate = folder / "ca.crt"
        self._key = folder / "ca.key"
        output = ("-keyout", self._key, "-out", self.certificate)
        _openssl("req", "-x509", *_NEW_KEY, *output, "-subj", "/CN=test CA", "-days", "2")

    def server(self, name: str = "server") -> Certificate:
        """A certificate for 127.0.0.1, in files of that name; those of before are replaced."""
        return self._issue(name, "IP:127.0.0.1,DNS:localhost")

    def workload(self, name: str, namespace: str, account: str = "default") -> Certificate:
        """A certificate that names a service account, in files of that name."""
        return self._issue(name, f"URI:spiffe://test.mesh/ns/{namespace}/sa/{account}")

    def _issue(self, name: str, subject: str) -> Certificate:
        issued = Certificate(self._folder / f"{name}.crt", self._folder / f"{name}.key")
        request, extensions = self._folder / f"{name}.csr", self._folder / f"{name}.ext"
        drafts = self._folder / f"{name}.crt.draft", self._folder / f"{name}.key.draft"
        extensions.write_text(f"subjectAltName={subject}\nextendedKeyUsage=serverAuth,clientAuth\n")
        _openssl("req", *_NEW_KEY, "-keyout", drafts[1], "-out", request, "-subj", f"/CN={name}")
        _openssl(
            *("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key),
            *("-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", drafts[0]),
        )
        # One after the other, as whoever renews them does.
        drafts[0].replace(issued.certificate)
        drafts[1].replace(issued.key)
        return issued


def _openssl(*arguments: str | Path) -> None:
    command = ["openssl", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode == 0, result.stderr
