"""Measures everything and writes the tables of docs/PERFORMANCE.md."""

import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from .program import Counts, Program, Timing, swift_version
from .thresholds import Thresholds

BEGIN, END = "<!-- Written by scripts/bench from here -->", "<!-- to here -->"
# How often the programs have their turn where times are compared.
TURNS = 3


def table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] + ["--:"] * (len(columns) - 1), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


def machine() -> str:
    """The machine in one sentence."""
    model = "an unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return (f"{datetime.date.today()}, on {os.cpu_count()} cores of {model}, Linux {platform.release()}, "
            f"Swift {swift_version()}.")


def subject(name: str) -> str:
    return name.split(":", 1)[1]


def counts_table(counts: dict[str, Counts]) -> str:
    return table(
        ["benchmark", "instructions", "allocations"],
        [[f"`{name}`", f"{c.instructions:,.0f}", f"{c.allocations:,g}"] for name, c in counts.items()])


def peers_table(ours: list[str], counts: dict[str, Counts], times: dict[str, Timing]) -> str:
    rows = []
    for name in ours:
        for peer in (p for p in counts if p != name and subject(p) == subject(name)):
            rows.append([
                f"`{name}`", peer.split(":", 1)[0],
                f"{counts[peer].instructions / counts[name].instructions:.1f}",
                f"{times[peer].minimum / times[name].minimum:.1f}",
                f"{times[peer].median / times[name].median:.1f}",
                f"{counts[peer].allocations:,g} : {counts[name].allocations:,g}"])
    return table(
        ["benchmark", "compared with", "× instructions", "× CPU time (minimum)", "× CPU time (median)", "allocations"],
        rows)


def times_by_turns(programs: list[Program], names: dict[Program, list[str]]) -> dict[str, Timing]:
    """The best of several turns of each program."""
    best: dict[str, Timing] = {}
    for _ in range(TURNS):
        for program in programs:
            for name, timing in program.times(names[program]).items():
                old = best.get(name, timing)
                best[name] = Timing(min(old.minimum, timing.minimum), min(old.median, timing.median))
    return best


def other_libraries(
    root: Path, program: Program, ours: list[str], peers: list[str], counts: dict[str, Counts]
) -> str:
    """How many times as much other libraries take for the same."""
    swift_protobuf = Program.swift_protobuf(root)
    names = {program: ours + peers, swift_protobuf: [b["name"] for b in swift_protobuf.benchmarks()]}
    theirs = program.counts(peers) | swift_protobuf.counts(names[swift_protobuf])
    for name in ours:
        for peer in (peer for peer in theirs if subject(peer) == subject(name)):
            if theirs[peer].hash != counts[name].hash:
                sys.exit(f"bench: {peer} does not make the same bytes as {name}")
    return peers_table(ours, counts | theirs, times_by_turns([program, swift_protobuf], names))


def scenarios(root: Path, program: Program) -> str:
    """The sections that the programs in Benchmarks/scenarios make."""
    files = sorted((root / "Benchmarks/scenarios").glob("*.py"))
    if not files:
        return ""
    release = root / "scripts/build-release"
    subprocess.run([release], check=True, stdout=subprocess.DEVNULL)
    causeway = subprocess.run([release, "--path"], check=True, capture_output=True, text=True).stdout.strip()
    text = ""
    for file in files:
        print(f"== {file.stem}", flush=True)
        done = subprocess.run(
            [sys.executable, file], stdout=subprocess.PIPE, text=True,
            env=os.environ | {"CAUSEWAY": causeway, "BENCH": str(program.path)})
        if done.returncode:
            sys.exit(f"bench: {file} failed")
        section = json.loads(done.stdout)
        text += f"\n### {section['title']}\n\n{section['text']}\n\n{table(section['columns'], section['rows'])}"
    return text


def write(root: Path, program: Program, thresholds: Thresholds) -> int:
    benchmarks = program.benchmarks()
    ours = [b["name"] for b in benchmarks if b["role"] != "peer"]
    peers = [b["name"] for b in benchmarks if b["role"] == "peer"]
    print("== instructions and allocations", flush=True)
    counts = program.counts(ours)
    compared = [name for name in ours if any(subject(name) == subject(peer) for peer in peers)]
    text = f"\n{machine()}\n\n### Instructions and allocations\n\n{counts_table(counts)}"
    print("== other libraries", flush=True)
    text += f"\n### Other libraries\n\n{other_libraries(root, program, compared, peers, counts)}"
    text += scenarios(root, program)

    document = root / "docs/PERFORMANCE.md"
    before, _, rest = document.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
    print(text)
    complaints = thresholds.complaints(counts)
    for sentence in [*complaints.values(), *thresholds.hints(counts)]:
        print(sentence)
    return 1 if complaints else 0
