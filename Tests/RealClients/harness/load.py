"""Steady traffic while something else happens."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import sqrt

from .waiting import wait_for

# How many requests a share is judged by, at least: chance hides what is wrong in fewer.
ENOUGH = 400


def is_share(count: int, total: int, share: float) -> bool:
    """Whether `count` of `total` requests are that share, as far as chance lets one tell.

    Chance goes further than 4.5 standard deviations once in 150,000 times.
    """
    assert total >= ENOUGH, total
    return abs(count - total * share) <= 4.5 * sqrt(total * share * (1 - share))


def observed(requests: int, loads: Iterable["Load"]) -> Counter[str]:
    """Who answers that many requests, all of which are asked from now on."""
    loads = list(loads)
    for load in loads:
        # The first answer may be to what was asked before.
        load.more(2)
    before = [load.answers.copy() for load in loads]
    goal = requests + sum(answers.total() for answers in before)
    wait_for(
        f"{requests} more answers of {len(loads)} loads",
        lambda: sum(load.count for load in loads) >= goal,
    )
    seen: Counter[str] = Counter()
    for load, answers in zip(loads, before, strict=True):
        seen += load.answers.copy() - answers
    return seen


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
        return self.answers.total()

    def more(self, requests: int) -> None:
        """Returns when that many further requests have been answered."""
        goal = self.count + requests
        wait_for(
            f"{requests} more answers (failures: {self.failures[-3:]})",
            lambda: self.count >= goal,
        )

    def latest(self, requests: int) -> set[str]:
        """Who answers that many requests, all of which are asked from now on."""
        return set(observed(requests, [self]))

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


class Loads:
    """Several loads, looked at together; what those that have ended have seen still counts."""

    def __init__(self) -> None:
        self._all: list[Load] = []

    @contextmanager
    def add(self, ask: Callable[[], str], interval: float = 0.004) -> Iterator[Load]:
        """One more, which is remembered."""
        with Load(ask, interval) as load:
            self._all.append(load)
            yield load

    def __iter__(self) -> Iterator[Load]:
        return iter(self._all)

    @property
    def count(self) -> int:
        """How many requests were answered, by whomever."""
        return sum(load.count for load in self)

    @property
    def failures(self) -> list[str]:
        """Everything that went wrong for anyone."""
        return [failure for load in self for failure in load.failures]
