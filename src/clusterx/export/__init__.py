"""From results to files, terminals and schemas."""

from clusterx.export.lines import Format, write_results
from clusterx.export.output import OutputError, open_output
from clusterx.export.schemas import SCHEMAS, json_schema, schema_text, write_schemas

__all__ = [
    "SCHEMAS",
    "Format",
    "OutputError",
    "json_schema",
    "open_output",
    "schema_text",
    "write_results",
    "write_schemas",
]
