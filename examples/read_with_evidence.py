"""Every record of a document, and under it the words of the source that each of its fields stands on.

python read_with_evidence.py documents/chain_leader_news.txt
"""

import sys
from pathlib import Path

from clusterx import Mechanism, Policy, Project, Target, extract


def show(record: Policy | Target | Mechanism | Project, source: str) -> None:
    """Print one record and check its evidence against the source."""
    name = getattr(record, "indicator", None) or getattr(record, "name", None) or getattr(record, "title", "")
    amount = f" = {record.quantity.text}" if isinstance(record, Target) else ""
    print(f"{type(record).__name__} {name}{amount}  (confidence {record.confidence:.2f})")
    for span in record.evidence:
        assert source[span.start : span.end] == span.text
        print(f"    {span.start}–{span.end} {span.text!r}  {', '.join(span.fields)}  [{span.by}]")


def main() -> None:
    """Read the file named on the command line."""
    source = Path(sys.argv[1]).read_text("utf-8")
    result = extract(source)
    for record in (*result.policies, *result.targets, *result.mechanisms, *result.projects):
        show(record, source)
    for warning in result.warnings:
        print(f"warning {warning.code}: {warning.message}")


if __name__ == "__main__":
    main()
