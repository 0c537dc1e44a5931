"""Every target of some documents as a row of CSV on standard output.

python targets_to_csv.py documents/*.txt > targets.csv
"""

import csv
import sys
from pathlib import Path

from clusterx import extract

COLUMNS = [
    "file",
    "indicator",
    "bound",
    "value",
    "low",
    "high",
    "unit",
    "measure",
    "status",
    "start",
    "end",
    "responsible",
]


def main() -> None:
    """Read the files named on the command line."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    rows = csv.writer(sys.stdout)
    rows.writerow(COLUMNS)
    for name in sys.argv[1:]:
        path = Path(name)
        for target in extract(path.read_text("utf-8")).targets:
            quantity = target.quantity.model_dump(mode="json")
            amounts = [quantity[key] for key in ("bound", "value", "low", "high", "unit")]
            period = [target.period.start, target.period.end] if target.period else [None, None]
            departments = "、".join(target.responsible)
            rows.writerow([path.name, target.indicator, *amounts, target.measure, target.status, *period, departments])


if __name__ == "__main__":
    main()
