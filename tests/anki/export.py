"""Imports a package into a fresh Anki and exports the whole collection again, in another form.

usage: export.py FROM.apkg TO.apkg (modern|legacy)
"""

import os
import sys
import tempfile

from anki.collection import (Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions,
                             ImportAnkiPackageRequest)


def main(source, target, form):
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(os.path.join(folder, "collection.anki2"))
        col.import_anki_package(ImportAnkiPackageRequest(package_path=os.path.abspath(source),
                                                         options=ImportAnkiPackageOptions()))
        options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True,
                                           legacy=form == "legacy")
        col.export_anki_package(out_path=os.path.abspath(target), options=options, limit=None)
        col.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
