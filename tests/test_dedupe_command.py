"""`clusterx dedupe` and `clusterx link` on what `clusterx extract` wrote."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from mirrors import damaged, mirror, originals
from typer.testing import CliRunner

from clusterx.cli import app
from clusterx.extras import missing

STEMS = ("notice_implementing_opinion", "groundbreaking_ceremony", "key_project_table")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three documents and three copies of the first, read into out.jsonl."""
    rng = random.Random(4)
    texts = originals()
    (tmp_path / "docs").mkdir()
    for stem in STEMS:
        (tmp_path / "docs" / f"{stem}.txt").write_text(texts[stem], "utf-8")
    (tmp_path / "docs" / "www.jingmen.gov.cn_1.txt").write_text(mirror(texts[STEMS[0]], rng)[0], "utf-8")
    (tmp_path / "docs" / "damaged.txt").write_text(damaged(texts[STEMS[0]], rng)[0], "utf-8")
    (tmp_path / "docs" / "=copy.txt").write_text(texts[STEMS[0]], "utf-8")
    monkeypatch.chdir(tmp_path)
    run("extract", *sorted(f"docs/{path.name}" for path in Path("docs").iterdir()), "-o", "out.jsonl")
    return tmp_path


def run(*arguments: str, status: int = 0) -> str:
    """The command's standard error; checks its exit status."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.stderr


def lines(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("folder")
def test_copies_are_listed_with_their_sources() -> None:
    said = run("dedupe", "out.jsonl", "-o", "groups.jsonl")
    rows = lines("groups.jsonl")
    assert "6 documents, 3 of them copies" in said
    assert rows[0]["file"] == "docs/www.jingmen.gov.cn_1.txt"
    assert {row["file"] for row in rows} == {
        f"docs/{n}.txt" for n in ("www.jingmen.gov.cn_1", "damaged", "=copy", STEMS[0])
    }
    assert {row["canonical"] for row in rows} == {rows[0]["file"]}
    assert [row["match"] for row in rows].count("canonical") == 1


@pytest.mark.usefixtures("folder")
def test_keep_has_the_other_lines_as_they_were() -> None:
    run("dedupe", "out.jsonl", "--keep", "kept.jsonl", "-o", "groups.jsonl")
    before, kept = (Path(name).read_bytes().splitlines() for name in ("out.jsonl", "kept.jsonl"))
    gone = {row["file"] for row in lines("groups.jsonl") if row["match"] != "canonical"}
    assert kept == [line for line in before if json.loads(line)["file"] not in gone]
    assert len(kept) == 3


@pytest.mark.usefixtures("folder")
def test_csv_is_safe_to_open() -> None:
    run("dedupe", "out.jsonl", "--texts", "docs", "-o", "groups.csv")
    run("dedupe", "out.jsonl", "-o", "groups.jsonl")
    with Path("groups.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["file"] for row in rows] == [row["file"] for row in lines("groups.jsonl")]
    results = lines("out.jsonl")
    for line in results:
        line["file"] = str(line["file"]).removeprefix("docs/")
    Path("moved.jsonl").write_text("".join(json.dumps(line) + "\n" for line in results), "utf-8")
    run("dedupe", "moved.jsonl", "--texts", "docs", "-o", "moved.csv")
    assert "'=copy.txt" in Path("moved.csv").read_text("utf-8-sig")
    assert "\n=copy" not in Path("moved.csv").read_text("utf-8-sig")


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_used_is_named_and_nothing_is_lost() -> None:
    with Path("out.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"file": "x.txt"}\nno json\n')
        stream.write('{"file": "old.txt", "version": "9.9", "extraction": {"document": {"mood": "good"}}}\n')
    Path("docs/damaged.txt").unlink()
    said = run("dedupe", "out.jsonl", "-o", "groups.jsonl", "--keep", "kept.jsonl", status=1)
    assert "out.jsonl, line 7: " in said
    assert "out.jsonl, line 8: " in said
    assert "line 9: field document.mood of 9.9" in said
    assert "docs/damaged.txt: no such file" in said
    assert "--texts" in said
    kept = Path("kept.jsonl").read_text("utf-8").splitlines()
    assert len(kept) == 4 + 3  # two originals, the canonical one, the one without its text, and the three bad lines
    assert kept[-2] == "no json"


@pytest.mark.parametrize("digest", [True, False])
@pytest.mark.usefixtures("folder")
def test_a_file_that_has_changed_since_is_named_and_not_compared(digest: bool) -> None:
    results = lines("out.jsonl")
    for line in results:
        line["sha256"] = line["sha256"] if digest else None
    Path("out.jsonl").write_text("".join(json.dumps(line) + "\n" for line in results), "utf-8")
    changed = Path("docs/damaged.txt")
    changed.write_text("改。" + changed.read_text("utf-8"), "utf-8")
    said = run("dedupe", "out.jsonl", "-o", "groups.jsonl", "--keep", "kept.jsonl", status=1)
    assert "docs/damaged.txt: it has changed since its results were written" in said
    assert "write it with: clusterx extract" in said
    assert "5 documents, 2 of them copies" in said
    assert "docs/damaged.txt" not in {row["file"] for row in lines("groups.jsonl")}
    assert "docs/damaged.txt" in {row["file"] for row in lines("kept.jsonl")}


@pytest.mark.usefixtures("folder")
def test_other_text_of_the_same_name_is_not_taken_for_it() -> None:
    Path("elsewhere").mkdir()
    for path in Path("docs").iterdir():
        Path("elsewhere", path.name).write_text(path.read_text("utf-8") + "补记。", "utf-8")
    said = run("dedupe", "out.jsonl", "--texts", "elsewhere", "-o", "groups.jsonl", status=1)
    assert said.count("or is another file of this name") == 6


@pytest.mark.parametrize("name", ["kept.csv", "kept"])
@pytest.mark.usefixtures("folder")
def test_results_are_kept_as_lines_of_json_only(name: str) -> None:
    assert "name .jsonl" in run("dedupe", "out.jsonl", "--keep", name, status=2)
    assert "name .jsonl or .csv" in run("dedupe", "out.jsonl", "-o", "groups.foo", status=2)
    assert not Path(name).exists()


@pytest.mark.usefixtures("folder")
def test_a_document_twice_counts_once() -> None:
    first = Path("out.jsonl").read_text("utf-8").splitlines()[0]
    with Path("out.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(first + "\n")
    assert "is there twice" in run("dedupe", "out.jsonl", "-o", "groups.jsonl", "--keep", "kept.jsonl", status=1)
    files = [line["file"] for line in lines("kept.jsonl")]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("command", ["dedupe", "link"])
@pytest.mark.usefixtures("folder")
def test_results_are_not_overwritten(command: str) -> None:
    before = Path("out.jsonl").read_bytes()
    run(command, "out.jsonl", "-o", "out.jsonl", status=2)
    assert Path("out.jsonl").read_bytes() == before


@pytest.mark.parametrize("command", ["dedupe", "link"])
def test_missing_results_are_named(tmp_path: Path, command: str) -> None:
    assert "none.jsonl: cannot be read" in run(command, str(tmp_path / "none.jsonl"), status=1)


@pytest.mark.usefixtures("folder")
def test_link_lists_what_several_documents_speak_of() -> None:
    said = run("link", "out.jsonl", "-o", "links.jsonl")
    rows = lines("links.jsonl")
    assert "3 policies and projects" in said
    assert {row["key"] for row in rows} >= {"policy:荆政办发2024-26@420800"}
    assert all(row["documents"] == 4 for row in rows)
    records = {(line["file"], record["id"]) for line in lines("out.jsonl") for record in line["extraction"]["policies"]}  # type: ignore[index]
    assert {(row["file"], row["id"]) for row in rows} <= records


def test_the_missing_extra_is_named(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in {'datasketch', 'numpy', 'scipy'}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from clusterx.__main__ import main\n"
        "sys.argv[1:] = ['dedupe', sys.argv[1]]\n"
        "main()"
    )
    (tmp_path / "out.jsonl").write_text("")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out.jsonl")], capture_output=True, text=True)
    assert done.returncode == 1
    assert missing("finding copies", "dedupe") in done.stderr
    assert "Traceback" not in done.stderr
