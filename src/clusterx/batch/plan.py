"""From inputs to tasks: what is read already is kept, archives are opened, the rest is to be done.

Tasks are made one by one when a worker has room, so that nothing is held for documents that nobody reads yet.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, deque
from collections.abc import Iterator

from clusterx.batch.inputs import Inputs, no_member
from clusterx.batch.journal import Journal
from clusterx.batch.watch import Watch
from clusterx.batch.work import Task
from clusterx.read import (
    STANDARD_INPUT,
    Member,
    NoArchiveError,
    ReadError,
    is_archive_name,
    printable_name,
    read_members,
)
from clusterx.read.files import load_standard_input


class _FirstFailure(Exception):  # noqa: N818  (a signal, not an error)
    """After it, nothing more is tried."""


class Plan:
    """Gives the next task, or None while there is none; with `fail_fast`, there is none behind what cannot be unpacked."""

    def __init__(self, inputs: Inputs, journal: Journal, watch: Watch, *, fail_fast: bool = False) -> None:
        self._inputs, self._journal, self._watch, self._fail_fast = inputs, journal, watch, fail_fast
        self._names: Counter[str] = Counter()
        self._archives: deque[Task] = deque()
        self._left = len(inputs.paths)
        self._tasks = self._all_tasks()

    def next_task(self) -> Task | None:
        """The next document to be read; documents that are as the journal knows them are kept on the way."""
        try:
            while True:
                task = next(self._tasks, None)
                if task or not self._archives:
                    return task
                self._tasks = self._members(self._archives.popleft())
        except _FirstFailure:
            self._archives.clear()
            return None

    def left(self) -> int:
        """How many files are still to come; that of an archive counts as one."""
        return self._left

    def unpack(self, task: Task) -> None:
        """A file that turned out to be an archive."""
        self._archives.append(task)

    def _all_tasks(self) -> Iterator[Task]:
        for position, path in enumerate(self._inputs.paths):
            self._left -= 1
            task = Task(position, 0, path, self._own_name(printable_name(path), path))
            if path == STANDARD_INPUT:
                try:
                    yield task._replace(data=load_standard_input())
                except ReadError as error:
                    self._fail(task, error)
            elif is_archive_name(path):
                yield from self._members(task)
            elif known := self._known(task):
                yield known

    def _known(self, task: Task) -> Task | None:
        """The task with the digest that was read before, None if nothing has changed since."""
        known = self._journal.known(task.name)
        if not known:
            return task
        if _stamp(task.path) == (known.size, known.mtime):
            self._journal.keep(task)
            self._watch.kept()
            return None
        return task._replace(known=known.sha256)

    def _members(self, task: Task) -> Iterator[Task]:
        self._watch.found(-1)
        number, beside = 0, os.path.isdir(f"{task.path}!")
        try:
            for number, member in enumerate(read_members(task.path, name=task.name), 1):
                if why := no_member(member.name):
                    self._inputs.skipped[why] += 1
                    continue
                self._watch.found(1)
                if one := self._member(
                    task._replace(member=number, name=self._own_name(member.name, beside=beside)), member
                ):
                    yield one
        except NoArchiveError:
            self._watch.found(1)
            if one := self._known(task):
                yield one
        except ReadError as error:
            self._watch.found(1)
            self._fail(task._replace(member=number + 1), error)

    def _member(self, task: Task, member: Member) -> Task | None:
        if member.error:
            self._fail(task, member.error)
            return None
        known = self._journal.known(task.name)
        if known and known.sha256 == hashlib.sha256(member.data).hexdigest():
            self._journal.keep(task)
            self._watch.kept()
            return None
        return task._replace(data=member.data)

    def _fail(self, task: Task, error: ReadError) -> None:
        self._journal.fail(task, str(error), "")
        self._watch.failed(task.name, str(error))
        if self._fail_fast:
            raise _FirstFailure

    def _own_name(self, name: str, given: str = "", *, beside: bool = False) -> str:
        """Names that cannot be written as they are may become the same, or that of a file beside; others are unique already, but for
        members where there is a folder `pages.zip!`."""
        if name == given or (not given and "\ufffd" not in name and not beside):
            return name
        own, number = name, self._names[name]
        while number == self._names[name] or os.path.lexists(own):
            number += 1
            own = name if number == 1 else f"{name}#{number}"
        self._names[name] = number
        return own


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
