"""Two devices of one learner, Anki's own sync server between them.

usage: sync.py FIRST.apkg A.apkg B.apkg

Both devices have FIRST and are in step. Then, apart from each other, one imports A and reviews a card, the other imports
B; then they sync until nothing moves any more. Prints as JSON what each device holds in the end. Loopback only.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

from anki import sync_pb2
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

Required = sync_pb2.SyncCollectionResponse.ChangesRequired
USER, PASSWORD = "learner", "secret"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def serve(folder, port):
    environment = dict(os.environ, SYNC_USER1=f"{USER}:{PASSWORD}", SYNC_HOST="127.0.0.1", SYNC_PORT=str(port),
                       SYNC_BASE=folder)
    server = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit(server.stderr.read().decode())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("the sync server did not start")


class Device:
    def __init__(self, folder, name, endpoint):
        self.col = Collection(os.path.join(folder, f"{name}.anki2"))
        self.auth = self.col.sync_login(USER, PASSWORD, endpoint)
        self.full_syncs = 0

    def take(self, apkg):
        request = ImportAnkiPackageRequest(package_path=os.path.abspath(apkg), options=ImportAnkiPackageOptions())
        self.col.import_anki_package(request)

    def review(self):
        """Answers the first new card of any deck that has one."""
        for deck in self.col.decks.all_names_and_ids():
            self.col.decks.set_current(deck.id)
            card = self.col.sched.getCard()
            if card:
                card.start_timer()
                self.col.sched.answerCard(card, 3)
                return

    def sync(self, upload):
        """Where Anki would ask which side wins, `upload` says so."""
        response = self.col.sync_collection(self.auth, False)
        if response.required in (Required.FULL_SYNC, Required.FULL_DOWNLOAD, Required.FULL_UPLOAD):
            self.full_syncs += 1
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
            self.col.reopen(after_full_sync=True)

    def state(self):
        names = {deck.id: deck.name for deck in self.col.decks.all_names_and_ids()}
        rows = self.col.db.all("select n.guid, n.flds, n.tags, c.ord, c.did, c.reps from notes n "
                               "join cards c on c.nid = n.id order by n.guid, c.ord, n.id")
        message, clean = self.col.fix_integrity()
        return {"cards": [{"guid": guid, "fields": fields.split("\x1f"), "tags": tags.split(), "ord": ord_,
                           "deck": names[deck], "reviews": reviews}
                          for guid, fields, tags, ord_, deck, reviews in rows],
                "full_syncs": self.full_syncs, "integrity": "" if clean else message}


def main(first, left, right):
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = serve(os.path.join(folder, "server"), port)
        try:
            a = Device(folder, "a", f"http://127.0.0.1:{port}/")
            a.take(first)
            a.sync(upload=True)
            b = Device(folder, "b", f"http://127.0.0.1:{port}/")
            b.sync(upload=False)
            a.full_syncs = b.full_syncs = 0
            a.take(left)
            a.review()
            b.take(right)
            for device in (a, b, a, b):
                device.sync(upload=False)
            result = [a.state(), b.state()]
            a.col.close()
            b.col.close()
        finally:
            server.terminate()
            server.wait()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
