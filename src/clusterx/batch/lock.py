"""That one run at a time writes an output: the file `lock` in the folder of its journal, held and signed by the run.

A run that ends in whatever way holds it no longer. Where the system or the drive has no flock (`clusterx.export.holding`), nobody signs,
and what refuses a second run is the lock of the journal's SQLite file, which names no process.
"""

from __future__ import annotations

import os
import platform
import shutil
from contextlib import suppress
from pathlib import Path

from clusterx.export.holding import HeldError, Hold, is_removed

_FILE = "lock"
_LONGEST = 300


class InUseError(OSError):
    """Another run writes the output; the text is its process, `process 4711`, where it is known."""


class RunLock:
    """The folder, made if need be, and held until `release` or `remove`. Raises InUseError, OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        while not self._take():
            pass  # the run before has just removed it

    def _take(self) -> bool:
        try:
            with suppress(FileExistsError):  # with exist_ok pathlib fails if the folder is gone when it looks again
                os.mkdir(self._folder)
            handle = os.open(self._folder / _FILE, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:
            if self._folder.is_symlink():
                raise FileExistsError from None
            if not self._folder.parent.is_dir():
                raise
            return False
        try:
            self._hold = Hold(handle)
            return self._sign(handle)
        except HeldError as error:
            raise InUseError(_signature(handle)) from error
        finally:
            os.close(handle)

    def _sign(self, handle: int) -> bool:
        """Say who holds it; False if what is held is there no longer."""
        if not self._hold.real:
            return True
        signed = False
        try:
            if not is_removed(handle):
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()} {platform.node()}".encode())
                signed = True
        finally:
            if not signed:
                self._hold.release()
        return signed

    def clear(self) -> None:
        """Remove all that is in the folder but the lock."""
        for entry in os.scandir(self._folder):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            elif entry.name != _FILE:
                with suppress(OSError):
                    os.unlink(entry.path)

    def remove(self) -> None:
        """Remove the folder and let go. The lock goes last: who comes when it is gone finds an empty folder, or makes one."""
        with suppress(OSError):
            self.clear()
        with suppress(OSError):
            (self._folder / _FILE).unlink(missing_ok=True)
            self._folder.rmdir()
        self.release()

    def release(self) -> None:
        """Let go, and leave the folder as it is."""
        self._hold.release()


def _signature(handle: int) -> str:
    """Who holds it, empty if that cannot be known."""
    process, _, host = os.read(handle, _LONGEST).decode("utf-8", "replace").partition(" ")
    if not process.isdecimal():
        return ""
    return f"process {process}" + ("" if host == platform.node() else f" on {host}")
