#!/usr/bin/env python3
"""recto beside other tools, each fed the same simple cards in its own dialect.

    benches/compare.py [CARDS]      default: 10000

Installs each tool from PyPI into an environment of its own below target/compare, writes its input, runs it once, opens
what it wrote and counts the notes. Prints a Markdown table: wall time, processor time, peak memory, notes per second of
processor time. A tool that made another number of notes, or none, is named with what it did.
"""

import csv
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPARE = ROOT / "target" / "compare"
# A tool that takes longer for its cards has lost.
LONGEST = 1800

GENANKI = """
import sys, genanki, markdown, json
cards = json.load(open(sys.argv[1]))
model = genanki.Model(1607392319, "simple", fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}])
deck = genanki.Deck(2059400110, "bench")
for front, back in cards:
    deck.add_note(genanki.Note(model=model, fields=[markdown.markdown(front), markdown.markdown(back)]))
genanki.Package(deck).write_to_file(sys.argv[2])
"""


def cards(count):
    things = ["anchor", "beacon", "canal", "engine", "ferry", "garden", "hinge", "island", "kettle", "lantern"]
    for n in range(count):
        one, other = things[n % 10], things[n // 10 % 10]
        yield (
            f"Why does the {one} {n} wait for the {other}?",
            f"The **{one}** calls `open()` before the {other} is *ready*, and number {n} must not begin earlier. "
            f"Once the {other} answers, it goes on, and whatever the {one} left behind is taken up again.",
        )


def recto(folder, pairs):
    (folder / "deck.md").write_text("# Deck\n\n" + "".join(f"## {q}\n\n{a}\n\n" for q, a in pairs))
    return [recto_program(), "build", "deck.md", "--no-ledger", "--formats", "apkg,csv", "-o", "out"]


def genanki(folder, pairs):
    (folder / "cards.json").write_text(json.dumps(list(pairs)))
    (folder / "make.py").write_text(GENANKI)
    (folder / "out").mkdir()
    return [program("genanki", "python", "markdown"), "make.py", "cards.json", "out/deck.apkg"]


def ankdown(folder, pairs):
    (folder / "notes").mkdir()
    (folder / "out").mkdir()
    text = "\n---\n".join(f"\n{q}\n\n%\n\n{a}\n\n%\n\nbench\n" for q, a in pairs)
    (folder / "notes" / "deck.md").write_text(text)
    return [program("ankdown", "ankdown", "setuptools<81"), "-r", "notes", "-p", "out/deck.apkg"]


def md2ankicard(folder, pairs):
    (folder / "notes").mkdir()
    (folder / "out").mkdir()
    for q, a in pairs:
        (folder / "notes" / f"{q.rstrip('?')}.md").write_text(a)
    return [program("md2ankicard", "md2ankicard"), "notes", "out/deck.apkg", "bench"]


def markdown_anki_decks(folder, pairs):
    (folder / "notes").mkdir()
    (folder / "out").mkdir()
    (folder / "notes" / "deck.md").write_text("# Deck\n\n" + "".join(f"## {q}\n\n{a}\n\n" for q, a in pairs))
    return [program("markdown-anki-decks", "mdankideck", "click<8.1"), "notes", "out"]


def ankcompiler(folder, pairs):
    (folder / "out").mkdir()
    cards = "".join(f"---\n\n{q} ::: {a}\n\n---\n[^uid]: {n:010}\n\n" for n, (q, a) in enumerate(pairs))
    (folder / "deck.md").write_text(f"---\ndeck: bench\n---\n\n{cards}")
    return [program("ankcompiler", "ankc"), "build", "--all", "--path", ".", "--output", "out"]


def ankivalenz(folder, pairs):
    (folder / "deck.md").write_text("# Deck\n\n" + "".join(f"- {q} ?:: {a}\n" for q, a in pairs))
    (folder / "ankivalenz.json").write_text('{"deck_id": 1, "deck_name": "bench"}')
    return [program("ankivalenz", "ankivalenz"), "run", "."]


def mnemocards(folder, pairs):
    (folder / "out").mkdir()
    (folder / "deck.md").write_text("".join(f"<<<\n{q}\n---\n{a}\n>>>\n\n" for q, a in pairs))
    deck = {"name": "bench", "src": [{"type": "markdown", "file": "deck.md"}]}
    config = {"packages": [{"name": "bench", "decks": [deck]}]}
    (folder / "cards_config.json").write_text(json.dumps(config))
    return [program("mnemocards", "mnemocards", "setuptools<81"), "generate", ".", "-o", "out"]


def genanki_rs(folder, pairs):
    (folder / "out").mkdir()
    (folder / "cards.json").write_text(json.dumps(list(pairs)))
    return [witness("markdown"), "cards.json", "out/deck.apkg"]


def exam_cardforge(folder, pairs):
    (folder / "out").mkdir()
    (folder / "deck.md").write_text("".join(f":::card\nQ: {q}\nA: {a}\n:::\n\n" for q, a in pairs))
    return [program("exam-cardforge", "exam-cardforge"), "build", "deck.md", "-o", "out/deck.csv"]


TOOLS = {
    "recto, apkg and csv": recto,
    "genanki behind python-markdown": genanki,
    "ankdown": ankdown,
    "md2ankicard": md2ankicard,
    "ankivalenz": ankivalenz,
    "markdown-anki-decks": markdown_anki_decks,
    "ankcompiler": ankcompiler,
    "mnemocards": mnemocards,
    "genanki-rs behind pulldown-cmark": genanki_rs,
    "exam-cardforge, csv alone": exam_cardforge,
}


def program(package, name, *more):
    """The program of a package in an environment of its own, installed where it is missing."""
    environment = COMPARE / package
    if not (environment / "done").exists():
        shutil.rmtree(environment, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", package, *more]
        subprocess.run(pip, check=True)
        (environment / "done").touch()
    return str(environment / "bin" / name)


def witness(name):
    """A program of the crate that holds genanki-rs, which has a lock file of its own."""
    manifest = ROOT / "witness" / "Cargo.toml"
    build = ["cargo", "build", "--release", "--quiet", "--locked", "--manifest-path", manifest, "--bin", name]
    subprocess.run([*build, "--target-dir", COMPARE / "witness"], check=True)
    return str(COMPARE / "witness" / "release" / name)


def recto_program():
    told = os.environ.get("RECTO")
    if told:
        return told
    subprocess.run(["cargo", "build", "--release", "--quiet", "--locked"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return str(target / "release" / "recto")


def notes(folder):
    """How many notes the packages below a folder hold; where there are none, its CSV files."""
    count = 0
    if not any(folder.rglob("*.apkg")):
        for table in folder.rglob("*.csv"):
            # The first line names the columns.
            count += sum(1 for _ in csv.reader(table.read_text().splitlines(keepends=True))) - 1
    for package in folder.rglob("*.apkg"):
        with zipfile.ZipFile(package) as archive, tempfile.TemporaryDirectory() as work:
            name = "collection.anki21" if "collection.anki21" in archive.namelist() else "collection.anki2"
            database = sqlite3.connect(archive.extract(name, work))
            count += database.execute("select count(*) from notes").fetchone()[0]
            database.close()
    return count


def run(command, folder):
    """Wall seconds, processor seconds, and peak memory in MB of a command."""
    start = time.monotonic()
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _, status, used = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            process.kill()
            raise
    if status != 0:
        raise RuntimeError((folder / "log").read_text().strip().splitlines()[-1:] or status)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wanted = sys.argv[2:]
    limit()
    print(f"| {count} cards, to a package | wall s | processor s | peak MB | notes/s |\n|---|---|---|---|---|")
    failed = False
    for name, prepare in TOOLS.items():
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            try:
                command = prepare(folder, cards(count))
                wall, spent, memory = run(command, folder)
                made = notes(folder)
            except (RuntimeError, subprocess.CalledProcessError, OSError, sqlite3.Error) as error:
                print(f"| {name} | failed: {error} | | | |", flush=True)
                failed = True
                continue
            if made != count:
                print(f"| {name} | made {made} notes of {count} | | | |", flush=True)
                failed = True
                continue
            print(f"| {name} | {wall:.2f} | {spent:.2f} | {memory:.0f} | {count / spent:,.0f} |", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
