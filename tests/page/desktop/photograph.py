"""Pictures of the real Anki desktop at its import of a deck, of the next release, of a CSV file, and at Empty Cards.

usage: photograph.py FIRST.apkg SECOND.apkg DECK.csv PREFIX     PREFIX-import.png and six more

Needs the packages of requirements.txt, and of Debian: xvfb libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0
libxcb-render-util0 libxkbcommon-x11-0 libxcb-xinerama0 libegl1 libnss3 libasound2. The collection is a new one each time.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

PROFILE = """
import sys
from pathlib import Path
from aqt.profiles import ProfileManager
profiles = ProfileManager(Path(sys.argv[1]))
profiles.setupMeta()
profiles.setLang("en_US")
profiles.create("User")
profiles.load("User")
profiles.meta.update(firstRun=False, defaultLang="en_US", updates=False)
profiles.save()
"""


def main(first, second, csv, prefix):
    files = {"FIRST": first, "SECOND": second, "CSV": csv, "PREFIX": prefix}
    environment = {
        **os.environ, **{name: str(Path(path).resolve()) for name, path in files.items()},
        "LANG": "C.UTF-8", "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu --disable-background-networking",
    }
    with tempfile.TemporaryDirectory() as base:
        addon = Path(base, "addons21", "pictures")
        addon.mkdir(parents=True)
        (addon / "__init__.py").write_text((HERE / "addon.py").read_text())
        subprocess.run([sys.executable, "-c", PROFILE, base], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, env={**environment, "QT_QPA_PLATFORM": "offscreen"})
        anki = Path(sys.executable).with_name("anki")
        result = subprocess.run(
            ["xvfb-run", "-a", "-s", "-screen 0 1600x1400x24", anki, "-b", base, "-p", "User", "-l", "en"],
            env=environment, capture_output=True, text=True, timeout=240)
        if "photographed all" not in result.stdout:
            sys.exit(result.stdout[-2000:] + result.stderr[-4000:])


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
