"""Messages of others: what is clear fills a draft, what is not is noted, what is not taken in leaves a line only."""

from __future__ import annotations

import hashlib
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from console import bootstrap
from console.cap.reading import LARGEST
from console.changes import Topic
from console.desk import wire_runner
from console.domain.people import Actor, ActorKind
from console.domain.realm import Realm
from console.domain.warning import Act, Kind, Origin, State
from console.domain.warning_form import Chosen, Drawn, voice_digest
from console.errors import Refused
from console.seat_file import SeatFile
from console.services import cap_watch
from db import attachments
from tests.cap.files import FORWARDED, following
from tests.kit.links import waited
from tests.kit.warning import WORD, county

VOICE = "乡亲们请注意，暴雨预警，请远离河边。"
TOOL = Actor.tool("tester")
IDENTIFIER = "99000041600000_20300812075500_0"
SHARED = Path("/work/shared/data/cap")


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def refused(ground, data, name="x.xml", by=TOOL):
    before = counts(ground)
    with pytest.raises(Refused) as found:
        ground.desk.cap_files.take(data if isinstance(data, bytes) else data.encode(), name, by=by)
    book = "log_entry" if by.kind is ActorKind.PROGRAM else "audit_entry"
    after = counts(ground)
    assert {name for name in before if after[name] != before[name]} == {book} and after[book] == before[book] + 1
    return found.value.code


def counts(ground):
    folder = ground.desk.data.attachments
    names = ("warning", "cap_file", "attachment", "attachment_link", "warning_step", "log_entry", "audit_entry")
    with ground.desk.opened.store.reading() as connection:
        found = {name: connection.execute(sql(f"SELECT count(*) FROM {name}")).scalar() for name in names}
    return found | {"files": sum(path.is_file() for path in folder.rglob("*"))}


def finished(ground, row, **more):
    """A draft made of a file, brought to where it holds."""
    desk, first = ground.desk, ground.actor("甲例")
    facts = {"groups": (ground.group,), "channels": (Chosen("tv"),), "sms": "暴雨预警。", "voice": VOICE,
             "listened": voice_digest(VOICE)} | more  # fmt: skip
    row = desk.warnings.edit(replace(row.form, **facts), seen=row.version, by=first)
    row = desk.warnings.submit(row.id, seen=row.version, by=first)
    row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    return desk.warnings.release(row.id, seen=row.version, by=first)


def test_a_message_of_the_province_becomes_a_draft_that_can_be_followed(ground):
    desk, take = ground.desk, ground.desk.cap_files.take
    data = FORWARDED.encode()
    taken = take(data, "省预警.xml", by=TOOL)
    assert (taken.identifier, taken.again, taken.signed, taken.notes) == (IDENTIFIER, False, False, ())
    row = desk.warnings.one(taken.warning_id)
    form = row.form
    assert (row.number, row.state, row.origin) == (taken.number, State.DRAFT, Origin.FORWARDED)
    assert (form.signal, form.level, form.scheme) == ("02", "weather_orange", "weather")
    assert (form.title, form.issuer) == ("【演练用】示例省气象台发布暴雨橙色预警", "示例省气象台")
    assert (form.full, form.guide, form.source_number) == ("预计未来六小时有暴雨。", "注意防范。", IDENTIFIER)
    assert form.places == (ground.town,) and form.area_words == "例县 例东街道"
    assert form.drawn == (
        Drawn(((28.05, 120.6), (28.05, 120.65), (28.1, 120.65))), Drawn(((28.09, 120.65),), 2.5)
    )  # fmt: skip
    assert (form.expires - desk.clock.now()).total_seconds() == 6 * 3600
    digest = hashlib.sha256(data).digest()
    place = attachments.place_of(desk.data.attachments, digest)
    assert place.read_bytes() == data and [one.digest for one in desk.files.of(row.id)] == [digest]

    again = take(data, "又一次.xml", by=TOOL)
    assert (again.again, again.number) == (True, taken.number) and len(desk.cap_files.rows()) == 1
    assert refused(ground, FORWARDED.replace("有暴雨", "有大暴雨")) == "cap_other_bytes"
    assert refused(ground, following("Cancel", "b", IDENTIFIER)) == "cap_nothing_to_cancel", "not passed on yet"

    row = finished(ground, row)
    red = {"橙色": "红色", "Severe": "Extreme", "六小时": "五小时"}
    upgrade = take(following("Update", "c", "unknown", IDENTIFIER, **red).encode(), "c.xml", by=TOOL)
    change = desk.warnings.one(upgrade.warning_id)
    assert (change.form.kind, change.previous_id, change.level) == (Kind.CHANGE, row.id, "weather_red")
    assert [one.channel for one in change.form.channels] == ["tv"] and change.form.groups == row.form.groups
    assert refused(ground, following("Update", "d", IDENTIFIER), by=Actor.program()) == "follower_open"
    change = finished(ground, change)
    assert desk.warnings.one(row.id).state is State.CHANGED
    strange = following("Cancel", "s", IDENTIFIER, "c").replace("<sender>province@", "<sender>elsewhere@")
    strange = take(strange.encode(), "s.xml", by=TOOL)
    assert [note.code for note in strange.notes] == ["other_sender"], "anybody can name somebody else's message"
    false = desk.warnings.one(strange.warning_id)
    desk.warnings.abandon(false.id, "不是省里的", seen=false.version, by=ground.actor("甲例"))
    lift = desk.warnings.one(take(following("Cancel", "e", IDENTIFIER, "c").encode(), "e.xml", by=TOOL).warning_id)
    assert (lift.form.kind, lift.previous_id, lift.root_id) == (Kind.LIFT, change.id, row.id)
    desk.warnings.abandon(lift.id, "试", seen=lift.version, by=ground.actor("甲例"))
    alone = take(following("Update", "f", "nobody").encode(), "f.xml", by=TOOL)
    assert [note.code for note in alone.notes] == ["update_alone"]
    assert desk.warnings.one(alone.warning_id).form.kind is Kind.FIRST
    assert desk.log.verify().fault is None


UNCLEAR = [
    ("<event>暴雨</event>", "<event>流星雨</event>", {"signal": "", "level": ""}, "no_signal"),
    ("<event>暴雨</event>", "<event>暴雨预警信号</event>", {"signal": "02"}, ""),
    ("GB/T 2260", "CPEAS Geographic Code", {"signal": "02", "area_words": "例县 例东街道"}, ""),
    ("暴雨橙色预警", "更新暴雨橙色预警[Ⅱ级/严重]", {"level": "weather_orange"}, ""),
    ("暴雨橙色", "暴雨红色", {"signal": "02", "level": ""}, "no_level"),
    ("暴雨橙色", "暴雨", {"level": "weather_orange"}, ""),
    ("990101001000", "330324000000", {"places": ()}, "places_elsewhere"),
    ("120.65 2.5", "120.65 0", {}, "drawn_left_out"),
    ("预计未来", "甲" * 4000, {}, "cut"),
    ("<scope>Public</scope>", "<scope>Private</scope><addresses>a</addresses>", {}, "scope"),
    (IDENTIFIER, "x" * 150, {"source_number": ""}, "long_identifier"),
    ("<language>zh-CN</language>", "<language>fr</language>", {"issuer": "province@example.invalid"}, "not_chinese"),
    ("</alert>", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></alert>', {"signal": "02"}, "signed"),
    ("预计未来", "预计\x85未来", {"full": "预计 未来六小时有暴雨。"}, ""),
    ("28.05,120.6 28.05", "28.05,120.6 " + "28.06,120.7 " * 600 + "28.05", {}, "drawn_left_out"),
]  # fmt: skip


def test_what_is_not_clear_stays_empty_and_is_noted(ground):
    for at, (old, new, wanted, note) in enumerate(UNCLEAR):
        assert old in FORWARDED
        text = FORWARDED.replace(old, new)
        if IDENTIFIER in text:
            text = text.replace(IDENTIFIER, f"n{at}")
        taken = ground.desk.cap_files.take(text.encode(), f"{at}.xml", by=TOOL)
        form = ground.desk.warnings.one(taken.warning_id).form
        assert {name: getattr(form, name) for name in wanted} == wanted, new
        assert form.places or "CPEAS" not in new, new
        codes = {one.code for one in taken.notes}
        assert note in codes if note else not codes, (new, codes)
        assert all("cap.note" not in one.said() for one in taken.notes)


def test_what_is_refused_leaves_a_line_only(ground):
    assert refused(ground, b"") == "cap_faulty"
    assert refused(ground, b" " * (LARGEST + 1)) == "cap_faulty"
    assert refused(ground, FORWARDED.replace("<urgency>Immediate", "<urgency>Now"), by=Actor.program()) == "cap_faulty"
    ack = following("Ack", "g", IDENTIFIER)
    assert refused(ground, ack) == "cap_not_warning"
    assert refused(ground, FORWARDED.replace(IDENTIFIER, "y" * 201)) == "cap_name_long"
    with pytest.raises(Refused, match="not_permitted"):
        ground.desk.cap_files.take(FORWARDED.encode(), "x.xml", by=ground.actor("戊例"))


def test_a_live_store_takes_in_what_is_real_and_nothing_else(data):
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    try:
        for status in ("Exercise", "Test", "Draft", "System"):
            text = FORWARDED.replace("Actual", status).replace("</scope>", "</scope><note>n</note>")
            with pytest.raises(Refused, match="cap_not_actual"):
                desk.cap_files.take(text.encode(), "x.xml", by=TOOL)
        assert desk.warnings.rows() == []
        taken = desk.cap_files.take(FORWARDED.encode(), "x.xml", by=TOOL)
        row = desk.warnings.one(taken.warning_id)
        assert row.title == "示例省气象台发布暴雨橙色预警" and row.number.startswith("YJ20")
    finally:
        desk.close()


def test_who_hands_in_what_the_program_took_in_answers_for_it(ground):
    """Nobody alone: else a commander could sign what no person but himself ever had in hand."""
    desk, commander = ground.desk, ground.actor("丙例")
    taken = desk.cap_files.take(FORWARDED.encode(), "x.xml", by=Actor.program())
    row = desk.warnings.one(taken.warning_id)
    assert [one.act for one in desk.warnings.history(row.id)] == [Act.DRAFT]
    facts = {"groups": (ground.group,), "channels": (Chosen("tv"),), "sms": "暴雨预警。", "voice": VOICE,
             "listened": voice_digest(VOICE)}  # fmt: skip
    with desk.opened.store.writing(by=Actor.program()) as tx:
        from console.services.warning_codec import form_text
        from db.models.warnings import WarningMessage

        tx.session.get(WarningMessage, row.id).form = form_text(replace(row.form, **facts))
    row = desk.warnings.submit(row.id, seen=row.version, by=commander, urgent="堤坝已漫顶")
    with pytest.raises(Refused, match="own_signature"):
        desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest)


def test_a_folder_is_looked_into_and_each_file_moved_aside_once_it_rests(ground, tmp_path):
    desk, watch, folder = ground.desk, ground.desk.cap_watch, tmp_path / "收件"
    assert watch.step() == 0 and watch.trouble == ""
    SeatFile(desk.data.seat).change(cap_folder=str(folder))
    assert watch.step() == 0 and watch.trouble
    folder.mkdir()
    half = FORWARDED.encode()[:500]
    (folder / "a.xml").write_bytes(half)
    (folder / "notes.txt").write_text("no", "utf-8")
    (folder / ".b.xml").write_bytes(half)
    (folder / "link.xml").symlink_to(folder / "notes.txt")
    (folder / "c.CAP").write_bytes(b"broken")
    assert watch.step() == 0 and watch.trouble == "", "it may be half written"
    desk.clock.advance(seconds=1)
    (folder / "a.xml").write_bytes(FORWARDED.encode())
    assert watch.step() == 0
    desk.clock.advance(seconds=1)
    assert watch.step() == 1 and (folder / "bad" / "c.CAP").read_bytes() == b"broken"
    desk.clock.advance(seconds=1)
    assert watch.step() == 1 and [one.name for one in desk.cap_files.rows()] == ["a.xml"]
    assert (folder / "done" / "a.xml").read_bytes() == FORWARDED.encode()
    assert desk.warnings.one(desk.cap_files.rows()[0].warning_id).drafted_at == desk.clock.now()
    assert "未收入预警文件 c.CAP" in " ".join(line.text for line in desk.log.newest(10))

    shutil.copy(folder / "done" / "a.xml", folder / "a.xml")
    watch.step()
    desk.clock.advance(seconds=2)
    assert watch.step() == 1 and len(desk.cap_files.rows()) == 1 and len(list((folder / "done").iterdir())) == 2
    assert sorted(path.name for path in folder.iterdir()) == [".b.xml", "bad", "done", "link.xml", "notes.txt"]

    (folder / "bad").rename(folder / "was bad")
    (folder / "bad").write_text("a file where the folder should be", "utf-8")
    (folder / "d.xml").write_bytes(b"broken too")
    watch.step()
    desk.clock.advance(seconds=2)
    assert watch.step() == 1 and watch.step() == 0 and watch.trouble, "known, though it could not be moved"


def test_a_drive_that_hangs_is_said_and_holds_up_nobody(ground, tmp_path, monkeypatch):
    """The look waits for the disk once; what is sent on the same thread goes on."""
    monkeypatch.setattr(cap_watch, "PATIENCE", 0.05)
    answers, asked = threading.Event(), []

    def slow(folder):
        asked.append(folder)
        answers.wait(20)
        return cap_watch.listed(folder)

    (tmp_path / "a.xml").write_text(FORWARDED, "utf-8")
    watch = cap_watch.CapWatch(
        ground.desk.clock, lambda: str(tmp_path), lambda path: ground.desk.cap_files.take_file(path, by=TOOL), slow
    )
    for _ in range(3):
        assert watch.step() == 0 and watch.kind == "slow"
    assert len(asked) == 1, "one thread waits, not one for each look"
    assert watch.lamp(looked=True).code == "lamp.cap.slow"
    answers.set()
    monkeypatch.setattr(cap_watch, "PATIENCE", 20)
    watch._look.late = False
    watch.step()
    ground.desk.clock.advance(seconds=3)
    assert watch.step() == 1 and watch.kind == "" and len(ground.desk.cap_files.rows()) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="files of the shared folder")
def test_real_messages_of_others_come_in(ground):
    done = 0
    for path in sorted((SHARED / "peer-valid").iterdir()):
        try:
            taken = ground.desk.cap_files.take_file(path, by=TOOL)
        except Refused as why:
            assert why.code == "cap_nothing_to_cancel", (path.name, why.code)
            continue
        assert ground.desk.warnings.one(taken.warning_id).title.startswith("【演练用】"), path.name
        done += 1
    assert done > 3


def test_whoever_runs_the_wire_looks_into_the_folder(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(wire_runner, "IDLE_SECONDS", 0.02)
    SeatFile(desk.data.seat).change(cap_folder=str(tmp_path))
    (tmp_path / "a.xml").write_text(FORWARDED, "utf-8")
    taken = []
    leave = desk.feed.subscribe(lambda changes: taken.append(Topic.WARNINGS in changes.topics))
    desk.wire.start()
    try:

        def moved():
            desk.clock.advance(seconds=1)
            return (tmp_path / "done" / "a.xml").is_file()

        waited(moved)
    finally:
        desk.wire.stop()
        leave()
    assert any(taken) and [one.received_by for one in desk.cap_files.rows()] == ["program"]
