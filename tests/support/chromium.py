"""Chromium for the tests: `chromium` on the path, or the one that CHROMIUM names. On a Debian without one, root gets it
installed."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]


@contextmanager
def chromium():
    path = os.environ.get("CHROMIUM") or found() or installed()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def found():
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def installed():
    """Debian's Chromium, installed now."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-q", *command], stdout=subprocess.DEVNULL, check=True)
    return found() or sys.exit("no Chromium: install it (Debian's package chromium), or name one in CHROMIUM")
