"""Which documents of a folder are copies of one text, and which policies and projects several of them speak of.

python dedupe_documents.py documents
"""

import sys
from pathlib import Path

from clusterx import extract
from clusterx.dedupe import Copy, group
from clusterx.link import link


def main() -> None:
    """Read the text files of the folder named on the command line."""
    sys.stdout.reconfigure(encoding="utf-8")
    copies = []
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        text = path.read_text("utf-8")
        copies.append(Copy(path.name, text, extract(text)))
    groups = group(copies)
    for found in groups:
        others = [f"{copy.name} ({copy.similarity(found.canonical):.0%})" for copy in found.copies[1:]]
        print(found.canonical.name, *(["with copies:", ", ".join(others)] if others else []))

    # Records are counted once if only canonical copies are read.
    kept = {found.canonical.name for found in groups}
    for one in link((copy.name, copy.extraction) for copy in copies if copy.name in kept):
        print(f"{one.key} is in {', '.join(one.files)}")


if __name__ == "__main__":
    main()
