"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class InVain(AssertionError):
    """Raised by a condition that can never be met any more: the wait ends at once."""


def wait_for(
    what: str, condition: Callable[[], T], timeout: float = 15.0, *, pause: float | None = None
) -> T:
    """Returns what `condition` returns as soon as that is truthy.

    A condition that raises counts as not yet met. After `timeout` seconds the wait fails, and says
    what was waited for and what was seen last. Between looks it pauses longer and longer, or,
    for a wait that is timed, always as long as `pause` says.
    """
    deadline = time.monotonic() + timeout
    growth, pause = (1.5, 0.01) if pause is None else (1.0, pause)
    while True:
        try:
            seen: object = condition()
            if seen:
                return seen  # type: ignore[return-value]
        except InVain:
            raise
        except Exception as error:  # whatever it is, it is shown at the end
            seen = error
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s in vain for {what}; last seen: {seen!r}")
        time.sleep(pause)
        pause = min(pause * growth, 0.2)
