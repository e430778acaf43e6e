"""A thousand interruptions while an officer types: no character lost or misplaced, the cursor where they left it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console import words
from console.changes import Changes, Topic
from console.domain.inbound import LIMITS
from tests.kit.intake import PLACES
from tests.kit.typist import CTRL
from tests.kit.window import NAME, PASSWORD, furnishing
from ui.widgets.typed import LongText

INTERRUPTIONS, SEED = 1_000, 20300812
TEXT = "8月12日凌晨三点 岩头镇样例村12后山 crack, about 19 people; 约9户19人需转移，仍在下滑 "

OTHER_PROCESS = """
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from console import bootstrap
from console.config import DataDir
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.domain.people import Actor
desk, by = bootstrap.build(DataDir(Path(sys.argv[1]))), Actor.tool("other")
for number, line in enumerate(sys.stdin):
    if line.strip() == "item":
        desk.intake.register(Intake(uuid4(), f"别席接报 {number}", desk.clock.now()), by=by)
    else:
        desk.log.add(NewEntry(uuid4(), f"别席记事 {number}"), by=by)
    print(number, flush=True)
desk.close()
"""


class Field:
    """What must stand in a field: every character that was typed, and the place of the cursor."""

    def __init__(self, name, widget):
        self.name, self.widget, self.text, self.at = name, widget, "", 0

    def put(self, char):
        self.text = self.text[: self.at] + char + self.text[self.at :]
        self.at += 1

    def rub_out(self):
        self.text = self.text[: max(0, self.at - 1)] + self.text[self.at :]
        self.at = max(0, self.at - 1)

    def go_to_end(self, hands):
        """End alone stops where a narrow field breaks the line."""
        hands.press(Qt.Key.Key_End, *([CTRL] if isinstance(self.widget, LongText) else []))
        self.at = len(self.text)

    def shown(self):
        widget = self.widget
        if isinstance(widget, LongText):
            return widget.text(), widget.textCursor().position()
        return widget.text(), widget.cursorPosition()


@pytest.fixture
def store(new_store, clock, tmp_path):
    """A store with places."""
    with furnishing(new_store, clock) as (desk, by):
        (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
        desk.places.import_file(tmp_path / "places.csv", by=by)
    return new_store


class Night:
    """Everything that may happen while somebody types."""

    def __init__(self, app, clock, hands, panel, fields, other, chance):
        self.app, self.clock, self.hands, self.panel = app, clock, hands, panel
        self.fields, self.other, self.chance = fields, other, chance
        self.done = Counter()
        self.kinds = {
            self.news: 320, self.elsewhere: 40, self.due: 190, self.another_call: 20, self.suggestion: 170,
            self.kept: 180, self.message: 60, self.language: 10, self.look: 4, self.lock: 6,
        }  # fmt: skip

    def plan(self):
        """A thousand of them in random order."""
        planned = [kind for kind, count in self.kinds.items() for _ in range(count)]
        self.chance.shuffle(planned)
        assert len(planned) == INTERRUPTIONS
        return planned

    def news(self):
        """A commit of this process, told on the thread that made it."""
        topics = frozenset(self.chance.sample(list(Topic), 3))
        thread = threading.Thread(target=self.app.shell.desk.feed.publish, args=(Changes(topics),))
        thread.start()
        thread.join()

    def elsewhere(self):
        """Another process commits a line or an item; the window hears of it at the next tick."""
        self.other.stdin.write(self.chance.choice(["item", "line"]) + "\n")
        self.other.stdin.flush()
        assert self.other.stdout.readline().strip().isdigit()
        self.app.shell.bridge.tick()

    def due(self):
        self.clock.advance(seconds=self.chance.randint(1, 20))
        self.app.shell.bridge.tick()

    def another_call(self):
        """The officer takes a second call and comes back: their own keys, the first entry untouched."""
        self.clock.advance(seconds=1)
        self.hands.press(Qt.Key.Key_F2)
        self.hands.write("second call")
        self.hands.press(Qt.Key.Key_Tab, CTRL)

    def suggestion(self):
        """Answers to what was typed: persons, a former call, time and place."""
        self.chance.choice([self.panel.help.caller, self.panel.help.text]).timeout.emit()

    def kept(self):
        self.chance.choice([self.panel.keeper.rest, self.panel.keeper.latest]).timeout.emit()

    def message(self):
        self.app.window.say_saved("someone else saved something")

    def language(self):
        words.set_language("en" if words.language() == "zh" else "zh")

    def look(self):
        self.app.use_theme(self.chance.choice(["light", "dark"]), self.chance.choice([14, 16]))

    def lock(self):
        self.app.lock()
        QApplication.processEvents()
        self.hands.sign_in(NAME, PASSWORD)


def type_on(hands, field, chance, char):
    """Mostly writes; sometimes the officer moves within the field or takes a character back."""
    stroke = chance.random()
    if stroke < 0.05:
        hands.press(Qt.Key.Key_Left)
        field.at = max(0, field.at - 1)
    elif stroke < 0.07:
        field.go_to_end(hands)
    elif stroke < 0.09:
        hands.press(Qt.Key.Key_Backspace)
        field.rub_out()
    else:
        hands.write(char)
        field.put(char)


@pytest.mark.long
def test_a_thousand_interruptions_cost_no_character(typist, qtbot, clock, data, capsys):
    app, hands, chance = typist.app, typist, random.Random(SEED)
    hands.press(Qt.Key.Key_F2)
    panel = app.window.current_panel()
    qtbot.waitUntil(panel.form.summary.hasFocus)
    names = ("summary", "measures", "caller_name", "told")
    fields = [Field(name, panel.form.editors[name]) for name in names]
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(data.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    night = Night(app, clock, hands, panel, fields, other, chance)
    try:
        field, typed = fields[0], 0
        for at, interrupt in enumerate(night.plan()):
            if at % 40 == 39:  # the officer goes to another field, by themselves
                field = chance.choice([each for each in fields if len(each.text) + 40 < LIMITS[each.name]])
                panel.form.place_cursor(field.name, field.at, field.at)
            type_on(hands, field, chance, TEXT[typed % len(TEXT)])
            typed += 1
            interrupt()
            night.done[interrupt.__name__] += 1
            QApplication.processEvents()
            assert field.shown() == (field.text, field.at), (at, interrupt.__name__, field.name)
            assert app.window.focusWidget() is field.widget, (at, interrupt.__name__, field.name)
    finally:
        other.stdin.close()
        other.wait(20)
        other.stdout.close()

    assert [(each.name, each.widget.text()) for each in fields] == [(each.name, each.text) for each in fields]
    assert sum(night.done.values()) == INTERRUPTIONS and len(fields[0].text) > 200
    with qtbot.waitSignal(panel.saved):
        hands.press(Qt.Key.Key_S, CTRL)
    item = next(row for row in app.shell.desk.intake.newest() if row.summary == fields[0].text.strip("\n"))
    assert (item.measures, item.caller_name, item.told) == tuple(each.text.strip() for each in fields[1:])
    waiting = app.shell.desk.drafts.open("intake")
    assert [draft.content["summary"] for draft in waiting] == ["second call"] * night.done["another_call"]
    with capsys.disabled():
        said = ", ".join(f"{count} {name}" for name, count in night.done.most_common())
        print(f"\n{typed} strokes under {sum(night.done.values())} interruptions ({said}): nothing lost or misplaced")
