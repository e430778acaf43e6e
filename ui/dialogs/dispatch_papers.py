"""What is typed for the papers of a dispatch: a request to others, a pass for one vehicle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.dispatch_papers import LIMITS, Addressee, AskedFor, PassAsked, SupportAsked
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import told_time
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, OneLine

_PARTED = re.compile(r"[，,\t]")
_LINES = 4_000
_TIME = 40


class SupportDialog(Asking):
    """Hands up a ``SupportAsked``: one line for each thing asked, its parts divided by commas."""

    LEAST_WIDTH = 840

    def __init__(
        self, incident: UUID, lines: Sequence[AskedFor], times: Times, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__("dispatch.support", "dispatch.support.yes", parent=parent)
        self._incident, self._times = incident, times
        self._known = {_said(one): one for one in lines}
        self.to = Choice(list(Addressee), lambda one: words.say(f"print.dispatch.to.{one.value}"))
        self.lines = LongText(_LINES)
        self.lines.show_text("\n".join(self._known))
        self.name, self.assembly = OneLine(LIMITS["name"]), OneLine(LIMITS["assembly"])
        self.contact, self.phone = OneLine(LIMITS["contact"]), OneLine(LIMITS["phone"])
        self.phone.numbers = True
        self.support, self.approver = OneLine(LIMITS["support"]), OneLine(LIMITS["approver"])
        self.situation, self.measures = OneLine(LIMITS["situation"]), OneLine(LIMITS["measures"])
        self.body.addLayout(spread(((Field("print.dispatch.addressee", self.to), 0, 0, 1),
                                    (Field("dispatch.support.name", self.name), 0, 1, 1)), 2))  # fmt: skip
        self.body.addWidget(Field("dispatch.support.lines", self.lines, required=True))
        self.say_sentence("dispatch.support.how", role="secondary")
        pairs = (
            ("situation", self.situation, 0, 0), ("measures", self.measures, 0, 1), ("assembly", self.assembly, 0, 2),
            ("support", self.support, 1, 0), ("contact", self.contact, 1, 1), ("phone", self.phone, 1, 2),
        )  # fmt: skip
        fields = [(Field(f"print.dispatch.{name}", editor), at, column, 1) for name, editor, at, column in pairs]
        self.body.addLayout(spread((*fields, (Field("responses.approver", self.approver), 2, 0, 1)), 3))
        self.inputs = {"to": self.to, "name": self.name, "lines": self.lines, "approver": self.approver}
        self.inputs |= {name: editor for name, editor, *_place in pairs}
        self.set_fields([self.name, *(editor for _name, editor, *_place in pairs), self.approver])
        self.restyle()

    def first(self) -> QWidget:
        return self.name if self._known else self.lines

    def answer(self) -> SupportAsked:
        typed = [line.strip() for line in self.lines.text().splitlines() if line.strip()]
        if not typed:
            raise Refused("nothing_chosen", field="lines")
        lines = tuple(self._known.get(line) or _read(line) for line in typed)
        text = {name: editor.text().strip() for name, editor in self.inputs.items() if isinstance(editor, OneLine)}
        return SupportAsked(self.to.value(), incident=self._incident, lines=lines, **text)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "lines"):
            self.lines.setFixedHeight(theme.current().px(96))


class PassDialog(Asking):
    """Hands up a ``PassAsked``; what the assignment or the document says stands there already."""

    LEAST_WIDTH = 760
    PARTS = (
        ("unit", 0, 0, 1), ("plate", 0, 1, 1), ("driver", 0, 2, 1), ("crew", 1, 0, 1), ("cargo", 1, 1, 2),
        ("from", 2, 0, 1), ("to_place", 2, 1, 1), ("route", 3, 0, 3),
    )  # fmt: skip
    NAMES: ClassVar[dict[str, str]] = {"crew": "people", "from": "start", "to_place": "end"}

    def __init__(self, asked: PassAsked, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("dispatch.pass", "dispatch.pass.yes", parent=parent)
        self._asked, self._times = asked, times
        self.editors: dict[str, OneLine] = {}
        shown = []
        for label, line, column, span in self.PARTS:
            name = self.NAMES.get(label, label)
            given = getattr(asked, name)
            editor = OneLine(LIMITS.get(name, _TIME), text="" if given is None else str(given))
            self.editors[name] = editor
            shown.append((Field(f"print.dispatch.{label}", editor, required=label in ("unit", "plate")), line, column,
                          span))  # fmt: skip
        self.valid_from, self.valid_until = OneLine(_TIME), OneLine(_TIME)
        self.approver = OneLine(LIMITS["approver"], text=asked.approver)
        shown += [
            (Field("dispatch.pass.from", self.valid_from), 4, 0, 1),
            (Field("dispatch.pass.until", self.valid_until), 4, 1, 1),
            (Field("responses.approver", self.approver), 4, 2, 1),
        ]  # fmt: skip
        self.body.addLayout(spread(shown, 3))
        self.inputs = {**self.editors, "valid_from": self.valid_from, "valid_until": self.valid_until}
        self.inputs["approver"] = self.approver
        self.set_fields([*self.editors.values(), self.valid_from, self.valid_until, self.approver])
        self.retranslate()
        self.restyle()

    def answer(self) -> PassAsked:
        text = {name: editor.text().strip() for name, editor in self.editors.items()}
        people = text.pop("people")
        if people and not people.isdecimal():
            raise Refused("people_bad", field="people", people=people)
        start = told_time(self._times, self.valid_from.text(), "valid_from")
        return PassAsked(
            self._asked.number, incident=self._asked.incident, people=int(people) if people else None,
            valid_from=start or self._times.now(), valid_until=self._until(),
            approver=self.approver.text().strip(), **text,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "valid_from"):
            self.valid_from.setPlaceholderText(words.say("upward.sent_at.now"))
            self.valid_until.setPlaceholderText(words.say("dispatch.pass.until.hint"))

    def _until(self) -> datetime | None:
        typed = self.valid_until.text().strip()
        try:
            return self._times.ahead(typed) if typed else None
        except Refused as refused:
            raise refused.about("valid_until") from None


def _said(one: AskedFor) -> str:
    return "，".join(part for part in (one.what, one.amount, one.place) if part)


def _read(line: str) -> AskedFor:
    """What was typed: what, how much, where."""
    parts = [part.strip() for part in _PARTED.split(line)]
    what, amount, place = (*parts, "", "")[:3]
    return AskedFor(what[: LIMITS["what"]], amount[: LIMITS["amount"]], place[: LIMITS["place"]])
