"""The shift table: by hand, copied, findings, standing in, whereabouts; everything in the books."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from console.domain.duty import PostLine
from console.domain.people import Actor, Role
from console.domain.roster import LEADER, Named
from console.domain.roster_findings import FindingKind
from console.errors import Refused
from console.services import sample
from db.models.people import Person, PhoneNumber

DAY = date(2030, 8, 12)
NIGHT = datetime(2030, 8, 12, 18, 0, tzinfo=UTC)
"""02:00 of the 13th in the station's zone."""


@pytest.fixture
def people(desk, by):
    """Three persons with a mobile, one name that two have, one without a number."""
    from console.services import lines
    from db import books

    with desk.opened.store.writing(by=by) as tx:
        made = [
            Person(id=uuid4(), name=n, version=1) for n in ("陈例一", "曾例三", "林例十", "单例二", "单例二", "䶮例七")
        ]
        numbers = [
            PhoneNumber(
                id=uuid4(),
                person_id=p.id,
                kind="mobile",
                number=f"100-0000-000{at}",
                digits=f"1000000000{at}",
                dial_order=1,
            )
            for at, p in enumerate(made[:5], 1)
        ]
        tx.session.add_all(made)
        tx.flush()
        tx.session.add_all(numbers)
        lines.write(tx, books.AUDIT, "import", "people", at=desk.clock.now(), about=[*made, *numbers])
    return made


def put(desk, by, names, post="主班", day=DAY, shift="whole", seen=()):
    return desk.roster.set_cell(day, shift, post, [Named(name) for name in names], seen=seen, by=by)


def fill(desk, by, day=DAY, main="陈例一", vice="曾例三", leader="林例十", comms="仇例六"):
    for post, name in ((LEADER, leader), ("主班", main), ("副班", vice), ("通信保障岗", comms)):
        put(desk, by, [name], post, day)


def kinds(desk, start=datetime(2030, 8, 12, tzinfo=UTC), days=1):
    return [(f.kind, f.post, f.name) for f in desk.roster.findings(start, start + timedelta(days=days))]


def test_who_is_on_now_who_leads_and_who_comes_next(desk, by, people):
    fill(desk, by)
    fill(desk, by, DAY + timedelta(days=1), main="邹例八")

    now = desk.roster.at(NIGHT)
    assert (now.template, now.shift, now.title, now.day) == ("day24", "whole", "24 小时（08:00 交接）", DAY)
    assert now.posts == (
        PostLine(LEADER, "林例十", "100-0000-0003"),
        PostLine("主班", "陈例一", "100-0000-0001"),
        PostLine("副班", "曾例三", "100-0000-0002"),
        PostLine("通信保障岗", "仇例六", ""),
    )
    assert now.leader.name == "林例十"
    after = desk.roster.next_after(NIGHT)
    assert (after.starts_at, after.posts[1].name) == (datetime(2030, 8, 13, tzinfo=UTC), "邹例八")


def test_an_empty_table_says_nobody_is_on_and_asks_for_every_post(desk):
    assert desk.roster.at(NIGHT) is None
    assert [line.post for line in desk.roster.posts_at(NIGHT)] == [LEADER, "主班", "副班", "通信保障岗"]
    assert {line.name for line in desk.roster.posts_at(NIGHT)} == {""}


def test_posts_at_shortly_before_the_change_are_those_of_the_next_shift(desk, by):
    fill(desk, by)
    fill(desk, by, DAY + timedelta(days=1), main="邹例八")

    assert desk.roster.posts_at(datetime(2030, 8, 12, 22, 59, tzinfo=UTC))[1].name == "陈例一"
    assert desk.roster.posts_at(datetime(2030, 8, 12, 23, 1, tzinfo=UTC))[1].name == "邹例八"
    assert desk.roster.at(datetime(2030, 8, 12, 23, 1, tzinfo=UTC)).posts[1].name == "陈例一"


def test_a_cell_is_replaced_only_as_it_was_seen(desk, by):
    (first,) = put(desk, by, ["陈例一"])
    (second,) = put(desk, by, ["邹例八"], seen=[first.id])
    assert second.name == "邹例八"

    with pytest.raises(Refused) as refused:
        put(desk, by, ["曾例三"], seen=[first.id])
    assert refused.value.code == "changed_meanwhile"
    assert put(desk, by, [], seen=[second.id]) == ()
    assert desk.roster.at(NIGHT) is None


def test_a_cell_that_stays_as_it_is_writes_no_line(desk, by):
    rows = put(desk, by, ["陈例一", "曾例三"])
    before = len(audit(desk))
    again = put(desk, by, ["曾例三", "陈例一"], seen=[row.id for row in rows])

    assert set(again) == set(rows) and len(audit(desk)) == before


def audit(desk):
    with desk.opened.store.reading() as connection:
        return connection.exec_driver_sql("SELECT text FROM audit_entry").scalars().all()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda d, b: put(d, b, ["陈例一"], shift="night"), "no_such_shift"),
        (lambda d, b: put(d, b, ["陈例一"], post="司机"), "no_such_post"),
        (lambda d, b: put(d, b, ["陈例一", "陈例一"]), "named_twice"),
        (lambda d, b: put(d, b, [""]), "bad_name"),
        (lambda d, b: d.roster.set_cell(DAY, "whole", "主班", [Named("陈例一", "电话")], seen=[], by=b), "bad_phone"),
        (lambda d, b: d.roster.copy(DAY, DAY + timedelta(days=1), by=b), "nothing_to_copy"),
        (lambda d, b: d.roster.copy(DAY, DAY, by=b), "nothing_to_copy"),
    ],
)
def test_what_has_no_meaning_is_refused_and_nothing_changes(desk, by, call, code):
    with pytest.raises(Refused) as refused:
        call(desk, by)
    assert refused.value.code == code
    assert desk.roster.at(NIGHT) is None


def test_an_officer_may_not_plan_and_staff_may(desk, by):
    desk.accounts.add("陈例一", Role.ADMIN, "planners of 2030", by=by)
    officer = desk.accounts.add("曾例三", Role.OFFICER, "planners of 2030", by=by).actor
    with pytest.raises(Refused) as refused:
        put(desk, officer, ["陈例一"])
    assert refused.value.code == "not_permitted"
    staff = desk.accounts.add("梁例五", Role.STAFF, "planners of 2030", by=by).actor
    assert put(desk, staff, ["陈例一"])


def test_many_posts_are_filled_in_one_act_or_none(desk, by):
    cells = {(DAY, "whole", "主班"): [Named("陈例一")], (DAY, "whole", "副班"): [Named("曾例三")]}
    before = len(audit(desk))
    with pytest.raises(Refused):
        desk.roster.fill(cells | {(DAY, "whole", "司机"): [Named("梁例五")]}, by=by)
    assert desk.roster.at(NIGHT) is None
    desk.roster.fill(cells, by=by)
    assert [line.name for line in desk.roster.at(NIGHT).posts] == ["", "陈例一", "曾例三", ""]
    assert len(audit(desk)) == before + 1
    with pytest.raises(Refused) as refused:
        desk.roster.fill(cells, by=by)
    assert refused.value.code == "changed_meanwhile"


def test_a_week_is_copied_forward_into_what_is_empty(desk, by):
    for offset in range(7):
        fill(desk, by, DAY + timedelta(days=offset), main=f"样例{'一二三四五六七'[offset]}")
    put(desk, by, ["邹例八"], day=DAY + timedelta(days=8))

    assert desk.roster.copy(DAY, DAY + timedelta(days=7), 7, by=by) == 27
    mains = [plan.of("主班")[0].name for plan in desk.roster.plans(DAY + timedelta(days=7), DAY + timedelta(days=13))]
    assert mains == ["样例一", "邹例八", "样例三", "样例四", "样例五", "样例六", "样例七"]


# findings


def test_a_table_without_one_line_is_one_finding(desk):
    assert kinds(desk, days=20) == [(FindingKind.EMPTY, "", "")]


def test_gaps_of_a_shift_and_of_a_post(desk, by, people):
    put(desk, by, ["陈例一"])

    found = kinds(desk, days=2)
    assert {row[1] for row in found if row[0] is FindingKind.POST_GAP} == {LEADER, "副班", "通信保障岗"}
    assert found[-1] == (FindingKind.SHIFT_GAP, "", "")


def test_a_complete_shift_of_known_people_has_no_finding(desk, by, people):
    fill(desk, by, comms="䶮例七")
    lines = desk.roster.plans(DAY, DAY)[0].of("通信保障岗")
    desk.roster.set_cell(DAY, "whole", "通信保障岗", [Named("䶮例七", "9999-0007")], seen=[lines[0].id], by=by)

    assert kinds(desk) == []


def test_one_person_on_two_posts_and_in_two_shifts_at_once(desk, by, people):
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)
    for post in (LEADER, "值班长", "协调调度岗", "综合信息岗"):
        put(desk, by, ["陈例一"], post, shift="day")
    found = {row for row in kinds(desk) if row[0] is FindingKind.TWO_POSTS}

    assert len(found) == 3 and {name for _, _, name in found} == {"陈例一"}


def test_more_than_24_hours_without_a_break_but_not_for_leaders(desk, by, people):
    fill(desk, by)
    fill(desk, by, DAY + timedelta(days=1), main="陈例一", vice="邹例八")

    found = desk.roster.findings(datetime(2030, 8, 13, tzinfo=UTC), datetime(2030, 8, 13, 20, tzinfo=UTC))
    assert [(row.post, row.name, row.more) for row in found if row.kind is FindingKind.TOO_LONG] == [
        ("主班", "陈例一", "48"),
        ("通信保障岗", "仇例六", "48"),
    ]


def test_two_shifts_of_twelve_hours_in_a_row_are_not_too_long_and_three_are(desk, by, people):
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)
    put(desk, by, ["陈例一"], "值班长", shift="day")
    put(desk, by, ["陈例一"], "值班长", shift="night")
    assert FindingKind.TOO_LONG not in {row[0] for row in kinds(desk, days=3)}

    put(desk, by, ["陈例一"], "值班长", DAY + timedelta(days=1), "day")
    assert [row.more for row in desk.roster.findings(NIGHT, NIGHT + timedelta(days=1)) if row.kind == "too_long"] == [
        "36"
    ]


def test_who_has_no_telephone_is_unknown_or_has_a_double_is_amber(desk, by, people):
    fill(desk, by, main="单例二", vice="䶮例七", comms="陌例九")

    found = desk.roster.findings(datetime(2030, 8, 12, tzinfo=UTC), datetime(2030, 8, 13, tzinfo=UTC))
    assert {(row.kind, row.name) for row in found} == {
        (FindingKind.AMBIGUOUS, "单例二"),
        (FindingKind.NO_PHONE, "单例二"),
        (FindingKind.NO_PHONE, "䶮例七"),
        (FindingKind.NO_PERSON, "陌例九"),
    }
    assert not any(row.serious for row in found)


def test_lines_of_another_template_are_named(desk, by, people):
    fill(desk, by)
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)

    assert FindingKind.OTHER_TEMPLATE in {row[0] for row in kinds(desk)}


def test_planning_a_day_anew_takes_the_lines_of_the_old_template_off(desk, by, people):
    fill(desk, by)
    desk.settings.change("duty.template", "two12", "样例", confirmed=True, by=by)
    put(desk, by, ["陈例一"], "值班长", shift="day")

    assert FindingKind.OTHER_TEMPLATE not in {row[0] for row in kinds(desk)}
    assert desk.log.verify().fault is None


def test_a_template_that_is_no_longer_there_is_told(desk, by, people):
    desk.lists.retire("templates", "day24", seen=0, by=by)

    assert kinds(desk)[0][0] is FindingKind.NO_TEMPLATE
    with pytest.raises(Refused) as refused:
        desk.settings.change("duty.template", "day24", "样例", confirmed=True, by=by)
    assert refused.value.code == "no_such_template"


# standing in


@pytest.fixture
def watch(desk):
    officer = desk.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=Actor.tool("tester")).actor
    desk.duty.take_over_empty([PostLine(LEADER, "林例十"), PostLine("主班", "陈例一", "1")], by=officer)
    return officer


def during(**more):
    start = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)
    return {"start": start, "end": start + timedelta(hours=24), **more}


def test_standing_in_during_the_watch_changes_who_is_shown_on_it(desk, by, people, watch):
    fill(desk, by)
    row = desk.roster.substitute("主班", "陈例一", Named("曾例三"), "发热就医", **during(), by=watch)

    assert row.phone == "100-0000-0002"
    assert desk.duty.on_watch().posts == (PostLine(LEADER, "林例十", ""), PostLine("主班", "曾例三", "100-0000-0002"))
    assert desk.roster.at(desk.clock.now()).posts[1].name == "曾例三"
    assert "替班 主班：曾例三 代 陈例一；发热就医" in [entry.text for entry in desk.log.newest()]
    assert (FindingKind.TWO_POSTS, "副班", "曾例三") in kinds(desk)

    desk.roster.take_back(row.id, "本人已到岗", by=watch)
    assert desk.duty.on_watch().posts[1] == PostLine("主班", "陈例一", "1"), "as the watch was taken"
    assert desk.roster.at(desk.clock.now()).posts[1].name == "陈例一"


def test_standing_in_later_waits_for_its_shift(desk, by, people, watch):
    fill(desk, by, DAY + timedelta(days=1))
    later = datetime(2030, 8, 13, 0, 0, tzinfo=UTC)
    desk.roster.substitute(
        "主班", "陈例一", Named("䶮例七"), "调休", start=later, end=later + timedelta(hours=24), by=watch
    )

    assert desk.duty.on_watch().posts[1].name == "陈例一"
    assert desk.roster.next_after(desk.clock.now()).posts[1].name == "䶮例七"
    assert desk.roster.posts_at(later - timedelta(minutes=10))[1].name == "䶮例七"


@pytest.mark.parametrize(
    ("absent", "who", "reason", "span", "code"),
    [
        ("陈例一", "陈例一", "x", during(), "stands_in_same"),
        ("邹例八", "曾例三", "x", during(), "not_on_post"),
        ("陈例一", "曾例三", " ", during(), "text_empty"),
        ("陈例一", "", "x", during(), "bad_name"),
        ("陈例一", "曾例三", "x", during(end=datetime(2030, 8, 11, tzinfo=UTC)), "bad_span"),
    ],
)
def test_standing_in_that_cannot_be_is_refused(desk, by, people, watch, absent, who, reason, span, code):
    with pytest.raises(Refused) as refused:
        desk.roster.substitute("主班", absent, Named(who), reason, **span, by=watch)
    assert refused.value.code == code
    assert desk.duty.on_watch().posts[1].name == "陈例一"


def test_both_a_and_b_away_is_serious(desk, by, people, watch):
    fill(desk, by)
    desk.roster.substitute("主班", "陈例一", Named("邹例八"), "出差", **during(), by=watch)
    desk.roster.note_whereabouts("邹例八", "例市开会", start=desk.clock.now(), by=watch)

    found = desk.roster.findings(desk.clock.now(), desk.clock.now() + timedelta(hours=1))
    assert [(row.kind, row.name, row.more) for row in found if row.serious] == [
        (FindingKind.BOTH_AWAY, "陈例一", "邹例八")
    ]


# where leaders are


def test_where_a_leader_is_and_that_they_are_back(desk, by, people):
    now = desk.clock.now()
    desk.roster.note_whereabouts("林例十", "例山镇", start=now, end=now + timedelta(hours=6), deputy="陈例一", by=by)
    (row,) = desk.roster.whereabouts(now)

    assert (row.place, row.phone, row.deputy) == ("例山镇", "100-0000-0003", "陈例一")
    assert desk.roster.whereabouts(now + timedelta(hours=6)) == []
    desk.roster.end_whereabouts(row.id, seen=row.version, by=by)
    assert desk.roster.whereabouts(now) == []
    with pytest.raises(Refused):
        desk.roster.end_whereabouts(row.id, seen=row.version, by=by)


def test_nobody_is_in_two_places(desk, by):
    now = desk.clock.now()
    desk.roster.note_whereabouts("林例十", "例山镇", start=now, by=by)
    desk.roster.note_whereabouts("林例十", "例市", start=now + timedelta(hours=1), by=by)

    assert [row.place for row in desk.roster.whereabouts(now)] == ["例山镇"]
    assert [row.place for row in desk.roster.whereabouts(now + timedelta(hours=2))] == ["例市"]


def test_a_short_way_out_of_a_long_one_does_not_bring_the_leader_back(desk, by):
    now, hour = desk.clock.now(), timedelta(hours=1)
    note = desk.roster.note_whereabouts
    note("林例十", "例市", start=now, end=now + 8 * hour, phone="100-0000-0009", deputy="陈例一", by=by)
    note("林例十", "例山镇", start=now + hour, end=now + 2 * hour, by=by)
    places = [[row.place for row in desk.roster.whereabouts(now + n * hour)] for n in (0, 1, 2, 7, 8)]
    (after,) = desk.roster.whereabouts(now + 2 * hour)

    assert places == [["例市"], ["例山镇"], ["例市"], ["例市"], []]
    assert (after.phone, after.deputy, after.from_at) == ("100-0000-0009", "陈例一", now + 2 * hour)
    assert desk.log.verify().fault is None


def test_a_short_way_out_before_or_at_the_start_of_an_open_one_leaves_the_rest(desk, by):
    now, hour = desk.clock.now(), timedelta(hours=1)
    desk.roster.note_whereabouts("林例十", "例市", start=now, by=by)
    desk.roster.note_whereabouts("林例十", "例山镇", start=now, end=now + hour, by=by)
    desk.roster.note_whereabouts("林例十", "例河镇", start=now + hour, end=now + 2 * hour, by=by)

    places = [[row.place for row in desk.roster.whereabouts(now + n * hour)] for n in (0, 1, 2)]
    assert places == [["例山镇"], ["例河镇"], ["例市"]]


def test_the_books_agree_with_every_row(desk, by, people, watch):
    fill(desk, by)
    row = desk.roster.substitute("主班", "陈例一", Named("曾例三"), "就医", **during(), by=watch)
    desk.roster.take_back(row.id, "本人已到岗", by=watch)
    desk.roster.note_whereabouts("林例十", "例山镇", start=desk.clock.now(), by=watch)
    (there,) = desk.roster.whereabouts(desk.clock.now())
    desk.roster.end_whereabouts(there.id, seen=there.version, by=watch)

    assert desk.log.verify().fault is None


def test_the_sample_county_is_planned(county_store):
    from console import bootstrap

    desk = bootstrap.build(county_store)
    try:
        now = desk.roster.at(datetime(2030, 8, 12, 4, 0, tzinfo=UTC))
        assert [(line.post, line.name) for line in now.posts] == [
            (LEADER, "林例十"),
            ("主班", "陈例一"),
            ("副班", "曾例三"),
            ("通信保障岗", "仇例六"),
        ]
        start = datetime(2030, 8, 10, tzinfo=UTC)
        assert [f for f in desk.roster.findings(start, start + timedelta(days=11)) if f.serious] == []
        assert sample.starts_at() < now.ends_at
    finally:
        desk.close()
