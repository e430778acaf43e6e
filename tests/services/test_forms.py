"""The county's own .docx: looked at before it is taken, filled row by row, never in the way of a print."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from console.domain.forms import Filling, FormSpec, Weight
from console.domain.people import Actor
from console.errors import Refused, Unavailable
from console.services import docx_fields

SPEC = FormSpec("intake", frozenset({"编号", "地点", "简要情况"}), {"处置经过": frozenset({"时间", "处置"})}, ("编号",))


def docx(*paragraphs, rows=(), split=()):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if split:
        paragraph = document.add_paragraph()
        for text in split:
            paragraph.add_run(text).bold = text.startswith("{")
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def repacked(data, change):
    """The same package with its members put through ``change(name, bytes)``; None leaves one out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(name, made)
    return packed.getvalue()


def filling(rows=(), **values):
    columns = {"处置经过": ["时间", "处置"]}
    return Filling(values, {"处置经过": list(rows)}, columns, "示例", "JB2030-000001 副本 2")


def text_of(data):
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return texts


def codes(looked):
    return [one.code for one in looked.findings]


GOOD = docx("编号：{{编号}}", "{{ 地点 }}", rows=[("时间", "处置"), ("{{处置经过.时间}}", "{{处置经过.处置}}")])


def test_values_come_where_their_names_stand_and_rows_are_repeated():
    rows = [{"时间": "08:00", "处置": "转办"}, {"时间": "08:10", "处置": "报告"}]
    made = docx_fields.filled(GOOD, filling(rows, 编号="JB2030-000001", 地点="样例村12"))

    assert text_of(made) == ["编号：JB2030-000001", "样例村12", "时间", "处置", "08:00", "转办", "08:10", "报告"]


def test_a_table_without_rows_says_so():
    made = docx_fields.filled(GOOD, filling(编号="1", 地点=""))
    assert text_of(made)[-2:] == ["无", ""]


def test_a_name_split_by_the_editor_is_one_field_and_keeps_its_looks():
    made = docx_fields.filled(docx(split=("编号：", "{{编", "号", "}}", "（正本）")), filling(编号="JB1"))

    paragraph = Document(io.BytesIO(made)).paragraphs[-1]
    assert paragraph.text == "编号：JB1（正本）"
    assert [run.text for run in paragraph.runs if run.bold] == ["JB1"]


def test_full_width_braces_are_braces_and_lines_stay_lines():
    made = docx_fields.filled(docx("｛｛简要情况｝｝"), filling(简要情况="第一行\n第二行"))
    assert text_of(made) == ["第一行\n第二行"]


def test_words_that_look_like_a_field_stay_somebodys_words():
    rows = [{"时间": "{{编号}}", "处置": "{{处置经过.时间}}"}]
    made = docx_fields.filled(GOOD, filling(rows, 编号="{{地点}}", 地点="样例村"))
    assert text_of(made)[0] == "编号：{{地点}}" and text_of(made)[-2:] == ["{{编号}}", "{{处置经过.时间}}"]


def test_what_xml_cannot_hold_does_not_break_the_file():
    made = docx_fields.filled(docx("{{地点}}"), filling(地点="样\x0b例\x00村\ud800𬭩"))
    assert text_of(made) == ["样例村𬭩"]


def test_number_copy_and_realm_stand_on_every_page_whatever_the_form_says():
    document = Document()
    document.add_paragraph("{{编号}}")
    document.sections[0].different_first_page_header_footer = True
    document.add_section()
    packed = io.BytesIO()
    document.save(packed)

    made = Document(io.BytesIO(docx_fields.filled(packed.getvalue(), filling(编号="1"))))

    for section in made.sections:
        for foot in (section.footer, section.first_page_footer):
            if section.different_first_page_header_footer or foot is section.footer:
                assert "副本 2" in "".join(paragraph.text for paragraph in foot.paragraphs)
        assert "【示例】" in "".join(paragraph.text for paragraph in section.header.paragraphs)


def test_a_good_file_has_no_findings(desk):
    looked = desk.forms.check(GOOD, SPEC)
    assert looked.findings == () and looked.usable


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (docx("{{编号}}{{编码}}"), "unknown_field"),
        (docx("{{编号}}", rows=[("{{处置经过.地点}}",)]), "unknown_field"),
        (docx("{{编号}} {{地点"), "open_field"),
        (docx("{{编号}} {{处置经过.时间}}"), "outside_row"),
        (b"", "broken"),
        (b"PK\x03\x04 nonsense", "broken"),
        (GOOD[: len(GOOD) // 2], "broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "old_word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"x" * 10_000_001, "too_large"),
        (repacked(GOOD, lambda name, data: None if name == "word/document.xml" else data), "not_word"),
        (repacked(GOOD, lambda name, data: b"<w:document" if name == "word/document.xml" else data), "broken"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_not_usable_and_says_which(desk, made, code):
    looked = desk.forms.check(made, SPEC)
    assert not looked.usable and code in codes(looked)


def test_a_row_of_two_tables_is_a_fault(desk):
    spec = FormSpec("intake", frozenset({"编号"}), {"甲": frozenset({"一"}), "乙": frozenset({"二"})})
    assert codes(desk.forms.check(docx("{{编号}}", rows=[("{{甲.一}}", "{{乙.二}}")]), spec)) == ["mixed_row"]


def test_macros_and_templates_from_elsewhere_are_kept_out(desk):
    def with_macro(name, data):
        return (
            data.replace(b"wordprocessingml.document.main+xml", b"x.macroEnabled.main+xml")
            if "Content" in name
            else data
        )

    assert codes(desk.forms.check(repacked(GOOD, with_macro), SPEC)) == ["macro"]
    template = (
        b'<Relationship Id="r9" Type="x/attachedTemplate" Target="http://example.invalid/t" TargetMode="External"/>'
    )

    def fetching(name, data):
        return (
            data.replace(b"</Relationships>", template + b"</Relationships>")
            if name == "word/_rels/document.xml.rels"
            else data
        )

    assert codes(desk.forms.check(repacked(GOOD, fetching), SPEC)) == ["external"]


def test_a_missing_number_is_told_and_the_file_is_taken(desk, by, tmp_path):
    source = tmp_path / "接报.docx"
    source.write_bytes(docx("{{地点}}"))

    looked = desk.forms.load(source, SPEC, by=by)

    assert looked.taken and [(one.code, one.weight) for one in looked.findings] == [("missing_field", Weight.CAUTION)]
    assert desk.forms.rows()["intake"].name == "接报.docx" and desk.log.verify().fault is None


def test_a_refused_file_changes_nothing(desk, by, tmp_path):
    good, bad = tmp_path / "a.docx", tmp_path / "b.docx"
    good.write_bytes(GOOD)
    bad.write_bytes(docx("{{没有的}}"))
    desk.forms.load(good, SPEC, by=by)

    assert not desk.forms.load(bad, SPEC, by=by).taken
    assert desk.forms.rows()["intake"].name == "a.docx"


def test_a_newer_file_takes_the_place_and_can_be_stopped(desk, by, tmp_path):
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(docx("{{编号}}", name))
        desk.forms.load(tmp_path / name, SPEC, by=by)
    assert desk.forms.rows()["intake"].name == "b.docx"

    desk.forms.stop("intake", by=by)

    assert desk.forms.rows() == {} and desk.log.verify().fault is None
    with pytest.raises(Refused, match="no_own_form"):
        desk.forms.write("intake", filling(编号="1"), tmp_path / "c.docx")


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_file_that_is_gone_or_changed_is_said_and_never_used(desk, by, tmp_path, harm):
    source = tmp_path / "a.docx"
    source.write_bytes(GOOD)
    desk.forms.load(source, SPEC, by=by)
    kept = desk.files.open_path(desk.forms.rows()["intake"].digest)
    kept.chmod(0o600)
    kept.unlink() if harm == "missing" else kept.write_bytes(docx("{{编号}} 换过"))

    assert desk.forms.rows()["intake"].trouble == harm
    with pytest.raises(Unavailable, match="own_form"):
        desk.forms.write("intake", filling(编号="1"), tmp_path / "out.docx")
    assert not (tmp_path / "out.docx").exists()


def test_a_filled_form_opens_again(desk, by, tmp_path):
    source = tmp_path / "a.docx"
    source.write_bytes(GOOD)
    desk.forms.load(source, SPEC, by=by)

    desk.forms.write(
        "intake", filling([{"时间": "08:00", "处置": "转办"}], 编号="JB1", 地点="样例村"), tmp_path / "out.docx"
    )

    assert "编号：JB1" in text_of((tmp_path / "out.docx").read_bytes())


def test_the_sample_with_all_fields_is_itself_a_good_form(desk, tmp_path):
    target = tmp_path / "样张.docx"
    desk.forms.write_sample("接报登记单", ("编号", "地点", "简要情况"), {"处置经过": ("时间", "处置")}, target)

    assert desk.forms.check(target.read_bytes(), SPEC).findings == ()


def test_whoever_may_not_edit_forms_loads_none(desk):
    with pytest.raises(Refused, match="not_permitted"):
        desk.forms.load(Path("a.docx"), SPEC, by=Actor.program())


def test_looks_of_the_form_stay(tmp_path):
    document = Document()
    run = document.add_paragraph().add_run("{{地点}}")
    run.font.size = Pt(22)
    packed = io.BytesIO()
    document.save(packed)

    made = Document(io.BytesIO(docx_fields.filled(packed.getvalue(), filling(地点="样例村"))))

    assert made.paragraphs[0].runs[0].font.size == Pt(22) and made.paragraphs[0].text == "样例村"
