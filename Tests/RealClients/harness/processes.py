"""Starting and ending the processes of a test."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from .netns import Namespace
from .waiting import InVain


class Process:
    """A child process whose output goes to a file; it ends with us, whatever happens to us."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        namespace: Namespace | None = None,
        group: int | None = None,
    ):
        self.log = log
        self._command = [str(part) for part in command]
        with log.open("ab") as output, namespace.entered() if namespace else nullcontext():
            self._child = subprocess.Popen(
                [*_wrapper(group), *self._command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us; we end our children ourselves.
            )

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.poll()

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to this process only."""
        self._child.send_signal(number)

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended."""
        return self._child.wait(timeout)

    def stop(self, timeout: float = 5.0) -> int:
        """Asks it to end, and ends it when it does not; returns its exit code."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._child.returncode

    def kill(self) -> None:
        """Ends it without asking."""
        self._child.kill()
        self._child.wait()

    def must_run(self) -> None:
        """Fails, with the end of its output, when it has ended."""
        if (code := self.exit_code) is not None:
            name = Path(self._command[0]).name
            raise InVain(f"{name} ended with exit code {code}:\n{self.output()}")

    def output(self, last: int = 4000) -> str:
        """The end of what it has written."""
        return self.log.read_text(errors="replace")[-last:]


def _wrapper(group: int | None) -> list[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if group is not None:
            raise AssertionError("setpriv (Debian package util-linux) is needed and was not found")
        return []
    change = [] if group is None else [f"--regid={group}", "--clear-groups"]
    return [setpriv, "--pdeathsig=KILL", *change, "--"]
