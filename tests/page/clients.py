"""The pages around a card: of Anki's desktop, with the desktop's own style sheets and scripts, and of AnkiDroid.

Everything is served from one made-up origin out of the package `aqt` and the collection's media folder.
"""

import importlib.util
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ORIGIN = "http://anki.test"

# aqt.webview.stdHtml and aqt.reviewer.revHtml, with the values of a Linux desktop.
DESKTOP = """<!doctype html>
<html dir="ltr" data-bs-theme="light"><head><title>main webview</title><meta charset="utf-8"><base href="/">
<link rel="stylesheet" href="/_anki/css/webview.css">
<style>body { zoom: 1; background-color: var(--canvas); } html { font-family: "Noto Sans", sans-serif; }
:root { --canvas: #f5f5f5 } :root[class*=night-mode] { --canvas: #2c2c2c }</style>
<link rel="stylesheet" href="/_anki/css/reviewer.css"></head>
<body class="isLin"><script>globalThis.pycmd = globalThis.bridgeCommand = () => {}; globalThis.qFade = 0;</script>
<script src="/_anki/js/webview.js"></script><script src="/_anki/js/reviewer.js"></script>
<div id="_mark" hidden>&#x2605;</div><div id="_flag" hidden>&#x2691;</div><div id="qa" dir="auto"></div></body></html>"""

# The reviewer's own functions, and then the end of its queue.
DESKTOP_SHOW = """async ([question, answer, side, body, night]) => {
  document.documentElement.classList.toggle("night-mode", night);
  document.documentElement.dataset.bsTheme = night ? "dark" : "light";
  _showQuestion(question, answer, body);
  if (side === "answer") _showAnswer(answer, body);
  await new Promise((done) => _queueAction(done));
  await Promise.allSettled([...document.querySelectorAll("#qa img")].map((image) => image.decode()));
  document.body.offsetWidth; // a layout, which asks for the fonts of formulas
  await document.fonts.ready;
}"""

# What is known of AnkiDroid's page: the classes, the viewport, `#content`, a black ground at night, MathJax as in Anki.
ANDROID = """<!doctype html>
<html class="mobile android linux js"><head><title>AnkiDroid Flashcard</title><meta charset="utf-8"><base href="/">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0; padding: 0; overflow-wrap: break-word; } #content { margin: 0.5em; } img { max-width: 100%; }
.night_mode { background-color: black; color: white; }</style>
<script src="/_anki/js/mathjax.js"></script><script src="/_anki/js/vendor/mathjax/tex-chtml-full.js"></script></head>
<body class="card card1"><div id="content"></div></body></html>"""

ANDROID_SHOW = """async ([question, answer, side, body, night]) => {
  document.body.className = body;
  const content = document.getElementById("content");
  content.innerHTML = side === "answer" ? answer : question;
  await MathJax.startup.promise;
  MathJax.typesetClear();
  await MathJax.typesetPromise([content]);
  await Promise.allSettled([...content.querySelectorAll("img")].map((image) => image.decode()));
  document.body.offsetWidth;
  await document.fonts.ready;
}"""


@dataclass(frozen=True)
class Client:
    name: str
    page: str
    show: str
    night: str
    widths: tuple[int, ...]

    def body(self, card, night):
        """The classes of body."""
        return f"card card{card.ord + 1} " + (self.night if night else "")


CLIENTS = (Client("desktop", DESKTOP, DESKTOP_SHOW, "isLin nightMode night_mode", (393, 900)),
           Client("AnkiDroid", ANDROID, ANDROID_SHOW, "night_mode", (320, 393, 430, 800)))


class Assets:
    def __init__(self, folder):
        self.web = Path(importlib.util.find_spec("_aqt").submodule_search_locations[0]) / "data" / "web"
        self.media = Path(folder) / "collection.media"

    def find(self, url, client):
        """What the client's server would answer; nothing for what is not its own."""
        if not url.startswith(ORIGIN + "/"):
            return None
        path = unquote(urlsplit(url).path)
        if path in ("/page.html", "/favicon.ico"):
            return {"body": client.page if path == "/page.html" else "", "content_type": "text/html; charset=utf-8"}
        file = self.web / path.removeprefix("/_anki/") if path.startswith("/_anki/") else self.media / path[1:]
        if not file.is_file():
            return None
        return {"body": file.read_bytes(), "content_type": mimetypes.guess_type(file.name)[0] or "application/octet-stream"}
