#!/usr/bin/env python3
"""Measures what a push costs a server, and what its clients cost in memory.

Every figure is of the server's process alone: CPU from /proc/PID/task/*/schedstat, kernel included, memory from
/proc/PID/smaps_rollup and VmHWM. The clients are another process.

Without arguments it measures everything and prints a section for scripts/bench; with the names of measures it prints
a line for each figure.
"""

import argparse
import contextlib
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator

NODE_EXTENSIONS = 516
TEXT = (
    "One endpoint of one service changes, in a server that keeps its mesh in memory and has one event loop; all"
    " {clients:,} clients of the push are sent the same. The bare loop sends each client the same frames, made"
    " beforehand, and receives the ACK, and nothing else; both servers are driven by the same program. Instructions"
    " are those of the whole server in user space.")

# What is measured, and the figure.
Rows = Iterator[tuple[str, str]]


class Program:
    """A mode of the bench program, talked to by lines."""

    def __init__(self, bench: str, *words: object, prefix: tuple[str, ...] = ()) -> None:
        command = [*prefix, bench, *map(str, words)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line: str) -> None:
        print(line, file=self.process.stdin, flush=True)

    def line(self) -> str:
        text = self.process.stdout.readline()
        if not text:
            raise SystemExit(f"{self.process.args} has ended with {self.process.wait()}")
        return text.strip()

    def ask(self, command: str) -> list[str]:
        """What it answers before it is done."""
        self.tell(command)
        lines = []
        while (text := self.line()) != "done":
            lines.append(text)
        return lines

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()

    @property
    def cpu_us(self) -> float:
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1000

    def memory_kb(self, field: str) -> int:
        rollup = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(re.search(rf"^{field}:\s+(\d+)", rollup, re.M).group(1))

    @property
    def peak_kb(self) -> int:
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmHWM:\s+(\d+)", status, re.M).group(1))

    def settle(self) -> float:
        """Waits until it is at rest, and says how much CPU it has used in all."""
        before = self.cpu_us
        while True:
            time.sleep(0.2)
            now = self.cpu_us
            if now - before < 1000:
                return now
            before = now


@contextlib.contextmanager
def program(*arguments: object, prefix: tuple[str, ...] = ()) -> Iterator[Program]:
    running = Program(*arguments, prefix=prefix)
    try:
        yield running
    finally:
        running.close()


def port_of(server: Program) -> str:
    return server.line().split()[1]


def crowd(options: argparse.Namespace, server: Program, count: int, services: int, variant: str,
          extensions: int = 0, kind: str = "causeway"):
    flags = ("--bare",) if kind == "bare" else ()
    return program(options.bench, "crowd", port_of(server), count, services, variant, extensions, *flags)


def push_cpu(options: argparse.Namespace, kind: str, services: int, variant: str) -> float:
    """Microseconds of CPU for each client and push."""
    words = ("serve", services, options.loops) if kind == "causeway" else ("bare", options.resource_bytes)
    with program(options.bench, *words) as server:
        with crowd(options, server, options.clients, services, variant, kind=kind) as clients:
            print("   ", kind, clients.line(), file=sys.stderr)
            server.ask("change")
            clients.line()
            before = server.settle()
            for _ in range(options.pushes):
                server.ask("change")
                clients.line()
            return (server.settle() - before) / options.clients / options.pushes


def push_cpus(options: argparse.Namespace, services: int, variant: str) -> tuple[float, float]:
    """The same of the bare loop and of Causeway: the least of some turns, as whatever disturbs only adds."""
    turns = [(push_cpu(options, "bare", services, variant), push_cpu(options, "causeway", services, variant))
             for _ in range(3)]
    return min(bare for bare, _ in turns), min(ours for _, ours in turns)


def measure_push(options: argparse.Namespace) -> Rows:
    for services, variant in options.cases:
        bare, ours = push_cpus(options, services, variant)
        yield f"push and ACK: CPU, to that of the bare loop, {services:,} clusters, {variant}", f"{ours / bare:.2f}"


def measure_names(options: argparse.Namespace) -> Rows:
    """What an ACK of many names costs beyond reading its bytes, which is what the bare loop does."""
    few, many = 10, 1000
    beyond = {}
    for services in (few, many):
        bare, ours = push_cpus(options, services, "sotw")
        beyond[services] = ours - bare
    yield (f"push and ACK of {many:,} names, sotw: CPU beyond the bare loop's, to that of {few} names",
           f"{beyond[many] / beyond[few]:.2f}")


def measure_memory(options: argparse.Namespace) -> Rows:
    for services, variant in options.cases:
        with program(options.bench, "serve", services, options.loops) as server:
            address = port_of(server)
            # The first clients have the snapshot made that all share.
            with program(options.bench, "crowd", address, 8, services, variant, NODE_EXTENSIONS) as first:
                first.line()
                server.settle()
                server.ask("trim")
                before = server.memory_kb("Pss")
                with program(options.bench, "crowd", address, options.clients, services, variant,
                             NODE_EXTENSIONS) as clients:
                    clients.line()
                    server.settle()
                    raw = (server.memory_kb("Pss") - before) / options.clients
                    server.ask("trim")
                    trimmed = (server.memory_kb("Pss") - before) / options.clients
        yield (f"memory per Envoy beyond the snapshot, {services:,} clusters, {variant}",
               f"{trimmed:.1f} kB ({raw:.1f} kB before the C library gives back what is free)")


def encoded(server: Program) -> int:
    """How many resources it has encoded."""
    return int(re.search(r"encoded (\d+)", server.ask("counters")[0]).group(1))


def measure_storm(options: argparse.Namespace) -> Rows:
    services = options.services[0]
    for variant in options.variants:
        with program(options.bench, "serve", services, options.loops) as server:
            with crowd(options, server, 1, services, variant, NODE_EXTENSIONS) as client:
                client.line()
                for_one = encoded(server)
        with program(options.bench, "serve", services, options.loops) as server:
            with crowd(options, server, options.storm, services, variant, NODE_EXTENSIONS) as clients:
                told = clients.line()
                server.settle()
                steady = server.memory_kb("Rss")
                peak = server.peak_kb
                for_all = encoded(server)
        yield (f"{options.storm:,} Envoys with 61 kB nodes at once, {services:,} clusters, {variant}",
               f"{told}; peak memory {peak / steady:.2f} of the steady one; {for_all:,} resources encoded, for one"
               f" Envoy alone {for_one:,}")


ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}


def allocations(profile: str) -> int:
    """How often memory was asked for, of a profile of Callgrind."""
    names: dict[str, str] = {}
    caller = callee = ""
    total = 0
    for line in profile.splitlines():
        if function := re.match(r"(c?fn)=\((\d+)\)(?: (.*))?", line):
            kind, number, name = function.groups()
            names.setdefault(number, name or "")
            if kind == "fn":
                caller = names[number]
            else:
                callee = names[number]
        elif callee in ALLOCATORS and caller not in ALLOCATORS and (calls := re.match(r"calls=(\d+)", line)):
            # The program counts by functions of the same names, which call those of the C library.
            total += int(calls.group(1))
    return total


def callgrind(
    options: argparse.Namespace, count: int, pushes: int, services: int, variant: str, *flags: str
) -> str:
    """What Callgrind has seen of a server from its start to its end."""
    out = pathlib.Path(f"/tmp/bench-callgrind.{count}.{pushes}")
    # Valgrind gives up on the debug information of newer compilers. Symbols are enough.
    stripped = f"{out}.bench"
    subprocess.run(["strip", "--strip-debug", "-o", stripped, options.bench], check=True)
    prefix = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--log-file=/dev/null", *flags)
    with program(stripped, "serve", services, 1, prefix=prefix) as server:
        with crowd(options, server, count, services, variant) as clients:
            clients.line()
            for _ in range(pushes):
                server.ask("change")
                clients.line()
            time.sleep(2)
    return out.read_text()


def totals(profile: str) -> dict[str, int]:
    """How often each kind of event happened, of a profile of Callgrind."""
    kinds = re.search(r"^events: (.*)", profile, re.M)
    numbers = re.search(r"^(?:totals|summary): (.*)", profile, re.M)
    return dict(zip(kinds.group(1).split(), map(int, numbers.group(1).split())))


def counts(
    options: argparse.Namespace, count: int, pushes: int, services: int, variant: str
) -> tuple[int, int]:
    """Instructions and allocations of a server from its start to its end."""
    seen = callgrind(options, count, pushes, services, variant)
    return totals(seen)["Ir"], allocations(seen)


def measure_instructions(options: argparse.Namespace) -> Rows:
    """The slope over clients and pushes: what does not grow with both is left out.

    Each the least of two runs: how often the server wakes up because time has passed is not the same in all.
    """
    for services, variant in options.cases:
        few, many, short, long = 50, 150, 4, 84
        measured = [min(counts(options, count, pushes, services, variant) for _ in range(2))
                    for count in (few, many) for pushes in (short, long)]
        instructions, memory = (
            (d - c - b + a) / ((many - few) * (long - short)) for a, b, c, d in zip(*measured, strict=True))
        yield (f"push and ACK: instructions (allocations), {services:,} clusters, {variant}",
               f"{instructions:,.0f} ({abs(memory):.1f})")


# A first cache like that of most processors, and a last one so small that four hundred clients are too many for it,
# as ten thousand are for a real one.
CACHES = ("--cache-sim=yes", "--D1=32768,8,64", "--LL=262144,16,64")


def measure_lines(options: argparse.Namespace) -> Rows:
    """How many lines of memory are fetched anew, by the slope over clients and pushes."""
    few, many, short, long = 100, 400, 4, 14
    services = min(options.services)
    for variant in options.variants:
        seen = [totals(callgrind(options, count, pushes, services, variant, *CACHES))
                for count in (few, many) for pushes in (short, long)]
        a, b, c, d = (events["DLmr"] + events["DLmw"] for events in seen)
        lines = (d - c - b + a) / ((many - few) * (long - short))
        yield f"push and ACK: lines of memory that are in no cache, {services:,} clusters, {variant}", f"{lines:.0f}"


MEASURES = {
    "push": measure_push, "names": measure_names, "instructions": measure_instructions, "lines": measure_lines,
    "memory": measure_memory, "storm": measure_storm,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--bench", default=os.environ.get("BENCH", ".build/release/bench"))
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--storm", type=int, default=5000, help="how many clients come at once")
    parser.add_argument("--pushes", type=int, default=30)
    parser.add_argument("--loops", type=int, default=1)
    parser.add_argument("--services", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--variants", nargs="+", default=["sotw", "delta"])
    parser.add_argument("--resource-bytes", type=int, default=600)
    options = parser.parse_args()
    options.cases = list(itertools.product(options.services, options.variants))
    if unknown := set(options.measures) - set(MEASURES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    rows = []
    for measure in options.measures or MEASURES:
        for what, value in MEASURES[measure](options):
            print(f"{what}: {value}", file=sys.stdout if options.measures else sys.stderr, flush=True)
            rows.append([what, value])
    if not options.measures:
        print(json.dumps({"title": "A push", "text": TEXT.format(**vars(options)), "columns": ["", "measured"],
                          "rows": rows}))


if __name__ == "__main__":
    main()
