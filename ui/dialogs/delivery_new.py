"""Something is to go out by a device: which, what it is asked to do, where it is heard or read, with what words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.delivery import AUDIBLE, Order, Verb
from console.domain.drivers import DRIVERS
from console.domain.outbox import AREA_LIMIT, TARGET_LIMIT, TEXT_LIMIT, Ask, can_do
from console.domain.sms_parts import count_parts
from console.domain.wire import DeviceRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count
from ui.models.device_rows import device_name, driver_word
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.typed import LongText, OneLine

_SHORT, _NAMED = 6, 3
LISTEN = "Alt+L"
_COUNTS = {"seconds": "seconds", "repeats": "repeats", "volume": "volume", "minutes": "validity_minutes"}
CLASSES = ("", "ordinary", "priority", "override")
"""普通, 优先, 强插: how a broadcast controller treats what it plays already."""

VERBS: Mapping[str, tuple[Verb, ...]] = {
    "modem": (Verb.TEXT,), "sms": (Verb.TEXT,), "beidou": (Verb.TEXT,), "relay": (Verb.SOUND,),
    "usb_relay": (Verb.SOUND,), "alpha": (Verb.SHOW,), "speaker": (Verb.SOUND, Verb.SPEAK), "file": (Verb.DROP,),
    "webhook": (Verb.TEXT,), "profile": (Verb.SOUND, Verb.SPEAK, Verb.SHOW, Verb.TEXT), "gb26875": (Verb.PROBE,),
}  # fmt: skip
"""What a kind of device is for; the silent test is offered to all of them."""


class SendDialog(Asking):
    """Hands up an ``Ask``. What sounds is not sent by this: it waits to be armed."""

    LEAST_WIDTH = 700
    listen_asked = Signal(object, str)
    """A loudspeaker's device and the words that are to be heard here first."""

    def __init__(
        self, devices: Sequence[DeviceRow], chosen: UUID | None = None, *, areas: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``areas`` is where something is going on: the one stands there already, of several each is named."""
        super().__init__("delivery.new", "delivery.new.yes", parent=parent)
        self._id, self._digest = uuid4(), ""
        self._devices = {row.id: row for row in devices}
        self.device = Choice(list(self._devices), self._device_word)
        if chosen in self._devices:
            self.device.choose(chosen)
        self.verb = Choice((), lambda verb: words.say(f"delivery.verb.{verb.value}"))
        self.target, self.area = OneLine(TARGET_LIMIT), OneLine(AREA_LIMIT)
        self.text = LongText(TEXT_LIMIT)
        self.seconds, self.repeats, self.volume, self.minutes = (OneLine(_SHORT) for _ in range(4))
        self.play = Choice(CLASSES, lambda one: words.say(f"delivery.class.{one or 'usual'}"))
        self.held = Word("delivery.new.held", role="caution")
        self.held.setWordWrap(True)
        self._lay_out_fields()
        if len(areas) == 1:
            self.area.setText(areas[0])
        elif areas:
            self.area_field.say_note("delivery.areas", areas=words.say("list.join").join(areas[:_NAMED]))
        self.inputs = {
            "device": self.device, "verb": self.verb, "target": self.target, "area": self.area, "text": self.text,
            "seconds": self.seconds, "repeats": self.repeats, "volume": self.volume, "minutes": self.minutes,
            "play": self.play,
        }  # fmt: skip
        self.device.currentIndexChanged.connect(lambda _at: self._show_device())
        self.verb.currentIndexChanged.connect(lambda _at: self._show_verb())
        self._show_device()
        self.restyle()

    def first(self) -> QWidget:
        return self.device

    def answer(self) -> Ask:
        row, verb = self._row(), self.verb.value()
        if row is None or verb is None:
            raise Refused("choice_missing", field="device")
        order = Order(self._id, verb, self._said("target"), self._said("text"), self._facts())
        return Ask(row.id, order, self._said("area"), test=verb is Verb.PROBE)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "text"):
            self.text.setFixedHeight(theme.current().px(84))

    def _said(self, name: str) -> str:
        """What stands in that field; typed for another kind of order and no longer seen, it is not handed up."""
        editor: OneLine | LongText = getattr(self, name)
        return "" if getattr(self, f"{name}_field").isHidden() else editor.text().strip()

    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, fact in _COUNTS.items():
            value = read_count(self._said(name), name)
            if value is not None:
                facts[fact] = value
        if self.play.value() and not self.play_field.isHidden():
            facts["class"] = self.play.value()
        if self._digest and self.listen.isVisible():
            facts["wav"] = self._digest
        return facts

    def ask_listen(self) -> None:
        """The words are said here, and nowhere else."""
        if self.listen.isVisible() and self.listen.isEnabled() and self.text.text().strip():
            self.listen.setEnabled(False)
            self.heard.say("delivery.listen.under_way")
            self.listen_asked.emit(self.device.value(), self.text.text().strip())

    def show_heard(self, text: str, digest: str) -> None:
        """It was heard to its end; it goes out as it was heard while nobody changes the words."""
        self.listen.setEnabled(True)
        if text == self.text.text().strip():
            self._digest = digest
            self.heard.say("delivery.listen.heard")

    def show_unheard(self, why: str) -> None:
        self.listen.setEnabled(True)
        self.heard.show_text(why)

    def _not_heard(self) -> None:
        self._digest = ""
        self.heard.say("delivery.listen.not_yet")

    def _row(self) -> DeviceRow | None:
        return self._devices.get(self.device.value())

    def _device_word(self, key: UUID) -> str:
        row = self._devices[key]
        return f"{row.form.code}　{device_name(row)}　{driver_word(row.form.driver)}"

    def _show_device(self) -> None:
        row = self._row()
        spec = DRIVERS[row.form.driver] if row is not None else None
        verbs = [verb for verb in VERBS.get(spec.name, ()) if can_do(spec, verb)] if spec is not None else []
        self.verb.offer(list(dict.fromkeys((*verbs, Verb.PROBE))) if spec is not None else [])
        self._show_verb()

    def _show_verb(self) -> None:
        verb = self.verb.value()
        audible, probe = verb in AUDIBLE, verb is Verb.PROBE
        row = self._row()
        broadcast = row is not None and row.form.driver == "profile"
        for field, wanted in (
            (self.text_field, verb in (Verb.SPEAK, Verb.SHOW, Verb.TEXT, Verb.DROP)),
            (self.area_field, not probe), (self.target_field, not probe),
            (self.seconds_field, verb is Verb.SOUND), (self.repeats_field, audible),
            (self.volume_field, audible and broadcast), (self.play_field, audible and broadcast),
            (self.minutes_field, verb is Verb.TEXT), (self.held, audible),
        ):  # fmt: skip
            field.setVisible(wanted)
        speaks = verb is Verb.SPEAK and row is not None and row.form.driver == "speaker"
        for part in (self.listen, self.heard):
            part.setVisible(speaks)
        self.area_field.set_required(audible)
        self._count_parts()
        lines = (self.target, self.area, self.seconds, self.repeats, self.volume, self.minutes)
        self.set_fields([line for line in lines if not line.parentWidget().isHidden()])

    def _count_parts(self) -> None:
        """What the text costs as short messages, while it is written."""
        row = self._row()
        if self.verb.value() is not Verb.TEXT or row is None or row.form.driver not in ("modem", "sms"):
            self.text_field.clear_note()
            return
        count = count_parts(self.text.text())
        self.text_field.say_note("delivery.parts", parts=count.parts, left=count.left)

    def _lay_out_fields(self) -> None:
        self.text_field = Field("delivery.field.text", self.text)
        self.text.textChanged.connect(self._count_parts)
        self.area_field = Field("delivery.field.area", self.area)
        self.target_field = Field("delivery.field.target", self.target)
        self.seconds_field = Field("delivery.field.seconds", self.seconds)
        self.repeats_field = Field("delivery.field.repeats", self.repeats)
        self.volume_field = Field("delivery.field.volume", self.volume)
        self.minutes_field = Field("delivery.field.minutes", self.minutes)
        self.play_field = Field("delivery.field.class", self.play)
        self.body.addLayout(
            spread(
                (
                    (Field("delivery.field.device", self.device, required=True), 0, 0, 2),
                    (Field("delivery.field.verb", self.verb, required=True), 0, 2, 1),
                    (self.area_field, 1, 0, 2), (self.target_field, 1, 2, 1), (self.text_field, 2, 0, 3),
                    (self.seconds_field, 3, 0, 1), (self.repeats_field, 3, 1, 1), (self.volume_field, 3, 2, 1),
                    (self.minutes_field, 4, 0, 1), (self.play_field, 4, 1, 1),
                ),
                3,
            )
        )  # fmt: skip
        self.listen = KeyButton("delivery.listen", LISTEN, small=True)
        self.heard = Word("delivery.listen.not_yet", role="secondary")
        row = QHBoxLayout()
        row.addWidget(self.listen)
        row.addWidget(self.heard, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.held)
        self.listen.clicked.connect(self.ask_listen)
        self.text.textChanged.connect(self._not_heard)
        QShortcut(QKeySequence(LISTEN), self).activated.connect(self.ask_listen)
