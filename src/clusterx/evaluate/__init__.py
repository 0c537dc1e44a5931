"""How well `extract` reads your own documents: precision, recall and F1 against what an annotator wrote down.

    >>> from pathlib import Path
    >>> evaluation = evaluate(Path("my_annotated_documents"))  # doctest: +SKIP
    >>> evaluation.records["targets"].f1  # doctest: +SKIP
    0.96

The form of the folder is described in `docs/annotation.md`; `clusterx eval FOLDER` prints the same figures.
"""

from clusterx.evaluate.annotation import GoldError
from clusterx.evaluate.figures import Evaluation, Figures, Miss
from clusterx.evaluate.folder import evaluate, evaluate_document
from clusterx.evaluate.report import report_lines

__all__ = ["Evaluation", "Figures", "GoldError", "Miss", "evaluate", "evaluate_document", "report_lines"]
