"""Imports files into one fresh Anki collection, in the order given, and prints what came of it as JSON.

usage: import.py FILE...        (.apkg, .csv; needs the package `anki`, 23.10 or later)

`--review` among the files answers every card once that is new at that point.

Each file goes through the same calls as in Anki's import screen, with the defaults of that screen.
"""

import hashlib
import json
import os
import sys
import tempfile
import time

from anki.buildinfo import version
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportCsvRequest

OUTCOMES = ("new", "updated", "duplicate", "conflicting", "first_field_match",
            "missing_notetype", "missing_deck", "empty_first_field")


def import_file(col, path):
    try:
        if path.endswith(".apkg"):
            request = ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions())
            log = col.import_anki_package(request).log
        else:
            metadata = col.get_csv_metadata(path=path, delimiter=None)
            log = col.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {outcome: len(getattr(log, outcome)) for outcome in OUTCOMES}


def note_types(col):
    names = ((kind["name"], kind) for kind in col.models.all())
    return {name: [field["name"] for field in kind["flds"]] for name, kind in sorted(names, key=lambda x: x[0])}


def notes(col):
    rows = col.db.all("select id, guid, mid, mod, tags, flds, sfld, csum from notes order by id")
    return [{"id": id_, "guid": guid, "note_type": col.models.get(kind)["name"], "modified": modified,
             "tags": tags.split(), "fields": fields.split("\x1f"), "sort_field": str(sort), "checksum": checksum}
            for id_, guid, kind, modified, tags, fields, sort, checksum in rows]


def cards(col):
    rows = col.db.all("select c.id, n.guid, c.ord, c.due, c.did, c.reps from cards c join notes n on n.id = c.nid "
                      "order by c.due, c.ord, c.id")
    return [{"id": id_, "guid": guid, "ord": ord_, "due": due, "deck": col.decks.name(deck), "reviews": reviews,
             **rendered(col, id_)} for id_, guid, ord_, due, deck, reviews in rows]


def rendered(col, card):
    output = col.get_card(card).render_output()
    return {"question": output.question_text, "answer": output.answer_text}


def review(col):
    lift_limits(col)
    for deck in col.decks.all_names_and_ids():
        col.decks.set_current(deck.id)
        while True:
            queue = col.sched.get_queued_cards(fetch_limit=1)
            if not queue.cards or queue.cards[0].queue != 0:
                break
            card = col.get_card(queue.cards[0].card.id)
            card.start_timer()
            col.sched.answerCard(card, 4)
            # A review's id is its millisecond, or the next free one. Faster reviews run ahead of the clock into the next
            # second, which Anki's check then takes for a missing time.
            time.sleep(0.002)


def lift_limits(col):
    preset = col.decks.get_config(1)
    preset["new"]["perDay"] = 9999
    preset["new"]["bury"] = False
    col.decks.update_config(preset)


def study_order(col):
    """Cards as the scheduler hands them out, limits lifted: (guid, ord) for each top deck, in deck order."""
    lift_limits(col)
    found = []
    for deck in col.decks.all_names_and_ids():
        if "::" in deck.name:
            continue
        col.decks.set_current(deck.id)
        for queued in col.sched.get_queued_cards(fetch_limit=9999).cards:
            guid = col.db.scalar("select guid from notes where id = ?", queued.card.note_id)
            found.append([guid, queued.card.template_idx])
    return found


def media(col):
    folder = col.media.dir()
    return {name: hashlib.sha1(open(os.path.join(folder, name), "rb").read()).hexdigest()
            for name in sorted(os.listdir(folder))}


def main(paths):
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(os.path.join(folder, "collection.anki2"))
        result = {"version": version, "imports": []}
        for path in paths:
            if path == "--review":
                review(col)
            else:
                result["imports"].append(import_file(col, os.path.abspath(path)))
        col.models._clear_cache()  # the importer works below Python, whose cache knows nothing of it
        result["decks"] = {deck["name"]: deck["desc"] for deck in col.decks.all()}
        result["note_types"] = note_types(col)
        result["notes"] = notes(col)
        result["cards"] = cards(col)
        result["media"] = media(col)
        result["study_order"] = study_order(col)
        message, clean = col.fix_integrity()
        result["integrity"] = "" if clean else message
        col.close()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
