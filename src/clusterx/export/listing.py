"""A list of flat rows as JSON lines or as CSV, by the suffix of the file: what commands write beside results.

CSV has a byte order mark and Windows line ends for Excel, and `'` before what a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from clusterx.export.output import open_output
from clusterx.export.parts import safe


def write_listing(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path | None) -> None:
    """Write `rows` to `path`, or to standard output as JSON lines for None. Raises OutputError."""
    with open_output(path) as stream:
        if path is not None and path.suffix.lower() == ".csv":
            stream.write("\ufeff".encode())
            stream.write(_csv_line(columns))
            stream.writelines(_csv_line([row.get(column) for column in columns]) for row in rows)
        else:
            stream.writelines(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for row in rows)


def _csv_line(cells: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue().encode("utf-8", "replace")
