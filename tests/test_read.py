"""Files of every kind that people have, and of every kind that cannot be read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from made_files import OLE, WindowsInfo, make_docx, make_pdf, make_zip
from opencc import OpenCC

from clusterx import ReadError, extract, extract_file
from clusterx.extras import install
from clusterx.read import ArchiveError, Limits, decode, read, read_members

TEXT = "到2027年，全市高新技术企业达到850家以上。\n"
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/docs/*.txt"))
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


# -- plain text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whole_documents_in_each_encoding(encoding: str) -> None:
    for path in GOLDEN:
        text = path.read_text("utf-8").replace("\r\n", "\n")
        assert read(text.encode(encoding)).text == text, path


def test_whole_documents_in_big5() -> None:
    to_traditional = OpenCC("s2t").convert
    read_as = set()
    for path in GOLDEN:
        text = to_traditional(path.read_text("utf-8")).encode("big5", "ignore").decode("big5")
        source = read(text.encode("big5"))
        # the circled digits of Big5 are kana in the tables of Hong Kong
        circled = sum(text.count(digit) for digit in "①②③④⑤⑥⑦⑧⑨⑩")
        assert sum(a != b for a, b in zip(source.text, text, strict=True)) <= circled
        read_as.add(source.meta.encoding)
    assert read_as == {"big5"}


@pytest.mark.parametrize("encoding", ["gbk", "big5", "utf-16"])
def test_single_lines(encoding: str) -> None:
    """A title or a sentence is enough; what is too little is refused, not guessed."""
    right = refused = 0
    convert = OpenCC("s2t" if encoding == "big5" else "t2s").convert
    for path in GOLDEN[::3]:
        for line in path.read_text("utf-8").split("\n"):
            text = convert(line).encode(encoding, "ignore").decode(encoding)
            if len(text) < 12 or text.isascii():
                continue
            try:
                right += decode(text.encode(encoding)).text == text
            except ValueError:
                refused += 1
    assert right >= 100
    assert refused <= 0.1 * right


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_few_nul_bytes_do_not_make_a_text_binary(encoding: str) -> None:
    source = read((TEXT * 3).replace("企业", "企\0业", 1).encode(encoding))
    assert source.text.count("\0") == 1
    assert len(extract_file(source.text.encode()).targets) == len(extract(TEXT * 3).targets)


def test_what_a_source_tells_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(TEXT.encode("gbk"))
    for given in (path, str(path), path.as_uri()):
        meta = read(given).meta
        assert (meta.format, meta.encoding, meta.bytes) == ("text", "gb18030", len(TEXT.encode("gbk")))
        assert len(meta.sha256 or "") == 64
    assert read(path).name == str(path)
    assert read(TEXT.encode(), name="stdin").name == "stdin"


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "empty.html").touch()
    assert read(tmp_path / "empty.html").text == ""
    assert extract_file(tmp_path / "empty.html").targets == ()


def test_a_wrong_type_raises_at_once() -> None:
    with pytest.raises(TypeError, match="a path, a file:// address or bytes, not int"):
        read(5)  # type: ignore[arg-type]


def test_public_names_are_functions_after_their_packages_are_imported() -> None:
    import clusterx.read.files

    assert (
        clusterx.read is clusterx.read.files.read if isinstance(clusterx.read, type(sys)) else callable(clusterx.read)
    )
    assert clusterx.extract_file(TEXT.encode()) == extract(TEXT)


# -- HTML -----------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>甲市产业集群三年行动计划_甲市人民政府</title>
{meta}</head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw">新闻中心</a></li></ul></div>
<h1>甲市产业集群三年行动计划</h1>
<div class="info">{info}</div>
<div class="article">{body}</div>
<div class="related"><h3>相关新闻</h3><ul>{related}</ul></div>
<div class="footer"><p>版权所有：甲市人民政府　联系电话：0543-3160000</p></div></body></html>"""
META = """<meta name="ArticleTitle" content="甲市产业集群三年行动计划"><meta name="PubDate" content="2024-03-28 10:12">
<meta name="ContentSource" content="甲市人民政府办公室">"""
INFO = "<span>来源：甲市日报</span> <span>发布时间：2024-03-28</span> <span>点击：8次</span>"
RELATED = "".join(f'<li><a href="/{n}">乙市新开工项目{n * 3}个 总投资{n}亿元</a></li>' for n in range(1, 9))
SENTENCE = "<p>各县区要把项目建设作为重中之重，完善机制，压实责任，确保各项任务落到实处，推动产业高质量发展。</p>"
TABLE = """<table><tr><th>序号</th><th>项目名称</th><th>建设单位</th><th>总投资（亿元）</th></tr>
<tr><td>1</td><td>年产10万吨铝箔项目</td><td></td><td>30</td></tr>
<tr><td>2</td><td>新能源<br>电池项目</td><td rowspan="2">甲市城投公司</td><td>20</td></tr>
<tr><td>3</td><td colspan="1">污水处理厂</td><td>5</td></tr></table>"""
BODY = f"<p>到2026年，全市高新技术企业达到850家。</p>{SENTENCE * 6}{TABLE}<p>各县区每月上报一次。</p>"


def page(*, charset: str = "utf-8", meta: str = META, info: str = INFO, body: str = BODY) -> bytes:
    text = PAGE.format(charset=charset, meta=meta, info=info, body=body, related=RELATED)
    return text.encode({"gb2312": "gbk"}.get(charset, charset))


def test_main_text_of_a_page_with_its_table_and_without_other_news() -> None:
    text = read(page()).text
    assert text.split("\n")[:2] == ["甲市产业集群三年行动计划", "来源：甲市日报 发布时间：2024-03-28 点击：8次"]
    assert "序号 | 项目名称 | 建设单位 | 总投资（亿元）\n1 | 年产10万吨铝箔项目 |  | 30\n" in text
    assert "2 | 新能源 电池项目 | 甲市城投公司 | 20\n3 | 污水处理厂 |  | 5\n" in text
    assert "各县区每月上报一次。" in text
    assert not any(word in text for word in ("相关新闻", "乙市", "新闻中心", "联系电话"))


def test_title_date_and_source_reach_the_document() -> None:
    for info in (INFO, ""):
        document = extract_file(page(info=info)).document
        assert document.title == "甲市产业集群三年行动计划"
        assert str(document.published) == "2024-03-28"
        assert document.source == ("甲市日报" if info else "甲市人民政府办公室")
    assert extract_file(page(meta="")).document.source == "甲市日报"


def test_the_date_of_a_page_resolves_the_words_of_its_text() -> None:
    body = f"<p>今年，新增高新技术企业120家。</p>{SENTENCE * 5}"
    (target,) = extract_file(page(info="", body=body)).targets
    assert target.period
    assert str(target.period.end) == "2024-12-31"


def test_projects_of_a_table_in_a_page_are_read() -> None:
    projects = {p.name: p.investment for p in extract_file(page()).projects}
    assert str(projects["年产10万吨铝箔项目"].value) == "3000000000"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("charset", "declared", "encoding"),
    [
        ("utf-8", "gb2312", "utf-8"),
        ("gbk", "gb2312", "gb18030"),
        ("gbk", "utf-8", "gb18030"),
        ("utf-16", "utf-8", "utf-16-le"),
    ],
)
def test_bytes_count_more_than_what_a_page_declares(charset: str, declared: str, encoding: str) -> None:
    data = page().decode().replace("charset=utf-8", f"charset={declared}").encode(charset)
    source = read(data)
    assert source.meta.encoding == encoding
    assert source.text == read(page()).text


def test_a_page_with_a_few_broken_characters_is_read_with_a_warning() -> None:
    data = page(charset="gb2312").replace("压实责任".encode("gbk"), "压实责".encode("gbk") + b"\xc8", 1)
    source = read(data)
    assert [warning.code for warning in source.meta.warnings] == ["broken_characters"]
    assert "850家" in source.text
    assert extract_file(data).warnings[0].code == "broken_characters"


def test_a_short_page_and_one_without_paragraphs_are_read_whole() -> None:
    short = "<html><body><div>到2027年，高新技术企业达到850家。</div></body></html>".encode()
    assert "850家" in read(short).text
    only_table = f"<html><body>{TABLE}</body></html>".encode()
    assert "2 | 新能源 电池项目 | 甲市城投公司 | 20" in read(only_table).text


def test_what_is_not_shown_is_not_read() -> None:
    body = BODY + '<p style="display: none">隐藏的到2030年达到9999家</p><script>var n="到2030年达到8888家"</script>'
    assert not any(number in read(page(body=body)).text for number in ("9999", "8888"))


# -- PDF and Word ---------------------------------------------------------------------------------------------------


PARAGRAPH = (
    "　　为加快培育先进制造业集群，到2027年，全市高新技术企业达到850家以上，规模以上工业企业突破1200家，把产业链条做长做强，"
    "建成国家级创新平台30家。"
)


@pytest.mark.parametrize("width", range(20, 34))
def test_text_of_a_pdf_in_paragraphs_and_without_page_numbers(width: int) -> None:
    lines = [PARAGRAPH[at : at + width] for at in range(0, len(PARAGRAPH), width)]
    first = ["甲市产业集群三年行动计划", *lines[:3], "— 1 —"]
    second = [*lines[3:], "（二）强化保障。成立指挥部。", "2"]
    source = read(make_pdf([first, second]), name="a.pdf")
    assert source.text.split("\n") == [first[0], PARAGRAPH, second[-2], ""]
    assert (source.meta.format, source.meta.pages, source.meta.encoding) == ("pdf", 2, None)
    targets = {t.indicator: str(t.quantity.value) for t in extract(source.text).targets}
    assert targets == {"高新技术企业": "850", "规模以上工业企业": "1200", "国家级创新平台": "30"}


def test_a_page_without_text_is_named_in_a_warning() -> None:
    data = make_pdf([[TEXT.strip()], []])
    (warning,) = read(data).meta.warnings
    assert (warning.code, "Page 2" in warning.message) == ("page_without_text", True)
    assert extract_file(data).warnings[0] == warning


def test_paragraphs_and_tables_of_a_word_document_in_order() -> None:
    data = make_docx("甲市行动计划", [["指标", "单位", "2026年"], ["产值", "亿元", "1000"]], TEXT.strip())
    source = read(data)
    assert source.text == "甲市行动计划\n指标 | 单位 | 2026年\n产值 | 亿元 | 1000\n" + TEXT
    assert source.meta.format == "docx"


def test_merged_cells_tracked_changes_and_text_boxes() -> None:
    from docx import Document
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = Document()
    paragraph = document.add_paragraph("达到")
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>850</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>800</w:delText></w:r></w:del>"))
    paragraph.add_run("家")
    box = f"<w:r {space}><w:pict><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    paragraph._p.append(parse_xml(box))
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, ("abc", "def", "ghi"), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ab"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "fi"
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue()).text == "达到850家\n文本框\nab |  | c\nd | e | fi\ng | h | \n"


# -- archives -------------------------------------------------------------------------------------------------------


def make_tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


MEMBERS = {"甲/规划.txt": TEXT.encode("gbk"), "b.docx": make_docx(TEXT.strip()), "c.pdf": make_pdf([[TEXT.strip()]])}


@pytest.mark.parametrize(
    "data",
    [
        make_zip(MEMBERS),
        make_tar(MEMBERS),
        make_tar(MEMBERS, "w:gz"),
        make_tar(MEMBERS, "w:bz2"),
        make_tar(MEMBERS, "w:xz"),
    ],
    ids=["zip", "tar", "gz", "bz2", "xz"],
)
def test_members_of_archives(data: bytes) -> None:
    members = list(read_members(data, name="a"))
    assert [(m.name, m.error) for m in members] == [(f"a!/{name}", None) for name in MEMBERS]
    assert {read(m.data).text for m in members} == {TEXT}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_compressed_document(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "规划.txt.gz"
    path.write_bytes(pack(TEXT.encode()))  # type: ignore[operator]
    (member,) = read_members(path)
    assert member.name == f"{path}!/规划.txt"
    assert member.data.decode() == TEXT


@pytest.mark.parametrize("info", [WindowsInfo, zipfile.ZipInfo])
def test_names_of_members_in_gbk_and_utf8(info: type[zipfile.ZipInfo]) -> None:
    data = make_zip({"产业集群/规划.txt": b"", "通知.txt": b""}, info)
    assert [m.name for m in read_members(data, name="a.zip")] == ["a.zip!/产业集群/规划.txt", "a.zip!/通知.txt"]


def test_a_second_member_of_one_name_and_the_bookkeeping_of_systems() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a.txt", "__MACOSX/._a.txt", ".DS_Store", "folder/"):
            archive.writestr(name, name)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "other")
    assert [m.name for m in read_members(out.getvalue(), name="z")] == ["z!/a.txt", "z!/a.txt#2"]


def test_an_archive_is_no_document_and_a_document_no_archive() -> None:
    with pytest.raises(ArchiveError, match="archive"):
        read(make_zip(MEMBERS), name="a.zip")
    for data in (TEXT.encode(), make_docx("x")):
        with pytest.raises(ReadError, match="no archive"):
            list(read_members(data))


def test_an_archive_in_an_archive_is_named_and_the_rest_is_read() -> None:
    inner = make_zip({"x.txt": b"x"})
    for data in (make_zip({"in.zip": inner, "a.txt": b"a"}), make_tar({"in.zip": inner, "a.txt": b"a"})):
        nested, plain = read_members(data, name="out")
        assert "inside an archive" in str(nested.error)
        assert str(nested.error).startswith("out!/in.zip: ")
        assert plain.data == b"a"


def test_an_encrypted_member_is_named() -> None:
    data = bytearray(make_zip({"a.txt": TEXT.encode()}))
    for at in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
        data[at] |= 1
    (member,) = read_members(bytes(data))
    assert "encrypted" in str(member.error)


# -- limits ---------------------------------------------------------------------------------------------------------


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(2**31 + 1)
    with pytest.raises(
        ReadError, match=r"huge\.txt: it has 2,147,483,649 bytes, more than the limit of 67,108,864; split it"
    ):
        read(path)


def test_limits_are_the_callers() -> None:
    with pytest.raises(ReadError, match="more than the limit of 5"):
        read(b"123456", limits=Limits(bytes=5))
    with pytest.raises(ReadError, match="it has 3 pages, more than the limit of 2"):
        read(make_pdf([["一"], ["二"], ["三"]]), limits=Limits(pages=2))


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "gz", "docx"])
def test_bombs_are_not_unpacked(kind: str) -> None:
    zeros = bytes(40 * 1024 * 1024)
    limits = Limits(bytes=1024 * 1024)
    if kind == "docx":
        with pytest.raises(ReadError, match="more than the limit"):
            read(make_zip({"word/document.xml": zeros, "[Content_Types].xml": b""}), limits=limits)
        return
    data = {"zip": make_zip, "tar.gz": lambda m: make_tar(m, "w:gz"), "gz": lambda m: gzip.compress(zeros)}[kind](
        {"a.txt": zeros}  # type: ignore[operator]
    )
    assert "limit" in first_error(data, limits)


def first_error(data: bytes, limits: Limits) -> str:
    try:
        return str(next(member.error for member in read_members(data, limits=limits) if member.error))
    except ReadError as error:
        return str(error)


def test_many_members_that_unpack_to_far_too_much_are_a_bomb() -> None:
    data = make_zip({f"{n}.txt": bytes(900_000) for n in range(8)})
    with pytest.raises(ReadError, match="zip bomb"):
        list(read_members(data, name="b.zip", limits=Limits(bytes=1_000_000)))
    with pytest.raises(ReadError, match="more than 3 members"):
        list(read_members(data, limits=Limits(members=3)))


# -- refusals -------------------------------------------------------------------------------------------------------

WITH = {"[Content_Types].xml": b"<Types/>"}
REFUSED = {
    "protected.pdf": (make_pdf([["x"]], protected=True), ["protected by a password", "qpdf --decrypt"]),
    "broken.pdf": (make_pdf([["x"]])[:100], ["broken", "fetch it again"]),
    "scanned.pdf": (make_pdf([[], []]), ["none of its 2 pages", "scanned", "ocrmypdf"]),
    "protected.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), ["password-protected", "remove the password"]),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), ["old Word document", "--convert-to docx"]),
    "old.xls": (OLE + "Workbook".encode("utf-16-le"), ["old Excel workbook", "csv"]),
    "broken.docx": (make_docx("x")[:500], ["broken", "fetch it again"]),
    "empty.docx": (make_zip({**WITH, "word/document.xml": b""}), ["Word document is broken"]),
    "new.xlsx": (make_zip({**WITH, "xl/workbook.xml": b""}), ["Excel workbook", "csv"]),
    "slides.pptx": (make_zip({**WITH, "ppt/presentation.xml": b""}), ["PowerPoint", "pdf"]),
    "form.ofd": (make_zip({"OFD.xml": b""}), ["OFD", "PDF"]),
    "text.rtf": (b"{\\rtf1\\ansi x}", ["RTF", "docx"]),
    "page.mhtml": (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
        ["MHTML", "HTML"],
    ),
    "picture.jpg": (b"\xff\xd8\xff\xe0", ["JPEG", "OCR"]),
    "packed.rar": (b"Rar!\x1a\x07", ["RAR", "unpack"]),
    "packed.7z": (b"7z\xbc\xaf\x27\x1c", ["7z", "unpack"]),
    "japanese.txt": ("２０２７年までに企業を８５０社にする。".encode("shift_jis"), ["neither UTF-8", "iconv"]),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("shown_as", ["", ".txt"])
def test_what_cannot_be_read_is_named_with_reason_and_remedy(tmp_path: Path, name: str, shown_as: str) -> None:
    data, words = REFUSED[name]
    path = tmp_path / (name + shown_as)
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert all(word in str(caught.value) for word in [f"{path}: ", *words])


def test_a_broken_archive_is_named() -> None:
    whole = make_zip(MEMBERS)
    for data in (whole[: len(whole) // 2], make_tar(MEMBERS)[:700], make_tar(MEMBERS, "w:gz")[:300]):
        with pytest.raises(ReadError, match="broken"):
            list(read_members(data, name="a.zip"))


def test_places_that_are_no_file(tmp_path: Path) -> None:
    for given, words in (
        (tmp_path, "this is a directory"),
        (tmp_path / "no.txt", "no such file"),
        ("https://example.org/a.html", "download the file first"),
        ("file://server/share/a.txt", "on another machine"),
        ("a\0b", "cannot be read"),
    ):
        with pytest.raises(ReadError, match=words):
            read(given)


@pytest.mark.parametrize(
    ("module", "data"), [("trafilatura", page()), ("pypdfium2", make_pdf([["x"]])), ("docx", make_docx("x"))]
)
def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch, module: str, data: bytes) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReadError, match=re.escape(install("docs"))):
        read(data)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    taking, giving = os.pipe()
    os.write(giving, TEXT.encode())
    os.close(giving)
    assert read(f"/dev/fd/{taking}").text == TEXT
    os.close(taking)
