"""Projects: each line of `cases/project.jsonl` says which projects a text names; its `targets` are those beside them.

`expected.py` says how lines are written and compared.
"""

from __future__ import annotations

import pytest
from expected import Case, cases, find_faults


@pytest.mark.parametrize("case", cases("project"))
def test_projects(case: Case) -> None:
    assert find_faults(case) == []
