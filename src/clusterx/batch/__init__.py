"""From many documents to a dataset: inputs, workers, a journal that survives any interruption, outputs."""

from clusterx.batch.inputs import Inputs, find_inputs
from clusterx.batch.journal import Journal, JournalError
from clusterx.batch.run import Run, RunResult
from clusterx.batch.work import Outcome, Recipe, Task

__all__ = ["Inputs", "Journal", "JournalError", "Outcome", "Recipe", "Run", "RunResult", "Task", "find_inputs"]
