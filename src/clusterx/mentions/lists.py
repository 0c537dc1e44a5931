"""Units left out in a list: 分别达到37、50家 means 37家 and 50家.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, f.quantity.unit, f.by) for f in find_quantities("两类企业分别达到37、50家，分别增长5.2、6.1和7.3%")]
    [('37', '家', 'quantity.list'), ('50家', '家', 'quantity.number'), ('5.2', '%', 'quantity.list'), \
('6.1', '%', 'quantity.list'), ('7.3%', '%', 'quantity.number')]
"""

from __future__ import annotations

import re

from clusterx.mentions.found import Found

_BETWEEN = re.compile(r"[、，,和及与]|以及")
_DISTRIBUTED = re.compile(r"分别|各为|依次|分年度|逐年")


def share_units(text: str, found: list[Found]) -> list[Found]:
    """Give numbers without unit the unit of the number that ends their list; where 、 or 分别 makes them a list."""
    for at in range(len(found) - 2, -1, -1):
        here, following = found[at], found[at + 1]
        if here.by != "quantity.bare" or here.quantity is None or following.quantity is None:
            continue
        unit = following.quantity.unit
        if not unit or not _BETWEEN.fullmatch(text, here.end, following.start):
            continue
        if text[here.end] not in "、和及与" and _DISTRIBUTED.search(text, max(0, here.start - 40), here.start) is None:
            continue
        quantity = here.quantity.model_copy(update={"unit": unit, "dimension": following.quantity.dimension})
        found[at] = here._replace(quantity=quantity, by="quantity.list")
    return found
