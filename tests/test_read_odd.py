"""Files that are damaged, lie about themselves or are made to do harm: read in full, or refused with the place and the remedy."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from made_files import make_docx, make_zip
from typer.testing import CliRunner

from clusterx import ReadError, extract_file
from clusterx.cli import app
from clusterx.read import Documents, printable_name, read, read_members

TEXT = "到2027年，全市高新技术企业达到850家以上，规上工业企业突破1200家。\n"
OLD = "到2027年，全市高新技術企業達到850家以上，規上工業企業突破1200家。\n"


# -- characters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", TEXT), ("big5", OLD), ("utf-8", TEXT)])
@pytest.mark.parametrize("at", [0, 1, 25])
def test_a_broken_character_is_named_with_its_place_and_what_to_call(encoding: str, text: str, at: int) -> None:
    data = (text * at).encode(encoding) + b"\xff" + (text * (30 - at)).encode(encoding)
    name = encoding.upper()
    wanted = rf"damaged {name} \(bad byte 0xff at offset {len((text * at).encode(encoding))}\); .* -f {name} "
    with pytest.raises(ReadError, match=wanted):
        read(data)


@pytest.mark.parametrize(
    ("encoding", "text", "last", "name"),
    [
        ("utf-8", TEXT, "家", "utf-8"),
        ("utf-8-sig", TEXT, "𠮷", "utf-8"),
        ("gbk", TEXT, "家", "gb18030"),
        ("gb18030", TEXT, "𠮷", "gb18030"),
        ("big5", OLD, "家", "big5"),
        ("utf-16", TEXT, "家", "utf-16-le"),
        ("utf-16", TEXT, "𠮷", "utf-16-le"),
    ],
)
def test_a_text_that_was_cut_in_its_last_character_is_read_with_a_warning(
    encoding: str, text: str, last: str, name: str
) -> None:
    whole, data = text.strip().encode(encoding), f"{text.strip()}{last}".encode(encoding)
    for size in range(len(whole) + 1, len(data)):
        source = read(data[:size])
        assert (source.text, source.meta.encoding) == (f"{text.strip()}\ufffd", name)
        assert source.meta.bytes == size
        (warning,) = source.meta.warnings
        assert warning.code == "cut_off"
        left = size - len(whole)
        assert f"its last {left} byte{'s' * (left > 1)} (from offset {len(whole)})" in warning.message


def test_a_number_at_the_cut_has_no_value() -> None:
    text = "到2027年，全市高新技术企业达到850家，规上工业总产值达到1200"
    data = f"{text}亿元".encode()[:-4]
    result = extract_file(data)
    assert [str(target.quantity.value) for target in result.targets] == ["850"]
    assert result.warnings[0].code == "cut_off"


@pytest.mark.parametrize("data", [b"\xe5", b"\xef\xbb\xbf\xe5\x88", b"\xff\xfea", TEXT.encode() + b"\xff"])
def test_what_is_broken_otherwise_or_nothing_else_is_still_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        read(data)


def test_what_a_cut_left_is_told_where_no_result_can_say_it(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_bytes(TEXT.strip().encode()[:-1])
    for command in ("clean", "mentions"):
        result = CliRunner().invoke(app, [command, str(tmp_path / "cut.txt")])
        assert result.exit_code == 0
        assert "The file was cut off within its last character" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_read_by_its_mark_and_never_as_utf_16(encoding: str) -> None:
    marked = "\ufeff" + TEXT if encoding != "utf-32" else TEXT
    assert read(marked.encode(encoding)).text == TEXT


SENTENCE = f"<p>{TEXT.strip()}</p>"
LIES = [
    "utf-8", "big5", "iso-8859-1", "windows-1252", "shift_jis", "utf-16", "utf-7", "rot13", "hex", "base64", "idna", "undefined",
    "unicode_escape", "no-such-encoding", "euc-kr", "koi8-r",
]  # fmt: skip


@pytest.mark.parametrize("declared", LIES)
@pytest.mark.parametrize("broken", [False, True])
def test_what_a_page_declares_does_not_spoil_its_text(declared: str, broken: bool) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{SENTENCE * 40}'.encode("gbk")
    source = read(page + (b"\xff\xff" + SENTENCE.encode("gbk") if broken else b""))
    assert source.text.count(TEXT.strip()) >= 40
    assert source.meta.encoding == "gb18030"
    assert [warning.code for warning in source.meta.warnings] == ["broken_characters"] * broken


def test_a_page_of_another_language_is_read_as_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Les entreprises étaient déjà là, garçon.</p>'
    assert "déjà là, garçon" in read(page.encode("latin-1")).text


# -- pages ----------------------------------------------------------------------------------------------------------

ROWS = "".join(
    f"<tr><td>{n}</td><td>年产{n}万吨铝箔项目</td><td>甲市城投公司</td><td>{n % 90}</td></tr>" for n in range(40)
)
LEAD, REST = "到2027年，全市建成下列重点项目。", "各县区到2026年完成投资50亿元。"
NEWS = "".join(f'<li><a href="/{n}">乙市开工{n * 3}个项目 总投资{n}亿元</a></li>' for n in range(1, 9))
AROUND = '<div class="nav"><a href="/">首页</a> <a href="/x">政务公开</a></div>{}<div class="related"><ul>' + NEWS + (
    '</ul></div><div class="footer"><p>版权所有：甲市人民政府 联系电话：0543-3160000 备案号：鲁ICP备05000000号</p></div>'
)  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="zoom"><p>{LEAD}</p><table>{ROWS}</table><p>{REST}</p></div>',
        f'<div id="zoom">{LEAD}<table>{ROWS}</table>{REST}</div>',
        f'<div id="zoom"><div><p>{LEAD}</p></div><div><table><tbody>{ROWS}</tbody></table></div><div><p>{REST}</p></div></div>',
        f"<p>{LEAD}</p><table>{ROWS}</table><p>{REST}</p>",
        f'<div class="main"><div class="text"><p>{LEAD}</p><div><div><table>{ROWS}</table></div></div><p>{REST}</p></div></div>',
        f"<div><p>{LEAD}</p><p>{'各县区要把项目建设作为重中之重，压实责任，确保落到实处。' * 40}</p><p>{REST}</p></div>",
        f"<h1>甲市2027年重点项目名单</h1><p>{LEAD}</p><table>{ROWS}</table><p>{REST}</p>",
    ],
)
def test_what_leads_in_a_long_table_and_what_follows_stays_and_other_news_do_not(body: str) -> None:
    for page in (f"<html><body>{body}</body></html>", f"<html><body>{AROUND.format(body)}</body></html>"):
        lines = read(page.encode()).text.split("\n")
        assert [lines.count(LEAD), lines.count(REST)] == [1, 1]
        assert not any("乙市" in line for line in lines)


@pytest.mark.parametrize("depth", [240, 300, 1200, 2000])
def test_what_stands_deep_in_a_page_and_behind_it_is_read(depth: int) -> None:
    page = f"<html><body>{SENTENCE * 3}{'<div>' * depth}<p>深处到2030年达到99家。</p>{'</div>' * depth}<p>最后到2028年达到77家。</p>"
    text = read(page.encode()).text
    assert "深处到2030年达到99家。" in text
    assert "最后到2028年达到77家。" in text


@pytest.mark.parametrize("tag", ["div", "font", "b", "table><tr><td"])
def test_a_page_that_cannot_be_read_to_its_end_is_refused_and_not_cut(tag: str) -> None:
    with pytest.raises(
        ReadError, match=r"a\.html: its elements are nested too deep, .* from line 3; open it in a browser"
    ):
        read(f"<html>\n<body>{SENTENCE}\n{f'<{tag}>' * 10_000}{SENTENCE}".encode(), name="a.html")


@pytest.mark.parametrize("long", ["<img src='data:{}'>", "<!--{}-->", "<script>{}</script>", "<p title='{}'></p>"])
def test_text_behind_a_part_of_twelve_megabytes_is_read(long: str) -> None:
    page = f"<html><body>{SENTENCE}{long.format('a' * 12_000_000)}<p>最后到2028年达到77家。</p>"
    assert "最后到2028年达到77家。" in read(page.encode()).text


def test_a_page_without_text_says_so() -> None:
    for page in (
        b"<html><body><script>draw()</script></body></html>",
        b"<html><frameset><frame src=a></frameset></html>",
    ):
        assert [warning.code for warning in extract_file(page).warnings] == ["no_text"]


def test_rows_of_a_long_table_all_come_once() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>年产{n}万吨项目</td></tr>" for n in range(3000))
    lines = read(f"<html><body><p>{LEAD}</p><table>{rows}</table>".encode()).text.split("\n")
    assert lines[:-1] == [LEAD, *(f"{n} | 年产{n}万吨项目" for n in range(3000))]


# -- Word -----------------------------------------------------------------------------------------------------------

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def docx(body: str, *, whole: str = "") -> bytes:
    """A Word document whose body is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_docx("x"))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            xml = whole or f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
            new.writestr(info.filename, xml if info.filename == "word/document.xml" else old.read(info))
    return out.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def par(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(text)}</w:tc>"


def wide(columns: str) -> str:
    return cell("甲", f"<w:gridSpan w:val='{columns}'/>")


def box(content: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{content}</w:txbxContent></w:pict></w:r>"


DELETED = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('删')}{cell('9999')}</w:tr>"
FRACTION = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
BOXES = box("<w:p>" + run("外框") + box(par("内框850家")) + "</w:p>")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('前')}{BOXES}</w:p>", "前\n外框\n内框850家\n"),
        (f"<w:tbl>{DELETED}<w:tr>{cell('留')}{cell('1')}</w:tr></w:tbl>", "留 | 1\n"),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9999家</w:t></w:r>{run('850家')}</w:p>", "850家\n"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>850家</w:t></w:r></w:p>", "850家\n"),
        (f"<w:tbl><w:tr>{wide('abc')}{cell('乙')}</w:tr></w:tbl>", "甲 | 乙\n"),
        (
            f"<w:tbl><w:tr>{wide('999999999')}{cell('乙')}</w:tr></w:tbl>",
            "甲" + " | " * 63 + "乙\n",
        ),
        (
            f"<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{cell('丙')}{cell('3')}</w:tr></w:tbl>",
            " |  | 丙 | 3\n",
        ),
        (f"<w:tbl><w:tr>{cell('甲|乙')}{cell('3')}</w:tr></w:tbl>", "甲｜乙 | 3\n"),
        (f"<w:p>{run('增速')}<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>{run('8%')}</w:p>", "增速≥8%\n"),
        (f"<w:p>{run('占')}<m:oMath>{FRACTION}</m:oMath>{run('以上')}</w:p>", "占\ufffd以上\n"),
        (f"<w:p>{run('达到')}<m:oMath><m:r><m:t>850</m:t></m:r></m:oMath>{run('家')}</w:p>", "达到850家\n"),
        (
            f"<mc:AlternateContent><mc:Choice Requires='x'>{par('一次')}</mc:Choice><mc:Fallback>{par('一次')}</mc:Fallback>"
            "</mc:AlternateContent>",
            "一次\n",
        ),
    ],
)
def test_parts_of_word_documents(body: str, text: str) -> None:
    assert read(docx(body)).text == text


def test_an_embedded_document_is_told() -> None:
    assert [w.code for w in extract_file(docx(f"<w:altChunk r:id='rId9'/>{par(TEXT)}")).warnings] == [
        "embedded_document"
    ]


def test_word_documents_of_other_kinds_are_refused_with_a_remedy() -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    with pytest.raises(ReadError, match=r"Strict Open XML.*save it as an ordinary"):
        read(docx("", whole=strict))
    with pytest.raises(ReadError, match="has no body; open and save it again"):
        read(docx("", whole=f"<w:document {SPACES}/>"))


# -- archives -------------------------------------------------------------------------------------------------------


def make_tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


THREE = {name: TEXT.encode() for name in ("a.txt", "b.txt", "c.txt")}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_tar_damaged_behind_its_first_member_is_not_taken_for_a_shorter_one(pack: type[bytes]) -> None:
    data = bytearray(make_tar(THREE))
    data[1024 + 20] ^= 0xFF  # in the name of the second member
    members = read_members(pack(data), name="a.tar")
    assert next(members).name == "a.tar!/a.txt"
    with pytest.raises(ReadError, match=r"a\.tar: this archive is broken \(bad checksum at offset 1024\)"):
        next(members)


def test_a_damaged_name_in_a_zip_costs_one_member() -> None:
    data = bytearray(make_zip(THREE))
    data[30] = 0xFF  # the first name
    members = list(read_members(bytes(data), name="a.zip"))
    assert [bool(member.error) for member in members] == [True, False, False]
    assert "this member is broken" in str(members[0].error)


@pytest.mark.parametrize("data", [make_zip(THREE), make_tar(THREE), gzip.compress(make_tar(THREE)), make_docx(TEXT)])
def test_random_damage_is_an_error_that_names_the_file_or_nothing(data: bytes) -> None:
    rng = random.Random(3)
    said = set()
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(min(len(damaged), 4000))] = rng.randrange(256)
        for reads in (lambda given: list(read_members(given, name="a.bin")), lambda given: read(given, name="a.bin")):
            try:
                reads(bytes(damaged))
            except ReadError as error:
                said.add(str(error).partition(": ")[0])
    assert said == {"a.bin"}


def test_a_link_in_a_zip_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", TEXT)
    assert [member.name for member in read_members(out.getvalue(), name="z")] == ["z!/a.txt"]


# -- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["https://www.example.org/a.html", "HTTP://example.org/a", "s3://bucket/a.txt", "ftp://x/a"]
)
def test_addresses_of_the_network_are_refused_as_such(address: str) -> None:
    for given in (address, Path(address)):
        with pytest.raises(ReadError, match="address of the network; download the file first"):
            read(given)


def test_every_form_of_the_address_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "规 划.txt"
    path.write_text(TEXT, "utf-8")
    for address in (path.as_uri(), f"file:{path}", f"file://localhost{path}", path.as_uri().replace("file", "FILE")):
        assert read(address).text == TEXT


def test_documents_are_found_again_by_the_names_that_results_have(tmp_path: Path) -> None:
    folder = str(tmp_path).encode()
    raw = {
        b"/" + "通知公告".encode("gbk") + b".txt": "一",
        b"/\xfe\xff.txt": "二",
        b"/\xff\xfe.txt": "三",
        "/四\n.txt".encode(): "四",
    }
    for name, text in raw.items():
        Path((folder + name).decode("utf-8", "surrogateescape")).write_text(text, "utf-8")
    (tmp_path / "a.zip").write_bytes(make_zip({"x/五.txt": "五".encode(), "六.txt": "六".encode()}))
    names = [
        "通知公告.txt",
        "\ufffd\ufffd.txt",
        "\ufffd\ufffd.txt#2",
        "四\ufffd.txt",
        "a.zip!/六.txt",
        "a.zip!/x/五.txt",
    ]
    assert [Documents(tmp_path).read(name).text for name in names] == ["一", "二", "三", "四", "六", "五"]
    documents = Documents()
    assert [documents.read(str(tmp_path / name)).text for name in names] == ["一", "二", "三", "四", "六", "五"]
    for gone in ("a.zip!/七.txt", "八.txt", "-"):
        with pytest.raises(ReadError, match=f"^{gone}: "):
            Documents(tmp_path).read(gone)


def test_names_in_gbk_are_decoded_part_by_part() -> None:
    raw = "政策/".encode() + "规划".encode("gbk") + b".txt"
    assert printable_name(raw.decode("utf-8", "surrogateescape")) == "政策/规划.txt"
