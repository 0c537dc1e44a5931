"""Files that a living process holds: a lock of the system (flock), which goes when the process ends, however it ends.

Windows has no flock, and some network drives do not know it. There nothing is held, and nothing counts as left by a dead process.
"""

from __future__ import annotations

import os

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class HeldError(Exception):
    """Another process, or another part of this one, holds the file."""


class Hold:
    """An open file held until `release`; `real` is False where nothing can be held. `wait`: until the other lets go, else HeldError."""

    def __init__(self, handle: int, *, wait: bool = False) -> None:
        self._handle: int | None = None
        if fcntl is None:
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HeldError from error
        except OSError:  # a file system without locks
            return
        self._handle = os.dup(handle)  # the lock is that of the open file: it outlives the first handle

    @property
    def real(self) -> bool:
        """Whether others are kept away."""
        return self._handle is not None

    def release(self) -> None:
        """Let go of it; a second time is nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_removed(handle: int) -> bool:
    """Whether an open file has lost its name, so that a hold of it keeps nobody away."""
    return os.fstat(handle).st_nlink == 0
