"""docs/llm.md names what there is: every code of a rejection, every field that may be asked for, every prompt."""

from __future__ import annotations

import re
from pathlib import Path

from clusterx.llm.fields import ASKED, CUES, NEW
from clusterx.llm.wire import prompt

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "llm.md").read_text("utf-8")
SOURCES = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "clusterx" / "llm").glob("*.py"))


def test_every_reason_is_explained() -> None:
    codes = set(re.findall(r'(?:Refused|UnfitError)\(\s*"(\w+)"', SOURCES)) | {"no_number", "no_period"}
    assert len(codes) > 20
    assert {code for code in codes if f"`{code}`" not in DOCS} == set()
    table = DOCS[DOCS.index("| code | why |") : DOCS.index("## What it costs")]
    assert (
        set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
        - {"code"}
        == codes
    )


def test_every_field_is_named() -> None:
    names = {
        code if code in ASKED else code.partition(".")[2] if code.startswith("project") else code
        for code in (*CUES, NEW)
    }
    assert {name for name in names if f"`{name}`" not in DOCS} == set()


def test_prompts_are_where_the_documentation_says() -> None:
    for name in ("system", "request"):
        assert f"src/clusterx/llm/prompts/{name}.md" in DOCS
        assert prompt(name)
