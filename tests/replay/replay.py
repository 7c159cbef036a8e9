"""Replays the history of a repository as releases: what would learners have kept?

usage: replay.py --recto PROGRAM [options] REPOSITORY

Each version (tags in the order of their names; without tags, the commits of HEAD) is built by `recto build` with the
ledger of the version before, and imported into one Anki collection whose cards get reviews in between. Needs the
package `anki` (23.10 or later) unless --no-anki is given. The report is JSON on standard output; exit code 1 if a
learner lost anything.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], check=True, capture_output=True).stdout


def versions(repository):
    """(revision, time in seconds), oldest first."""
    tags = sorted(git(repository, "tag").decode().split())
    revisions = tags or git(repository, "rev-list", "--reverse", "--first-parent", "HEAD").decode().split()
    for revision in revisions:
        yield revision, int(git(repository, "log", "-1", "--format=%ct", revision, "--").decode())


def check_out(repository, revision, folder):
    """Replaces the Markdown of `folder` with that of a revision; the ledger stays. Pictures come along."""
    for path, folders, files in os.walk(folder, topdown=False):
        for name in files:
            if name != "recto.lock":
                os.remove(os.path.join(path, name))
    archive = subprocess.Popen(["git", "-C", repository, "archive", revision], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", folder], stdin=archive.stdout, check=True)
    if archive.wait() != 0:
        sys.exit(f"{revision} cannot be checked out")


def ledger(folder):
    """Card lines by id."""
    path = os.path.join(folder, "recto.lock")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines)
        return {line["card"]: line for line in found if "card" in line}


class Builder:
    def __init__(self, recto, folder):
        self.recto, self.folder = recto, folder
        usage = subprocess.run([recto, "build", "--help"], check=True, capture_output=True, text=True).stdout
        self.options = [option for option in ["--allow-missing"] if option in usage]

    def build(self, time):
        """The package, or None where a version has no question yet."""
        out = os.path.join(self.folder, "..", "out")
        run = subprocess.run(
            [self.recto, "build", ".", "--name", "replay", "-o", out, "--formats", "apkg,json", *self.options],
            cwd=self.folder, env={**os.environ, "SOURCE_DATE_EPOCH": str(time)}, capture_output=True, text=True)
        if run.returncode == 1 and ("no question" in run.stderr or "is empty" in run.stderr):
            return None
        if run.returncode != 0:
            sys.exit(f"recto build failed: {run.stderr}")
        with open(os.path.join(out, "replay.json"), encoding="utf-8") as file:
            return os.path.join(out, "replay.apkg"), json.load(file)


class Learner:
    """One Anki collection that imports release after release, with reviews in between."""

    def __init__(self, folder, seed):
        from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
        self.request = lambda path: ImportAnkiPackageRequest(
            package_path=path, options=ImportAnkiPackageOptions())
        self.col = Collection(os.path.join(folder, "collection.anki2"))
        self.random = random.Random(seed)
        self.progress = {}

    def import_release(self, path, package, time):
        """What a learner who imports a release on its day would notice: a dictionary of counts."""
        log = self.col.import_anki_package(self.request(path)).log
        # Anki up to 24.11 stamps updated notes with the clock, which here runs years after the release.
        self.col.db.execute("update notes set mod = ? where mod > ?", time, time)
        self.col.models._clear_cache()
        stored = {guid: (fields.split("\x1f"), sorted(tags.split())) for guid, fields, tags in
                  self.col.db.all("select guid, flds, tags from notes")}
        released = {note["guid"]: (note["fields"], sorted(note["tags"])) for note in package["notes"]}
        kept = self.kept()
        return {
            "new": len(log.new), "updated": len(log.updated), "conflicts": len(log.conflicting),
            "duplicates": len(stored.keys() - released.keys()),
            "differing": sum(stored.get(guid) != content for guid, content in released.items()),
            "reviews": len(self.progress), "reviews_lost": len(self.progress) - kept,
        }

    def kept(self):
        """Cards whose schedule and history are as the learner left them."""
        return sum(self.state(card) == state for card, state in self.progress.items())

    def state(self, card):
        row = self.col.db.first("select type, queue, due, ivl, factor, reps, lapses from cards where id = ?", card)
        return row, self.col.db.scalar("select count() from revlog where cid = ?", card)

    def study(self, count):
        """Reviews some cards that were never seen and some that were."""
        from anki.scheduler.v3 import CardAnswer
        cards = self.col.db.list("select id from cards order by id")
        for card_id in self.random.sample(cards, min(count, len(cards))):
            card = self.col.get_card(card_id)
            if card.note()["Retired"]:
                continue
            card.start_timer()
            states = self.col._backend.get_scheduling_states(card_id)
            rating = self.random.choice([CardAnswer.GOOD, CardAnswer.EASY, CardAnswer.HARD])
            answer = self.col.sched.build_answer(card=card, states=states, rating=rating)
            self.col.sched.answer_card(answer)
            # A millisecond for each review, as in tests/anki/import.py.
            time.sleep(0.002)
            self.progress[card_id] = self.state(card_id)

    def finish(self):
        message, clean = self.col.fix_integrity()
        guids = {guid: card for guid, card in self.col.db.all(
            "select n.guid, c.id from notes n join cards c on c.nid = n.id") if card in self.progress}
        self.col.close()
        return ("" if clean else message), set(guids)


def compare(before, after):
    live = lambda cards: {card for card, line in cards.items() if "retired" not in line}
    then, now = live(before), live(after)
    return {
        "carried": sorted(then & now),
        "new": sorted(now - before.keys()),
        "back": sorted((now & before.keys()) - then),
        "retired": sorted(then - now),
        "unsure": sorted(card for card in now if "perhaps" in after[card]),
    }


def brief(line):
    return {key: line[key] for key in ("question", "section", "front", "answer", "place") if key in line}


def replay(arguments):
    totals = {"versions": 0, "carried": 0, "reworded": 0, "new": 0, "back": 0, "retired": 0, "unsure": 0,
              "conflicts": 0, "duplicates": 0, "differing": 0, "reviews_lost": 0}
    edits = []
    with tempfile.TemporaryDirectory() as root:
        folder = os.path.join(root, "src")
        os.makedirs(folder)
        builder = Builder(arguments.recto, folder)
        learner = None if arguments.no_anki else Learner(root, arguments.seed)
        before, time = {}, 0
        for revision, dated in versions(arguments.repository):
            time = max(time + 1, dated)
            check_out(arguments.repository, revision, folder)
            built = builder.build(time)
            if built is None:
                continue
            after = ledger(folder)
            found = compare(before, after)
            totals["versions"] += 1
            for key in ("carried", "new", "back", "retired"):
                totals[key] += len(found[key])
            totals["unsure"] = len(found["unsure"])
            reworded = [card for card in found["carried"] if before[card]["front"] != after[card]["front"]]
            totals["reworded"] += len(reworded)
            edits.append({
                "version": revision,
                "reworded": [[card, brief(before[card]), brief(after[card])] for card in reworded],
                "retired": [[card, brief(before[card])] for card in found["retired"]],
                "new": [[card, brief(after[card])] for card in found["new"]],
                "back": [[card, brief(before[card]), brief(after[card])] for card in found["back"]],
                "unsure": [[card, after[card]["perhaps"]] for card in found["unsure"]
                           if before.get(card, {}).get("perhaps") is None],
            })
            if learner:
                seen = learner.import_release(*built, time)
                for key in ("conflicts", "duplicates", "differing", "reviews_lost"):
                    totals[key] += seen[key]
                totals["reviews"] = seen["reviews"]
                learner.study(arguments.reviews)
            before = after
        totals["cards"] = sum("retired" not in line for line in before.values())
        if learner:
            totals["integrity"], reviewed = learner.finish()
    if arguments.edits:
        with open(arguments.edits, "w", encoding="utf-8") as file:
            for edit in edits:
                file.write(json.dumps(edit, ensure_ascii=False) + "\n")
    print(json.dumps(totals, indent=1))
    lost = ("conflicts", "duplicates", "differing", "reviews_lost")
    return 1 if any(totals[key] for key in lost) or totals.get("integrity") else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository")
    parser.add_argument("--recto", required=True, help="the built program")
    parser.add_argument("--reviews", type=int, default=5, help="cards that are studied after each release")
    parser.add_argument("--seed", type=int, default=1, help="which cards those are")
    parser.add_argument("--edits", help="file for what was carried, new and retired, a line of JSON for each version")
    parser.add_argument("--no-anki", action="store_true", help="only the ledger, without imports")
    sys.exit(replay(parser.parse_args()))


if __name__ == "__main__":
    main()
