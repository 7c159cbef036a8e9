#!/usr/bin/env python3
"""Stands in for the add-on AnkiConnect, which no package registry carries: its protocol over the real Anki.

  ankiconnect.py COLLECTION.anki2 [--key KEY] [--no-profile] [--version N] [--fail ACTION[:N]] [--published]

It prints its port. Each action does with the engine what the add-on's does, packages through the importer that the
add-on starts: `anki.importing.AnkiPackageImporter`. Besides the add-on's actions, it has three for the tests: `learn`,
which acts as a learner, `dump` and `import`, which is File > Import. --fail lets an action fail from its Nth call on.

--published leaves to anki-connect-server, another author's server of the protocol, all that it can do. Version 0.5 cannot
tell note types by their ids nor when a note was modified; it gives the engine a path where that wants a message, and each
template of a note type to all.
"""

import argparse
import asyncio
import base64
import json
import os
import sys
import threading
import unicodedata
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer

warnings.simplefilter("ignore")
sys.stdout, real_stdout = sys.stderr, sys.stdout

import anki.lang  # noqa: E402
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: E402
from anki.errors import NotFoundError  # noqa: E402

anki.lang.set_lang("en")


class Actions:
    def __init__(self, collection):
        self.col = collection

    def version(self):
        return 6

    def modelNamesAndIds(self):
        return {kind.name: kind.id for kind in self.col.models.all_names_and_ids()}

    def findModelsById(self, modelIds):
        kinds = [(id, self.col.models.get(id)) for id in modelIds]
        for id, kind in kinds:
            if kind is None:
                raise Exception(f"model was not found: {id}")
        return [kind for _, kind in kinds]

    def updateModelTemplates(self, model):
        kind = self.col.models.by_name(model["name"])
        for template in kind["tmpls"]:
            sides = model["templates"].get(template["name"], {})
            template["qfmt"] = sides.get("Front") or template["qfmt"]
            template["afmt"] = sides.get("Back") or template["afmt"]
        self.col.models.update_dict(kind)

    def updateModelStyling(self, model):
        kind = self.col.models.by_name(model["name"])
        kind["css"] = model["css"]
        self.col.models.update_dict(kind)

    def findNotes(self, query):
        return [int(id) for id in self.col.find_notes(query)]

    def notesInfo(self, notes):
        return [self.note(id) for id in notes]

    def note(self, id):
        try:
            note = self.col.get_note(id)
        except NotFoundError:
            return {}
        kind = note.note_type()
        fields = {
            field["name"]: {"value": note.fields[field["ord"]], "order": field["ord"]} for field in kind["flds"]
        }
        cards = self.col.db.list("select id from cards where nid = ? order by ord", id)
        return {
            "noteId": note.id,
            "profile": "User 1",
            "tags": note.tags,
            "fields": fields,
            "modelName": kind["name"],
            "mod": note.mod,
            "cards": cards,
        }

    def getMediaDirPath(self):
        return os.path.abspath(self.col.media.dir())

    def getMediaFilesNames(self, pattern="*"):
        assert pattern == "*", pattern
        return [name for name in os.listdir(self.col.media.dir()) if not name.startswith(".")]

    def storeMediaFile(self, filename, data, deleteExisting=True):
        filename = unicodedata.normalize("NFC", filename)
        if deleteExisting:
            self.deleteMediaFile(filename)
        return self.col.media.write_data(filename, base64.b64decode(data))

    def deleteMediaFile(self, filename):
        self.col.media.trash_files([filename])

    def importPackage(self, path):
        from anki.importing import AnkiPackageImporter

        AnkiPackageImporter(self.col, path).run()
        return True

    def deleteNotes(self, notes):
        self.col.remove_notes(notes)

    # Those of the tests.

    def learn(self, first, field=None, tag=None, deck=None, review=False, rename_field=None, css=None, renumber=None):
        """Changes the note whose first field begins with `first` as people do it in Anki's windows."""
        ids = [id for id, fields in self.col.db.all("select id, flds from notes") if fields.startswith(first)]
        assert len(ids) == 1, (first, ids)
        note = self.col.get_note(ids[0])
        if field is not None:
            note[field[0]] = field[1]
            self.col.update_note(note)
        if tag is not None:
            self.col.tags.bulk_add([note.id], tag)
        if deck is not None:
            self.col.set_deck(note.card_ids(), self.col.decks.id(deck))
        if review:
            for card in note.cards():
                card.start_timer()
                self.col.sched.answerCard(card, 3)
        kind = note.note_type()
        if rename_field is not None:
            place = next(field for field in kind["flds"] if field["name"] == rename_field[0])
            self.col.models.rename_field(kind, place, rename_field[1])
            self.col.models.update_dict(kind)
        if css is not None:
            kind["css"] = css
            self.col.models.update_dict(kind)
        if renumber is not None:
            # As if it had come from a CSV file, or from another tool's deck.
            self.col.db.execute("update cards set nid = ? where nid = ?", renumber, note.id)
            self.col.db.execute("update notes set id = ? where id = ?", renumber, note.id)

    def dump(self):
        decks = {deck.id: deck.name for deck in self.col.decks.all_names_and_ids()}
        notes = []
        for id, guid in self.col.db.all("select id, guid from notes order by id"):
            note = self.col.get_note(id)
            cards = [
                {"id": card.id, "ord": card.ord, "due": card.due, "deck": decks[card.did], "reviews": card.reps}
                for card in note.cards()
            ]
            notes.append(
                {
                    "id": id,
                    "guid": guid,
                    "note_type": note.note_type()["id"],
                    "modified": note.mod,
                    "fields": note.fields,
                    "tags": note.tags,
                    "cards": cards,
                }
            )
        # Python keeps what it was once told of a type.
        self.col.models._clear_cache()
        kinds = {
            kind["name"]: {"id": kind["id"], "css": kind["css"], "modified": kind["mod"]}
            for kind in self.col.models.all()
            if kind["name"].startswith("recto")
        }
        integrity, clean = self.col.fix_integrity()
        preset = self.col.decks.get_config(1)["new"]["perDay"]
        media = sorted(os.listdir(self.col.media.dir()))
        return {
            "version": anki.buildinfo.version,
            "notes": notes,
            "note_types": kinds,
            "media": media,
            "integrity": "" if clean else integrity,
            "preset": preset,
        }

    def preset(self, perDay):
        config = self.col.decks.get_config(1)
        config["new"]["perDay"] = perDay
        self.col.decks.save(config)

    # `import` is a keyword.
    def release(self, path):
        request = ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions())
        log = self.col.import_anki_package(request).log
        return {name: len(getattr(log, name)) for name in ["new", "updated", "duplicate", "conflicting"]}


class Published(Actions):
    """What anki-connect-server does, by its own dispatcher; what it lacks, as above."""

    LACKS = {"findModelsById", "importPackage", "updateModelTemplates"}

    def __init__(self, path):
        from anki_connect_server import anki_wrapper, handlers

        self.wrapper = anki_wrapper.AnkiWrapper(path)
        super().__init__(self.wrapper.col)
        for action in handlers.ACTION_HANDLERS.keys() & vars(Actions).keys() - self.LACKS:
            setattr(self, action, self.theirs(handlers.dispatch, action))

    def theirs(self, dispatch, action):
        def answer(**params):
            result = asyncio.run(dispatch(action, params, self.wrapper))
            if action == "notesInfo":
                for note in filter(None, result):
                    note["mod"] = self.col.get_note(note["noteId"]).mod
            return result

        return answer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("collection")
    parser.add_argument("--key")
    parser.add_argument("--no-profile", action="store_true")
    parser.add_argument("--version", type=int, default=6)
    parser.add_argument("--fail", default="")
    parser.add_argument("--published", action="store_true")
    options = parser.parse_args()
    action_to_fail, _, after = options.fail.partition(":")
    actions = Published(options.collection) if options.published else Actions(Collection(options.collection))
    calls = {}

    def answer(request):
        action, version, params = request["action"], request.get("version", 4), request.get("params", {})
        calls[action] = calls.get(action, 0) + 1
        try:
            if request.get("key") != options.key:
                raise Exception("valid api key must be provided")
            if action == "version":
                result = options.version
            elif action == action_to_fail and calls[action] >= int(after or 1):
                raise Exception("unsupported action" if not after else "the test wants it so")
            elif options.no_profile:
                raise Exception("collection is not available")
            elif not hasattr(Actions, action):
                raise Exception("unsupported action")
            else:
                result = getattr(actions, action)(**params)
            if version <= 4 or options.version <= 4:
                return result
            return {"result": result, "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    class Handler(BaseHTTPRequestHandler):
        # The add-on says so, too, and closes after each answer all the same.
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = json.loads(body)
            if request["action"] == "quit":
                self.close_connection = True
                actions.col.close()
                threading.Thread(target=self.server.shutdown).start()
            reply = b"null" if request["action"] == "quit" else json.dumps(answer(request)).encode()
            # As the add-on: a web page that it does not know is refused.
            known = "Origin" not in self.headers
            self.send_response(200 if known else 403)
            self.send_header("Content-Length", str(len(reply) if known else 0))
            self.end_headers()
            if known:
                self.wfile.write(reply)
            self.close_connection = True

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, file=real_stdout, flush=True)
    server.serve_forever()


main()
