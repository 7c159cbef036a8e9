"""Cards as Anki itself renders them."""

import html
import os
import re
from dataclasses import dataclass

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

# What Anki's desktop puts where a sound is played (aqt.sound.av_refs_to_play_icons).
PLAY = ('<a class="replay-button soundLink" href="#"><svg class="playImage" viewBox="0 0 64 64"><circle cx="32" cy="32" '
        'r="29"/><path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z"/></svg></a>')


@dataclass
class Card:
    title: str
    ord: int
    question: str
    answer: str


def imported(paths, folder):
    """The cards of all packages, in the order of study. Their media are in `folder`/collection.media."""
    col = collection(folder)
    for path in paths:
        request = ImportAnkiPackageRequest(package_path=os.path.abspath(path), options=ImportAnkiPackageOptions())
        log = col.import_anki_package(request).log
        assert log.new and not log.conflicting, f"{path}: {log}"
    col.models._clear_cache()
    return rendered(col)


def edited(folder, edit):
    """The cards of an imported collection after `edit` made new texts of each note's fields."""
    col = collection(folder)
    for id_ in col.db.list("select id from notes"):
        note = col.get_note(id_)
        note.fields = edit(note.fields)
        col.update_note(note)
    return rendered(col)


def collection(folder):
    return Collection(os.path.join(folder, "collection.anki2"))


def rendered(col):
    cards = [card(col, id_) for id_ in col.db.list("select id from cards order by did, due, ord")]
    col.close()
    return cards


def card(col, id_):
    card = col.get_card(id_)
    return Card(title=title(card.question()), ord=card.ord, question=displayed(col, card.question()),
                answer=displayed(col, card.answer()))


def displayed(col, text):
    """As the reviewer hands it to its page (aqt.main.prepare_card_text_for_display)."""
    return re.sub(r"\[anki:play:[qa]:\d+\]", PLAY, col.media.escape_media_filenames(text))


def title(question):
    text = re.sub(r"<style>.*?</style>|<div class=\"context\">.*?</div>", "", question, flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", text).split()))[:60]
