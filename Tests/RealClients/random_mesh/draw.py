"""Chance, from a seed."""

import random
from collections.abc import Callable
from typing import Any


class Draw:
    """Draws the same from the same seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def chance(self, share: float) -> bool:
        """True for that share of the times."""
        return self.random.random() < share

    def some(self, things: Any, least: int) -> list[Any]:
        """Some of the things, that many at least."""
        things = list(things)
        return self.random.sample(things, self.random.randint(min(least, len(things)), len(things)))

    def maybe(self, **makers: Callable[[], Any]) -> dict[str, Any]:
        """Some of the fields."""
        return {name: make() for name, make in makers.items() if self.chance(0.35)}

    def duration(self) -> str:
        """How long."""
        return self.random.choice(["1ms", "250ms", "1s", "2.5s", "1m", "1h"])

    def percentage(self) -> dict[str, float]:
        """How many of a hundred."""
        return {"value": self.random.choice([0, 0.01, 0.5, 10, 33.3, 100])}
