"""The ledger: every answered chunk is kept, so that nothing is paid for twice.

SQLite, one row for an answered chunk under the digest of its text, questions, prompt, model and server. A row is
written when the answer has been read whole, never before: a run that is killed goes on where it stopped, a chunk that failed is
asked again. Kept are digests and answers, and answers are quotes of the text; neither the text nor any key is.

Several processes may use one ledger, and may make it at the same moment: it has a rollback journal, because a switch to WAL does
not wait for another that opens the file ("database is locked" at once, https://www.sqlite.org/wal.html). Within a process a chunk that is being asked is not asked a second time (`claim`).
A ledger that cannot be opened, read or written is done without (`problem` says why): it saves money, results do not need it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 30.0
# Some file systems say so where another process removes the rollback journal at that moment.
PASSING = "disk I/O error"
PAUSES = (0.01, 0.05, 0.2, 1.0)  # seconds
TABLES = """
create table if not exists answers (key text primary key, model text not null, reply text not null,
    tokens_in integer not null, tokens_out integer not null) without rowid;
create table if not exists divided (key text primary key) without rowid;
create table if not exists modes (server text not null, model text not null, mode text not null,
    primary key (server, model)) without rowid;
"""


def default_path() -> Path:
    """Where the ledger is kept: the user's cache directory."""
    from platformdirs import user_cache_path

    folder: Path = user_cache_path("clusterx", appauthor=False)
    return folder / "llm.sqlite3"


class Ledger:
    """Answers under their keys; `path` None keeps them as long as the object lives."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.problem: str | None = None
        self._asked: set[str] = set()
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def get(self, key: str) -> str | None:
        """The answer, as it was put in."""
        return self._one("select reply from answers where key = ?", key)

    def put(self, key: str, model: str, reply: str, tokens_in: int, tokens_out: int) -> None:
        """Keep an answer that was read whole."""
        self._do(
            lambda c: c.execute(
                "insert or replace into answers values (?, ?, ?, ?, ?)", (key, model, reply, tokens_in, tokens_out)
            )
        )

    def is_divided(self, key: str) -> bool:
        """Whether this chunk had to be asked in parts."""
        return self._one("select key from divided where key = ?", key) is not None

    def divide(self, key: str) -> None:
        """Remember that this chunk has to be asked in parts."""
        self._do(lambda c: c.execute("insert or ignore into divided values (?)", (key,)))

    def mode(self, server: str, model: str) -> str | None:
        """The mode in which this model has answered."""
        return self._one("select mode from modes where server = ? and model = ?", server, model)

    def set_mode(self, server: str, model: str, mode: str) -> None:
        """Remember the mode in which this model has answered."""
        self._do(lambda c: c.execute("insert or replace into modes values (?, ?, ?)", (server, model, mode)))

    def claim(self, key: str) -> bool:
        """Whether nobody else in this process is asking this chunk; if so, it is the caller's until `release`."""
        with self._lock:
            if key in self._asked:
                return False
            self._asked.add(key)
            return True

    def release(self, key: str) -> None:
        """Give a claimed chunk back."""
        with self._lock:
            self._asked.discard(key)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _one(self, query: str, *values: str) -> str | None:
        row = self._do(lambda c: c.execute(query, values).fetchone())
        return None if row is None else str(row[0])

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        with self._lock:
            for pause in (
                (None,) if self.problem else (*PAUSES, None)
            ):  # one that has not passed is not waited for again
                try:
                    with self._open() as connection:
                        return work(connection)
                except (sqlite3.Error, OSError) as error:
                    if pause is None or PASSING not in str(error):
                        self.problem = f"the ledger {self.path} cannot be used: {error}"
                        return None
                if self._connection is not None:
                    self._connection.close()
                    self._connection = None
                time.sleep(pause)
        return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.touch(mode=0o600)
            connection = sqlite3.connect(self.path or ":memory:", timeout=PATIENCE, check_same_thread=False)
            connection.execute("pragma synchronous = normal")
            connection.executescript(TABLES)
            self._connection = connection
        return self._connection
