"""Reports as files: a .docx laid out as GB/T 9704-2012 asks, plain text, the county's own form, copies counted."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.domain.forms import FormSpec
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.report_page import Level, closing_right, mark_of, paragraph, width_of
from console.domain.report_text import plain_text
from console.errors import Refused, Unavailable
from console.services.incident_reports import Text
from console.services.report_docx import made
from console.services.report_papers import filling, foot, named_values
from tests.kit.reports import BODY, draft_page, report_page

RECEIVERS = ("县委办总值班室", "县府办总值班室", "市应急管理局指挥中心", "市委、市政府总值班室")
"""Of a landslide that nobody graded: the usual ones, and whom its countdown runs towards."""
LEADER, WORD = "林例十", "leader of 2030"
AT = datetime(2030, 8, 12, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.ADMIN, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def draft(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "山体开裂", clock.now(), caller_name="单例二"), by=by)
    form = NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂，五户房屋有裂缝", "10402", place_text="样例村12")
    incident = desk.incidents.open(form, [item.id], by=by)
    return desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)


@pytest.fixture
def approved(desk, by, draft):
    said = Text(draft.title, draft.body, "very_urgent", "internal")
    desk.incident_reports.ask(draft.id, said, LEADER, seen=draft.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(draft.id)


def opened(page):
    return Document(io.BytesIO(made(page, foot(page, AT, "正本"), AT)))


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_paper_the_grid_and_the_pitch_are_those_of_the_standard():
    document = opened(report_page())
    (section,) = document.sections
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    told = (*sides, section.page_width, section.page_height)
    assert [round(side.mm, 1) for side in told] == [37, 26, 35, 28, 210, 297]
    grid = section._sectPr.find(qn("w:docGrid"))
    told = {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}
    assert told == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-848"}
    normal = document.styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(28.95) and normal.font.size == Pt(16)
    assert 22 * normal.paragraph_format.line_spacing <= Mm(225)
    narrowed = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + narrowed) <= Mm(156).pt < 28.5 * (16 + narrowed)


def test_styles_name_their_chinese_faces_and_nothing_is_embedded():
    document = opened(report_page())
    faces = {"Normal": "仿宋_GB2312", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    for name, face in faces.items():
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == face
        assert str(document.styles[name].font.color.rgb) == "000000"
    table = next(part for part in document.part.package.iter_parts() if "fontTable" in str(part.partname))
    assert "仿宋,FangSong" in table.blob.decode() and b"w:embed" not in table.blob
    assert not [part for part in document.part.package.iter_parts() if "/fonts/" in str(part.partname)]


def test_what_the_report_says_stands_in_order_and_under_its_styles():
    document = opened(report_page())
    said = [text for text in texts(document) if text.strip()]
    assert said[:5] == [
        "内部", "特急", "应急值班快报", "　示例应急值班快报〔2030〕第17期\t签发人：林例十",
        "关于样例村12 山体滑坡的报告",
    ]  # fmt: skip
    assert said[5] == "县委办总值班室，县府办总值班室，市应急管理局指挥中心："
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert styles["一、灾情（截至8月12日8时00分）"] == "Heading 1" and styles["（二）转移安置"] == "Heading 2"
    assert styles["（一）抢险救援。县消防救援大队三十人、两台车已到场。"] == "Normal", "its heading runs on"
    assert said[-4:-2] == ["样例县应急管理局", "2030年8月12日"]
    assert said[-2:] == ["　抄送：县自然资源局，县消防救援大队。", "　样例县应急管理局\t2030年8月12日印发"]


def test_a_long_title_is_broken_into_lines_about_equally_long():
    title = "关于样例县样例镇样例村12 山体滑坡造成多处房屋倒塌人员失联道路中断有关情况及应急处置工作进展情况的报告"
    (made_of,) = [one for one in opened(report_page(title=title)).paragraphs if one.style.name == "Title"]
    found = made_of.text.split("\n")
    assert len(found) == 3 and "".join(found).replace(" ", "") == title.replace(" ", "")
    assert all(width_of(line) * 22 <= Mm(156).pt for line in found)
    assert max(map(width_of, found)) - min(map(width_of, found)) < 6


def test_only_mark_and_number_are_red():
    document = opened(report_page())
    red = [run.text for one in document.paragraphs for run in one.runs if str(run.font.color.rgb) == "FF0000"]
    assert red == ["应急值班快报", "　示例应急值班快报〔2030〕第17期"]


def test_page_numbers_are_fields_at_the_outer_edge_and_practice_is_seen_on_each_page():
    document = opened(report_page(realm=Realm.EXERCISE))
    assert document.settings.odd_and_even_pages_header_footer
    (section,) = document.sections
    for feet, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = feet.paragraphs[0]._p
        assert [one.text.strip() for one in line.iter(qn("w:instrText"))] == ["PAGE"]
        assert line.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert "正本" in feet.paragraphs[1].text and "摘要 4f2a" in feet.paragraphs[2].text
    for head in (section.header, section.even_page_header):
        assert head.paragraphs[0].text == "【演练】"


def test_a_draft_and_an_empty_copy_line_leave_no_trace_of_a_number():
    document = opened(draft_page(copies_to=(), realm=Realm.LIVE))
    said = "\n".join(texts(document))
    assert "第17期" not in said and "抄送" not in said and "印发" not in said and "签发人" not in said
    assert document.sections[0].header.paragraphs[0].text == "【草稿】"


@example("\x00\x1f甲\ufffe", "\ud800\n\x0b乙")
@settings(max_examples=3, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_whatever_is_written_makes_a_file_that_opens(title, body):
    opened(report_page(title=title, body=body, mark=title[:20]))


def test_a_file_is_counted_and_one_that_could_not_be_written_is_not(desk, by, approved, tmp_path):
    with pytest.raises(Unavailable, match="cannot_write_file"):
        desk.report_papers.write_docx(approved.id, tmp_path / "no" / "a.docx", by=by)
    first = desk.report_papers.write_docx(approved.id, tmp_path / "a.docx", by=by)
    second = desk.report_papers.write_docx(approved.id, tmp_path / "b.docx", by=by)

    assert (first.copy, second.copy, first.own_form) == ("正本", "副本 2", "")
    document = Document(tmp_path / "b.docx")
    assert "副本 2" in document.sections[0].footer.paragraphs[1].text
    assert [row.ordinal for row in desk.print_copies.of("report", approved.number)] == [1, 2]
    assert [path.name for path in sorted(tmp_path.glob("*.docx"))] == ["a.docx", "b.docx"]


def test_a_draft_is_written_and_not_counted(desk, by, draft, tmp_path):
    assert desk.report_papers.write_docx(draft.id, tmp_path / "a.docx", by=by).copy == ""
    assert "【草稿】" in Document(tmp_path / "a.docx").sections[0].footer.paragraphs[1].text


def test_the_page_is_the_record_as_approved(desk, by, approved):
    page = desk.report_papers.page(approved.id)
    assert (page.mark, page.number) == ("应急值班快报", "示例应急值班快报〔2030〕第1期")
    assert (page.urgency, page.marking, page.standing) == ("特急", "内部", "")
    assert page.signer == LEADER and page.date_line == "2030年8月12日"
    assert page.to == RECEIVERS and page.copies_to == ()
    with pytest.raises(Refused, match="no_such_report"):
        desk.report_papers.page(uuid4())


def test_a_receiver_dropped_is_not_printed_and_a_copy_is(desk, by, draft):
    desk.report_sending.add(draft.id, "县自然资源局", part="copy", by=by)
    desk.report_sending.drop(desk.incident_reports.recipients(draft.id)[0].id, "已电话报告", by=by)
    page = desk.report_papers.page(draft.id)
    assert page.to == RECEIVERS[1:] and page.copies_to == ("县自然资源局",)


def test_the_countys_own_form_is_filled_and_the_built_in_one_stands_in_for_a_lost_one(
    desk, by, approved, draft, tmp_path
):
    document = Document()
    for name in ("标题", "编号", "报送", "正文", "落款单位", "落款日期", "签发人", "紧急程度"):
        document.add_paragraph(f"{name}={{{{{name}}}}}")
    document.save(tmp_path / "own.docx")
    page = desk.report_papers.page(approved.id)
    names = frozenset(filling(page, AT, "").values)
    assert desk.forms.load(tmp_path / "own.docx", FormSpec("report", names, {}), by=by).taken

    paper = desk.report_papers.write_docx(approved.id, tmp_path / "a.docx", by=by)
    said = texts(Document(tmp_path / "a.docx"))
    assert (paper.own_form, paper.copy) == ("own.docx", "正本")
    assert "编号=示例应急值班快报〔2030〕第1期" in said and "落款日期=2030年8月12日" in said and "紧急程度=特急" in said
    assert not [text for text in said if "{{" in text]

    desk.files.open_path(desk.forms.rows()["report"].digest).unlink()
    paper = desk.report_papers.write_docx(approved.id, tmp_path / "b.docx", by=by)
    assert (paper.own_form, paper.trouble, paper.copy) == ("", "missing", "副本 2")
    assert "关于样例村12 山体滑坡的报告" in texts(Document(tmp_path / "b.docx"))


def test_the_names_of_the_own_form_are_those_of_the_built_in_print(qapp, clock):
    from ui.printing.letter_form import letter_form
    from ui.printing.named import filling_of

    page = report_page()
    printed = filling_of(letter_form(page, zone=ZoneInfo("Asia/Shanghai"), printed_at=AT))
    assert dict(printed.values) == dict(filling(page, AT, "").values)
    assert set(named_values(page)) < set(printed.values)


def test_plain_text_has_everything_and_says_what_it_is():
    text = plain_text(report_page())
    head = "【示例】\n内部　特急\n示例应急值班快报〔2030〕第17期\n关于样例村12 山体滑坡的报告\n\n报送：县委办总值班室，"
    assert text.startswith(head)
    assert BODY in text and text.endswith("样例县应急管理局\n2030年8月12日\n\n抄送：县自然资源局，县消防救援大队")
    draft = plain_text(draft_page(realm=Realm.LIVE, copies_to=(), to=()))
    assert draft.startswith("【草稿】\n") and "报送" not in draft and "抄送" not in draft and "月　　日" not in draft


@pytest.mark.parametrize(
    ("line", "level", "heading", "text"),
    [
        ("一、灾情", Level.FIRST, "一、灾情", ""),
        ("十二、其他情况。无。", Level.FIRST, "十二、其他情况。", "无。"),
        ("（一）抢险救援", Level.SECOND, "（一）抢险救援", ""),
        ("（三）转移安置：已转移十八人", Level.SECOND, "（三）转移安置：", "已转移十八人"),
        ("一是加强值守。", Level.TEXT, "", "一是加强值守。"),
        ("1.水情", Level.TEXT, "", "1.水情"),
        ("一、" + "长" * 60, Level.FIRST, "一、", "长" * 60),
    ],
)
def test_headings_are_known_by_their_numbers(line, level, heading, text):
    made_of = paragraph(line)
    assert (made_of.level, made_of.heading, made_of.text) == (level, heading, text)


def test_the_mark_is_what_stands_before_the_year():
    assert mark_of("示例应急值班快报〔2030〕第1期", "", Realm.SAMPLE) == "应急值班快报"
    assert mark_of("", "值班信息[{年}]{号}", Realm.LIVE) == "值班信息"
    assert mark_of("〔2030〕1号", "x{年}", Realm.LIVE) == ""


def test_a_long_issuer_keeps_two_characters_from_the_edge_and_the_date_stays_under_its_middle():
    assert closing_right(8, width_of("2030年8月12日")) == (3.25, 4.0)
    issuer, day = closing_right(20, 6.5)
    assert issuer == 2.0 and issuer + 10 == day + 3.25
