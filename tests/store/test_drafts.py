"""Drafts: typed text survives kill -9, never gives a second number, and never stops the program from starting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import pytest

from console.domain.draft import Draft
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.errors import Refused
from db import drafts as file
from db import sqlite


def draft(clock, form="intake", **content):
    return Draft(uuid4(), form, "样例村12 山体裂缝", content, clock.now(), clock.now(), "陈例一")


def test_what_was_typed_is_there_oldest_first(desk, clock):
    first = draft(clock, summary="裂\ud800缝", figures={"dead": None, "missing": 0})
    assert desk.drafts.save(first)
    clock.advance(seconds=1)
    second = draft(clock, "line", text="b")
    desk.drafts.save(second)
    desk.drafts.save(replace(first, title="改", started_at=clock.now()))

    kept, other = desk.drafts.open()
    assert (kept.content, kept.title) == (first.content, "改")
    assert (kept.started_at, kept.saved_at) == (first.started_at, clock.now())
    assert other == second and desk.drafts.open("line") == (second,)


def test_a_late_save_does_not_bring_a_finished_draft_back(desk, clock):
    for end in (lambda d: desk.drafts.finish(d.id, "JB2030-000001"), lambda d: desk.drafts.discard(d.id)):
        one = draft(clock)
        desk.drafts.save(one)
        end(one)

        assert desk.drafts.save(one) is False and desk.drafts.open() == ()


def test_ended_drafts_go_after_thirty_days_and_unfinished_ones_never(desk, clock):
    ended, waiting = draft(clock), draft(clock)
    desk.drafts.save(ended)
    desk.drafts.save(waiting)
    desk.drafts.finish(ended.id, "JB2030-000001")

    clock.advance(days=30)
    assert desk.drafts.rotate(clock.now()) == 0
    clock.advance(days=400)
    assert desk.drafts.rotate(clock.now()) == 1
    assert desk.drafts.open() == (waiting,)


TYPES = """
import sys, time
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from console import bootstrap
from console.config import DataDir
from console.domain.draft import Draft
from console.domain.inbound import Intake
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
by = bootstrap.tool_actor()
at = desk.clock.now()
text = "样例村12 山体裂缝,5 户"
draft = Draft(UUID(sys.argv[2]), "intake", "", {}, at, at, "陈例一")
for end in range(1, len(text) + 1):
    draft = replace(draft, title=text[:end], content={"summary": text[:end], "received_at": at.isoformat()})
    desk.drafts.save(draft)
if sys.argv[3] == "entry":
    print(desk.intake.register(Intake(draft.id, text, at), by=by).number, flush=True)
else:
    print("typed", flush=True)
sys.stdin.readline()
"""


def killed_while(data, draft_id, doing):
    """A real process types and is killed; what it said before."""
    command = [sys.executable, "-c", TYPES, str(data.root), str(draft_id), doing]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as typing:
        said = typing.stdout.readline().strip()
        os.kill(typing.pid, signal.SIGKILL)
    return said


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_typed_text_survives_kill_9(desk, data):
    wanted = uuid4()
    assert killed_while(data, wanted, "draft") == "typed"

    (kept,) = desk.drafts.open("intake")
    assert (kept.id, kept.content["summary"]) == (wanted, "样例村12 山体裂缝,5 户")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_killed_between_entry_and_finish_gives_no_second_number(desk, data, by):
    number = killed_while(data, uuid4(), "entry")
    (kept,) = desk.drafts.open("intake")
    received = desk.intake.newest()[0].received_at

    again = desk.intake.register(Intake(kept.id, kept.content["summary"], received), by=by)
    desk.drafts.finish(kept.id, again.number)

    assert again.number == number and len(desk.intake.newest()) == 1 and desk.drafts.open() == ()


def test_saving_again_with_other_content_is_refused_not_dropped(desk, by, clock):
    form = Intake(uuid4(), "样例村12 山体裂缝", clock.now())
    first = desk.intake.register(form, by=by)

    with pytest.raises(Refused) as refused:
        desk.intake.register(replace(form, summary="样例村12 山体裂缝,失联 1 人"), by=by)
    assert (refused.value.code, refused.value.facts["number"]) == ("already_taken_in", first.number)


def test_a_quick_line_keeps_the_id_of_its_draft(desk, by, clock):
    line = draft(clock, "line", text="例行试通")
    desk.drafts.save(line)
    first = desk.log.add(NewEntry(line.id, line.content["text"]), by=by)

    again = desk.log.add(NewEntry(line.id, line.content["text"]), by=by)
    assert again.existing and again.number == first.number


@pytest.mark.parametrize("damage", ["no database", "cut", "from the future"])
def test_a_damaged_file_is_set_aside_and_typing_goes_on(desk, data, clock, damage):
    desk.drafts.save(draft(clock, text="x" * 30_000))
    desk.drafts.close()
    if damage == "from the future":
        connection = sqlite.library().connect(data.drafts)
        connection.execute("PRAGMA user_version=99")
        connection.close()
    else:
        whole = data.drafts.read_bytes()
        data.drafts.write_bytes(b"no database " * 400 if damage == "no database" else whole[:8192])

    fresh = draft(clock, text="新")
    assert desk.drafts.save(fresh) and desk.drafts.open() == (fresh,)
    assert (data.root / "drafts-damaged-20300812T000000Z.sqlite3").exists()


def test_damage_while_open_in_two_places_loses_no_later_word(desk, data, clock):
    other = file.DraftFile(data.drafts, clock.now)
    desk.drafts.save(draft(clock))
    other.save(draft(clock))
    desk.drafts.close()
    other.close()
    data.drafts.write_bytes(b"garbage" * 1000)
    mine, theirs = draft(clock), draft(clock)

    assert desk.drafts.save(mine) and other.save(theirs)

    assert {one.id for one in desk.drafts.open()} == {mine.id, theirs.id} == {one.id for one in other.unfinished()}
    assert len(list(data.root.glob("drafts-damaged-*.sqlite3"))) == 1
    other.close()


def test_drafts_are_synced_like_the_books(data, clock):
    data.make()
    drafts = file.DraftFile(data.drafts, clock.now)
    drafts.save(draft(clock))

    run = drafts._connection().execute
    assert (run("PRAGMA journal_mode").fetchone()[0], run("PRAGMA synchronous").fetchone()[0]) == ("wal", 2)
    assert file.count_unfinished(data.drafts) == 1
    drafts.close()
