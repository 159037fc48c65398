"""A program of benchmarks: how it is built, and how callgrind counts its instructions."""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# What runs of the same program must have in common to be the same, to the instruction.
STABLE = {"SWIFT_DETERMINISTIC_HASHING": "1"}
# And on every processor: the C library chooses the functions that all of them have.
PORTABLE = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM"}


@dataclass
class Counts:
    """Of one operation."""

    instructions: float
    allocations: float
    # Of what was made: the same for everyone who makes the same.
    hash: str


@dataclass
class Timing:
    """Of one operation: nanoseconds of CPU time."""

    minimum: float
    median: float


def swift_version() -> str:
    text = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"Swift version (\S+)", text)[1]


def swift_build(folder: Path, product: str) -> Path:
    """Builds a product for release, the way scripts/build-release does, and says where it is."""
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", product]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"{built.stdout}{built.stderr}bench: {product} does not build")
    path = subprocess.run([*command, "--show-bin-path"], cwd=folder, capture_output=True, text=True, check=True)
    return Path(path.stdout.strip()) / product


class Program:
    """A program with the commands `list`, `run` and `time`, each of which prints lines of JSON."""

    def __init__(self, path: Path):
        self.path = path

    @classmethod
    def bench(cls, root: Path) -> "Program":
        return cls(swift_build(root, "bench"))

    @classmethod
    def swift_protobuf(cls, root: Path) -> "Program":
        """The benchmarks of swift-protobuf, which takes minutes to build for the first time."""
        return cls(swift_build(root / "Benchmarks/SwiftProtobuf", "bench-swift-protobuf"))

    def _lines(self, *arguments: str, before: tuple[str, ...] = (), path: Path | None = None) -> list[dict]:
        command = [*before, str(path or self.path), *arguments, "--json"]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | STABLE | (PORTABLE if before else {}))
        if done.returncode:
            sys.exit(f"{done.stderr}bench: {' '.join(command)} failed")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def benchmarks(self) -> list[dict]:
        """Name and role of every benchmark."""
        return self._lines("list")

    def times(self, names: list[str]) -> dict[str, Timing]:
        """CPU times, taken by turns."""
        return {line["name"]: Timing(line["minimum"], line["median"]) for line in self._lines("time", *names)}

    def counts(self, names: list[str]) -> dict[str, Counts]:
        """Instructions and allocations of each benchmark, all out of one run under callgrind."""
        with tempfile.TemporaryDirectory() as folder:
            lines, dumps = self._callgrind(names, Path(folder))
            instructions = [int(re.search(r"^totals: (\d+)", dump.read_text(), re.M)[1]) for dump in dumps]
        return {
            line["name"]: Counts(total / line["operations"], line["allocations"], line["hash"])
            for line, total in zip(lines, instructions, strict=True)}

    def profile(self, name: str) -> str:
        """What callgrind_annotate says of a benchmark."""
        with tempfile.TemporaryDirectory() as folder:
            lines, dumps = self._callgrind([name], Path(folder))
            annotated = subprocess.run(
                ["callgrind_annotate", "--threshold=98", str(dumps[0])], capture_output=True, text=True, check=True)
            return f"{annotated.stdout}\nThat is {lines[0]['operations']} times {name}."

    def _callgrind(self, names: list[str], folder: Path) -> tuple[list[dict], list[Path]]:
        """Runs benchmarks under callgrind: what they print, and a profile of the measured region of each."""
        # Valgrind gives up on the debug information of newer compilers. Symbols are enough.
        stripped = folder / self.path.name
        subprocess.run(["strip", "--strip-debug", "-o", stripped, self.path], check=True)
        symbols = subprocess.run(["nm", stripped], capture_output=True, text=True, check=True).stdout
        regions = re.findall(r" [tT] (\S*measuredRegion\S*)", symbols)
        if len(regions) != 1:
            sys.exit(f"bench: one function should be called measuredRegion, and {len(regions)} are: {regions}")
        lines = self._lines(
            "run", *names, path=stripped,
            before=("valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={folder}/profile",
                    f"--toggle-collect={regions[0]}", f"--dump-after={regions[0]}"))
        # The last profile is of what came after the last region: it is empty, and has no number.
        return lines, [folder / f"profile.{number}" for number in range(1, len(lines) + 1)]
