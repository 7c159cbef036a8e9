"""Writes a package with genanki from a description in JSON.

usage: genanki_deck.py DECK.json TO.apkg

The description: {"note_types": [{"id", "name", "fields", "templates": [[name, front, back]], "css", "cloze"}],
"notes": [{"type", "deck", "fields", "tags", "guid"}], "media": [path]}; all but id, name, fields, templates, deck
can be left out.
"""

import json
import sys
import zlib

import genanki


def model(entry):
    return genanki.Model(
        entry["id"], entry["name"], fields=[{"name": name} for name in entry["fields"]],
        templates=[{"name": name, "qfmt": front, "afmt": back} for name, front, back in entry["templates"]],
        css=entry.get("css", ""), model_type=genanki.Model.CLOZE if entry.get("cloze") else genanki.Model.FRONT_BACK)


def main(description, target):
    with open(description, encoding="utf-8") as file:
        source = json.load(file)
    models = [model(entry) for entry in source["note_types"]]
    decks = {}
    for entry in source["notes"]:
        name = entry["deck"]
        deck = decks.setdefault(name, genanki.Deck(zlib.crc32(name.encode()) + 2, name))
        more = {"guid": entry["guid"]} if "guid" in entry else {}
        deck.add_note(genanki.Note(model=models[entry.get("type", 0)], fields=entry["fields"],
                                   tags=entry.get("tags", []), **more))
    package = genanki.Package(list(decks.values()))
    package.media_files = source.get("media", [])
    package.write_to_file(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
