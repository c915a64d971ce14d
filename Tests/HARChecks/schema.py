"""The JSON Schema of HAR 1.2 that Debian packages as node-har-schema."""

import json
import pathlib

from failure import Failure

SCHEMAS = pathlib.Path("/usr/share/nodejs/har-schema/lib")


def check(archives):
    try:
        import jsonschema
    except ImportError:
        return "schema: skipped, for there is no python3-jsonschema"
    if not SCHEMAS.is_dir():
        return "schema: skipped, for there is no node-har-schema"
    schema = load("har")
    jsonschema.Draft6Validator.check_schema(schema)
    validator = jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())
    entries = 0
    for archive in archives:
        har = json.loads(archive.text)
        entries += len(har["log"]["entries"])
        for error in validator.iter_errors(har):
            raise Failure("%s: %s: %s" % (archive.name, "/".join(map(str, error.absolute_path)), error.message))
    return "schema: %d entries are valid" % entries


def load(name):
    """A schema with those that it refers to in place of the references, for they have no addresses."""
    return resolve(json.loads((SCHEMAS / (name + ".json")).read_text()))


def resolve(value):
    if isinstance(value, list):
        return [resolve(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return load(value["$ref"].removesuffix(".json#"))
    return {key: resolve(member) for key, member in value.items() if key not in ("$id", "$schema")}
