"""Steady traffic while something else happens."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from .waiting import wait_for


class Load:
    """Asks at a steady rate on a thread of its own; remembers who answered and what failed.

    Used as `with Load(ask) as load:`. `ask` returns a name, or raises; if it can be closed, it is
    at the end.
    """

    def __init__(self, ask: Callable[[], str], interval: float = 0.01):
        self.answers: Counter[str] = Counter()
        self.failures: list[str] = []
        self._ask = ask
        self._interval = interval
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def count(self) -> int:
        """How many requests were answered."""
        return sum(self.answers.values())

    def more(self, requests: int) -> None:
        """Returns when that many further requests have been answered."""
        goal = self.count + requests
        wait_for(
            f"{requests} more answers (failures: {self.failures[-3:]})",
            lambda: self.count >= goal,
        )

    def latest(self, requests: int) -> set[str]:
        """Who answers that many requests from now on."""
        before = self.answers.copy()
        self.more(requests)
        return set(self.answers - before)

    def settle(self, names: set[str]) -> None:
        """Returns when exactly these answer, and nobody else has for a while."""
        wait_for(f"answers of {sorted(names)}", lambda: self.latest(20) == names)
        assert (seen := self.latest(40)) == names, seen

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if close := getattr(self._ask, "close", None):
            close()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._over.is_set():
            try:
                self.answers[self._ask()] += 1
            except Exception as error:  # any failure is a failure
                self.failures.append(repr(error))
            due = max(due + self._interval, time.monotonic())
            self._over.wait(due - time.monotonic())
