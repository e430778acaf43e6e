"""The tool where the system gives it less, or stranger things, than usual: one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from argon2 import Type, extract_parameters

from console import bootstrap
from console.config import DataDir
from console.errors import Refused
from console.services import exporting
from db import sqlite

pytestmark = pytest.mark.long


@pytest.fixture
def store(new_store):
    return new_store


def process(data, *arguments, given=None, closed=False, **environment):
    command = [sys.executable, "-m", "console.tool", "--data", str(data.root), "--lang", "en", *arguments]
    if closed:
        command = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    done = subprocess.run(
        command, input=given, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_pipe_that_begins_with_a_mark_and_ends_lines_the_windows_way(ask, store):
    given = b'\xef\xbb\xbf{"text":"first"}\r\n\r\n{"text":"second"}\r\n'
    done = ask(store, "log", "add", given=given)

    assert done.returncode == 0, done.stdout
    assert [json.loads(line)["number"] for line in done.stdout.splitlines()] == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor in the child")
def test_closed_standard_input_is_no_lines_and_no_password(store):
    assert process(store, "log", "add", closed=True) == (0, "", "")
    assert process(store, "officer", "add", "陈例一", closed=True)[0::2] == (1, "No password was given.\n")


def test_a_guess_at_a_password_costs_what_rfc_9106_asks_of_small_machines(store):
    added = process(store, "officer", "add", "陈例一", given="stone bridge 2030\n")
    assert added[0] == 0, added
    connection = sqlite.library().connect(store.store)
    ((hashed,),) = connection.execute("SELECT password FROM officer").fetchall()
    connection.close()
    cost = extract_parameters(hashed)
    assert (cost.type, cost.memory_cost, cost.time_cost) == (Type.ID, 64 * 1024, 3)


@pytest.mark.skipif(os.name != "posix", reason="locales of POSIX")
def test_an_ascii_locale_neither_refuses_nor_misses_chinese_words(store):
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0"}

    code, _, err = process(store, "log", "add", "--text", "北河水位", **poor)
    assert (code, err) == (0, "")
    assert json.loads(process(store, "log", "search", "水位", "--json", **poor)[1])["text"] == "北河水位"


@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "search", "a\udcff"),
        ("handover", "show", "a\udcff"),
        ("officer", "add", "a\udcff", "--password-stdin"),
        ("officer", "add", "陈例一", "--as", "a\udcff", "--password-stdin"),
    ],
)
def test_words_that_are_no_text_are_refused_by_name(ask, store, arguments):
    done = ask(store, *arguments, given="a good password\nanother one\n")

    assert done.returncode == 1
    assert "U+DCFF" in done.stderr


def test_a_password_that_is_no_text_is_refused(ask, store):
    done = ask(store, "officer", "add", "陈例一", "--password-stdin", given=b"\xff\xfe password\n")

    assert done.returncode == 1
    assert "surrogate" in done.stderr


def test_a_password_pasted_in_pieces_is_refused(desk):
    with pytest.raises(Refused, match="text_surrogate"):
        desk.accounts.sign_in("陈例一", "\udcff")


@pytest.mark.parametrize("target", ["file.txt/x.json", "no such/x.csv", f"{'a' * 260}.json"])
def test_an_export_that_can_be_written_nowhere_is_one_sentence(ask, store, tmp_path, target):
    (tmp_path / "file.txt").write_text("", encoding="utf-8")
    done = ask(store, "log", "export", str(tmp_path / target))

    assert done.returncode == 1
    assert done.stderr.startswith("Cannot write ")


def test_the_longest_name_a_disk_takes_can_be_exported_to(ask, store, tmp_path):
    target = tmp_path / f"{'a' * 250}.json"

    assert ask(store, "log", "export", str(target)).returncode == 0
    assert target.exists()


def test_a_data_directory_with_an_impossible_name_is_one_sentence(ask, tmp_path):
    done = ask(DataDir(tmp_path / ("a" * 300)), "log", "verify")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_an_empty_data_directory_is_a_mistake_of_use(store):
    command = [sys.executable, "-m", "console.tool", "--data", "", "log", "add", "--text", "x"]
    named = {**os.environ, "DUTY_CONSOLE_DATA": str(store.root)}
    done = subprocess.run(command, capture_output=True, env=named, check=False)

    assert done.returncode == 2


def test_numbers_beyond_any_store(ask, store):
    assert ask(store, "log", "add", "--text", "x", "--corrects", "9" * 30).returncode == 1
    assert ask(store, "log", "search", "x", "--limit", "9" * 30).returncode == 0


def test_each_word_of_a_search_is_a_phrase(ask, store):
    ask(store, "log", "add", given='{"text":"north pump stopped"}\n{"text":"pump north stopped"}\n')
    found = [
        json.loads(line)["number"] for line in ask(store, "log", "search", "north pump", "--json").stdout.splitlines()
    ]

    assert found == [1]
    assert ask(store, "log", "search", "pump", "north", "--json").stdout.count("\n") == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_takes_for_a_formula_is_tamed(tmp_path, sign):
    row = dict.fromkeys(exporting.COLUMNS, "") | {"text": f"{sign}1+1"}
    exporting.write_csv(tmp_path / "o.csv", [row])

    assert f"'{sign}1+1" in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("ending", ["json", "pdf"])
def test_who_took_the_log_out_stands_in_the_audit_book(ask, store, tmp_path, ending):
    ask(store, "log", "add", "--text", "北河水位")
    before = ask(store, "log", "verify").stdout.splitlines()
    done = ask(store, "log", "export", str(tmp_path / f"o.{ending}"), "--from", "2020-01-01T00:00Z")
    after = ask(store, "log", "verify").stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert before[0] == after[0] and before[1] != after[1]
    desk = bootstrap.build(store)
    try:
        with desk.opened.store.reading() as connection:
            found = connection.exec_driver_sql("SELECT by_name, text FROM audit_entry ORDER BY number DESC LIMIT 1")
            by, text = found.one()
    finally:
        desk.close()
    assert by.startswith("tool:") and f"o.{ending}" in text and "2020-01-01T00:00:00.000000Z" in text


def test_a_line_without_end_is_refused_and_the_next_is_recorded(ask, store):
    given = b'{"text":"' + b"x" * (33 << 20) + b'"}\n{"text":"after"}\n' + b"y" * (33 << 20)
    done = ask(store, "log", "add", given=given)
    first, second, third = map(json.loads, done.stdout.splitlines())

    assert done.returncode == 1
    assert "33554432 bytes" in first["error"] and second["number"] == 1 and "33554432 bytes" in third["error"]


def test_the_longest_text_escaped_in_the_longest_way_is_recorded(ask, store):
    done = ask(store, "log", "add", given='{"text":"' + "\\ud83d\\ude92" * 20_000 + '"}\n')

    assert done.returncode == 0, done.stdout[:200]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a disk that is always full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [("log", "verify"), ("log", "add", "--text", "北河水位")])
def test_output_sent_to_a_full_disk_is_one_sentence(store, arguments):
    command = [sys.executable, "-m", "console.tool", "--data", str(store.root), "--lang", "en", *arguments]
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
