"""What is done so far, beside the output, so that any interruption costs seconds of work and nothing else.

`OUT.clusterx-journal/` holds the parts of the documents (`segments`), a SQLite file that says of each document where its part is,
and, at the end, the output while it is put together; then the output takes its place in one step and the folder goes. Whoever is
killed at any moment leaves a whole journal: SQLite's log makes a transaction happen or not, and parts are on the disk before it does.

A document is known again by its name, and its size and time, or its digest where those changed. A journal made by another version,
or with other options, is never mixed with, and one that another run is using is never touched: JournalError says what to do.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from clusterx.batch.inputs import JOURNAL_SUFFIX
from clusterx.batch.lock import InUseError, RunLock
from clusterx.batch.segments import PartsError, Place, Segments, sync, sync_folder
from clusterx.batch.work import Outcome, Task
from clusterx.export.output import OutputError

_FILE = "journal.sqlite3"
_SECONDS_BETWEEN_COMMITS = 1.0
# Of the time of a run, at most so much is spent waiting for a slow disk.
_SHARE_OF_COMMITS = 0.03
_FULL = ("full", "disk I/O", "No space", "quota", "File too large")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS document (
    name TEXT PRIMARY KEY, position INTEGER, member INTEGER, run INTEGER, size INTEGER, mtime INTEGER, sha256 TEXT,
    file TEXT, start INTEGER, length INTEGER, counts TEXT, warnings TEXT);
CREATE TABLE IF NOT EXISTS failure (
    name TEXT PRIMARY KEY, position INTEGER, member INTEGER, run INTEGER, reason TEXT, trace TEXT);
"""


class JournalError(OutputError):
    """A journal that cannot be used or written; the message names it, the reason and the remedy."""


class Known(NamedTuple):
    """What the journal knows of a document."""

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
        self._next_commit = time.monotonic() + _SECONDS_BETWEEN_COMMITS
        self._unsynced: set[str] = set()
        self._synced: set[str] = set()
        self._number = 0
        try:
            with ExitStack() as undo:
                self._lock = RunLock(self.folder)
                undo.callback(self._lock.release)
                if overwrite:
                    _check_unused(self.folder / _FILE)
                    self._lock.clear()
                self._database = sqlite3.connect(self.folder / _FILE, isolation_level=None, timeout=0)
                undo.callback(self._database.close)
                self._open(fingerprint)
                undo.pop_all()
        except JournalError:
            raise
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

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
        self._resumed = run("SELECT 1 FROM document LIMIT 1").fetchone() is not None
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

    def new_segment(self) -> Path:
        """A file for the parts that one process makes."""
        while True:
            self._number += 1
            path = self.folder / f"parts-{self.run}-{self._number}"
            if not path.exists():  # it may, after a power cut, which can take away that there was a run
                return path

    def known(self, name: str) -> Known | None:
        """What was read before under this name."""
        if not self._resumed:
            return None
        row = self._run("SELECT size, mtime, sha256 FROM document WHERE name = ?", name).fetchone()
        return Known(*row) if row else None

    def keep(self, task: Task, *, mtime: int | None = None) -> None:
        """A document that is as it was belongs to this run, at the task's place; `mtime`: its new time of change."""
        query = "UPDATE document SET position = ?, member = ?, run = ?, mtime = coalesce(?, mtime) WHERE name = ?"
        self._run(query, task.position, task.member, self.run, mtime, task.name)

    def add(self, outcome: Outcome, place: Place) -> None:
        """A document that was read now, whose part is at `place`."""
        task = outcome.task
        read = (self.run, outcome.size, outcome.mtime, outcome.sha256)
        values = (task.name, task.position, task.member, *read, *place, _text(outcome.counts), _text(outcome.warnings))
        self._run("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)
        self._unsynced.add(place.file)

    def fail(self, task: Task, reason: str, trace: str) -> None:
        """A document that could not be read in this run; the next run tries it again."""
        values = (task.name, task.position, task.member, self.run, reason, trace)
        self._run("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)", *values)

    def commit(self, *, now: bool = True) -> None:
        """Make what was added last; without `now` only if the last commit is a while ago."""
        begin = time.monotonic()
        if not now and begin < self._next_commit:
            return
        try:
            for file in self._unsynced:
                sync(self.folder / file)
            if not self._unsynced <= self._synced:  # a new file is on the disk once its folder is
                sync_folder(self.folder)
                self._synced |= self._unsynced
        except OSError as error:
            raise self._error(error) from error
        self._unsynced.clear()
        self._run("COMMIT")
        self._run("BEGIN")
        end = time.monotonic()
        self._next_commit = end + max(_SECONDS_BETWEEN_COMMITS, (end - begin) / _SHARE_OF_COMMITS)

    def count(self) -> int:
        """How many documents the journal holds, of whatever run."""
        return int(self._run("SELECT count(*) FROM document").fetchone()[0])

    def parts(self) -> Iterator[tuple[bytes, dict[str, int], dict[str, int]]]:
        """The part, counts and warnings of every document of this run, in the order of the inputs."""
        self._run("CREATE INDEX IF NOT EXISTS place ON document (run, position, member)")
        query = "SELECT file, start, length, counts, warnings FROM document WHERE run = ? ORDER BY position, member"
        segments = Segments(self.folder)
        try:
            for file, start, length, counts, warnings in self._run(query, self.run):
                yield segments.read(Place(file, start, length)), json.loads(counts), json.loads(warnings)
        except PartsError as error:
            raise self._error(error) from error
        finally:
            segments.close()

    def tallies(self) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
        """Counts and warnings of every document of this run."""
        for counts, warnings in self._run("SELECT counts, warnings FROM document WHERE run = ?", self.run):
            yield json.loads(counts), json.loads(warnings)

    def count_kept(self) -> int:
        """How many documents of this run an earlier one has read."""
        query = "SELECT count(*) FROM document WHERE run = ? AND file NOT LIKE ?"
        return int(self._run(query, self.run, f"parts-{self.run}-%").fetchone()[0])

    def count_failures(self) -> int:
        """How many documents failed in this run."""
        return int(self._run("SELECT count(*) FROM failure WHERE run = ?", self.run).fetchone()[0])

    def failures(self) -> Iterator[Failure]:
        """The failures of this run in the order of the inputs."""
        query = "SELECT name, reason, trace FROM failure WHERE run = ? ORDER BY position, member, name"
        for row in self._run(query, self.run):
            yield Failure(*row)

    def close(self) -> None:
        """Commit and let go of the file; an empty journal is removed."""
        try:
            if self._database.in_transaction:
                self.commit()
                self._database.execute("COMMIT")
            empty = self.count() == 0
            if empty:
                self.remove()
        except sqlite3.Error as error:
            raise self._error(error) from error
        finally:
            self._database.close()
            self._lock.release()

    def remove(self) -> None:
        """The output is in its place."""
        self._removed = True
        self._database.close()
        self._lock.remove()

    def _run(self, query: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._database.execute(query, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Makes a JournalError of parts that cannot be written."""
        try:
            yield
        except PartsError as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> JournalError:
        return JournalError(f"{self.folder}: {_remedy(error)}")


def _text(counts: Mapping[str, int]) -> str:
    return json.dumps(counts)


def journal_folder(output: Path) -> Path:
    """Where the journal of an output is."""
    return output.with_name(output.name + JOURNAL_SUFFIX)


def _check_unused(file: Path) -> None:
    """Raises sqlite3.OperationalError if a run holds the journal: one that could not hold, or does not know, the lock."""
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=0)) as database:
        try:
            database.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:  # a damaged one may go
            if "locked" in str(error):
                raise


def _remedy(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    if isinstance(error, InUseError) or (isinstance(error, sqlite3.Error) and "locked" in text):
        who = f" ({error})" if isinstance(error, InUseError) and str(error) else ""
        return f"another run is writing this output{who}; nothing was changed. Wait for it, or stop it, or name another output"
    if isinstance(error, PartsError) and not error.errno:
        return f"{text}; run with --overwrite to begin anew"
    if any(word in text for word in _FULL):
        return f"the journal cannot be written ({text}); what was done is kept: free some space and run the same command again to go on"
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return f"this is no journal, or a damaged one ({text}); run with --overwrite to begin anew"
    if isinstance(error, FileNotFoundError):
        return "the folder of the output does not exist; make the folder first"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file of this name is in the way; move it, or name another output"
    if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM) or "readonly" in text or "unable to open" in text:
        return "cannot be written; check the permissions of the folder, or write elsewhere"
    return f"the journal cannot be used ({text}); run with --overwrite to begin anew"
