"""`OUT.failures.jsonl`, beside the output: what could not be read, `{"file": …, "reason": …, "traceback": …}` a line; none when all was.

A folder of that name is found before anything is read, not after hours; what only shows when it is written leaves the journal.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterx.batch.inputs import FAILURES_SUFFIX
from clusterx.batch.journal import Failure, Journal
from clusterx.export.output import OutputError


def failures_path(output: Path) -> Path:
    """Where the failures of an output are named."""
    return output.with_name(output.name + FAILURES_SUFFIX)


def check_failures(output: Path) -> None:
    """Raises OutputError if a folder is where the failures are named."""
    path = failures_path(output)
    if path.is_dir() and not path.is_symlink():
        raise OutputError(
            f"cannot write {path}, where documents that cannot be read are named: it is a folder; nothing was changed. "
            "Move it away, or name another output"
        )


def write_failures(journal: Journal, output: Path) -> Path | None:
    """The failures of this run in place of those of an earlier one; None if there are none. Raises OutputError."""
    path, built = failures_path(output), journal.folder / "failures.jsonl"
    with _errors(path):
        if not journal.count_failures():
            path.unlink(missing_ok=True)
            return None
        with built.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(map(_line, journal.failures()))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(built, path)
    return path


def _line(failure: Failure) -> str:
    entry = {"file": failure.name, "reason": failure.reason, "traceback": failure.trace or None}
    return json.dumps(entry, ensure_ascii=False) + "\n"


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"cannot write {path}, where documents that cannot be read are named: {error.strerror or error}; what was read is kept. "
            f"{_remedy(error, path)}, and run the same command again to go on"
        ) from error


def _remedy(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "Free some space"
    if path.is_dir():
        return "Move it away"
    return "Check its owner and the permissions of its folder"
