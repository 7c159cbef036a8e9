#!/usr/bin/env python3
"""How long small work takes: a build of 17 cards, and a rebuild after one edit among 1,000 cards with a ledger, in one
file and in 100.

    benches/start.py [RUNS]      default: 50

Medians, in milliseconds. On a machine that much else uses, time on the wall says little, unless the scheduler lets this
go first: `sudo chrt --fifo 20 benches/start.py`.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
CARGO = ["cargo", "build", "--release", "--locked", "--quiet", "--package", "recto", "--package", "benches", "--bins"]
METADATA = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
EDITED = "**The Fix:**"


def measure(what, command, before):
    """Prints a row: the command's time, each time after `before(number of the run)`."""
    wall, cpu = [], []
    for number in range(RUNS):
        before(number)
        used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        passed, now = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(passed * 1e3)
        cpu.append((now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime) * 1e3)
    print(f"{what:42} {median(wall):8.1f} {min(wall):8.1f} {median(cpu):8.1f}")


def edit(folder):
    """Changes a word in the answer of the first card, each time to another one."""
    first = sorted(folder.glob("*.md"))[0]
    head, tail = first.read_text().split(EDITED, 1)
    return lambda number: first.write_text(f"{head}{EDITED} Edit{number} {tail}")


def main():
    subprocess.run(CARGO, cwd=ROOT, check=True)
    target = Path(json.loads(subprocess.run(METADATA, cwd=ROOT, check=True, capture_output=True).stdout)["target_directory"])
    programs = target / "release"
    print(f"{'ms':42} {'wall':>8} {'fastest':>8} {'cpu':>8}")
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        for cards, files in [(17, 1), (1000, 1), (1000, 100)]:
            folder = Path(f"{cards}-{files}")
            subprocess.run([programs / "workload", "seed", str(cards), str(files), folder], check=True)
            build = [programs / "recto", "build", folder, "--name", "start", "--output", "dist"]
            if cards == 17:
                measure(f"{cards} cards, without a ledger", build + ["--no-ledger"], lambda _: None)
                continue
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
            measure(f"{cards} cards, one edited, files: {files}", build, edit(folder))


main()
