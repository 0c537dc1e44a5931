"""Tasks to processes and outcomes back, as they come: in this process for one worker, else in processes of their own.

Processes are spawned, so that nothing of this one leaks into them; each loads the words once, and writes what it makes to a file of its
own (`segments`), so that little goes back. Tasks are handed out some at a time, about `AHEAD` seconds of work, and outcomes come
back so, so that no worker waits and this process does next to nothing; towards the end, less, so that all workers end at the same time.
What waits at a worker is bounded in number and bytes, so that memory stays the same however many documents there are.

A process that dies (memory, a crash in a library) takes one document with it, which fails with that reason: the documents that it may
have been reading go to a new process one by one, and the one that ends this, too, is it. When this process is killed, the workers notice
at once, as the pipe to it closes.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from clusterx.batch.segments import PartsError, Segment
from clusterx.batch.work import Outcome, Recipe, Task, do

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

AHEAD = 0.5
MOST_AHEAD, LEAST_AHEAD = 64, 2
_MOST_BYTES = 8 << 20
_SECONDS_BETWEEN_REPORTS = 0.1
_KNOWN_THERE = Task(0, 0, "", "")


class WorkerError(RuntimeError):
    """Workers that die before they have read anything."""


class Tasks(Protocol):
    """Where tasks come from."""

    def next_task(self) -> Task | None:
        """The next one, None while there is none."""

    def left(self) -> int:
        """About how many are still to come."""


NewSegment = Callable[[], Path]


def outcomes(tasks: Tasks, recipe: Recipe, workers: int, new_segment: NewSegment) -> Iterator[Outcome]:
    """The outcome of every task, its part written, until there is no task while none is under way. Raises PartsError, WorkerError."""
    if workers == 1:
        yield from _alone(tasks, recipe, new_segment())
        return
    pool = _Pool(recipe, workers, new_segment)
    try:
        yield from pool.run(tasks)
    finally:
        pool.stop()


def _alone(tasks: Tasks, recipe: Recipe, path: Path) -> Iterator[Outcome]:
    reader = _Reader(recipe, path)
    try:
        while task := tasks.next_task():
            yield reader.read(task)
    finally:
        reader.close()


class _Reader:
    """Reads documents and writes their parts to a file of its own. Raises PartsError."""

    def __init__(self, recipe: Recipe, path: Path) -> None:
        self._recipe, self._segment = recipe, Segment(path)
        self._settled = False

    def read(self, task: Task) -> Outcome:
        outcome = do(task, self._recipe)
        if outcome.status == "done":
            outcome.place, outcome.part = self._segment.append(outcome.part), b""
        if not self._settled:
            # What the first document has loaded stays; the collector would go through it again and again.
            gc.freeze()
            self._settled = True
        return outcome

    def close(self) -> None:
        self._segment.close()
        gc.unfreeze()


class _Worker:
    """A process, and the tasks that it was given and has not reported; `alone`: it has one that may have ended another process."""

    def __init__(self, process: SpawnProcess, pipe: Connection) -> None:
        self.process, self.pipe = process, pipe
        self.waiting: deque[Task] = deque()
        self.ready = self.alone = False
        self._pace = AHEAD

    def room(self, left: int, workers: int) -> int:
        """How many tasks more it should have; none while it has enough, so that they go out some at a time."""
        most = min(MOST_AHEAD, int(AHEAD / self._pace), left // (2 * workers))
        wanted = max(LEAST_AHEAD, most)
        return wanted - len(self.waiting) if 2 * len(self.waiting) <= wanted else 0

    def report(self, found: list[Outcome], seconds: float) -> None:
        """What it did in so many seconds."""
        for outcome in found:
            outcome.task = self.waiting.popleft()._replace(data=None)
        self._pace = max(0.001, (self._pace + seconds / len(found)) / 2)


class _Pool:
    def __init__(self, recipe: Recipe, size: int, new_segment: NewSegment) -> None:
        self._context = get_context("spawn")
        self._recipe, self._new_segment = recipe, new_segment
        self._again: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._workers = [self._start() for _ in range(size)]

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(there, self._recipe, self._new_segment()), daemon=True)
        with _interrupts_held():
            process.start()
        there.close()
        return _Worker(process, here)

    def run(self, tasks: Tasks) -> Iterator[Outcome]:
        while True:
            for worker in self._workers:
                self._feed(worker, tasks)
            busy = {worker.pipe: worker for worker in self._workers if worker.waiting or not worker.ready}
            if not any(worker.waiting for worker in self._workers):
                return
            for pipe in wait(list(busy)):
                yield from self._receive(busy[pipe])  # type: ignore[index]

    def _feed(self, worker: _Worker, tasks: Tasks) -> None:
        given = self._for(worker, tasks)
        if given:
            worker.waiting.extend(given)
            try:
                worker.pipe.send(given)
            except OSError:  # it died; _receive notices, and gives its tasks to another
                return

    def _for(self, worker: _Worker, tasks: Tasks) -> list[Task]:
        if worker.waiting and (self._suspects or worker.alone):
            return []
        worker.alone = bool(self._suspects)
        if worker.alone:
            return [self._suspects.popleft()]
        given: list[Task] = []
        size = sum(len(task.data or b"") for task in worker.waiting)
        for _ in range(worker.room(tasks.left(), len(self._workers))):
            task = self._again.popleft() if self._again else tasks.next_task()
            if task is None:
                break
            size += len(task.data or b"")
            if size > _MOST_BYTES and (given or worker.waiting):
                self._again.appendleft(task)
                break
            given.append(task)
        return given

    def _receive(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            message: tuple[list[Outcome], float] | PartsError | None = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        worker.ready = True
        if isinstance(message, PartsError):
            raise message
        if message:
            worker.report(*message)
            yield from message[0]

    def _bury(self, worker: _Worker) -> Iterator[Outcome]:
        """Start another in its place; if it had one document only, that failed."""
        worker.process.join()
        code = worker.process.exitcode or 0
        worker.pipe.close()
        if not worker.ready:
            raise WorkerError(f"a worker died before it had read anything ({_death(code)}); try with --workers 1")
        self._workers[self._workers.index(worker)] = self._start()
        if len(worker.waiting) != 1:
            self._suspects.extend(worker.waiting)
            return
        task = worker.waiting.popleft()
        reason = f"{task.name}: the process that read it died ({_death(code)}); read it alone, or report it with the document"
        yield Outcome(task._replace(data=None), "failed", reason=reason)

    def stop(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C is for this process: a worker that starts meanwhile never hears it, and this one hears it right afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows tells the whole console
        yield
        return
    resource_tracker.ensure_running()  # its start would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    remark = ", out of memory?" if -code == signal.SIGKILL else ""
    return f"{signal.Signals(-code).name}{remark}"


def _serve(pipe: Connection, recipe: Recipe, path: Path) -> None:
    """The life of a worker. A thread takes tasks in, so that neither side ever waits for the other to read."""
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_take_in, args=(pipe, tasks), daemon=True).start()
    try:
        pipe.send(None)
        _work(tasks, _Reader(recipe, path), pipe)
    except PartsError as error:
        pipe.send(error)
    except OSError:
        os._exit(1)


def _work(tasks: SimpleQueue[Task], reader: _Reader, pipe: Connection) -> None:
    """Do what comes; report when there is nothing more to do, and now and then."""
    while True:
        found: list[Outcome] = []
        task: Task | None = tasks.get()
        begin = time.monotonic()
        while task:
            outcome = reader.read(task)
            outcome.task = _KNOWN_THERE
            found.append(outcome)
            more = not tasks.empty() and time.monotonic() - begin < _SECONDS_BETWEEN_REPORTS
            task = tasks.get() if more else None
        pipe.send((found, time.monotonic() - begin))


def _take_in(pipe: Connection, tasks: SimpleQueue[Task]) -> None:
    while True:
        try:
            for task in pipe.recv():
                tasks.put(task)
        except (EOFError, OSError):
            os._exit(0)
