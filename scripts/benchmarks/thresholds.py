"""Benchmarks/thresholds.json: how many instructions and allocations an operation may take."""

import json
from pathlib import Path

from .program import Counts

# Counts repeat to the instruction; what may differ between machines is small.
INSTRUCTIONS_ABOVE = 1.04
INSTRUCTIONS_BELOW = 0.90
# What is made once in a process is counted for whoever is the first to need it: a few of tens of thousands.
ALLOCATIONS_ABOVE = 1.001


class Thresholds:
    def __init__(self, file: Path):
        self._file = file
        document = json.loads(file.read_text()) if file.exists() else {"swift": None, "benchmarks": {}}
        self._swift: str | None = document["swift"]
        self._of: dict[str, dict[str, float]] = document["benchmarks"]

    def __contains__(self, name: str) -> bool:
        return name in self._of

    def why_not_comparable(self, version: str) -> str | None:
        """Another compiler makes other instructions, which says nothing of a change."""
        if self._swift in (None, version):
            return None
        return f"The thresholds were made with Swift {self._swift}, and this is {version}: nothing is compared."

    def complaints(self, measured: dict[str, Counts]) -> dict[str, str]:
        """Of each benchmark that is above its threshold: a sentence."""
        sentences = {}
        for name, counts in measured.items():
            threshold = self._of.get(name)
            if threshold is None:
                sentences[name] = f"{name} has no threshold: `scripts/bench --accept` makes one."
            elif counts.allocations > threshold["allocations"] * ALLOCATIONS_ABOVE + 0.005:
                sentences[name] = (f"{name} makes {counts.allocations:,g} allocations, and the threshold is "
                                   f"{threshold['allocations']:,g}.")
            elif counts.instructions > threshold["instructions"] * INSTRUCTIONS_ABOVE:
                percent = 100 * (counts.instructions / threshold["instructions"] - 1)
                sentences[name] = (f"{name} takes {counts.instructions:,.0f} instructions, {percent:.1f} % more than "
                                   f"the threshold of {threshold['instructions']:,.0f}.")
        return sentences

    def hints(self, measured: dict[str, Counts]) -> list[str]:
        """Of each benchmark that is far below its threshold: a sentence. A stale threshold holds nothing."""
        return [
            f"{name} is far below its threshold ({counts.instructions:,.0f} instructions and {counts.allocations:,g} "
            f"allocations, of {self._of[name]['instructions']:,.0f} and {self._of[name]['allocations']:,g}): "
            "`scripts/bench --accept` lowers it."
            for name, counts in measured.items() if name in self._of and self._is_far_below(name, counts)]

    def _is_far_below(self, name: str, counts: Counts) -> bool:
        threshold = self._of[name]
        return (counts.instructions < threshold["instructions"] * INSTRUCTIONS_BELOW
                or counts.allocations < threshold["allocations"] / ALLOCATIONS_ABOVE - 0.005)

    def accept(self, measured: dict[str, Counts], known: list[str], version: str) -> list[str]:
        """Keeps what differs, forgets what is not known any more, and says what it did."""
        changed = set(self.complaints(measured)) | {
            name for name, counts in measured.items() if name in self._of and self._is_far_below(name, counts)}
        if self._swift != version:
            changed = set(measured)
        sentences = []
        for name in (name for name in known if name in changed):
            counts = measured[name]
            self._of[name] = {"instructions": round(counts.instructions), "allocations": round(counts.allocations, 2)}
            sentences.append(f"{name}: {counts.instructions:,.0f} instructions, {counts.allocations:,g} allocations.")
        sentences += [f"{name} is no more." for name in self._of if name not in known]
        document = {"swift": version, "benchmarks": {name: self._of[name] for name in sorted(known) if name in self._of}}
        self._file.write_text(json.dumps(document, indent=2) + "\n")
        return sentences or ["Every threshold stays as it is."]
