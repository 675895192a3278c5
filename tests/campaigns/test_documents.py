"""Files as people send them: every kind that is read, every kind that is refused with its own code."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter

from campaigns.documents import import_document, read_document
from campaigns.errors import AppError

PLAN = "I. MỤC TIÊU\n\n1. Bạn đọc\n\n- 40% học sinh có thẻ số.\n\n- 20% người cao tuổi nghe sách nói.\n"
EXPECTED = ["I.1.1", "I.1.2"]


def docx_of(text: str) -> bytes:
    document = Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph.strip())
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_of(lines: list[str]) -> bytes:
    """A one-page PDF with text, written by hand so that the tests need no font."""
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 800 Td\n{shown}\nET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return body + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


def blank_pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zip_of(size_bytes: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * size_bytes)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [PLAN.encode(), PLAN.encode("utf-8-sig"), PLAN.encode("utf-16"), PLAN.replace("\n", "\r\n").encode()],
    ids=["utf-8", "utf-8 with mark", "utf-16", "windows line ends"],
)
def test_text_is_read_in_every_form_of_unicode(content: bytes) -> None:
    assert [clause.path for clause in import_document("ke-hoach.TXT", content)] == EXPECTED


def test_docx_paragraphs_and_tables_are_read_in_order() -> None:
    assert [clause.path for clause in import_document("a.docx", docx_of(PLAN))] == EXPECTED
    document = Document()
    document.add_paragraph("I. MỤC TIÊU")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "1. Trồng rau.", "2. Đọc sách."
    buffer = BytesIO()
    document.save(buffer)
    assert [clause.path for clause in import_document("a.docx", buffer.getvalue())] == ["I.1", "I.2"]


def test_numbers_that_word_draws_are_read_as_if_written() -> None:
    document = Document()
    document.add_paragraph("I. MỤC TIÊU")
    for text in ("Trồng rau quanh nhà.", "Đọc sách mỗi ngày."):
        paragraph = document.add_paragraph(text)
        numbered = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", "0"), ("w:numId", _decimal_list(document))):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            numbered.append(child)
        paragraph._p.get_or_add_pPr().append(numbered)
    buffer = BytesIO()
    document.save(buffer)
    found = {clause.path: clause.text for clause in import_document("a.docx", buffer.getvalue())}
    assert found == {"I.1": "Trồng rau quanh nhà.", "I.2": "Đọc sách mỗi ngày."}


def _decimal_list(document: object) -> str:
    """The id of a "%1." list in the default template's numbering."""
    root = document.part.numbering_part.element  # type: ignore[attr-defined]
    decimal = {
        item.get(qn("w:abstractNumId"))
        for item in root.findall(qn("w:abstractNum"))
        if item.find(qn("w:lvl")).find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    }
    nums = root.findall(qn("w:num"))
    return next(str(num.get(qn("w:numId"))) for num in nums if num[0].get(qn("w:val")) in decimal)


def test_pdf_with_text_is_read() -> None:
    lines = ["I. MUC TIEU", "1. Doc sach moi ngay va ke lai cho con chau trong nha cung nghe.", "2. Trong rau."]
    assert [clause.path for clause in import_document("a.pdf", pdf_of(lines))] == ["I.1", "I.2"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "document_empty"),
        ("a.txt", b" \n\t ", "document_empty"),
        ("a.docx", b"", "document_empty"),
        ("a.doc", b"x", "document_kind_unknown"),
        ("../../etc/passwd", b"x", "document_kind_unknown"),
        ("a.txt", b"\x00\x01\x02\x03", "document_unreadable"),
        ("a.txt", b"\xff\xfe\x00\xd8x", "document_unreadable"),
        ("a.txt", b"x" * (50 * 1024 * 1024), "document_too_large"),
        ("a.txt", "Kế hoạch tổ chức".encode("cp1258", "ignore") + b"\xd2\xec", "document_encoding"),
        ("a.txt", b"KO ho\xb9ch ph\xb8t \xae\xe9ng phong tr\xb5o thi \xaeua", "document_encoding"),
        ("a.txt", b"Trang 3/9\n\n-----", "document_without_clauses"),
        ("a.docx", b"PK\x03\x04 broken", "document_unreadable"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old word file", "document_unreadable"),
        ("a.docx", b"\xd0\xcf\x11\xe0 E\0n\0c\0r\0y\0p\0t\0e\0d", "document_encrypted"),
        ("a.docx", zip_of(10), "document_unreadable"),
        ("a.docx", zip_of(64 * 1024 * 1024), "document_too_large"),
        ("a.docx", docx_of(""), "document_empty"),
        ("a.pdf", b"not a pdf", "document_unreadable"),
        ("a.pdf", b"%PDF-1.7 cut off", "document_unreadable"),
        ("a.pdf", blank_pdf(), "document_without_text"),
        ("a.pdf", blank_pdf("bí mật"), "document_encrypted"),
    ],
)
def test_hostile_file_is_refused_with_its_own_code(name: str, content: bytes, code: str) -> None:
    with pytest.raises(AppError) as refused:
        import_document(name, content)
    assert refused.value.code == code


def test_docx_set_in_an_old_font_is_refused_by_name() -> None:
    gibberish = "KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua chuyÓn ®æi sè cña tØnh, ®Þa ph­¬ng vµ nh©n d©n. " * 3
    with pytest.raises(AppError) as refused:
        read_document("a.docx", docx_of(gibberish))
    assert (refused.value.code, refused.value.params()["encoding"]) == ("document_encoding", "TCVN3")


def test_good_vietnamese_is_never_taken_for_an_old_font() -> None:
    text = "Điểm a) “Trích dẫn” – 100% · 5°C; ½ số hộ; §2; ±3%; Mẫu số 01·TĐ. " * 20
    assert read_document("a.txt", text.encode())
