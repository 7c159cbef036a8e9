"""Cards in a real Chromium, on the pages of Anki's desktop and of AnkiDroid.

usage: driver.py check DECK.apkg...                     measures every card, prints JSON
       driver.py edit DECK.apkg...                      opens every field in an editor, prints the cards that changed
       driver.py photograph DECK.apkg PREFIX QUESTION   pictures of the card whose question holds these words:
                                                        PREFIX-desktop-day.png and three more

Needs the packages of requirements.txt and assets.txt, and Chromium: `chromium` on the path, or the one that CHROMIUM
names. On a Debian without one, root gets it installed.
"""

import json
import sys
import tempfile
from pathlib import Path

from cards import edited, imported
from clients import CLIENTS, ORIGIN, Assets

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "support"))
from chromium import chromium  # noqa: E402

MEASURE = (HERE / "measure.js").read_text()
PHONE, DESKTOP = 393, 900


class Page:
    """A client's page in the browser, and what it asked for and complained about."""

    def __init__(self, browser, client, assets, scale=1):
        self.client = client
        self.outside, self.errors = [], []
        self.page = browser.new_context(device_scale_factor=scale).new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.route("**/*", lambda route: self.serve(route, assets))
        self.page.goto(f"{ORIGIN}/page.html")

    def serve(self, route, assets):
        url = route.request.url
        answer = assets.find(url, self.client)
        if answer is None:
            self.outside.append(url)
            route.abort()
        else:
            route.fulfill(**answer)

    def show(self, card, side, night):
        self.page.evaluate(self.client.show, [card.question, card.answer, side, self.client.body(card, night), night])

    def measured(self):
        """What measure.js says, with what went wrong since the last time."""
        result = self.page.evaluate(MEASURE)
        result["found"] |= {"requests": self.outside[:], "errors": self.errors[:]}
        self.outside.clear()
        self.errors.clear()
        return result


def views():
    """Every page size and light in which cards are measured."""
    for client in CLIENTS:
        for width in client.widths:
            for night in (False, True):
                yield client, width, night


def check(paths):
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        cards = imported(paths, folder)
        assets = Assets(folder)
        pages = {client: Page(browser, client, assets) for client in CLIENTS}
        result = []
        for client, width, night in views():
            page = pages[client]
            page.page.set_viewport_size({"width": width, "height": 800})
            for card in cards:
                for side in ("question", "answer") if width == PHONE else ("answer",):
                    page.show(card, side, night)
                    result.append({"client": client.name, "width": width, "night": night, "side": side,
                                   "title": card.title, **page.measured()})
    json.dump(result, sys.stdout)


# What Anki's editor does with a field: its HTML becomes the content of an editable element, and is read from there.
EDIT = """(fields) => fields.map((field) => {
  const editor = document.body.appendChild(document.createElement("div"));
  editor.contentEditable = "true";
  editor.innerHTML = field;
  const text = editor.innerHTML;
  editor.remove();
  return text;
})"""

# Whether two texts are the same elements and the same words, however they are written.
SAME = """([before, after]) => {
  const [a, b] = [before, after].map((html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    template.content.normalize();
    return template.content;
  });
  return a.isEqualNode(b);
}"""


def edit(paths):
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        before = imported(paths, folder)
        page = browser.new_page()
        after = edited(folder, lambda fields: page.evaluate(EDIT, fields))
        same = lambda old, new: page.evaluate(SAME, [old, new])
        changed = [f"{old.answer}\n--- edited\n{new.answer}" for old, new in zip(before, after, strict=True)
                   if not (same(old.question, new.question) and same(old.answer, new.answer))]
    json.dump({"cards": len(after), "changed": changed}, sys.stdout)


def photograph(path, prefix, words):
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        cards = [card for card in imported([path], folder) if words in card.question]
        if not cards:
            sys.exit(f"no card asks {words!r}")
        desktop, android = CLIENTS
        for client, width, name in ((desktop, DESKTOP, "desktop"), (android, PHONE, "phone")):
            page = Page(browser, client, Assets(folder), scale=1.5 if client is android else 1)
            page.page.set_viewport_size({"width": width, "height": 600})
            for night in (False, True):
                page.show(cards[0], "answer", night)
                page.page.screenshot(path=f"{prefix}-{name}-{'night' if night else 'day'}.png", full_page=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check", *paths] if paths:
            check(paths)
        case ["edit", *paths] if paths:
            edit(paths)
        case ["photograph", path, prefix, words]:
            photograph(path, prefix, words)
        case _:
            sys.exit(__doc__)
