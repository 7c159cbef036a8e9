"""An add-on for Anki that does what a learner does, and photographs the windows on the way."""

import os
import traceback

from aqt import gui_hooks, mw
from aqt.emptycards import show_empty_cards
from aqt.import_export.importing import import_file
from aqt.qt import QApplication, QDialog, QSize, QTimer

OPEN = """document.querySelector("details").open = true"""
PRESS = """[...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Import").click()"""


def picture(widget, name):
    widget.grab().save(f"{os.environ['PREFIX']}-{name}.png")


def dialog():
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible())


def opened(path):
    import_file(mw, path)
    yield 4000
    dialog().resize(QSize(720, 560))
    yield 1000


def imported(path, after, before=None):
    yield from opened(path)
    if before:
        dialog().web.eval(OPEN)
        yield 500
        picture(dialog(), before)
    dialog().web.eval(PRESS)
    yield 4000
    picture(dialog(), after)
    dialog().reject()
    yield 1000


def deck():
    return next(deck for deck in mw.col.decks.all_names_and_ids() if deck.id != 1)


def learned():
    """Answers all cards but one."""
    mw.col.decks.select(deck().id)
    mw.moveToState("review")
    yield 2500
    mw.reviewer._showAnswer()
    yield 2000
    picture(mw, "answer")
    for _ in range(mw.col.card_count() - 1):
        mw.reviewer._answerCard(3)
        yield 700
        if mw.state != "review":
            return
        mw.reviewer._showAnswer()
        yield 700


def visit():
    mw.resize(QSize(720, 560))
    yield from imported(os.environ["FIRST"], "imported", before="import")
    mw.reset()
    mw.moveToState("deckBrowser")
    yield 2000
    picture(mw, "decks")
    yield from learned()
    mw.moveToState("deckBrowser")
    yield 1000
    yield from imported(os.environ["SECOND"], "updated")
    mw.reset()
    show_empty_cards(mw)
    yield 3000
    dialog().resize(QSize(560, 320))
    yield 500
    picture(dialog(), "empty-cards")
    dialog().reject()
    yield 1000
    yield from opened(os.environ["CSV"])
    dialog().resize(QSize(720, 900))
    yield 1500
    picture(dialog(), "csv")
    dialog().reject()
    yield 500
    print("photographed all", flush=True)


def step(visit):
    try:
        wait = next(visit)
    except StopIteration:
        mw.unloadProfileAndExit()
    except Exception:
        traceback.print_exc()
        mw.unloadProfileAndExit()
    else:
        QTimer.singleShot(wait, lambda: step(visit))


gui_hooks.profile_did_open.append(lambda: QTimer.singleShot(2000, lambda: step(visit())))
