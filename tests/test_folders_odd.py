"""Folders, streams and outputs as nobody wants them, met by the real program: what is wrong is said, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_files import make_zip

TEXT = "到2027年，全市高新技术企业达到{}家以上。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three documents, from whose parent the program is run."""
    monkeypatch.setenv("PYTHONPATH", with_path()["PYTHONPATH"])
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("a.txt", "b.txt", "sub/c.txt")):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(100 + number), "utf-8")
    return tmp_path


def program(*args: object, status: int, before: str = "", after: str = "", **options: Any) -> str:
    """What the program says; `before` and `after` are the shell's. Checks the status, and that no traceback is shown."""
    line = f'{before} "$@" {after}'
    command = ["bash", "-c", line, "x", sys.executable, "-m", "clusterx", *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)
    assert "Traceback" not in done.stderr
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def files(path: str = "out.jsonl") -> list[str]:
    return [json.loads(line)["file"] for line in Path(path).read_text("utf-8").splitlines()]


# -- what stands in a folder ----------------------------------------------------------------------------------------


def test_links_pipes_and_sockets_in_a_folder_are_passed_over(folder: Path) -> None:
    for target, name in (
        ("self.txt", "self.txt"),
        ("nowhere", "gone.txt"),
        (".", "loop"),
        ("..", "up"),
        ("pipe.txt", "to.txt"),
    ):
        os.symlink(target, folder / "docs" / name)
    os.mkfifo(folder / "docs" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("docs/socket.txt")
        for argument in ("docs", "docs/**/*.txt"):
            said = program("extract", argument, "-o", "out.jsonl", status=argument != "docs")
            assert files() == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]
            assert "special files 3" in said
            # a pattern names the broken links, a folder only holds them
            assert ("broken links 2" in said) == (argument == "docs")
        assert "docs/self.txt: this link leads back to itself" in said
        assert "docs/socket.txt: this is a socket" in program("extract", "docs/socket.txt", status=1)


def test_a_pattern_goes_round_no_loop(folder: Path) -> None:
    for name in ("one", "two", "three"):  # each path through them would be another name of the same file
        os.symlink("..", folder / "docs" / "sub" / name)
    program("extract", "docs/**/*.txt", "-o", "out.jsonl", status=0)
    assert files() == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("docs/*.txt", ["docs/a.txt", "docs/b.txt"]),
        ("docs/[!a].txt", ["docs/b.txt"]),
        ("**/c.*", ["docs/sub/c.txt"]),
        ("**", ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]),
        ("d?cs/**", ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]),
        ("./docs/s*/../b.*", ["docs/sub/../b.txt"]),
        ("docs/.*", ["docs/.hidden.txt"]),
        ("docs/s*", ["docs/sub/c.txt"]),
    ],
)
def test_what_a_pattern_means(folder: Path, pattern: str, found: list[str]) -> None:
    (folder / "docs" / ".hidden.txt").write_text(TEXT.format(7), "utf-8")
    program("extract", pattern, "--format", "jsonl", status=0, after="> .out.jsonl")
    assert files(".out.jsonl") == found


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv takes the rights of root away")
@pytest.mark.parametrize("argument", ["docs", "docs/**/*.txt", "docs/*/*.txt"])
def test_a_folder_that_cannot_be_listed_is_named_however_it_is_reached(folder: Path, argument: str) -> None:
    closed = folder / "docs" / "closed"
    closed.mkdir()
    (closed / "d.txt").write_text(TEXT.format(9), "utf-8")
    closed.chmod(0)
    rights = "setpriv --inh-caps=-all --bounding-set=-all" if os.geteuid() == 0 else ""
    said = program("extract", argument, "-o", "out.jsonl", status=1, before=rights)
    assert "docs/closed: no permission to list this folder; check its owner and mode" in said
    assert "docs/sub/c.txt" in files()


def test_names_that_are_no_text_keep_their_documents_apart(folder: Path) -> None:
    raw = ["通知.txt".encode("gbk"), b"\xfe\xff.txt", b"\xff\xfe.txt"]
    for number, name in enumerate(raw):
        (Path(os.fsdecode(os.fsencode(folder / "docs") + b"/" + name))).write_text(TEXT.format(number), "utf-8")
    (folder / "docs" / "通知.txt").write_text(TEXT.format(850), "utf-8")
    program("extract", "docs", "-o", "out.jsonl", status=0)
    wanted = {"a.txt", "b.txt", "sub/c.txt", "通知.txt", "通知.txt#2", "\ufffd\ufffd.txt", "\ufffd\ufffd.txt#2"}
    assert sorted(files()) == sorted(f"docs/{name}" for name in wanted)
    said = program("dedupe", "out.jsonl", "-o", "groups.csv", status=0)
    assert "7 documents" in said


def test_a_broken_member_does_not_stop_the_others(folder: Path) -> None:
    data = bytearray(make_zip({"x.txt": TEXT.format(1).encode(), "y.txt": TEXT.format(2).encode()}))
    data[30] = 0xFF  # the first letter of a name that is marked as UTF-8
    data[6 + 1] |= 0x08
    (folder / "docs" / "broken.zip").write_bytes(bytes(data))
    said = program("extract", "docs", "-o", "out.jsonl", status=1)
    assert "docs/broken.zip!/x.txt: this member is broken" in said
    assert files() == ["docs/a.txt", "docs/b.txt", "docs/broken.zip!/y.txt", "docs/sub/c.txt"]


@pytest.mark.parametrize(
    "names", [("docs/a.txt", "./docs/a.txt", "{}/docs/a.txt", "docs//a.txt"), ("docs/*a*", "docs/a.txt")]
)
@pytest.mark.parametrize("output", [("-o", "out.jsonl"), ("--format", "jsonl")])
def test_one_file_is_one_document_however_it_is_named(
    folder: Path, names: tuple[str, ...], output: tuple[str, ...]
) -> None:
    to = "> out.jsonl" if "--format" in output else ""
    program("extract", *(name.format(folder) for name in names), *output, status=0, after=to)
    assert files() == ["docs/a.txt"]


def test_a_step_up_behind_a_link_leads_where_the_system_says(folder: Path) -> None:
    os.symlink("docs/sub", folder / "link")
    program("extract", "link/../b.txt", "docs/a.txt", "-o", "out.jsonl", status=0)
    assert files() == ["link/../b.txt", "docs/a.txt"]


# -- streams --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (("extract",), 2, "name at least one file"),
        (("extract", "-"), 1, "-: standard input is closed; name a file"),
        (("extract", "-", "-o", "out.json"), 1, "-: standard input is closed; name a file"),
        (("extract", "-", "docs", "-o", "out.jsonl"), 1, "-: standard input is closed; name a file"),
        (("mentions", "-"), 1, "-: standard input is closed; name a file"),
        (("clean", "-"), 1, "-: standard input is closed; name a file"),
    ],
)
def test_without_standard_input(folder: Path, args: tuple[str, ...], status: int, words: str) -> None:
    assert words in program(*args, status=status, after="<&-")
    assert not Path("out.json").exists()


@pytest.mark.parametrize("command", ["extract", "mentions", "clean"])
def test_without_standard_output(folder: Path, command: str) -> None:
    assert "cannot write standard output: it is closed" in program(command, "docs/a.txt", status=1, after=">&-")


# -- what stands where the output goes ------------------------------------------------------------------------------


def test_an_empty_folder_replaces_nothing(folder: Path) -> None:
    program("extract", "docs", "-o", "out.jsonl", status=0)
    shutil.rmtree("docs")
    Path("docs").mkdir()  # as a network drive that is not there
    before = Path("out.jsonl").read_bytes()
    said = program("extract", "docs", "-o", "out.jsonl", status=1)
    assert "out.jsonl was not written, what is there stays: no document was found in docs" in said
    assert Path("out.jsonl").read_bytes() == before
    assert "no document was found" in program("extract", "docs", status=1)
    program("extract", "docs", "-o", "new.jsonl", status=1)
    assert not Path("new.jsonl").exists()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_beside_our_tables_stays(folder: Path, form: str) -> None:
    output = Path(f"out.{form}")
    program("extract", "docs", "-o", output, status=0)
    program("extract", "docs", "-o", output, status=0)
    (output / "notes.txt").write_text("mine", "utf-8")
    for option in ("-q", "--overwrite"):
        said = program("extract", "docs", "-o", output, option, status=1)
        assert f"{output} holds what clusterx did not write there (notes.txt); nothing was changed" in said
    assert (output / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("marker", ["[1]", '"x"', "{", "null", '{"clusterx": {}}'])
def test_a_damaged_mark_makes_a_folder_none_of_ours(folder: Path, marker: str) -> None:
    program("extract", "docs", "-o", "out.csv", status=0)
    Path("out.csv/clusterx.json").write_text(marker, "utf-8")
    said = program("extract", "docs", "-o", "out.csv", status=1)
    assert "nothing was changed" in said
    assert Path("out.csv/targets.csv").exists()


@pytest.mark.parametrize("broken", [True, False])
@pytest.mark.parametrize("options", [(), ("--overwrite", "--workers", 2)])
def test_a_folder_where_failures_are_named_is_said_before_anything_is_read(
    folder: Path, broken: bool, options: tuple[object, ...]
) -> None:
    if broken:
        Path("docs/broken.pdf").write_bytes(b"%PDF-1.7 broken")
    program("extract", "docs/a.txt", "docs/b.txt", "-o", "out.jsonl", status=0)
    before = Path("out.jsonl").read_bytes()
    Path("out.jsonl.failures.jsonl").mkdir()
    said = program("extract", "docs", "-o", "out.jsonl", *options, status=1)
    assert said == (
        "clusterx: cannot write out.jsonl.failures.jsonl, where documents that cannot be read are named: it is a folder; "
        "nothing was changed. Move it away, or name another output\n"
    )
    assert Path("out.jsonl").read_bytes() == before
    assert sorted(os.listdir(".")) == ["docs", "out.jsonl", "out.jsonl.failures.jsonl"]
    Path("out.jsonl.failures.jsonl").rename("mine")
    program("extract", "docs", "-o", "out.jsonl", *options, status=broken)
    assert Path("out.jsonl.failures.jsonl").is_file() == broken


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv takes the rights of root away")
def test_failures_that_cannot_be_put_in_their_place_are_named_as_such(folder: Path) -> None:
    Path("docs/c.pdf").write_bytes(b"%PDF-1.7 broken")
    program("extract", "docs", "-o", "out.jsonl", "--fail-fast", status=1)  # leaves a journal
    rights = "setpriv --inh-caps=-all --bounding-set=-all" if os.geteuid() == 0 else ""
    folder.chmod(0o555)
    try:
        said = program("extract", "docs", "-o", "out.jsonl", status=1, before=rights)
    finally:
        folder.chmod(0o755)
    assert said == (
        "clusterx: cannot write out.jsonl.failures.jsonl, where documents that cannot be read are named: Permission denied; "
        "what was read is kept. Check its owner and the permissions of its folder, and run the same command again to go on\n"
    )
    said = program("extract", "docs", "-o", "out.jsonl", status=1)
    assert "read by an earlier run: 3" in said
    assert files("out.jsonl.failures.jsonl") == ["docs/c.pdf"]
    assert sorted(os.listdir(".")) == ["docs", "out.jsonl", "out.jsonl.failures.jsonl"]


# -- results read again ---------------------------------------------------------------------------------------------


def test_documents_in_archives_are_compared_too(folder: Path) -> None:
    examples = Path(__file__).parent.parent / "examples/documents"
    text = (examples / "three_year_action_plan.txt").read_bytes()
    other = (examples / "cluster_list_news.txt").read_bytes()
    shutil.rmtree("docs")
    Path("docs").mkdir()
    Path("docs/p.zip").write_bytes(make_zip({"甲/规划.txt": text, "乙.txt": other}))
    Path("docs/c.txt").write_bytes(text)
    program("extract", "docs", "-o", "out.jsonl", status=0)
    assert "3 documents, 1 of them" in program("dedupe", "out.jsonl", "-o", "groups.jsonl", status=0)
    copies = {json.loads(line)["file"] for line in Path("groups.jsonl").read_text("utf-8").splitlines()}
    assert copies == {"docs/c.txt", "docs/p.zip!/甲/规划.txt"}
    said = program(
        "dedupe", folder / "out.jsonl", "--texts", folder, "-o", "../g.jsonl", status=0, cwd="docs", env=with_path()
    )
    assert "3 documents, 1 of them" in said


def with_path() -> dict[str, str]:
    """The environment, with paths that hold from elsewhere."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.parametrize("command", ["dedupe", "link"])
def test_what_is_no_result_at_all_is_said_once(folder: Path, command: str) -> None:
    Path("text.txt").write_text("no result\n" * 500, "utf-8")
    said = program(command, "text.txt", status=1)
    assert "text.txt: these are no results; write it with: clusterx extract … -o out.jsonl" in said
    assert len(said.splitlines()) == 11
    Path("out.jsonl").touch()
    assert ".xlsx is not written; name .jsonl or .csv" in program(command, "out.jsonl", "-o", "g.xlsx", status=2)


def test_missing_documents_are_counted_and_a_missing_folder_is_said_once(folder: Path) -> None:
    for number in range(30):
        (folder / "docs" / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    program("extract", "docs", "-o", "out.jsonl", status=0)
    assert "none: no such folder" in program("dedupe", "out.jsonl", "--texts", "none", status=1)
    shutil.rmtree("docs")
    said = program("dedupe", "out.jsonl", status=1)
    assert said.count("no such file; check the name; --texts names") == 10
    assert "… and 23 more" in said
