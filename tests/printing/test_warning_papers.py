"""预警发布审批单, 预警发布记录, 叫应台账, 警示函, 约谈函: everything of the record, in Chinese, marked as practice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap, words
from console.config import DataDir
from console.domain.callout import Outcome, RowState
from console.domain.clock import StoppedClock
from console.domain.delivery import Receipt, SendState
from console.domain.forms import WARNING_PAPERS
from console.domain.people import Actor
from console.domain.warning import Kind
from console.domain.warning_form import Chosen
from console.domain.warning_letters import LetterAsked
from console.errors import Refused
from console.services.delivery_pump import Pump
from console.services.warning_sends import Done
from console.tool import main
from tests.kit.sending import Street, device
from tests.kit.warning import County, county, walked
from ui import prints
from ui.printing.form import Form, Section
from ui.printing.layout import lay_out
from ui.printing.named import filling_of, spec_of
from ui.printing.outlines import outline
from ui.printing.output import to_pdf
from ui.warning_prints import CalloutBook, WarningApproval, WarningLetter, WarningRecord


@pytest.fixture
def ground(county_store: DataDir, clock: StoppedClock) -> Iterator[County]:
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def printed(ground: County, item: Any, read: Any, tmp_path: Path) -> tuple[Form, str]:
    form = prints.form_of(ground.desk, item)
    to_pdf(form, tmp_path / "a.pdf")
    return form, "".join(read(tmp_path / "a.pdf"))


def has(text: str, *wanted: str) -> None:
    missing = [one for one in wanted if "".join(one.split()) not in text]
    assert not missing, (missing, text)


def rows_of(form: Form, nth: int) -> list[tuple[str, ...]]:
    return [row.cells for row in [block for block in form.blocks if isinstance(block, Section)][nth].rows]


def test_a_warning_on_paper(ground: County, read: Any, tmp_path: Path) -> None:
    """Draft, signed, released with what its channels did, followed; each of it in Chinese on an English screen."""
    desk, by = ground.desk, ground.actor("甲例")
    modem = device(desk, "M1", "modem")
    long = "例县例东街道例东村、例西村" * 6
    channels = (Chosen("carrier_voice"), Chosen("chat", "三个工作群"), Chosen("tv"), Chosen("sms", "", (modem,)))
    row = desk.warnings.draft(ground.form(channels=channels, area_words=long), by=by)
    words.set_language("en")
    try:
        form, text = printed(ground, WarningApproval(row.id), read, tmp_path)
        assert (form.kind, form.number, form.watermark) == ("warning_approval", row.number, "示例")
        has(text, "预警信息发布审批单", "例县气象台发布暴雨红色预警", "请立即转移危险区域人员", long[:40], "起草")
        assert "SHA-256" in text and "[print" not in text and "Warning" not in text
        row = walked(desk.warnings, row, by)
        form, text = printed(ground, WarningApproval(row.id), read, tmp_path)
    finally:
        words.set_language("zh")
    assert row.digest is not None
    has(text, row.digest.hex(), "审核人", "乙例", "签发人", "丙例", "口令", "红色", "三个工作群", "1条")
    assert [(one.name, bool(one.time)) for one in form.signatures] == [("甲例", True), ("乙例", True), ("丙例", True)]
    assert rows_of(form, 0)[-1][:2] == ("发布", "甲例")
    # the record: what nobody reported stands in bold, what is known says from where
    street = Street(answers=lambda _order: Receipt(SendState.SENT, "took"))
    Pump(desk.deliveries, street.of, threads=0).step(desk.clock.now())
    voice, _chat, tv, _sms = (one.row for one in desk.warning_sends.rows(row.id))
    desk.clock.advance(minutes=4)
    desk.warning_sends.done(
        tv.id, Done(reached=30_000, reference="融媒2030-7", proof="播出截图"), seen=tv.version, by=by
    )
    desk.warning_sends.done(voice.id, Done(reached=1, proof="平台回执"), seen=voice.version, by=by)
    later = desk.warnings.one(row.id)
    desk.warnings.follow(row.id, Kind.LIFT, uuid4(), seen=later.version, by=by)
    form, text = printed(ground, WarningRecord(row.id), read, tmp_path)
    assert (form.kind, form.counted, form.watermark) == ("warning_record", True, "示例")
    has(text, "预警信息发布记录", "提前量", "0分钟", "融媒2030-7", "播出截图", "08:04", "30000", f"1/{voice.people}")
    has(text, "已发出1", "短信（设备）", "工作群（人工）", "示例YJ2030-0002", "解除", "2/4（50%）", "草稿")
    tables = [block for block in form.blocks if isinstance(block, Section)]
    assert [line.strong for line in tables[0].rows] == [False, True, False, False]
    assert tables[1].rows == () and tables[1].empty == "无"
    # letters
    letters = desk.warning_letters
    with pytest.raises(Refused, match="no_letters_here"):
        letters.write(row.id, LetterAsked("caution", ("例东街道",), "山火隐患"), seen=0, by=by)
    tool = Actor.tool("tester")
    desk.settings.change("warning.letter_schemes", "forest,weather", "县预警办法", confirmed=True, by=tool)
    with pytest.raises(Refused, match="no_such_letter"):
        prints.form_of(desk, WarningLetter(row.id, "caution"))
    to = desk.warning_papers.addressees(row.id)
    first = letters.write(row.id, LetterAsked("caution", to, "山火隐患｜未清"), seen=0, by=by)
    assert letters.write(row.id, LetterAsked("caution", to, "山火隐患｜未清"), seen=0, by=by) == first, "one wish"
    with pytest.raises(Refused, match="letter_meanwhile"):
        letters.write(row.id, LetterAsked("caution", to, "别的事"), seen=0, by=by)
    bad = ((LetterAsked("talk", (" ",), "x"), "letter_to_missing"), (LetterAsked("talk", to, " "), "reason"))
    for asked, code in bad:
        with pytest.raises(Refused, match=code):
            letters.write(row.id, asked, seen=1, by=by)
    form, text = printed(ground, WarningLetter(row.id, "caution", first.number), read, tmp_path)
    assert (form.kind, form.number, form.letter is not None) == ("warning_caution", f"{row.number}-1", True)
    assert form.letter is not None and form.letter.to == ("例东街道",), "the county itself is no addressee"
    has(text, "警示函", "例东街道", "书面回复", "2030年8月12日", "示例")
    talk = LetterAsked("talk", ("例东街道",), "清山不力", when="8月13日9时")
    letters.write(row.id, talk, seen=1, by=by)
    form, text = printed(ground, WarningLetter(row.id, "talk"), read, tmp_path)
    has(text, "约谈函", "8月13日9时", "整改措施", "清山不力")
    assert (form.number, letters.rows(row.id)[1].asked) == (f"{row.number}-2", talk)
    assert [one.asked.why for one in letters.rows(row.id)] == ["山火隐患|未清", "清山不力"]
    history = rows_of(prints.form_of(desk, WarningRecord(row.id)), -1)
    assert "警示函" in history[-2][-1] and "事由：清山不力" in history[-1][-1]
    assert form.letter is not None and form.letter.to == ("例东街道",)
    with pytest.raises(Refused, match="not_released"):
        prints.form_of(desk, WarningRecord(desk.warnings.chain(row.id)[-1].id))


def test_a_calling_on_paper(ground: County, read: Any, tmp_path: Path) -> None:
    desk, by = ground.desk, ground.actor("甲例")
    minutes, posts = desk.callouts.target("weather", 1)
    planned = desk.callouts.preview([ground.town], posts)[:4]
    look = desk.callouts.start(uuid4(), "暴雨红色 叫应", planned, minutes, by=by)
    form, text = printed(ground, CalloutBook(look.id), read, tmp_path)
    assert (form.kind, form.number) == ("callout_book", look.number)
    has(text, "叫应台账", "0/4（0%）", "未呼", "未应名单", "5分钟", "未到时限")
    first, second, *_ = desk.callouts.calls(look.id)
    for outcome, reply in ((Outcome.NO_ANSWER, ""), (Outcome.ANSWERED, "已到岗，已转移12人")):
        desk.clock.advance(seconds=40)
        first = desk.callouts.record(first.id, outcome, by=by, act_id=uuid4(), caller="陈例一", reply=reply, seconds=20)
    second = desk.callouts.record(second.id, Outcome.ANSWERED, by=by, act_id=uuid4())
    desk.callouts.undo(second.id, second.tries[-1].number, by=by)
    desk.clock.advance(minutes=9)
    desk.callouts.end(look.id, "线路中断，改由乡镇转达", seen=desk.callouts.one(look.id).version, by=by)
    form, text = printed(ground, CalloutBook(look.id), read, tmp_path)
    has(
        text,
        "1/4（25%）",
        "已到岗，已转移12人",
        "无人接",
        "接听（已撤销）",
        "线路中断，改由乡镇转达",
        "未达到",
        "08:01:20",
        "陈例一",
    )
    calls, unanswered = rows_of(form, 0), rows_of(form, 1)
    assert first.progress.state is RowState.REACHED and len(unanswered) == 3 and len(calls) == 5
    masked = prints.form_of(desk, CalloutBook(look.id, mask=True))
    phones = {cells[4] for cells in rows_of(masked, 0)}
    assert all("*" in phone for phone in phones), phones
    assert not any("*" in cells[4] for cells in calls)


def test_a_target_that_was_kept_says_so_and_one_that_was_not_says_that(ground: County) -> None:
    desk, by = ground.desk, ground.actor("甲例")
    planned = desk.callouts.preview([ground.town], ())[:1]
    said = []
    for late in (0, 6):
        look = desk.callouts.start(uuid4(), "叫应", planned, 5, by=by)
        desk.clock.advance(minutes=late)
        (call,) = desk.callouts.calls(look.id)
        desk.callouts.record(call.id, Outcome.ANSWERED, by=by, act_id=uuid4())
        desk.clock.advance(minutes=60)
        form = prints.form_of(desk, CalloutBook(look.id))
        said.append(filling_of(form).values["目标"])
    assert said == ["5 分钟　达到", "5 分钟　未达到"]


def test_long_tables_turn_pages_and_each_paper_is_the_countys_own(ground: County, read: Any, tmp_path: Path) -> None:
    desk, by = ground.desk, ground.actor("甲例")
    row = walked(desk.warnings, desk.warnings.draft(ground.form(), by=by), by)
    minutes, posts = desk.callouts.target("weather", 1)
    planned = desk.callouts.preview([ground.town], posts)
    look = desk.callouts.start(uuid4(), "叫应", planned * 3, minutes, by=by, warning_id=row.id)
    desk.settings.change("warning.letter_schemes", "weather", "县预警办法", confirmed=True, by=Actor.tool("tester"))
    for nth, letter in enumerate(("caution", "talk")):
        desk.warning_letters.write(row.id, LetterAsked(letter, ("例东街道",), "山火隐患"), seen=nth, by=by)
    items = {
        "warning_approval": WarningApproval(row.id),
        "warning_record": WarningRecord(row.id),
        "callout_book": CalloutBook(look.id),
        "warning_caution": WarningLetter(row.id, "caution"),
        "warning_talk": WarningLetter(row.id, "talk"),
    }
    assert set(items) == set(WARNING_PAPERS)
    for kind, item in items.items():
        form = prints.form_of(desk, item)
        spec, said = spec_of(prints.dressed(desk, outline(desk, kind))), filling_of(form)
        assert set(said.values) <= spec.names, (kind, set(said.values) - spec.names)
        for table, columns in said.columns.items():
            assert set(columns) <= spec.columns[table], kind
        assert form.watermark == "示例" and form.kind == kind
    assert len(lay_out(prints.form_of(desk, items["callout_book"])).pages) > 1
    # the same from the tool, counted
    folder = ("--data", str(desk.data.root), "print")
    asked = [("warning", row.number, "--paper", paper) for paper in ("approval", "record", "caution", "talk")]
    for nth, words_ in enumerate([*asked, ("callout", look.number)]):
        assert main([*folder, *words_, "--out", str(tmp_path / f"{nth}.pdf")]) == 0
        assert "副本" not in (text := "".join(read(tmp_path / f"{nth}.pdf"))) and "正本" in text, words_
    assert main([*folder, "callout", "JY1", "--out", str(tmp_path / "x.pdf")]) == 1
