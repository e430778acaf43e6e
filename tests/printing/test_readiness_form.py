"""到岗准备报告 on paper: the shift asked for, what each post lacks, the leaders who are elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from tests.kit.planning import add_people, put
from ui import prints
from ui.printing.layout import lay_out

DAY = date(2030, 8, 14)
POST = "主班"


def rows(form, at):
    return [row.cells for row in form.blocks[at].rows]


def test_who_stands_it_what_is_lacking_and_who_decides_for_whom(desk, by):
    add_people(desk, by, "陈例一")
    put(desk, by, DAY, POST, "陈例一")
    slot = desk.roster.plans(DAY, DAY)[0].slot
    desk.roster.note_whereabouts("林例十", "例山市", start=slot.starts_at, end=slot.ends_at, deputy="周例九", by=by)
    form = prints.form_of(desk, prints.Ready(slot.starts_at - timedelta(minutes=1)))
    (mine,) = [row for row in rows(form, 0) if row[0] == POST]
    assert form.title == "到岗准备报告" and form.number == "2030-08-14"
    assert mine[1:4] == ("陈例一", "100-0000-0001", "否") and "还没有告知" in mine[4]
    assert rows(form, 0)[0][:2] == ("带班领导", "缺")
    (away,) = rows(form, 1)
    assert (away[0], away[1], away[3]) == ("林例十", "例山市", "周例九")
    assert "待落实" in form.subtitle[0] and len(lay_out(form).pages) == 1 and form.counted

    desk.readiness.tell(DAY, POST, "陈例一", by=by)
    again = prints.form_of(desk, prints.Ready(slot.starts_at - timedelta(minutes=1)))
    assert next(row for row in rows(again, 0) if row[0] == POST)[3] == "是"
