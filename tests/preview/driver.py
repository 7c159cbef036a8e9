"""The page of `recto preview` in a real Chromium. Prints what was seen as JSON.

usage: driver.py tour URL               load, turn over, move, search, filter, study, night, screens
       driver.py follow URL FILE        saves FILE anew while the page is open, and measures
       driver.py large URL CARDS        a project of many cards: how long, how many rows
       driver.py alone FILE.html        the page as one file
       driver.py audit URL              axe's rules in every state
       driver.py photograph URL PREFIX FILE LARGE
                                        the pictures of the documentation; FILE is saved, LARGE has ten thousand cards

Needs the packages of requirements.txt, and Chromium: `chromium` on the path, or the one that CHROMIUM names. On a Debian
without one, root gets it installed.
"""

import importlib.util
import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from chromium import chromium  # noqa: E402

SHOWN = "#frames[data-shown]"


@contextmanager
def opened(url, width=1440, height=900, night=False, **options):
    """The page with its first card, and what went wrong or left the machine."""
    with chromium() as browser:
        context = browser.new_context(viewport={"width": width, "height": height},
                                      color_scheme="dark" if night else "light", **options)
        page = context.new_page()
        page.faults = []
        own = urlsplit(url).netloc
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: line.type == "error" and complain(page, line))
        page.on("request", lambda request: outside(request.url, own) and page.faults.append(f"asks for {request.url[:200]}"))
        page.goto(url)
        page.wait_for_selector(SHOWN)
        yield page


def complain(page, line):
    # The driver's own look into a frame, in which no script may run.
    if not line.text.startswith("Blocked script execution in 'about:srcdoc'"):
        page.faults.append(f"{line.text} {line.location['url']}")


def outside(url, own):
    address = urlsplit(url)
    return address.scheme not in ("data", "about", "blob", "file") and address.netloc != own


class Page:
    """What a reader sees."""

    def __init__(self, page):
        self.page = page

    def side(self):
        return self.page.locator("#frames").get_attribute("data-shown").split(" ")[1]

    def text(self, device="desktop"):
        frame = self.page.frame_locator(f".device.{device} iframe").first
        return frame.locator("#qa, #content").inner_text()

    def wait(self, text, device="desktop"):
        """Until the card says so. How long it took, in seconds."""
        started = time.monotonic()
        frame = self.page.frame_locator(f".device.{device} iframe").first
        frame.locator("#qa, #content").get_by_text(text).first.wait_for(timeout=20_000)
        return time.monotonic() - started

    def titles(self):
        return self.page.locator("#tree .row .title").all_inner_texts()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(120)


def tour(url):
    seen = {}
    with opened(url, has_touch=True) as page:
        reader = Page(page)
        seen["title"], seen["titles"] = page.title(), reader.titles()
        seen["parts"] = page.locator("#tree .row.part").all_inner_texts()
        reader.wait("What is one?")
        seen["question"] = reader.text()
        reader.press("Space")
        seen["answer"], seen["phone"] = reader.text(), reader.text("phone")
        seen["classes"] = {device: page.frame_locator(f".device.{device} iframe").locator("body").get_attribute("class").split()
                           for device in ("desktop", "phone")}
        seen["script"] = page.frame_locator(".device.desktop iframe").locator("body").evaluate("() => [typeof ran, document.title]")
        seen["picture"] = page.frame_locator(".device.desktop iframe").locator("img").first.evaluate("image => image.decode().then(() => image.naturalWidth)")
        seen["phone size"] = page.frame_locator(".device.phone iframe").locator("body").evaluate("() => [innerWidth, innerHeight]")
        reader.press("Space")
        seen["back"] = reader.side()
        page.frame_locator(".device.desktop iframe").locator("html").click(position={"x": 300, "y": 300})
        page.wait_for_timeout(120)
        seen["clicked"] = reader.side()
        reader.press("ArrowRight")
        seen["next"] = [reader.text().splitlines()[-1], reader.side()]
        swipe(page, -120)
        seen["swiped"] = reader.side()
        swipe(page, -120)
        seen["swiped on"] = [reader.text().splitlines()[-1], reader.side()]
        reader.press("k", "k")
        page.keyboard.press("/")
        page.keyboard.type("RESUME second", delay=5)
        page.wait_for_timeout(400)
        seen["search"], seen["found"] = reader.titles(), page.locator("#count span").inner_text()
        page.click("#clear")
        page.select_option("#tag", "quiz::rust")
        seen["tagged"] = page.locator("#tree .row.card .title").all_inner_texts()
        page.select_option("#tag", "")
        page.select_option("#shape", "table")
        seen["shape"] = page.locator("#tree .row.card .title").all_inner_texts()
        page.select_option("#shape", "")
        page.select_option("#finding", "question-unanswered")
        seen["finding"] = reader.titles()
        page.click("#tree .row.finding")
        seen["panel"] = page.locator("#panel").inner_text()
        page.click("#clear")
        page.focus("#tree")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowLeft")
        seen["folded"] = page.locator("#tree .row").all_inner_texts()
        page.keyboard.press("ArrowRight")
        seen["study"] = study(page, reader)
        seen["ground"] = {}
        for light in ("day", "night"):
            seen["ground"][light] = page.frame_locator(".device.phone iframe").locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
            reader.press("n")
        page.locator("#lights label").nth(2).click()
        page.wait_for_timeout(300)
        seen["screens"] = page.locator("iframe").evaluate_all("all => all.map((frame) => frame.title)")
        seen["faults"] = page.faults
    with opened(url, 393, 852, has_touch=True, is_mobile=True) as page:
        seen["narrow"] = page.evaluate("[document.documentElement.scrollWidth, document.querySelectorAll('iframe').length]")
        page.click("#drawer")
        page.fill("#search", "second")
        page.locator("#count span").wait_for()
        row = page.locator("#tree .row.card")
        seen["drawer"] = [row.is_visible(), row.click(), row.is_visible()]
        seen["faults"] += page.faults
    return seen


def swipe(page, by):
    page.frame_locator(".device.phone iframe").locator("body").evaluate("""(body, by) => {
      const touch = (x) => new Touch({ identifier: 1, target: body, clientX: x, clientY: 200 });
      body.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(200)], changedTouches: [touch(200)], bubbles: true }));
      body.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(200 + by)], bubbles: true }));
    }""", by)
    page.wait_for_timeout(150)


def study(page, reader):
    """All cards, the first one not known."""
    reader.press("Home", "j", "s")
    order = []
    for known in [False] + [True] * 20:
        if not page.locator("#flip").is_visible():
            break
        order.append(reader.text().splitlines()[-1])
        reader.press("Space", "2" if known else "1")
    said = page.locator("#panel").inner_text()
    reader.press("Escape")
    return {"order": order, "said": said}


def follow(url, file):
    """Saves the file again and again: edits an answer, breaks the file, mends it."""
    path = Path(file)
    text = path.read_text()
    seen = {"seconds": []}
    with opened(url) as page:
        reader = Page(page)
        page.locator("#tree").focus()
        reader.press("End", "Space")
        place = page.evaluate("() => [document.querySelector('#tree').scrollTop, document.querySelector('[aria-selected=true] .title').textContent]")
        for number in range(8):
            # What is new ends the file, in the answer that is on the screens.
            started = time.monotonic()
            path.write_text(f"{text}\nEdited for the time {number}.\n")
            reader.wait(f"Edited for the time {number}.")
            seen["seconds"].append(time.monotonic() - started)
            page.wait_for_timeout(150)
        seen["kept"] = place == page.evaluate("() => [document.querySelector('#tree').scrollTop, document.querySelector('[aria-selected=true] .title').textContent]")
        seen["side"] = reader.side()
        settings = path.parent / "recto.toml"
        good = settings.read_text()
        settings.write_text("name = \n")
        page.locator("#banner").wait_for(state="visible")
        seen["error"], seen["still"] = page.locator("#banner").inner_text(), reader.text()
        settings.write_text(good)
        page.locator("#banner").wait_for(state="hidden")
        path.write_text(f"{text}\n![not there](nothing.png)\n")
        page.locator("#summary .error").wait_for()
        seen["missing"] = [page.locator("#summary").inner_text(), page.locator("#about").inner_text()]
        path.with_suffix(".new").write_text(f"## Before all?\n\nYes.\n\n{text}\nMended.\n")
        path.with_suffix(".new").rename(path)
        reader.wait("Mended.")
        seen["above"] = page.locator("[aria-selected=true] .title").inner_text()
        seen["faults"] = [fault for fault in page.faults if "nothing" not in fault]
    return seen


def large(url, cards):
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(url)
        page.wait_for_selector(SHOWN)
        # From the start of the navigation to the card on the screens, and once more with all warm.
        loads = []
        for _ in range(3):
            started = time.monotonic()
            page.reload()
            page.wait_for_selector(SHOWN)
            loads.append(time.monotonic() - started)
        rows = page.locator("#tree .row").count()
        ends, searches = [], []
        for _ in range(3):
            page.focus("#tree")
            page.keyboard.press("Home")
            started = time.monotonic()
            page.keyboard.press("End")
            page.locator("#tree .row[aria-selected=true]").filter(has_text=f"number {int(cards) - 1}?").wait_for()
            ends.append(time.monotonic() - started)
            started = time.monotonic()
            page.fill("#search", f"before {int(cards) - 123}")
            page.locator("#count span").filter(has_text=f"2 of {cards}").wait_for()
            searches.append(time.monotonic() - started)
            page.click("#clear")
        return {"loads": loads, "rows": rows, "ends": ends, "searches": searches,
                "summary": page.locator("#summary").inner_text()}


def alone(file):
    with opened(Path(file).absolute().as_uri()) as page:
        reader = Page(page)
        reader.press("Space")
        seen = {"answer": reader.text(), "titles": reader.titles(),
                "picture": page.frame_locator(".device.desktop iframe").locator("img").first.evaluate("image => image.decode().then(() => image.naturalWidth)")}
        page.fill("#search", "resume")
        page.wait_for_timeout(300)
        seen["found"] = page.locator("#tree .row.card .title").all_inner_texts()
        seen["buttons"] = page.locator("button.place").count()
        seen["faults"] = page.faults
        return seen


def audit(url):
    """Violations of axe's rules for WCAG 2.2 AA and best practices, by state of the page."""
    package = Path(importlib.util.find_spec("axe_playwright_python").origin).parent
    axe = (package / "axe.min.js").read_text()
    run = """async () => (await axe.run(document, { iframes: false })).violations
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" ")}`)"""
    found = {}
    states = {"question": [], "answer": ["Space"], "night": ["n"], "keys": ["?"], "finding": ["Escape", "f"], "study": ["Home", "s", "Space"]}
    with opened(url, bypass_csp=True) as page:
        reader = Page(page)
        page.evaluate(axe)
        page.focus("#tree")
        for state, keys in states.items():
            reader.press(*keys)
            page.wait_for_timeout(300)
            found[state] = page.evaluate(run)
        landmarks = page.evaluate("() => ['header', 'nav', 'main', 'search'].filter((name) => document.querySelectorAll(name).length === 1)")
    with opened(url, 393, 852, bypass_csp=True, is_mobile=True, has_touch=True) as page:
        page.evaluate(axe)
        page.click("#drawer")
        found["narrow"] = page.evaluate(run)
        # A picture without a title would be found.
        page.evaluate("() => document.body.append(Object.assign(document.createElement('img'), { src: 'data:,' }))")
        faulty = page.evaluate(run)
    return {"found": found, "landmarks": landmarks, "faulty": faulty}


def photograph(url, prefix, file, ten_thousand):
    def picture(page, name):
        page.wait_for_timeout(500)
        page.screenshot(path=f"{prefix}-{name}.png")

    def choose(page, words):
        page.fill("#search", words)
        page.locator("#count span").wait_for()
        page.wait_for_timeout(400)
        page.click("#clear")
        page.focus("#tree")

    with opened(url) as page:
        reader = Page(page)
        choose(page, "stampede")
        reader.press("Space")
        picture(page, "day")
        reader.press("n")
        picture(page, "night")
        page.locator("#devices label").nth(1).click()
        page.locator("#lights label").nth(2).click()
        picture(page, "phones")
    with opened(url) as page:
        page.fill("#search", "table")
        picture(page, "search")
    with opened(url) as page:
        reader = Page(page)
        page.focus("#tree")
        page.select_option("#finding", "any")
        page.focus("#tree")
        reader.press("End")
        picture(page, "finding")
    with opened(url) as page:
        choose(page, "two regions")
        Page(page).press("s", "Space", "2", "Space")
        picture(page, "study")
    with opened(url, 393, 852, is_mobile=True, has_touch=True, device_scale_factor=1.5) as page:
        page.click("#drawer")
        page.fill("#search", "stampede")
        page.locator("#tree .row.card").filter(has_text="Stampede").click()
        page.click("#flip")
        picture(page, "on-a-phone")
    with opened(url) as page:
        reader = Page(page)
        choose(page, "write-through")
        reader.press("Space", "d")
        picture(page, "before-a-save")
        path = Path(file)
        path.write_text(path.read_text() + "Reads then find what was written last.\n")
        reader.wait("Reads then find what was written last.")
        picture(page, "after-a-save")
    with opened(ten_thousand) as page:
        page.fill("#search", "before 9877")
        page.locator("#count span").filter(has_text="2 of 10000").wait_for()
        page.click("#clear")
        page.focus("#tree")
        Page(page).press("End", "Space")
        picture(page, "ten-thousand")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("tour" | "large" | "audit" | "alone" | "follow") as name, *arguments]:
            json.dump(globals()[name](*arguments), sys.stdout)
        case ["photograph", *arguments]:
            photograph(*arguments)
        case _:
            sys.exit(__doc__)
