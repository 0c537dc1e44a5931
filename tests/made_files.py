"""Files as people have them, made for the tests: PDF with a text layer of Chinese, Word documents with tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def make_pdf(pages: Iterable[Sequence[str]], *, protected: bool = False) -> bytes:
    """A PDF whose pages show these lines, in a font that every reader has by itself; `protected`: no password opens it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        b"/Supplement 2 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F1 12 Tf 72 {760 - 20 * n} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for n, line in enumerate(lines)
        )
        stream = shown.encode() or b"0 0 100 100 re f\n"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _pdf_file(objects, protected)


def _pdf_file(objects: Sequence[bytes], protected: bool) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (
        b"11" * 32,
        b"22" * 32,
    )
    trailer = b"trailer << /Size %d /Root 1 0 R %s>>" % (len(objects) + 1, lock if protected else b"")
    out.write(b"%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))
    return out.getvalue()


def make_docx(*parts: str | list[list[str]]) -> bytes:
    """A Word document of paragraphs and tables."""
    from docx import Document

    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            table = document.add_table(rows=len(part), cols=len(part[0]))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class WindowsInfo(zipfile.ZipInfo):
    """A member whose name is in GBK, with no mark that says so, as Windows writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def make_zip(members: dict[str, bytes], info: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    """A zip of these members, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(info(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
