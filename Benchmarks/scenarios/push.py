#!/usr/bin/env python3
"""Measures what a push costs a server, and what its clients cost in memory.

Every figure is of the server's process alone: CPU from /proc/PID/task/*/schedstat, kernel included, memory from
/proc/PID/smaps_rollup and VmHWM. The clients are another process.
"""

import argparse
import contextlib
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator

NODE_EXTENSIONS = 516


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


def measure_push(options: argparse.Namespace) -> None:
    for services in options.services:
        for variant in options.variants:
            bare = push_cpu(options, "bare", services, variant)
            ours = push_cpu(options, "causeway", services, variant)
            print(f"push and ACK, {services} clusters, {variant}: {ours:.1f} µs, bare loop {bare:.1f} µs, "
                  f"ratio {ours / bare:.2f}")


def measure_memory(options: argparse.Namespace) -> None:
    for services in options.services:
        for variant in options.variants:
            with program(options.bench, "serve", services, options.loops) as server:
                address = port_of(server)
                # One client has the snapshot made that all share.
                few = program(options.bench, "crowd", address, 8, services, variant, NODE_EXTENSIONS)
                with few as first:
                    first.line()
                    server.settle()
                    server.ask("trim")
                    before = server.memory_kb("Pss")
                    many = program(options.bench, "crowd", address, options.clients, services, variant,
                                   NODE_EXTENSIONS)
                    with many as clients:
                        clients.line()
                        server.settle()
                        raw = server.memory_kb("Pss") - before
                        server.ask("trim")
                        trimmed = server.memory_kb("Pss") - before
                        print(f"memory per Envoy, {services} clusters, {variant}: "
                              f"{raw / options.clients:.2f} kB, {trimmed / options.clients:.2f} kB trimmed")


def measure_storm(options: argparse.Namespace) -> None:
    for variant in options.variants:
        with program(options.bench, "serve", options.services[0], options.loops) as server:
            started = time.monotonic()
            with crowd(options, server, options.clients, options.services[0], variant, NODE_EXTENSIONS) as clients:
                text = clients.line()
                duration = time.monotonic() - started
                cpu = server.settle()
                steady = server.memory_kb("Rss")
                print(f"storm of {options.clients}, {variant}: {text} after {duration:.1f} s, "
                      f"{cpu / options.clients:.0f} µs each; peak {server.peak_kb / 1024:.0f} MB, "
                      f"steady {steady / 1024:.0f} MB, ratio {server.peak_kb / steady:.2f}; "
                      + " ".join(server.ask("counters")))


def instructions(options: argparse.Namespace, count: int, pushes: int, services: int, variant: str) -> int:
    out = pathlib.Path(f"/tmp/bench-callgrind.{count}.{pushes}")
    # Valgrind gives up on the debug information of newer compilers. Symbols are enough.
    stripped = f"{out}.bench"
    subprocess.run(["strip", "--strip-debug", "-o", stripped, options.bench], check=True)
    prefix = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--log-file=/dev/null")
    with program(stripped, "serve", services, 1, prefix=prefix) as server:
        with crowd(options, server, count, services, variant) as clients:
            clients.line()
            for _ in range(pushes):
                server.ask("change")
                clients.line()
            time.sleep(2)
    total = re.search(r"^(?:totals|summary): (\d+)", out.read_text(), re.M)
    return int(total.group(1))


def measure_instructions(options: argparse.Namespace) -> None:
    """The slope over clients and pushes: what does not grow with both is left out."""
    for services in options.services:
        for variant in options.variants:
            few, many, short, long = 50, 150, 4, 24
            counts = [instructions(options, count, pushes, services, variant)
                      for count in (few, many) for pushes in (short, long)]
            slope = (counts[3] - counts[2] - counts[1] + counts[0]) / ((many - few) * (long - short))
            print(f"instructions per push and ACK, {services} clusters, {variant}: {slope:.0f}")


MEASURES = {
    "push": measure_push, "memory": measure_memory, "storm": measure_storm, "instructions": measure_instructions,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--bench", default=".build/release/bench")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--pushes", type=int, default=30)
    parser.add_argument("--loops", type=int, default=1)
    parser.add_argument("--services", type=int, nargs="+", default=[100])
    parser.add_argument("--variants", nargs="+", default=["sotw", "delta"])
    parser.add_argument("--resource-bytes", type=int, default=600)
    options = parser.parse_args()
    MEASURES[options.measure](options)


if __name__ == "__main__":
    main()
