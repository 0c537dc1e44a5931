"""What a process loads before its first record: a text pays for what stands in it, a command for what it does."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import regex

from clusterx.cli import COMMANDS

PAGE = """甲市人民政府办公室关于印发甲市先进制造业集群行动方案的通知
甲政办发〔2024〕18号
发布日期：2024-10-12 来源：甲市人民政府办公室
各县、市、区人民政府：
到2027年，全市新材料产业集群营业收入达到1500亿元，高新技术企业达到三百家。
实行链长制，每条产业链由一名市领导担任链长，建立每月调度机制。
总投资20亿元的乙新材料项目于2024年10月开工建设。
甲市人民政府办公室
2024年10月12日
"""
EXTRACT = f"from clusterx import extract\nresult = extract({PAGE!r})\nassert len(result.targets) >= 2, result\n"
MODELS_AND_FORMATS = {"openai", "clusterx.llm", "trafilatura", "lxml", "pdfplumber", "pypdfium2", "docx", "duckdb", "pyarrow", "pandas"}  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process has loaded when it has run `code`."""
    code += "\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    return set(run.stdout.split())


def test_a_page_loads_neither_numerals_nor_models_nor_formats() -> None:
    loaded = loaded_by(EXTRACT)
    assert {"clusterx.rules.target", "clusterx.clean.steps"} <= loaded
    assert not loaded & {"cn2an", "typer", "http.client", *MODELS_AND_FORMATS}


def test_a_numeral_of_several_parts_is_still_read_by_cn2an() -> None:
    code = "from clusterx import extract\nt = extract('到2027年，高新技术企业达到三百二十六家。').targets[0]\nassert t.quantity.value == 326"
    assert "cn2an" in loaded_by(code)


def test_the_command_line_loads_no_command() -> None:
    loaded = loaded_by("import clusterx.cli")
    ours = {name for name in loaded if name.startswith("clusterx.")}
    assert ours == {"clusterx.cli", "clusterx.version"}


@pytest.mark.parametrize("command", sorted(COMMANDS.values()))
def test_a_command_loads_no_rules_to_explain_itself(command: str) -> None:
    loaded = loaded_by(f"import sys\nsys.argv = ['clusterx', '--version']\nimport clusterx.cli.{command}")
    others = {f"clusterx.cli.{other}" for other in COMMANDS.values() if other != command}
    assert not loaded & {"sqlite3", "clusterx.batch.workers", "http.client", *MODELS_AND_FORMATS}
    if command in ("extract", "mentions", "clean", "schema", "eval", "sql"):
        assert not loaded & {"clusterx.pipeline", "clusterx.rules", "clusterx.clean", *others}


def test_records_to_standard_output_need_no_journal_and_no_workers(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(PAGE, "utf-8")
    code = f"import sys\nsys.argv = ['clusterx', 'extract', {str(tmp_path)!r}]\nfrom clusterx.__main__ import main\ntry:\n    main()\nexcept SystemExit as end:\n    assert not end.code"
    loaded = loaded_by(code)
    assert "clusterx.rules.target" in loaded
    assert not loaded & {"cn2an", "sqlite3", "multiprocessing", "clusterx.batch.journal", "rich", *MODELS_AND_FORMATS}


def test_cleaning_holds_no_pattern_that_nobody_asked_for() -> None:
    package = import_module("clusterx.clean.steps").__package__
    modules = [import_module(f"{package}.{found.name}") for found in iter_modules([str(Path(import_module(package).__file__ or "").parent)])]  # fmt: skip
    compiled = {
        f"{module.__name__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern | regex.Pattern)
    }
    assert len(modules) > 20
    assert compiled == set()
