"""Imports files into one fresh collection of any Anki from 2.1.49 on, and prints what came of it as JSON.

usage: import.py FILE...        (.apkg, .csv; needs the package `anki`)

As `tests/anki/import.py`, which needs a current Anki, through whatever calls this one has.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import zipfile

import anki.lang
from anki.buildinfo import version
from anki.collection import Collection

OUTCOMES = ("new", "updated", "duplicate", "conflicting", "first_field_match",
            "missing_notetype", "missing_deck", "empty_first_field")


def import_package(col, path):
    if not hasattr(col, "import_anki_package"):
        return import_in_python(col, path)
    from anki import import_export_pb2 as messages
    if "options" in messages.ImportAnkiPackageRequest.DESCRIPTOR.fields_by_name:
        # The defaults of the import screen.
        options = messages.ImportAnkiPackageOptions()
        path = messages.ImportAnkiPackageRequest(package_path=path, options=options)
    return counts(col.import_anki_package(path).log)


def counts(log):
    return {outcome: len(getattr(log, outcome, ())) for outcome in OUTCOMES}


def import_in_python(col, path):
    """The importer up to 2.1.53 tells nothing: what the collection holds is compared."""
    from anki.importing.apkg import AnkiPackageImporter
    before = dict(col.db.all("select guid, mod from notes"))
    AnkiPackageImporter(col, path).run()
    after = dict(col.db.all("select guid, mod from notes"))
    outcome = dict.fromkeys(OUTCOMES, 0)
    outcome["new"] = len(after.keys() - before.keys())
    outcome["updated"] = sum(after[guid] != modified for guid, modified in before.items())
    outcome["duplicate"] = notes_in(path) - outcome["new"] - outcome["updated"]
    return outcome


def notes_in(path):
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as package:
        database = sqlite3.connect(package.extract("collection.anki2", folder))
        with contextlib.closing(database):
            return database.execute("select count() from notes").fetchone()[0]


def import_csv(col, path):
    if not hasattr(col, "get_csv_metadata"):
        return {"error": "no headers in CSV files"}
    from anki.collection import ImportCsvRequest
    metadata = col.get_csv_metadata(path=path, delimiter=None)
    return counts(col.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log)


def import_file(col, path):
    try:
        return import_package(col, path) if path.endswith(".apkg") else import_csv(col, path)
    except BaseException as error:  # panics of the engine are no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return {"error": f"{type(error).__name__}: {error}"}


def notes(col):
    rows = col.db.all("select id, guid, mid, mod, tags, flds from notes order by id")
    return [{"id": id_, "guid": guid, "note_type": col.models.get(kind)["name"], "modified": modified,
             "tags": tags.split(), "fields": fields.split("\x1f")} for id_, guid, kind, modified, tags, fields in rows]


def cards(col):
    rows = col.db.all("select c.id, n.guid, c.ord, c.due, c.did from cards c join notes n on n.id = c.nid "
                      "order by c.due, c.ord, c.id")
    return [{"guid": guid, "ord": ord_, "due": due, "deck": col.decks.name(deck), **rendered(col, id_)}
            for id_, guid, ord_, due, deck in rows]


def rendered(col, card):
    card = col.get_card(card) if hasattr(col, "get_card") else col.getCard(card)
    output = card.render_output()
    return {"question": output.question_text, "answer": output.answer_text}


def study_order(col):
    """Guids of the cards as the scheduler hands them out."""
    for preset in col.decks.all_config():
        preset["new"]["perDay"] = 9999
        col.decks.update_config(preset)
    if hasattr(col, "set_v3_scheduler"):
        if hasattr(col, "upgrade_to_v2_scheduler") and col.sched_ver() == 1:
            col.upgrade_to_v2_scheduler()
        col.set_v3_scheduler(True)
    found = []
    for deck in sorted(col.decks.all_names_and_ids(), key=lambda deck: deck.name):
        if "::" in deck.name:
            continue
        (col.decks.set_current if hasattr(col.decks, "set_current") else col.decks.select)(deck.id)
        for queued in col.sched.get_queued_cards(fetch_limit=9999).cards:
            found.append(col.db.scalar("select guid from notes where id = ?", queued.card.note_id))
    return found


def media(col):
    folder = col.media.dir()
    return {name: hashlib.sha1(open(os.path.join(folder, name), "rb").read()).hexdigest()
            for name in sorted(os.listdir(folder))}


def main(paths):
    paths = [os.path.abspath(path) for path in paths]
    with contextlib.suppress(Exception):
        anki.lang.set_lang("en_US")
    # What Anki itself prints is no part of the answer.
    printed, sys.stdout = sys.stdout, sys.stderr
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(os.path.join(folder, "collection.anki2"))
        result = {"version": version, "imports": [import_file(col, path) for path in paths]}
        if hasattr(col.models, "_clear_cache"):
            col.models._clear_cache()
        result["notes"] = notes(col)
        result["cards"] = cards(col)
        result["media"] = media(col)
        result["study_order"] = study_order(col)
        message, clean = col.fix_integrity()
        result["integrity"] = "" if clean else message
        os.chdir("/")
        col.close()
    json.dump(result, printed)


if __name__ == "__main__":
    main(sys.argv[1:])
