"""Files of any kind (text in any encoding, HTML, PDF, Word) to a line each: what it is and what it holds.

python read_files.py documents/*
"""

import sys

from clusterx import ReadError, extract_file, read


def main() -> None:
    """Read the files named on the command line; one that cannot be read is named with the remedy."""
    sys.stdout.reconfigure(encoding="utf-8")
    failed = 0
    for name in sys.argv[1:]:
        try:
            meta = read(name).meta
            result = extract_file(name)
        except ReadError as error:
            print(error)
            failed += 1
            continue
        what = f"{meta.format}, {meta.encoding}" if meta.encoding else meta.format
        document = result.document
        print(f"{name} ({what}): {document.title}, {document.kind}, {document.published}")
        print(
            f"    {len(result.targets)} targets, {len(result.projects)} projects, {len(result.mechanisms)} mechanisms"
        )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
