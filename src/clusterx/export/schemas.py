"""JSON Schemas (2020-12) of the records, made from the models in `clusterx.records`.

>>> json_schema("target")["properties"]["indicator"]["type"]
'string'
>>> json_schema("recipe")
Traceback (most recent call last):
...
ValueError: there is no schema 'recipe'; choose one of: policy, target, mechanism, project, extraction
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clusterx.records import Extraction, Mechanism, Model, Policy, Project, Target

SCHEMAS: dict[str, type[Model]] = {
    "policy": Policy,
    "target": Target,
    "mechanism": Mechanism,
    "project": Project,
    "extraction": Extraction,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: str) -> dict[str, Any]:
    """The schema of what `model_dump(mode="json")` gives. Raises ValueError for a name that is not in SCHEMAS."""
    if name not in SCHEMAS:
        raise ValueError(f"there is no schema {name!r}; choose one of: {', '.join(SCHEMAS)}")
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": f"urn:clusterx:schema:{name}", **schema}


def schema_text(name: str) -> str:
    """The schema as it stands in a file."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into `folder` as NAME.json and return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SCHEMAS:
        path = folder / f"{name}.json"
        path.write_text(schema_text(name), "utf-8", newline="\n")
        written.append(path)
    return written
