"""The JSON Schemas: in sync with the models, described throughout, and true of what `extract` returns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clusterx import extract
from clusterx.export import SCHEMAS, json_schema, schema_text, write_schemas

FOLDER = Path(__file__).parents[1] / "schemas"
DOCUMENTS = sorted((Path(__file__).parents[1] / "examples" / "documents").glob("*.txt"))


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of a schema and of its definitions."""
    for name, entry in schema.get("properties", {}).items():
        yield f"{path}.{name}", entry
    for name, definition in schema.get("$defs", {}).items():
        yield from properties(definition, name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_what_the_models_give(name: str) -> None:
    """If this fails: clusterx schema --write schemas"""
    assert (FOLDER / f"{name}.json").read_text("utf-8") == schema_text(name)


def test_there_are_no_other_files() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_writing_makes_the_folder_and_every_file(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new")
    assert [path.name for path in written] == [f"{name}.json" for name in SCHEMAS]
    assert all(json.loads(path.read_text("utf-8"))["title"] for path in written)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_valid_and_identified(name: str) -> None:
    schema = json_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:clusterx:schema:{name}"
    assert schema["title"] == name.capitalize()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_and_every_model_is_described(name: str) -> None:
    schema = json_schema(name)
    assert [path for path, entry in properties(schema) if not entry.get("description")] == []
    assert [model for model, entry in schema.get("$defs", {}).items() if not entry.get("description")] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_real_extractions_are_valid(path: Path) -> None:
    found = extract(path.read_text("utf-8")).model_dump(mode="json")
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.validate(found, json_schema("extraction"), jsonschema.Draft202012Validator, format_checker=formats)
    singular = {"policies": "policy", "targets": "target", "mechanisms": "mechanism", "projects": "project"}
    for kind, name in singular.items():
        for record in found[kind]:
            jsonschema.validate(record, json_schema(name), jsonschema.Draft202012Validator, format_checker=formats)


@pytest.mark.parametrize(
    ("field", "value"),
    [("value", 850), ("value", "1.39E+9"), ("bound", "over"), ("unit", None), ("extra", "x")],
)
def test_what_is_no_quantity_is_refused(field: str, value: object) -> None:
    (target,) = extract("到2027年，全市高新技术企业达到850家。").model_dump(mode="json")["targets"]
    jsonschema.validate(target, json_schema("target"))
    target["quantity"][field] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(target, json_schema("target"))
