"""Counts the mutations of `mutations.txt` that the tests notice: `python3 tests/mutants/run.py [WORD …]`.

All of them are built into one copy of the project, below `target/mutants`; the environment variable `RECTO_MUTANT` chooses
the one that is in force. The tests of its part run first, and all others where those notice nothing. With words, only
the mutations run whose number, file or text has one of them.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / "target/mutants/copy"
TABLE = pathlib.Path(__file__).with_name("mutations.txt")
# The tests of each part, the quick ones first.
NARROW = {
    "src/shape/": ["recto:shape::", "edges", "shapes", "check", "structure"],
    "src/identity/": ["recto:identity::", "identity:content::", "identity:ledger::", "identity", "adopt", "sync", "cli"],
    "src/emit/": ["recto:emit::", "recto:package::", "read", "contract", "deck", "verify", "hostile", "json", "reproducible"],
}
# What looks at the sources and the documentation, or at other machines' programs, says nothing about a mutation.
OTHER = ["layers", "manual", "docs", "action", "matrix", "page", "preview", "push"]
SWITCH = """
#[doc(hidden)]
pub fn mutant(number: u32) -> bool {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("RECTO_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)) == number
}
"""
# A test that takes so many times its usual time hangs; the seconds are for a busy machine.
PATIENCE, SECONDS = 10, 120


def mutations():
    """Number, file, the sources' text, the part of it that is changed, and what it becomes."""
    found, file = [], None
    lines = [line for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("# ")]
    while lines:
        line = lines.pop(0)
        if line.startswith("src/"):
            file = line.strip()
            continue
        context = [line]
        while not lines[0].startswith("=>"):
            context.append(lines.pop(0))
        context = "\n".join(context)
        becomes = lines.pop(0).removeprefix("=>").strip()
        before, old, after = re.fullmatch("(.*)«(.*)»(.*)", context, re.S).groups()
        found.append((len(found) + 1, file, (before, old, after), becomes))
    return found


def switched(number, old, becomes):
    if old.endswith(";"):
        return f"if crate::mutant({number}) {{ {becomes} }} else {{ {old} }}"
    return f"(if crate::mutant({number}) {{ {becomes} }} else {{ {old} }})"


def copy(table):
    """Writes the copy with all mutations; gives those whose place is not there any more."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    files = {name: (ROOT / name).read_bytes() for name in names if name and (ROOT / name).is_file()}
    lost = []
    places = {}
    for number, file, (before, old, after), becomes in table:
        text = files[file].decode()
        whole = before + old + after
        # Indentation is rustfmt's.
        pattern = r"\s+".join(re.escape(word) for word in re.split(r"\s+", whole.strip()))
        hits = list(re.finditer(pattern, text))
        if len(hits) != 1:
            lost.append((number, file, whole, len(hits)))
            continue
        inner = r"\s+".join(re.escape(word) for word in re.split(r"\s+", before.lstrip()))
        start = hits[0].start() + (re.match(inner, hits[0].group()).end() if before.strip() else 0)
        target = re.compile(r"\s+".join(re.escape(word) for word in re.split(r"\s+", old))).match(text, start)
        places.setdefault(file, []).append((target.start(), target.end(), number, becomes))
    for file, changes in places.items():
        text = files[file].decode()
        for start, end, number, becomes in sorted(changes, reverse=True):
            text = text[:start] + switched(number, text[start:end], becomes) + text[end:]
        files[file] = text.encode()
    files["src/lib.rs"] += SWITCH.encode()
    files["src/lib.rs"] = b"#![allow(warnings)]\n" + files["src/lib.rs"]
    for name, content in files.items():
        path = COPY / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod((ROOT / name).stat().st_mode)
    return lost


def build():
    """The test programs by name."""
    command = ["cargo", "test", "--no-run", "--message-format=json-render-diagnostics"]
    built = subprocess.run(command, cwd=COPY, env=os.environ | {"CARGO_TARGET_DIR": str(COPY.parent / "target")}, stdout=subprocess.PIPE, text=True)
    if built.returncode:
        sys.exit(built.returncode)
    programs = {}
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["profile"]["test"] and "bin" not in message["target"]["kind"]:
            programs[message["target"]["name"]] = message["executable"]
    return programs


def passes(programs, test, number, seconds):
    name, _, only = test.partition(":")
    try:
        run = subprocess.run(
            [programs[name], *([only] if only else [])],
            cwd=COPY,
            env=os.environ | {"RECTO_MUTANT": str(number)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
        )
        return run.returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main(words):
    table = mutations()
    lost = copy(table)
    for number, file, whole, hits in lost:
        print(f"{number:4} {file}: found {hits} times: {whole}")
    missing = {number for number, *_ in lost}
    programs = build()
    tests = sorted({test for part in NARROW.values() for test in part} | (set(programs) - {"recto"} - set(OTHER)))
    usual = {}
    for test in tests:
        start = time.monotonic()
        if not passes(programs, test, 0, None):
            sys.exit(f"{test} fails without any mutation")
        usual[test] = time.monotonic() - start
    survivors, count = [], {}
    for number, file, (before, old, after), becomes in table:
        said = f"{number:4} {file}: {' '.join(old.split())} => {becomes}"
        if number in missing or words and not any(word in said.split()[:2] or word in said for word in words):
            continue
        part = next(part for part in NARROW if file.startswith(part))
        order = NARROW[part] + sorted((test for test in tests if ":" not in test and test not in NARROW[part]), key=usual.get)
        killer = next((test for test in order if not passes(programs, test, number, SECONDS + PATIENCE * usual[test])), None)
        all_of, killed = count.get(part, (0, 0))
        count[part] = (all_of + 1, killed + bool(killer))
        print(f"{said} {'# ' + killer if killer else '# SURVIVES'}", flush=True)
        if not killer:
            survivors.append(said)
    for part, (all_of, killed) in count.items():
        print(f"{part}: {killed} of {all_of} are noticed")
    print(f"{len(survivors)} survive", *survivors, sep="\n")


main(sys.argv[1:])
