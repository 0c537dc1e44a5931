"""Planned investment by unit, as a pandas data frame made of several documents.

python data_frame.py documents/*.txt
"""

import sys
from pathlib import Path

from clusterx import extract_file
from clusterx.export.frames import make_frame


def main() -> None:
    """Read the files named on the command line."""
    sys.stdout.reconfigure(encoding="utf-8")
    documents = [(Path(name).name, extract_file(name)) for name in sys.argv[1:]]
    projects = make_frame(documents, "projects", "pandas")
    whole = projects[projects["phase"].isna() & projects["investment_value"].notna()]
    total = whole.groupby("investment_unit")["investment_value"].agg(["count", "sum"])
    print(total.to_csv(lineterminator="\n"), end="")


if __name__ == "__main__":
    main()
