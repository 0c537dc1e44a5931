"""What an installation brings: few packages, a short import, types."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from importlib.metadata import metadata, version
from pathlib import Path
from typing import Any

import pytest
from installed import LONGEST_IMPORT, MOST_PACKAGES, core_packages, import_seconds

import clusterx
from clusterx.batch import find_inputs
from clusterx.dedupe import group
from clusterx.export.frames import make_arrow, make_frame
from clusterx.link import link

SOURCE = Path(clusterx.__file__).parent


def test_the_core_brings_few_packages() -> None:
    packages = core_packages()
    assert len(packages) <= MOST_PACKAGES, sorted(packages)
    assert {"pydantic", "regex", "cn2an", "opencc"} <= packages


def test_the_import_is_short() -> None:
    assert import_seconds() < LONGEST_IMPORT


def test_reading_needs_no_extra() -> None:
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in {'typer', 'rich', 'click'}: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import clusterx\n"
        "print(len(clusterx.extract('到2027年，高新技术企业达到850家。').targets))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "1\n"


@pytest.mark.parametrize(
    "before", ["", "import clusterx.clean.steps, clusterx.mentions.find", "from clusterx import extract"]
)
def test_functions_are_not_hidden_by_the_packages_of_their_names(before: str) -> None:
    code = f"{before}\nfrom clusterx import clean, mentions\nprint(clean('濱州').text, len(mentions('50家')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    assert done.stdout == "滨州 1\n"


def test_types_are_shipped() -> None:
    assert resources.files("clusterx").joinpath("py.typed").is_file()


def test_versions_agree() -> None:
    assert clusterx.__version__ == version("clusterx")
    changelog = (SOURCE.parents[1] / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changelog or f"## [{clusterx.__version__}]" in changelog


def test_licence_is_named_and_whole() -> None:
    assert metadata("clusterx")["License-Expression"] == "Apache-2.0"
    licence = (SOURCE.parents[1] / "LICENSE").read_text("utf-8")
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


@pytest.mark.parametrize("name", clusterx.__all__)
def test_every_public_name_is_there_and_described(name: str) -> None:
    value = getattr(clusterx, name)
    assert isinstance(value, str) or value.__doc__


TEXT = "到2027年，高新技术企业达到850家。"
SEVERAL: list[tuple[Callable[[Any], object], str]] = [
    (clusterx.extract_batch, "for one text call extract(text)"),
    (clusterx.Extractor().extract_batch, "for one text call extract(text)"),
    (group, "give each document as Copy(name, text)"),
    (link, "pairs of name and Extraction"),
    (find_inputs, "put one name into a list"),
    (lambda one: make_arrow(one, "targets"), "pairs of id and Extraction"),
    (lambda one: make_frame(one, "targets"), "pairs of id and Extraction"),
]


@pytest.mark.parametrize("one", [TEXT, TEXT.encode(), {"a.txt": TEXT}, Path("a.txt"), 1, None], ids=repr)
@pytest.mark.parametrize(("function", "remedy"), SEVERAL)
def test_one_thing_is_not_taken_for_many(function: Callable[[Any], object], remedy: str, one: object) -> None:
    """At once: a generator would say it when its first item is asked for."""
    with pytest.raises(TypeError, match=re.escape(remedy)):
        function(one)


def test_documents_without_names_are_no_copies() -> None:
    with pytest.raises(TypeError, match=r"Copy\(name, text\), not str"):
        group([TEXT])  # type: ignore[list-item]


PROJECT = SOURCE.parents[1]


def test_every_extra_is_described_and_no_hint_leads_to_another_project_of_this_name() -> None:
    project = (PROJECT / "pyproject.toml").read_text("utf-8")
    section = project.partition("[project.optional-dependencies]")[2].partition("\n[")[0]
    extras = set(re.findall(r"^(\w+) = \[", section, re.M)) - {"dev"}
    assert {"cli", "docs", "data", "arrow", "dedupe", "llm", "spark"} == extras
    table = (PROJECT / "README.md").read_text("utf-8").partition("| extra | for |")[2].partition("\n\n")[0]
    assert extras == set(re.findall(r"^\| `(\w+)` \| ", table, re.M))
    pages = [
        *SOURCE.rglob("*.py"),
        *PROJECT.glob("*.md"),
        *(PROJECT / "docs").glob("*.md"),
        *(PROJECT / "examples").glob("*"),
    ]
    wrong = re.compile(r"""pip install (?:-\S+ )*["']?clusterx(?!`, without)(?!\S* @)""")
    assert [path.name for path in pages if path.is_file() and wrong.search(path.read_text("utf-8"))] == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {path.name: n for path in SOURCE.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}
