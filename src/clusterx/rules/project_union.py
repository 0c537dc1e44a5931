"""One record for a project that the text tells of and a table lists.

>>> from clusterx import extract
>>> table = "序号|项目名称|总投资（亿元）|状态\\n1|甲江轮毂项目|12.5|在建\\n2|乙江算力中心项目|22|未开工\\n"
>>> told = extract(table + "甲江轮毂项目9月底前可具备试生产条件。").projects
>>> [(p.name, p.status) for p in told]
[('乙江算力中心项目', 'planned'), ('甲江轮毂项目', 'under_construction')]
"""

from __future__ import annotations

from collections.abc import Sequence

from clusterx.rules.rule import Draft

ENDED = ("suspended", "terminated")


def with_tables(drafts: list[Draft], rows: Sequence[Draft]) -> list[Draft]:
    """The drafts of the text, and of the rows those that the text does not name.

    What the text leaves open comes from the table, and so does the stage, which a table states and a text may only
    expect; but that a project has stopped is the later news.
    """
    named = {f"{d.values['name']}{d.values.get('phase') or ''}": d for d in drafts}
    for row in rows:
        told = named.get(row.values["name"])
        if told is None:
            drafts.append(row)
            continue
        stage = row.values.get("status")
        if stage and told.values.get("status") in ENDED:
            stage = None
        told.values = {**row.values, **told.values, **({"status": stage} if stage else {})}
        told.clues += row.clues
        told.claims += row.claims
    return drafts
