"""What people paste and machines send: refused by name or kept as given, searched and exported."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from console.domain.log import NewEntry

pytestmark = pytest.mark.long

KEPT = {
    "rare hanzi": "䶮例五、𬭩例六报：𠮷田路",
    "emoji": "🚒🧯👩🏽‍🚒 已到场",
    "bidi": "门牌 \u202e321\u202c 号 \u2067abc\u2069",
    "combining": "e\u0301tat ａｂｃ １２３",
    "tabs and lines": "一\t二\n三",
    "markup": "<b>&amp;</b> %s {0} \\n ' \" ; DROP TABLE log_entry; --",
    "looks like an escape": "零件 _x0041_ 号",
    "noncharacters": "\ufffe\uffff\U0010ffff",
}


@pytest.fixture
def store(new_store):
    return new_store


def lines_of(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_hard_texts_come_back_as_they_were_given(ask, store, tmp_path):
    given = "\n".join(json.dumps({"text": text}) for text in KEPT.values())
    assert ask(store, "log", "add", given=given).returncode == 0

    for ending in ("json", "csv", "xlsx"):
        done = ask(store, "log", "export", str(tmp_path / f"o.{ending}"))
        assert done.returncode == 0, done.stderr

    rows = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert [row["text"] for row in rows] == list(KEPT.values())
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == list(KEPT.values())
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert [unescape(row[5]) for row in sheet.iter_rows(min_row=2, values_only=True)] == list(KEPT.values())


@pytest.mark.parametrize("word", ["䶮", "𬭩", "䶮例五", "𠮷田", "🚒", "abc １２３", "DROP TABLE"])
def test_hard_words_are_found(ask, store, word):
    given = "\n".join(json.dumps({"text": text}) for text in [*KEPT.values(), "别的一条"])
    ask(store, "log", "add", given=given)

    (found,) = lines_of(ask(store, "log", "search", word, "--json"))

    assert found["text"] in KEPT.values()


def test_refused_texts_are_named_one_by_one_and_the_rest_goes_on(ask, store):
    bad = ["a\0b", "\x1b[31mred", "\x7f", "\x85", "", " \n", "字" * 20_001]
    lines = [json.dumps({"text": text}) for text in bad]
    lines += [
        '{"text": "\\ud800"}',
        '{"text": "x", "id": "\\udfff"}',
        '{"text": 5}',
        "[]",
        "{" * 5000,
        '{"text": "好"}',
    ]

    done = ask(store, "log", "add", given="\n".join(lines))

    answers = lines_of(done)
    assert done.returncode == 1 and done.stderr == ""
    assert [("error" in answer) for answer in answers] == [True] * (len(lines) - 1) + [False]
    assert "U+0000" in answers[0]["error"] or "NUL" in answers[0]["error"]
    assert "U+001B" in answers[1]["error"] and answers[-1]["number"] == 1


def test_bytes_that_are_no_utf8_are_refused_and_the_rest_goes_on(ask, store):
    given = b'{"text": "\xff\xfe"}\n' + '{"text": "山洪"}\n'.encode("gb18030") + '{"text": "好"}\n'.encode()

    done = ask(store, "log", "add", given=given)

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and done.stderr == ""
    assert ["error" in answer for answer in answers] == [True, True, False]


def test_a_paste_of_five_megabytes_is_refused_with_its_length_and_the_rest_goes_on(ask, store):
    given = json.dumps({"text": "长" * 5_000_000}, ensure_ascii=False) + "\n" + json.dumps({"text": "好"}) + "\n"

    done = ask(store, "log", "add", given=given)

    first, second = lines_of(done)
    assert done.returncode == 1 and "5000000" in first["error"].replace(",", "") and second["number"] == 1


def test_arguments_that_are_no_text_are_refused(store):
    command = [sys.executable, "-W", "error", "-m", "console.tool", "--data", str(store.root), "--lang", "en"]
    done = subprocess.run([*command, "log", "add", "--text", b"a\xffb"], capture_output=True, check=False)

    assert done.returncode == 1 and b"Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_long_text_beyond_the_sheet_cell_goes_on_in_the_next_and_says_so(ask, desk, by, tmp_path):
    long = "🚒" * 20_000
    desk.log.add(NewEntry(uuid4(), long), by=by)
    desk.log.add(NewEntry(uuid4(), "长" * 20_000), by=by)

    assert ask(desk.data, "log", "export", str(tmp_path / "o.xlsx")).returncode == 0

    rows = list(load_workbook(tmp_path / "o.xlsx").active.iter_rows(min_row=2, values_only=True))
    text, rest = rows[0][5], rows[0][8]
    assert len(text.encode("utf-16-le")) // 2 <= 32_767 and len(rest.encode("utf-16-le")) // 2 <= 32_767
    head, mark = text[: text.rindex("🚒") + 1], text[text.rindex("🚒") + 1 :]
    assert head + rest == long and "I" in mark
    assert rows[1][5] == "长" * 20_000


def test_a_clock_set_back_keeps_the_order_of_the_book(desk, by, clock):
    desk.log.add(NewEntry(uuid4(), "先"), by=by)
    clock.set(clock.now() - timedelta(days=400))
    desk.log.add(NewEntry(uuid4(), "后"), by=by)

    later, earlier = desk.log.newest(2)
    assert (later.text, earlier.text) == ("后", "先") and later.recorded_at < earlier.recorded_at
    assert [entry.number for entry in desk.log.between(None, None)] == [1, 2]
    assert desk.log.verify().fault is None
