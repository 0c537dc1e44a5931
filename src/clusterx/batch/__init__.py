"""From many documents to a dataset: inputs, workers, a journal that survives any interruption, outputs.

A command that writes no dataset needs no journal and no workers, so that these are loaded when they are first named.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from clusterx.batch.inputs import Inputs, find_inputs
from clusterx.batch.work import Outcome, Recipe, Task

if TYPE_CHECKING:
    from clusterx.batch.journal import Journal, JournalError
    from clusterx.batch.run import Run, RunResult

__all__ = ["Inputs", "Journal", "JournalError", "Outcome", "Recipe", "Run", "RunResult", "Task", "find_inputs"]

_HOMES = {"Journal": "journal", "JournalError": "journal", "Run": "run", "RunResult": "run"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'clusterx.batch' has no attribute {name!r}")
    return getattr(import_module(f"clusterx.batch.{_HOMES[name]}"), name)
