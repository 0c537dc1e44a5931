"""The bar that a terminal shows while documents are read."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from clusterx.cli.dataset import Counts
from clusterx.cli.messages import counted

_SECONDS_BETWEEN_UPDATES = 0.1


class _Rate(ProgressColumn):
    """Documents a second, lately."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "–/s")


class ProgressBar(Counts):
    """Documents done of all, rate, time remaining, records and failures."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0
        self._progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[words]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, words="")

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._update()
        self._progress.stop()

    def show(self) -> None:
        if (now := time.monotonic()) >= self._next:
            self._next = now + _SECONDS_BETWEEN_UPDATES
            self._update()

    def _update(self) -> None:
        words = counted(self.records, "record") + (f", {self.failures:,} failed" if self.failures else "")
        done = self.read + self.failures
        self._progress.update(self._task, completed=done, total=max(self.total, done), words=words)

    def assembling(self) -> None:
        self._update()
        self._progress.update(self._task, words="writing the output")
