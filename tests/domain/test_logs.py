"""The program's own log: rotates, speaks UTC, keeps secrets out, gives a bug its id."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from console import logs, words
from console.config import DataDir


@pytest.fixture
def started(data):
    data.make()
    level = logging.getLogger().level
    logs.start(data)
    yield data.logs / logs.NAME
    logs.stop()
    logging.getLogger().setLevel(level)


def test_a_line_has_its_utc_time_level_and_module(started):
    logging.getLogger("console.services.log").info("值班")
    logging.getLogger("console.services.log").debug("不记")

    (line,) = started.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00 INFO console\.services\.log \[\d+\]: 值班", line)


def test_a_bug_gets_an_id_that_stands_beside_its_traceback(started):
    try:
        raise KeyError("gone")
    except KeyError as error:
        bug = logs.note_bug(error)
        other = logs.note_bug(sys.exc_info())

    text = started.read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{8}", bug) and bug != other
    assert f"bug {bug}\nTraceback" in text and f"bug {other}\nTraceback" in text and "KeyError: 'gone'" in text


def test_five_files_of_a_megabyte_are_kept(started):
    for _ in range(620):
        logging.getLogger("console").warning("x" * 10_000)

    kept = sorted(started.parent.iterdir())
    assert [path.name for path in kept] == [logs.NAME, *(f"{logs.NAME}.{n}" for n in range(1, 5))]
    assert all(path.stat().st_size <= logs.BYTES for path in kept)


WRITES = """
import logging, sys
from pathlib import Path
from console import logs
from console.config import DataDir
logs.start(DataDir(Path(sys.argv[1])))
for i in range(1500):
    logging.getLogger("console").info("%s %s %s", sys.argv[2], i, "x" * 1000)
logs.stop()
"""


def test_two_processes_write_one_log_and_no_line_is_torn(data):
    data.make()
    both = [subprocess.Popen([sys.executable, "-c", WRITES, str(data.root), name]) for name in ("a", "b")]
    assert [one.wait() for one in both] == [0, 0]

    lines = [line for path in data.logs.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(re.search(r"INFO console \[\d+\]: [ab] \d+ x{1000}$", line) for line in lines)
    assert any(" a 1499 " in line for line in lines) and any(" b 1499 " in line for line in lines)


def test_no_parameter_of_a_failed_statement_reaches_the_log(started, desk, by):
    try:
        with desk.opened.store.writing(by=by) as tx:
            for _ in range(2):
                tx.connection.exec_driver_sql(
                    "INSERT INTO number_series (series, year, last) VALUES (?, 1, 1)", ("secret-word",)
                )
    except IntegrityError as error:
        logs.note_bug(error)

    text = started.read_text(encoding="utf-8")
    assert "UNIQUE constraint failed" in text and "secret-word" not in text


BUGS = (
    "import sys; from console import bootstrap, tool; from console.services import log;"
    "bootstrap.create = log.LogService.search = lambda *a: 1 / 0; sys.exit(tool.main(sys.argv[1:]))"
)


def with_bugs(data, language, *what):
    command = [sys.executable, "-c", BUGS, "--data", str(data.root), "--lang", language, *what]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_bug_of_the_tool_is_logged_with_its_id_where_there_is_a_store(data, desk, language):
    desk.close()
    done = with_bugs(data, language, "log", "search", "x")

    assert str(data.logs / logs.NAME) in done.stderr and len(done.stderr.splitlines()) == 1
    found = re.search(r"[0-9a-f]{8}", done.stderr)
    assert done.returncode == 70 and "Traceback" not in done.stderr
    assert f"bug {found.group()}\nTraceback" in (data.logs / logs.NAME).read_text(encoding="utf-8")


def test_a_bug_where_there_is_no_file_yet_has_its_details_above_its_sentence(data):
    done = with_bugs(data, "en", "init")

    *details, sentence = done.stderr.splitlines()
    assert done.returncode == 70 and "ZeroDivisionError" in "".join(details)
    assert "above" in sentence and str(data.logs) not in sentence


def test_where_nothing_can_be_written_the_record_is_said_instead(tmp_path, capsys):
    (tmp_path / "logs").write_text("a file where the folder should be")
    logs.start(DataDir(Path(tmp_path)))
    logging.getLogger("console").error("weg")
    logs.stop()

    assert capsys.readouterr().err.endswith("weg\n")
