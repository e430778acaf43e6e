"""A device is connected in three steps: what it is, where it is plugged in, what it is called and how it is heard.

Every step is one key or one click away; Enter walks the fields of a step and then to the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.domain.devices import LIMITS
from console.domain.drivers import DRIVERS, DriverSpec, OptionKind, OptionSpec
from console.domain.wire import DeviceForm, DeviceRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count
from ui.models.device_rows import driver_word
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.keycap import KeyButton
from ui.widgets.place_tree import PlacePicker
from ui.widgets.profile_tester import ProfileTester
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.suggest import ChoiceList
from ui.widgets.typed import LongText, OneLine

KIND, PORT, NAME = range(3)
STEPS = ("devices.step.kind", "devices.step.port", "devices.step.name")
_SECONDS, _LONG = 8, 400
TRY, BACK = "Alt+T", "Alt+Left"
STEP_KEYS = ("Alt+1", "Alt+2", "Alt+3")
_PORTS = {
    "serial": "COM3", "stable": "/dev/serial/by-id/…", "dials": "socket://192.0.2.1:1025", "waits": "listen://:5026",
}  # fmt: skip
_WEB = "https://"


@dataclass(frozen=True, slots=True)
class PortChoice:
    """A port of this machine: its URL and what the system calls it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Around:
    """What can be chosen, read once on a worker."""

    ports: Sequence[PortChoice]
    places: ChoiceList


class DeviceDialog(Asking):
    """Hands up a ``DeviceForm``. ``try_asked`` carries URL, line and driver of a port that is to be listened to."""

    LEAST_WIDTH = 780
    try_asked = Signal(str, str, str)

    def __init__(self, around: Around, row: DeviceRow | None, parent: QWidget | None = None) -> None:
        super().__init__("devices.new" if row is None else "devices.edit", "button.save", parent=parent)
        self._new, self._around = row is None, around
        form = row.form if row is not None else DeviceForm(uuid4(), "", "", "callerid", "")
        self._form = form
        self.driver = Choice(list(DRIVERS), driver_word)
        self.driver.choose(form.driver)
        self.about = Word(role="secondary")
        self.about.setWordWrap(True)
        self.unverified = Word(role="caution")
        self.unverified.setWordWrap(True)
        self.port = Choice([None, *(one.url for one in around.ports)], self._port_word)
        self.lines = {
            name: OneLine(LIMITS.get(name, _LONG), getattr(form, name))
            for name in ("url", "line", "code", "name", "name_en", "place_text")
        }
        for name in ("repeat_seconds", "silent_seconds"):
            self.lines[name] = OneLine(_SECONDS, "" if self._new else str(getattr(form, name)))
        self.priority = Choice((1, 2, 3), lambda at: words.say(f"alarm.priority.{at}"))
        self.priority.choose(form.priority)
        self.place = PlacePicker(_LONG)
        self.place.set_choices(around.places)
        self.place.show_choice(form.place_id, "")
        self.profile, self.remark = LongText(LIMITS["profile"]), LongText(LIMITS["remark"])
        self.profile.show_text(form.profile)
        self.remark.show_text(form.remark)
        self._options = {name: self._editors(spec) for name, spec in DRIVERS.items()}
        self.tried = Word(role="secondary")
        self.tried.setWordWrap(True)
        self._lay_out_steps()
        self.inputs = {
            "driver": self.driver, **self.lines, "priority": self.priority, "place_id": self.place,
            "profile": self.profile, "remark": self.remark, "tried": self.tester.bytes,
            **{f"{name}.{option}": editor for name, of in self._options.items() for option, editor in of.items()},
        }  # fmt: skip
        self.driver.currentIndexChanged.connect(lambda _at: self._show_driver())
        self.port.picked.connect(self._take_port)
        self.try_button.clicked.connect(self.ask_try)
        to_steps = [(key, partial(self.go_to, at)) for at, key in enumerate(STEP_KEYS)]
        for key, act in ((TRY, self.ask_try), (BACK, self.go_back), *to_steps):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self._set_tab_order()
        self._show_driver()
        self._go(KIND)
        self.restyle()

    def first(self) -> QWidget:
        return self.driver

    def hand_up(self) -> None:
        """A new one goes through the steps; what is changed is saved from any of them."""
        if self._new and self.stack.currentIndex() < NAME:
            self._next()
        else:
            super().hand_up()

    def _next(self) -> None:
        """The step behind this one; of a new device not before its port is told."""
        at, self._stood = self.stack.currentIndex(), self.focusWidget()
        if self._new and at == PORT and self.spec.wired and not self.lines["url"].text().strip():
            self.refuse(Refused("device_url_missing", field="url"))
            return
        self.trouble.hide()
        self._go(at + 1)

    def _enter(self) -> None:
        """To the next field, behind the last one to the next step, behind the last step it is handed up."""
        where, walk = self.focusWidget(), self._walk()
        if isinstance(where, QPushButton):
            where.click()
        elif where in walk[:-1]:
            self._stand_at(walk[walk.index(where) + 1])
        elif self.stack.currentIndex() < NAME:
            self._next()
        else:
            self.hand_up()

    def refuse(self, error: Exception) -> None:
        """The step with the field it is about comes to the front, unless the officer has gone on since."""
        wrong = self.field_of(error) if isinstance(error, Refused) else None
        at = next((at for at in range(len(STEPS)) if wrong and self.stack.widget(at).isAncestorOf(wrong)), None)
        if at not in (None, self.stack.currentIndex()) and self._stood in (None, self.focusWidget()):
            self._go(at)
            self._stood = None
        super().refuse(error)

    def field_of(self, refused: Refused) -> QWidget | None:
        """An option is told by its own name."""
        return self.options.get(str(refused.facts.get("option", ""))) or super().field_of(refused)

    def answer(self) -> DeviceForm:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        if self.place.typed():
            raise Refused("choice_unknown", text=self.place.typed()[:20], field="place_id")
        spec = self.spec
        return DeviceForm(
            self._form.id, said["code"], said["name"], spec.name, said["url"], said["name_en"],
            said["line"] if spec.wired else "", self._said_options(), self.place.place_id(), said["place_text"],
            self.priority.value(), self._seconds("repeat_seconds", spec.repeat_seconds),
            self._seconds("silent_seconds", spec.silent_seconds), self.profile.text(), self.remark.text(),
        )  # fmt: skip

    @property
    def spec(self) -> DriverSpec:
        return DRIVERS[self.driver.value()]

    @property
    def options(self) -> Mapping[str, OneLine | Choice]:
        """Editors of what the chosen kind of device can be told; each kind keeps its own."""
        return self._options[self.driver.value()]

    def ask_try(self) -> None:
        """Listen to the port for a moment and say what came."""
        if self.try_button.isEnabled() and self.try_button.isVisible():
            self.tried.say("devices.trying")
            url, line = self.lines["url"].text().strip(), self.lines["line"].text().strip()
            self.try_asked.emit(url, line, self.spec.name)

    def go_to(self, step: int, _checked: bool = False) -> None:
        """That step at once, from any other; what is typed stays."""
        self.trouble.hide()
        self._go(step)

    def go_back(self) -> None:
        """To the step before; what is typed stays."""
        self._go(max(0, self.stack.currentIndex() - 1))

    def show_tried(self, said: str) -> None:
        self.tried.show_text(said)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "heading"):
            self._say_step()
            self._show_driver()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "stack"):
            self.stack.setMinimumHeight(theme.current().px(320))
            self.profile.setMinimumHeight(theme.current().px(110))
            self.remark.setFixedHeight(theme.current().px(52))

    # the steps

    def _go(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self._say_step()
        self.back.setEnabled(at > 0)
        for step, button in enumerate(self.steps):
            button.show_kind("" if step == at else "quiet")
        self._stand_at(self._walk()[0])

    def _stand_at(self, editor: QWidget) -> None:
        """The keyboard goes there, and the step scrolls to it where it is longer than the screen."""
        editor.setFocus()
        area = self.stack.currentWidget()
        assert isinstance(area, QScrollArea)
        area.ensureWidgetVisible(editor)

    def _walk(self) -> list[QWidget]:
        """Editors of the step in front, in the order Enter walks them; those with lines of their own end it."""
        at = self.stack.currentIndex()
        if at == KIND:
            return [self.driver]
        if at == PORT:
            line = [self.lines["line"]] if self.spec.wired else []
            return [self.lines["url"], *line, *self.options.values()]
        return [self.inputs[name] for name in _NAMED]

    def _set_tab_order(self) -> None:
        """As the eye goes; editors were made in another order."""
        options = [editor for of in self._options.values() for editor in of.values()]
        parts = [
            *self.steps, self.back, self.driver, self.port, self.lines["url"], self.lines["line"], self.try_button,
            *options, self.profile, self.tester.button, self.tester.bytes, *(self.inputs[name] for name in _NAMED),
            self.remark, self.no, self.yes,
        ]  # fmt: skip
        chain = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def _say_step(self) -> None:
        at = self.stack.currentIndex()
        self.heading.say("devices.step.of", at=at + 1, of=len(STEPS), what=words.say(STEPS[at]))
        self.yes.say("button.save" if at == NAME or not self._new else "devices.step.next")

    def _lay_out_steps(self) -> None:
        self.heading = Word(role="strong")
        self.back = KeyButton("devices.step.back", BACK, kind="quiet")
        self.back.clicked.connect(self.go_back)
        self.steps = [KeyButton(code, key, small=True) for code, key in zip(STEPS, STEP_KEYS, strict=True)]
        top = QHBoxLayout()
        for at, button in enumerate(self.steps):
            button.clicked.connect(partial(self.go_to, at))
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self.back)
        self.stack = QStackedWidget()
        for made in (self._kind_step(), self._port_step(), self._name_step()):
            self.stack.addWidget(scrolling(made))
        self.body.addLayout(top)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.stack, 1)

    def _kind_step(self) -> QWidget:
        return _column(Field("devices.driver_kind", self.driver, required=True), self.about, self.unverified)

    def _port_step(self) -> QWidget:
        self.try_button = KeyButton("devices.try", TRY, small=True)
        self.port_field = Field("devices.ports_here", self.port)
        self.url_field = Field("devices.url", self.lines["url"], required=True)
        self.line_field = Field("devices.line_set", self.lines["line"])
        self._option_boxes = {
            name: _column(*(Field(f"driver.option.{option}", editor) for option, editor in of.items()))
            for name, of in self._options.items()
            if of
        }
        self.profile_field = Field("devices.profile", self.profile)
        self.tester = ProfileTester(self.profile.text)
        row = QHBoxLayout()
        row.addWidget(self.try_button)
        row.addWidget(self.tried, 1)
        made = _column(
            self.port_field, self.url_field, self.line_field, *self._option_boxes.values(), self.profile_field,
            self.tester,
        )  # fmt: skip
        column: QVBoxLayout = made.layout()  # type: ignore[assignment]
        column.insertLayout(3, row)
        return made

    def _name_step(self) -> QWidget:
        plain = ("name_en", "place_text", "repeat_seconds", "silent_seconds")
        field = {name: Field(f"devices.field.{name}", self.lines[name]) for name in plain}
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(
            spread(
                (
                    (Field("devices.field.name", self.lines["name"], required=True), 0, 0, 2),
                    (Field("devices.field.code", self.lines["code"], required=True), 0, 2, 1),
                    (field["name_en"], 1, 0, 2), (Field("devices.field.priority", self.priority), 1, 2, 1),
                    (Field("devices.field.place", self.place), 2, 0, 2), (field["place_text"], 2, 2, 1),
                    (field["repeat_seconds"], 3, 0, 1), (field["silent_seconds"], 3, 1, 1),
                    (Field("devices.field.remark", self.remark), 4, 0, 3),
                ),
                3,
            )
        )  # fmt: skip
        column.addStretch(1)
        return made

    # what depends on the kind

    def _show_driver(self) -> None:
        spec = self.spec
        self.about.say(f"driver.about.{spec.name}")
        doubts = f"driver.unverified.{spec.name}"
        self.unverified.setVisible(words.has(doubts))
        if words.has(doubts):
            self.unverified.say(doubts)
        for field in (self.port_field, self.line_field, self.try_button):
            field.setVisible(spec.wired)
        for field in (self.profile_field, self.tester):
            field.setVisible(spec.name == "profile")
        self.lines["line"].setPlaceholderText(spec.line)
        elsewhere = "" if spec.wired else words.say(f"devices.at.{spec.name}", start=_WEB)
        self.lines["url"].setPlaceholderText(elsewhere or words.say("devices.url_hint", **_PORTS))
        self.lines["repeat_seconds"].setPlaceholderText(str(spec.repeat_seconds))
        self.lines["silent_seconds"].setPlaceholderText(str(spec.silent_seconds))
        for name, box in self._option_boxes.items():
            box.setVisible(name == spec.name)

    def _editors(self, spec: DriverSpec) -> dict[str, OneLine | Choice]:
        """With what the device is told already; a kind it is not begins empty."""
        told = self._form.options if spec.name == self._form.driver else {}
        return {option.name: _editor(option, told.get(option.name, "")) for option in _plain(spec)}

    def _said_options(self) -> Mapping[str, str]:
        said = {}
        for name, editor in self.options.items():
            value = editor.text().strip() if isinstance(editor, OneLine) else str(editor.value())
            if value:
                said[name] = value
        return said

    def _seconds(self, name: str, usual: int) -> int:
        found = read_count(self.lines[name].text(), name)
        return usual if found is None else found

    def _take_port(self, url: str | None) -> None:
        if url is not None:
            self.lines["url"].setText(url)

    def _port_word(self, url: str | None) -> str:
        if url is None:
            return words.say("devices.ports_count", count=len(self._around.ports))
        return next((f"{one.name}　{one.url}" for one in self._around.ports if one.url == url), url)


_NAMED = ("name", "code", "name_en", "priority", "place_id", "place_text", "repeat_seconds", "silent_seconds")
"""Editors of the last step, as the eye goes."""


def _editor(option: OptionSpec, said: str) -> OneLine | Choice:
    if option.kind is OptionKind.CHOICE:
        choice = Choice(option.choices, lambda one: words.say(f"driver.choice.{one}"))
        choice.choose(said or option.default)
        return choice
    line = OneLine(LIMITS["option"], said)
    line.setPlaceholderText(option.default)
    return line


def _plain(spec: DriverSpec) -> list[OptionSpec]:
    """Options that may stand in the ledger; secrets have a place of their own."""
    return [option for option in spec.options if option.kind is not OptionKind.SECRET]


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made
