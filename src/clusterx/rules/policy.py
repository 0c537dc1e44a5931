"""Policy records: the instrument that the text itself is, and those that it names.

A notice, plan, opinion or set of measures is a `self` record (also a government work report); news, lists and bulletins
are not. A title in 《》 that ends in a type of instrument is a `cited` record, once for each title: short forms stand
for the long one (《方案》), and what a notice issues is its `inner_title`, no record of its own.

Where the parts stand is told by `policy_self.py` and `policy_cited.py`; this module puts them together.
"""

from __future__ import annotations

from clusterx.rules.policy_cited import find_cited
from clusterx.rules.policy_self import find_self
from clusterx.rules.rule import Draft, Reading

__all__ = ["apply_policies"]


def apply_policies(reading: Reading) -> list[Draft]:
    """The policies of a reading, that of the text itself first."""
    own = find_self(reading, reading.region)
    cited = find_cited(reading, reading.region, own.values if own else {})
    return ([own] if own else []) + cited
