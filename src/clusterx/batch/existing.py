"""What to do where an output is to be written and something is there already.

| there is | what happens |
| --- | --- |
| nothing, or an empty file | it is written |
| a dataset of this version of clusterx, of the same form | it is replaced, in one step, when the new one is whole |
| a dataset of another version | refused; `--overwrite` replaces it |
| anything else | refused; `--overwrite` replaces a file, a folder that holds what we did not write is never replaced |
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from clusterx.export.columns import TABLES
from clusterx.export.dataset import FOLDERS, MARKER
from clusterx.export.duck import ABOUT, CODEBOOK, need_data
from clusterx.export.output import OutputError
from clusterx.export.parts import DatasetFormat
from clusterx.version import __version__

_VERSION = re.compile(rb'"version":"([^"]*)"')
_RESULT = re.compile(rb'\s*\{\s*"document"\s*:\s*\{\s*"title"')
_PROPERTY = re.compile(r'name="clusterx\.clusterx"[^>]*>\s*<vt:lpwstr>([^<]*)<')


def check_existing(output: Path, form: DatasetFormat, *, overwrite: bool) -> None:
    """Raises OutputError if what is there must not be replaced."""
    if not output.exists() or (output.is_file() and output.stat().st_size == 0):
        return
    if output.is_dir() != (form in FOLDERS):
        raise OutputError(_in_the_way(output, form))
    version = _version_of(output, form)
    if output.is_dir() and version is None and any(output.iterdir()):
        raise OutputError(f"{output} is a folder that clusterx did not write; nothing was changed. Name another output")
    if output.is_dir() and (foreign := _foreign(output)):
        raise OutputError(
            f"{output} holds what clusterx did not write there ({foreign}); nothing was changed. Move it away, or name another output"
        )
    if overwrite or version == __version__:
        return
    if version is None:
        raise OutputError(_not_ours(output, form))
    raise OutputError(
        f"{output} was written by clusterx {version}, this is {__version__}; nothing was changed. Name another output, or add "
        "--overwrite to replace it"
    )


def check_single(output: Path, form: str, *, overwrite: bool) -> None:
    """The same for the result of one document. JSON names no version: what begins as a result of ours does is replaced."""
    if form != "json":
        check_existing(output, "jsonl", overwrite=overwrite)
        return
    if overwrite or not output.is_file() or output.stat().st_size == 0:
        return
    if _begins_as_result(output):
        return
    raise OutputError(_not_ours(output, form))


def is_result(path: Path) -> bool:
    """Whether a file is a workbook or JSON that we wrote; whatever cannot be opened is none."""
    form: DatasetFormat = "xlsx" if path.suffix.lower() == ".xlsx" else "json"
    try:
        if form == "json" and _begins_as_result(path):
            return True
    except OSError:
        return False
    return _version_of(path, form) is not None


def _begins_as_result(path: Path) -> bool:
    with path.open("rb") as stream:
        return _RESULT.match(stream.read(200)) is not None


def _not_ours(output: Path, form: str) -> str:
    return (
        f"{output} is there and was not written by clusterx as {form}; nothing was changed. Name another output, or add "
        "--overwrite to replace it"
    )


def _foreign(folder: Path) -> str | None:
    """The first name in a dataset of ours that is not ours: the whole folder is replaced."""
    ours = {MARKER, *(f"{table}.{form}" for table in (*TABLES, CODEBOOK) for form in FOLDERS)}
    return min((path.name for path in folder.iterdir() if path.name not in ours), default=None)


def _in_the_way(output: Path, form: DatasetFormat) -> str:
    if output.is_dir():
        return f"cannot write {output}: it is a folder; name a file, not a folder"
    return (
        f"cannot write {output}: {form} output is a folder, and a file of this name is in the way; name another output"
    )


def _version_of(output: Path, form: DatasetFormat) -> str | None:
    """The version of clusterx that wrote it, None if it is not ours."""
    try:
        if output.is_dir():
            return str(json.loads((output / MARKER).read_text("utf-8"))["clusterx"])
        if form == "duckdb":
            return _version_of_database(output)
        if form == "xlsx":
            with zipfile.ZipFile(output) as book:
                found = _PROPERTY.search(book.read("docProps/custom.xml").decode())
            return found[1] if found else None
        with output.open("rb") as stream:
            start = stream.read(4096).lstrip(b"[\r\n ")
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile):
        return None
    line = _VERSION.search(start) if start.startswith(b'{"file":') else None
    return line[1].decode() if line else None


def _version_of_database(path: Path) -> str | None:
    duckdb = need_data("duckdb", "DuckDB output")
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            found = database.execute(f"SELECT value FROM {ABOUT} WHERE name = 'clusterx'").fetchone()
    except duckdb.Error:
        return None
    return str(found[0]) if found else None
