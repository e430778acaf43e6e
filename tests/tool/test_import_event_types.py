"""``import event-types``: the county's own tree, all or nothing; what is in use is retired, never deleted."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.people import Actor

pytestmark = pytest.mark.long

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HEAD = "code,parent,name,name_en,gb_code,valid_to\n"
LOCAL = HEAD + "10402X1,10402X,小流域滑坡,,,\n10402X,10402,人工边坡滑坡,Cut slope,,\n"


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        file = tmp_path / "类型.csv"
        file.write_bytes(text.encode(encoding))
        return str(file)

    return write


def counts(done):
    return json.loads(done.stdout.splitlines()[-1])


def problems(done):
    return [(one["row"], one["column"]) for one in map(json.loads, done.stdout.splitlines()[:-1])]


def tree(data):
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    rows = desk.event_types.rows()
    desk.close()
    return rows


def test_local_codes_come_in_below_their_parents_in_whatever_order_and_once(store, ask, written):
    first = ask(store, "import", "event-types", written(LOCAL), "--json")
    again = ask(store, "import", "event-types", written(LOCAL, "gb18030"), "--json")

    assert first.returncode == 0, first.stderr
    assert counts(first) == {"read": 2, "added": 2, "updated": 0, "refused": 0, "applied": True}
    assert counts(again) == {"read": 2, "added": 0, "updated": 0, "refused": 0, "applied": True}
    codes = [row.code for row in tree(store)]
    at = codes.index("10402")
    assert codes[at : at + 4] == ["10402", "10402X", "10402X1", "10403"] and codes == sorted(codes)
    found = {row.code: row for row in tree(store)}
    assert (found["10402X1"].name_en, found["10402X1"].gb_code) == ("小流域滑坡", None)
    assert ask(store, "log", "verify").returncode == 0


def test_a_type_in_use_is_retired_by_its_day_and_its_records_keep_their_words(store, ask, written):
    clock = StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
    desk = bootstrap.build(store, clock)
    by = Actor.tool("tester")
    item = desk.intake.register(Intake(uuid4(), "石头滚下来", clock.now(), event_type="10401"), by=by)
    desk.close()

    done = ask(store, "import", "event-types", written("代码,名称,失效日期\n10401,崩塌,2030/8/12\n"), "--json")

    assert counts(done) == {"read": 1, "added": 0, "updated": 1, "refused": 0, "applied": True}
    desk = bootstrap.build(store, clock)
    chosen = {day: {row.code for row in desk.event_types.rows(date(2030, 8, day))} for day in (12, 13)}
    assert "10401" in chosen[12] and chosen[12] - chosen[13] == {"10401"}
    assert desk.intake.one(item.id).event_type_name == "崩塌"
    held = next(row for row in desk.event_types.rows() if row.code == "10401")
    assert (held.parent, held.name_en) == ("104", "Rock fall"), "what the file does not say stays"
    desk.close()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("104X,999,坏,,,", "parent"),
        ("104X,102,坏,,,", "parent"),
        ("104X,104X,自己,,,", "parent"),
        ("104_X,104,坏,,,", "code"),
        (",104,没有代码,,,", "code"),
        ("104X,104,,,,", "name"),
        ("104X,104,坏,,,2030-02-30", "valid_to"),
        ("104X,104,坏,,123456789,", "row"),
        ("10402X,10402,重复,,,", "code"),
    ],
)
def test_a_bad_row_changes_nothing_unless_good_rows_only(store, ask, written, line, column):
    before = len(tree(store))
    file = written(LOCAL + line + "\n")

    refused = ask(store, "import", "event-types", file, "--json")
    assert refused.returncode == 1 and problems(refused) == [(4, column)]
    assert counts(refused)["applied"] is False and len(tree(store)) == before
    dry = ask(store, "import", "event-types", file, "--json", "--dry-run", "--good-rows-only")
    assert counts(dry)["applied"] is False and len(tree(store)) == before
    good = ask(store, "import", "event-types", file, "--json", "--good-rows-only")
    assert good.returncode == 1 and counts(good)["applied"] and len(tree(store)) == before + 2


def test_a_refused_parent_refuses_its_children(store, ask, written):
    done = ask(store, "import", "event-types", written(HEAD + "104Y,105,坏,,,\n104Y1,104Y,孩子,,,\n"), "--json")
    assert problems(done) == [(2, "parent"), (3, "parent")]


@pytest.mark.parametrize(("text", "said"), [("", "No header"), ("甲,乙\n1,2\n", "No header")])
def test_what_is_no_list_is_said(store, ask, written, text, said):
    done = ask(store, "import", "event-types", written(text))
    assert done.returncode == 1 and said in done.stdout


def test_what_is_written_out_comes_in_again_without_a_change(store, ask, tmp_path):
    file = str(tmp_path / "out.csv")
    assert ask(store, "export", "event-types", file).returncode == 0
    done = ask(store, "import", "event-types", file, "--json")
    count = len(tree(store))
    assert counts(done) == {"read": count, "added": 0, "updated": 0, "refused": 0, "applied": True}


def test_many_types_stand_in_the_order_of_their_codes(store, ask, written):
    codes = [f"Q{first}{second}" for first in LETTERS for second in LETTERS]
    done = ask(store, "import", "event-types", written(HEAD + "".join(f"{one},,甲,,,\n" for one in codes)), "--json")
    assert counts(done) == {"read": 676, "added": 676, "updated": 0, "refused": 0, "applied": True}
    held = [row.code for row in tree(store)]
    assert held == sorted(held) and len(held) > 676


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("A3,A4,甲,,,\nA4,A3,乙,,,\n", "gb18030"),
        ("A5,A55,甲,,,\nA55,A5,乙,,,\n", "utf-8-sig"),
        ("A6,A6,甲,,,\n", "utf-8"),
    ],
)
def test_no_circle_comes_in(store, ask, written, text, encoding):
    done = ask(store, "import", "event-types", written(HEAD + text, encoding), "--json")
    assert done.returncode == 1 and not counts(done)["applied"]
    assert {column for _, column in problems(done)} == {"parent"}
    assert not [row for row in tree(store) if row.code.startswith("A")]


def test_the_first_of_two_rows_of_one_code_is_named(store, ask, written):
    done = ask(store, "import", "event-types", written(HEAD + "A7,,甲,,,\nA7,,乙,,,\n", "utf-8-sig"), "--json")
    assert (problems(done), counts(done)["applied"]) == ([(3, "code")], False)


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", "code,name\nA1,甲\n".encode("utf-16"), b"\xff\xfe\x00\x81"])
def test_what_is_no_text_is_one_sentence(store, ask, tmp_path, raw):
    file = tmp_path / "类型.csv"
    file.write_bytes(raw)
    done = ask(store, "import", "event-types", str(file))
    said = done.stderr.splitlines() or done.stdout.splitlines()[:1]
    assert done.returncode == 1 and len(said) == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("what", ["none", "folder"])
def test_a_file_that_is_not_there_is_one_sentence(store, ask, tmp_path, what):
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    done = ask(store, "import", "event-types", str(path))
    assert done.returncode in (1, 2) and len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("by", ["\t", ";"])
def test_a_table_parted_by_tabs_or_semicolons_is_read_as_one_by_commas(ask, store, written, by):
    done = ask(store, "import", "event-types", written(LOCAL.replace(",", by)), "--json")
    assert (done.returncode, counts(done)["added"]) == (0, 2), done.stdout
    assert {row.code: row.name for row in tree(store)}["10402X1"] == "小流域滑坡"
