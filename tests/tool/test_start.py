"""What the program loads before its first paint and before its gate opens, each in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from console import bootstrap
from console.domain.people import Role
from console.tool.bench.windows import HEAVY, first_paint

DATABASE = {"sqlalchemy", "console.bootstrap", "db.opening", "db.store"}
LATER = {"ui.shell", "ui.rooms", "ui.prints", "argon2", "asyncio", "ssl", "email"}
QT_LATER = {f"PySide6.Qt{name}" for name in ("Svg", "Network", "PrintSupport", "Multimedia", "SerialPort", "OpenGL")}

FIRST = {f"console.services.{name}" for name in ("glance", "presence")} | {
    f"console.domain.{name}" for name in ("clock", "forms", "glance", "posts", "realm", "settings", "text", "turns")
}
"""What the first window asks: it reads by the driver alone. The settings name the prints whose titles the county
writes, so the vocabulary of forms comes along: plain names and classes, nothing that reads a document."""

AT_THE_GATE = """
import json, os, sys
from console.__main__ import main
from ui import app
let_in = app.App._let_in
def tell(self, any_officer):
    let_in(self, any_officer)
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)
app.App._let_in = tell
main(['--data', sys.argv[1]])
"""


@pytest.fixture
def manned(new_store):
    desk = bootstrap.build(new_store)
    desk.accounts.add("陈例一", Role.ADMIN, "今日无事平安过渡", by=bootstrap.tool_actor())
    desk.close()
    return str(new_store.root)


def test_nothing_heavy_is_loaded_before_the_first_paint(manned):
    loaded = first_paint(manned)

    assert {"ui.gate", "db.glance"} <= loaded, "the window was not the program's"
    assert loaded & (HEAVY | DATABASE | LATER | QT_LATER) == set()
    ours = {name for name in loaded if name.startswith(("console.services.", "console.domain."))}
    assert ours <= FIRST, "another import, another wait; is it needed for the first picture?"


def test_what_migrates_and_what_exports_is_not_loaded_before_the_gate_opens(manned):
    told = subprocess.run(
        [sys.executable, "-c", AT_THE_GATE, manned],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        check=True,
    )
    loaded = set(json.loads(told.stdout))

    assert "sqlalchemy.orm" in loaded, "the desk was not opened"
    assert loaded & HEAVY == set()
