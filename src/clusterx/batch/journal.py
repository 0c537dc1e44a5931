"""What is done so far, beside the output, so that any interruption costs seconds of work and nothing else.

`OUT.clusterx-journal/` holds one SQLite file, to which each document's part of the output is added in transactions, and, at the
end, the output while it is put together; then the output takes its place in one step and the folder goes. Whoever is killed at any
moment leaves a whole journal: SQLite's log makes a transaction happen or not.

A document is known again by its name, and its size and time, or its digest where those changed. A journal made by another version,
or with other options, is never mixed with: JournalError says what to do.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from clusterx.batch.inputs import JOURNAL_SUFFIX
from clusterx.batch.work import Outcome, Task
from clusterx.export.output import OutputError

_FILE = "journal.sqlite3"
_SECONDS_BETWEEN_COMMITS = 0.5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS document (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, position INTEGER, member INTEGER, run INTEGER, size INTEGER,
    mtime INTEGER, sha256 TEXT, counts TEXT, warnings TEXT);
CREATE TABLE IF NOT EXISTS part (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS failure (
    name TEXT PRIMARY KEY, position INTEGER, member INTEGER, run INTEGER, reason TEXT, trace TEXT);
"""


class JournalError(OutputError):
    """A journal that cannot be used or written; the message names it, the reason and the remedy."""


class Known(NamedTuple):
    """What the journal knows of a document."""

    id: int
    size: int
    mtime: int
    sha256: str


class Failure(NamedTuple):
    """A document that was not read."""

    name: str
    reason: str
    trace: str


class Journal:
    """The journal of one output. A context manager; raises JournalError from every method."""

    def __init__(self, output: Path, fingerprint: dict[str, str], *, overwrite: bool = False) -> None:
        self.folder = journal_folder(output)
        self._output = output
        self._removed = False
        self._dirty = time.monotonic()
        if overwrite:
            _remove(self.folder)
        try:
            self.folder.mkdir(exist_ok=True)
            self._database = sqlite3.connect(self.folder / _FILE, isolation_level=None, timeout=0)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error
        try:
            self._open(fingerprint)
        except sqlite3.Error as error:
            self._database.close()
            raise self._error(error) from error
        except BaseException:
            self._database.close()
            raise

    def _open(self, fingerprint: dict[str, str]) -> None:
        run = self._database.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";"):
            run(statement)
        stored = dict(run("SELECT name, value FROM meta").fetchall())
        self.run = int(stored.pop("run", "0")) + 1
        if stored and stored != fingerprint:
            run("ROLLBACK")
            raise JournalError(self._mismatch(stored, fingerprint))
        values = {**fingerprint, "run": str(self.run)}
        self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
        run("DELETE FROM failure")
        run("COMMIT")
        run("BEGIN")

    def _mismatch(self, stored: dict[str, str], wanted: dict[str, str]) -> str:
        names = sorted({*stored, *wanted})
        changed = [
            f"{n} {stored.get(n) or 'none'}, now {wanted.get(n) or 'none'}"
            for n in names
            if stored.get(n) != wanted.get(n)
        ]
        return (
            f"{self.folder}: an unfinished run for {self._output.name} was made otherwise ({'; '.join(changed)}); nothing was "
            "changed. Run it as it was begun to go on, or with --overwrite to begin anew, or name another output"
        )

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if not self._removed:
                self.close()
        except JournalError:
            if exception[0] is None:
                raise

    def known(self, name: str) -> Known | None:
        """What was read before under this name."""
        row = self._fetch("SELECT id, size, mtime, sha256 FROM document WHERE name = ?", name)
        return Known(*row) if row else None

    def keep(self, known: Known, task: Task, *, mtime: int | None = None) -> None:
        """A document that is as it was belongs to this run, at the task's place."""
        time_of = known.mtime if mtime is None else mtime
        values = (task.position, task.member, self.run, time_of, known.id)
        self._write("UPDATE document SET position = ?, member = ?, run = ?, mtime = ? WHERE id = ?", *values)

    def add(self, outcome: Outcome) -> None:
        """A document that was read now."""
        task = outcome.task
        counts, warnings = json.dumps(outcome.counts), json.dumps(outcome.warnings)
        values = (
            task.name,
            task.position,
            task.member,
            self.run,
            outcome.size,
            outcome.mtime,
            outcome.sha256,
            counts,
            warnings,
        )
        self._write("DELETE FROM part WHERE id = (SELECT id FROM document WHERE name = ?)", task.name)
        self._write("DELETE FROM document WHERE name = ?", task.name)
        self._write(
            "INSERT INTO document (name, position, member, run, size, mtime, sha256, counts, warnings) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *values,
        )
        self._write("INSERT INTO part VALUES (last_insert_rowid(), ?)", outcome.part)

    def fail(self, task: Task, reason: str, trace: str) -> None:
        """A document that could not be read in this run; the next run tries it again."""
        values = (task.name, task.position, task.member, self.run, reason, trace)
        self._write("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)", *values)

    def commit(self, *, now: bool = True) -> None:
        """Make what was added last; without `now` only if the last commit is a while ago."""
        if now or time.monotonic() - self._dirty > _SECONDS_BETWEEN_COMMITS:
            self._write("COMMIT")
            self._write("BEGIN")
            self._dirty = time.monotonic()

    def count(self) -> int:
        """How many documents the journal holds, of whatever run."""
        row = self._fetch("SELECT count(*) FROM document")
        return int(row[0]) if row else 0

    def parts(self) -> Iterator[tuple[bytes, dict[str, int], dict[str, int]]]:
        """The compressed part, counts and warnings of every document of this run, in the order of the inputs."""
        self._write("CREATE INDEX IF NOT EXISTS place ON document (run, position, member)")
        found = self._write(
            "SELECT part.data, counts, warnings FROM document JOIN part USING (id) WHERE run = ? ORDER BY position, member",
            self.run,
        )
        for data, counts, warnings in found:
            yield data, json.loads(counts), json.loads(warnings)

    def count_failures(self) -> int:
        """How many documents failed in this run."""
        row = self._fetch("SELECT count(*) FROM failure WHERE run = ?", self.run)
        return int(row[0]) if row else 0

    def failures(self) -> Iterator[Failure]:
        """The failures of this run in the order of the inputs."""
        query = "SELECT name, reason, trace FROM failure WHERE run = ? ORDER BY position, member, name"
        for row in self._write(query, self.run):
            yield Failure(*row)

    def close(self) -> None:
        """Commit and let go of the file; an empty journal is removed."""
        try:
            if self._database.in_transaction:
                self._database.execute("COMMIT")
            empty = self.count() == 0
        except sqlite3.Error as error:
            raise self._error(error) from error
        finally:
            self._database.close()
        if empty:
            _remove(self.folder)

    def remove(self) -> None:
        """The output is in its place."""
        self._removed = True
        self._database.close()
        _remove(self.folder)

    def _fetch(self, query: str, *values: object) -> tuple[int, int, int, str] | None:
        row: tuple[int, int, int, str] | None = self._write(query, *values).fetchone()
        return row

    def _write(self, query: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> JournalError:
        return JournalError(f"{self.folder}: {_remedy(error)}")


def journal_folder(output: Path) -> Path:
    """Where the journal of an output is."""
    return output.with_name(output.name + JOURNAL_SUFFIX)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _remedy(error: Exception) -> str:
    text = str(error)
    if "locked" in text:
        return "another run is writing this output; wait for it, or stop it, or name another output"
    if "full" in text or "disk I/O" in text or "No space" in text:
        return (
            f"the journal cannot be written ({getattr(error, 'strerror', None) or text}); what was done is kept: free some space and "
            "run the same command again to go on"
        )
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return f"this is no journal, or a damaged one ({text}); run with --overwrite to begin anew"
    if isinstance(error, FileNotFoundError):
        return "the folder of the output does not exist; make the folder first"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file of this name is in the way; move it, or name another output"
    if isinstance(error, PermissionError) or "readonly" in text or "unable to open" in text:
        return "cannot be written; check the permissions of the folder, or write elsewhere"
    return f"the journal cannot be used ({text}); run with --overwrite to begin anew"
