"""Where bytes go: standard output, or a file that is there whole or not at all.

A file is written beside its place under a temporary name and renamed when everything is in it, so that an interrupted
run, a full disk or a failed run leaves what was there before. What a killed process left under such a name is removed by the
next one that writes the file. What is no regular file (`/dev/stdout`, a pipe) is written to directly.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from clusterx.export.holding import HeldError, Hold, is_removed

_SUFFIX = ".part"
REMEDIES = {
    errno.ENOSPC: "free some space, or write elsewhere",
    errno.EDQUOT: "free some space, or write elsewhere",
    errno.EACCES: "check the permissions of the folder, or write elsewhere",
    errno.EPERM: "check the permissions of the folder, or write elsewhere",
    errno.EROFS: "write elsewhere",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "make the folder first",
    errno.EFBIG: "raise the limit on the size of files, or write elsewhere",
    errno.EISDIR: "name a file, not a folder",
    errno.ENAMETOOLONG: "give it a shorter name: its journal and failures are named after it",
}


class OutputError(OSError):
    """Output that could not be written; the message names it, the reason and the remedy."""


class AbandonOutput(Exception):  # noqa: N818  (a signal, not an error)
    """Raised inside `open_output` to leave what was there before; not seen outside."""


@contextmanager
def open_output(path: str | os.PathLike[str] | None) -> Iterator[BinaryIO]:
    """A binary stream to `path`, or to standard output for None. Raises OutputError, and BrokenPipeError as it is."""
    with suppress(AbandonOutput), output_errors(path):
        if path is None:
            if sys.stdout is None:
                raise OutputError("cannot write standard output: it is closed; name a file with -o, or open it")
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif is_special(Path(path)):
            with Path(path).open("wb") as stream:
                yield stream
        else:
            with _whole_file(Path(os.path.realpath(path))) as stream:
                yield stream


@contextmanager
def output_errors(path: str | os.PathLike[str] | None) -> Iterator[None]:
    """Makes an OutputError of what the system says while `path` is written; BrokenPipeError passes as it is."""
    name = os.fspath(path) if path is not None else "standard output"
    try:
        yield
    except (BrokenPipeError, OutputError):
        raise
    except OSError as error:
        raise OutputError(f"cannot write {name}: {error.strerror or error}; {_remedy(error)}") from error


def is_special(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder: a device, a pipe."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    remove_leftovers(path)
    handle, temporary, hold = _temporary(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, file_mode(path))
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    finally:
        hold.release()


def _temporary(path: Path) -> tuple[int, str, Hold]:
    while True:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
        hold = Hold(handle, wait=True)
        if not (hold.real and is_removed(handle)):  # another run may find it before it is held
            return handle, temporary, hold
        hold.release()
        os.close(handle)


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files of an output that no living process holds, where that can be known."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")
    with suppress(OSError):
        for entry in os.scandir(path.parent):
            if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _remove_unheld(entry.path)


def _remove_unheld(path: str) -> None:
    with suppress(OSError, HeldError), open(path, "rb+") as stream:
        hold = Hold(stream.fileno())
        if hold.real:
            os.unlink(path)
            hold.release()


def file_mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _remedy(error: OSError) -> str:
    return REMEDIES.get(error.errno or 0, "write elsewhere")
