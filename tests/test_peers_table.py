"""The table of docs/mentions.md says of clusterx what clusterx does; what it says of the others only tests/benchmarks/peers.py can tell."""

from __future__ import annotations

from benchmarks.peers import KINDS, own_columns, stated


def test_own_columns_are_those_of_the_code() -> None:
    rows = stated()
    assert {kind: tuple(rows[kind][1:3]) for kind in KINDS} == own_columns(), (
        "python tests/benchmarks/peers.py --own rewrites them"
    )
    assert rows["kind"][1:3] == ["items", "clusterx"]
