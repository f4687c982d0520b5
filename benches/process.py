#!/usr/bin/env python3
"""Medians of whole processes: `benches/process.py [RUNS] -- COMMAND…` prints wall time and peak memory.

Runs the command RUNS times (31 if not given) after two runs to warm the caches, its output thrown away, and prints the
median, the fastest and the slowest wall time in milliseconds, and the highest peak of resident memory in MiB.
"""

import os
import statistics
import sys
import time


def run(command):
    start = time.perf_counter()
    child = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(child, 0)
    took = (time.perf_counter() - start) * 1000
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {os.waitstatus_to_exitcode(status)}")
    return took, usage.ru_maxrss / 1024


def main():
    if "--" not in sys.argv:
        sys.exit(__doc__)
    split = sys.argv.index("--")
    runs = int(sys.argv[1]) if split > 1 else 31
    command = sys.argv[split + 1 :]
    for _ in range(2):
        run(command)
    times, peaks = zip(*(run(command) for _ in range(runs)))
    print(
        f"median {statistics.median(times):.1f} ms, fastest {min(times):.1f} ms, slowest {max(times):.1f} ms, "
        f"peak {max(peaks):.1f} MiB, {runs} runs: {' '.join(command)}"
    )


main()
