"""Tasks to processes and outcomes back, as they come: in this process for one worker, else in processes of their own.

Processes are spawned, so that nothing of this one leaks into them; each loads the words once. At most `AHEAD` tasks wait at a worker,
so that memory stays the same however many documents there are. A process that dies (memory, a crash in a library) takes one document
with it, which fails with that reason; the others waiting there go to a new process. When this process is killed, the workers notice
at once, as the pipe to it closes.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any

from clusterx.batch.work import Outcome, Recipe, Task, do

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

AHEAD = 3
NextTask = Callable[[], Task | None]


class WorkerError(RuntimeError):
    """Workers that die before they have read anything."""


def outcomes(next_task: NextTask, recipe: Recipe, workers: int) -> Iterator[Outcome]:
    """The outcome of every task that `next_task` gives, until it gives None while none is under way."""
    if workers == 1:
        while task := next_task():
            yield do(task, recipe)
        return
    pool = _Pool(recipe, workers)
    try:
        yield from pool.run(next_task)
    finally:
        pool.stop()


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    waiting: deque[Task] = field(default_factory=deque)
    ready: bool = False


class _Pool:
    def __init__(self, recipe: Recipe, size: int) -> None:
        self._context = get_context("spawn")
        self._recipe = recipe
        self._again: deque[Task] = deque()
        self._workers = [self._start() for _ in range(size)]

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(there, self._recipe), daemon=True)
        with _interrupts_ignored():
            process.start()
        there.close()
        return _Worker(process, here)

    def run(self, next_task: NextTask) -> Iterator[Outcome]:
        while True:
            for worker in self._workers:
                self._feed(worker, next_task)
            busy = {worker.pipe: worker for worker in self._workers if worker.waiting or not worker.ready}
            if not any(worker.waiting for worker in self._workers):
                return
            for pipe in wait(list(busy)):
                outcome = self._receive(busy[pipe])  # type: ignore[index]
                if outcome:
                    yield outcome

    def _feed(self, worker: _Worker, next_task: NextTask) -> None:
        while len(worker.waiting) < AHEAD:
            task = self._again.popleft() if self._again else next_task()
            if task is None:
                return
            worker.waiting.append(task)
            try:
                worker.pipe.send(task)
            except OSError:  # it died; _receive notices, and gives its tasks to another
                return

    def _receive(self, worker: _Worker) -> Outcome | None:
        try:
            message: Outcome | None = worker.pipe.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        worker.ready = True
        if message:
            worker.waiting.popleft()
        return message

    def _bury(self, worker: _Worker) -> Outcome | None:
        """Start another in its place; the document that it was reading failed."""
        worker.process.join()
        code = worker.process.exitcode or 0
        worker.pipe.close()
        if not worker.ready:
            raise WorkerError(f"a worker died before it had read anything ({_death(code)}); try with --workers 1")
        self._workers[self._workers.index(worker)] = self._start()
        if not worker.waiting:
            return None
        task = worker.waiting.popleft()
        self._again.extend(worker.waiting)
        reason = f"{task.name}: the process that read it died ({_death(code)}); read it alone, or report it with the document"
        return Outcome(task, "failed", reason=reason).slim()

    def stop(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C is for this process: a worker takes over that it is ignored, before it can say anything of its own."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _death(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    remark = ", out of memory?" if -code == signal.SIGKILL else ""
    return f"{signal.Signals(-code).name}{remark}"


def _serve(pipe: Connection, recipe: Recipe) -> None:
    """The life of a worker. A thread takes tasks in, so that neither side ever waits for the other to read."""
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_take_in, args=(pipe, tasks.put), daemon=True).start()
    try:
        pipe.send(None)
        while True:
            pipe.send(do(tasks.get(), recipe))
    except OSError:
        os._exit(1)


def _take_in(pipe: Connection, put: Callable[[Any], None]) -> None:
    while True:
        try:
            put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)
