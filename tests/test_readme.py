"""The README says what the code does: its output is real, its sessions run, its links lead somewhere.

A code block behind `<!-- run: COMMAND -->` is the output of that command (after the line with `$`, if it has one).

    python tests/test_readme.py --write      brings the output up to date
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=<!-- run: )(?P<command>.+)(?P<open> -->\n```\w*\n(?:\$ .*\n)?)(?P<output>(?s:.*?))(?=```\n)")


def blocks() -> list[re.Match[str]]:
    return list(BLOCK.finditer(README.read_text("utf-8")))


def output(command: str) -> str:
    """What the command prints, with this interpreter's programs and 100 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100"}
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, check=True)
    return "".join(line.rstrip() + "\n" for line in done.stdout.decode().splitlines())


def write() -> None:
    """Replace each block by what its command prints now."""
    text = README.read_text("utf-8")
    README.write_text(BLOCK.sub(lambda m: m["command"] + m["open"] + output(m["command"]), text), "utf-8")


def test_there_is_output_to_check() -> None:
    assert len(blocks()) >= 2


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block["command"][:60])
def test_output_is_what_the_command_prints(block: re.Match[str]) -> None:
    """If this fails and the new output is right: python tests/test_readme.py --write"""
    assert block["output"] == output(block["command"])


def test_sessions_run() -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert tried >= 3
    assert failed == 0


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "examples/README.md"])
def test_files_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    paths = re.findall(r"(?<![\w/.~])((?:src|tests|schemas|examples|docs|\.ci)/[\w./-]*\w)", text)
    folders = [ROOT, (ROOT / name).parent]
    missing = [path for path in [*links, *paths] if not any((folder / path).exists() for folder in folders)]
    assert missing == []


if __name__ == "__main__":
    write()
