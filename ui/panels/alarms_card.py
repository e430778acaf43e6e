"""选中告警: what it is, how the value went, and three acts that are not the same: silence, acknowledge, accept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.alarm import AlarmKind, AlarmRow, AlarmState, AlarmStepRow, EventRow, names_marks
from console.services.alarm_codes import code_word
from console.services.duplicates import Likely
from ui import actions, theme
from ui.hiding import seen_number
from ui.models.alarm_rows import number, priority_word, said, state_of, unseen, value_of, where
from ui.text import Times, actor_named, span
from ui.widgets.alarm_mark import PriorityMark
from ui.widgets.alarm_trend import AlarmTrend
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, Word

FACTS = (
    "alarms.fact.type",
    "alarms.fact.place",
    "alarms.fact.time",
    "alarms.fact.grade",
    "alarms.fact.like",
    "alarms.fact.people",
)


@dataclass(frozen=True, slots=True)
class About:
    """What was read about one alarm. ``type_names`` name its kind of event, ``likely`` the incident it may tell of,
    ``people`` whom the ledger names for its point, in calling order.
    """

    row: AlarmRow
    steps: tuple[AlarmStepRow, ...] = ()
    trend: tuple[EventRow, ...] = ()
    type_names: tuple[str, str] = ("", "")
    likely: Likely | None = None
    people: tuple[str, ...] = ()


class AlarmCard(Spoken, Card):
    """``show_alarm`` shows a row at once and what was read about it when it comes."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("alarms.chosen", flush=True, parent=parent)
        self._times = times
        self._row: AlarmRow | None = None
        self._about: About | None = None
        self._minutes, self._officer, self._review = 5, "", 15
        self._sounding, self._until = False, ""
        self.none = Empty("alarms.none_chosen")
        self._make_words()
        self._make_buttons()
        self._lay_out()
        self.show_alarm(None, None)
        self.show_sound(sounding=False)
        self.restyle()

    def show_alarm(self, row: AlarmRow | None, about: About | None, *, gone: bool = False) -> None:
        """``gone``: the one that was chosen is not in the list any more, and none was chosen instead."""
        self._row, self._about = row, about if about is not None and row is not None else None
        self.none.say("alarms.gone" if gone else "alarms.none_chosen")
        self.none.setVisible(row is None)
        self.inside.setVisible(row is not None)
        if row is not None:
            self._show_head(row)
            self._show_facts(row, self._about)
            self._show_buttons(row)
        self._show_trend(row, self._about)
        self._show_steps(self._about)

    def show_seat(self, minutes: int, officer: str, review: int) -> None:
        """How long a silence lasts, in whose name is acknowledged, and when what was seen is looked at again."""
        self._minutes, self._officer, self._review = minutes, officer, review
        self.silence_box.say("alarms.silence.what", minutes=minutes)
        name = officer or words.say("alarms.nobody")
        self.seen_box.say("alarms.acknowledge.what", name=name, minutes=review)

    def show_sound(self, *, sounding: bool, until: str = "") -> None:
        """There is nothing to silence while nothing sounds; ``until`` when a silence ends."""
        self._sounding, self._until = sounding, until
        self.silence.setEnabled(sounding)
        why = words.say("alarms.why.silenced", at=until) if until else words.say("alarms.why.quiet")
        self.silence.setToolTip("" if sounding else why)

    def retranslate(self) -> None:
        if hasattr(self, "inside"):
            self.show_sound(sounding=self._sounding, until=self._until)
            self.show_seat(self._minutes, self._officer, self._review)
            self.show_alarm(self._row, self._about)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "inside"):
            using = theme.current()
            edge = using.px(12)
            self._column.setContentsMargins(edge, using.px(8), edge, using.px(8))
            self._column.setSpacing(using.px(8))
            self._head.setSpacing(using.px(10))
            self.more.flow.setSpacing(using.px(8))

    # what stands on it

    def _show_head(self, row: AlarmRow) -> None:
        self.mark.show_priority(row.priority, filled=unseen(row))
        place = seen_number(where(row)) if row.kind is AlarmKind.MESSAGE else where(row)
        self.what.show_text(f"{place}\n{said(row)}" if place else said(row))
        value = value_of(row)
        over = words.say("alarms.value", value=value, limit=number(row.limit)) if row.limit is not None else value
        self.value.show_text(over if value else "")
        self.value.setVisible(bool(value))
        self.caption.show_text(row.number)
        self.state.show_text(f"{priority_word(row)} · {state_of(row, self._times)}")
        self.source.show_text(_source(row))

    def _show_trend(self, row: AlarmRow | None, about: About | None) -> None:
        trend = about.trend if about is not None else ()
        limit = row.limit if row is not None else None
        self.trend.show_trend(trend, limit)
        told = _trend_told(trend)
        self.course.setVisible(told is not None)
        if told is not None:
            first, last, lasts, unit = told
            self.course.say("alarms.course", time=span(lasts), first=number(first), last=number(last), unit=unit)

    def _show_steps(self, about: About | None) -> None:
        """What was done about it, the last first: time, act, who, why."""
        steps = about.steps if about is not None else ()
        self.steps.setVisible(bool(steps))
        self.steps.show_text("\n".join(map(self._step, reversed(steps))))

    def _step(self, step: AlarmStepRow) -> str:
        act = words.say(f"alarms.act.{step.act.value}")
        by = actor_named(step.by_name)
        return " ".join(part for part in (self._times.near(step.at), act, by, step.note) if part)

    def _show_facts(self, row: AlarmRow, about: About | None) -> None:
        kind = about.type_names[words.language() == "en"] if about is not None else ""
        self.facts.show_text(FACTS[0], kind or words.say("alarms.type_open"))
        self.facts.show_text(FACTS[1], row.place or words.say("alarms.place_open"))
        self.facts.show_text(FACTS[2], self._time(row))
        self.facts.say(FACTS[3], "alarms.grade_open")
        people = about.people if about is not None else ()
        self.facts.show_line(FACTS[5], bool(people))
        self.facts.show_text(FACTS[5], words.say("list.join").join(people))
        likely = about.likely if about is not None else None
        self.facts.show_line(FACTS[4], likely is not None)
        if likely is not None:
            self.facts.show_text(FACTS[4], f"{likely.number} {likely.title}")

    def _time(self, row: AlarmRow) -> str:
        """03:12:05; the device's own clock where it has one, and how far the two are apart."""
        at = self._times.seconds(row.first_at)
        if row.device_at is None:
            return at
        apart = span(row.first_at - row.device_at)
        return words.say("alarms.time", at=at, device=self._times.seconds(row.device_at), apart=apart)

    def _show_buttons(self, row: AlarmRow) -> None:
        shelved, message = row.state is AlarmState.SHELVED, row.kind is AlarmKind.MESSAGE
        self.shelve.setVisible(not shelved)
        self.unshelve.setVisible(shelved)
        self.take_over.setVisible(message)

    def _make_words(self) -> None:
        self.mark = PriorityMark()
        self.what, self.value = Word(role="title"), Word(role="alarm-value")
        self.state, self.source, self.course, self.steps = (Word(role="secondary") for _ in range(4))
        for word in (self.what, self.state, self.source, self.course, self.steps):
            word.setWordWrap(True)
        self.trend = AlarmTrend(self._times)
        self.facts = Facts(FACTS)

    def _make_buttons(self) -> None:
        key = actions.key_of
        self.silence = KeyButton("alert.silence", key("silence"))
        self.acknowledge = KeyButton("alarms.do.acknowledge", "Return")
        self.acknowledge_all = KeyButton("alarms.do.acknowledge_group", key("alarm_group"), small=True)
        self.accept = KeyButton("alarms.do.accept", key("alarm_accept"), kind="primary")
        self.join = KeyButton("alarms.do.join", key("alarm_join"))
        self.take_over = KeyButton("alarms.do.intake", key("alarm_intake"))
        self.shelve = KeyButton("alarms.do.shelve", key("alarm_shelve"), small=True)
        self.unshelve = KeyButton("alarms.do.unshelve", key("alarm_shelve"), small=True)
        self.false_alarm = KeyButton("alarms.do.false", key("alarm_false"), small=True)
        self.settle = KeyButton("alarms.do.settle", key("alarm_settle"), small=True)
        self.raw = KeyButton("alarms.do.raw", key("alarm_raw"), small=True)

    def buttons(self) -> Sequence[KeyButton]:
        """Those that act on the chosen alarm."""
        return (
            self.acknowledge, self.acknowledge_all, self.accept, self.join, self.take_over, self.shelve, self.unshelve,
            self.false_alarm, self.settle, self.raw,
        )  # fmt: skip

    def _lay_out(self) -> None:
        self.silence_box = Box("1", (self.silence,))
        self.seen_box = Box("2", (self.acknowledge,))
        self.accept_box = Box("3", (self.accept, self.join, self.take_over), self.facts)
        self.more = Lines()
        rest = (self.acknowledge_all, self.shelve, self.unshelve, self.false_alarm, self.settle, self.raw)
        for button in rest:
            self.more.flow.addWidget(button)
        self._head = QHBoxLayout()
        self._head.addWidget(self.mark)
        self._head.addWidget(self.what, 1)
        self.inside = QFrame()
        self._column = QVBoxLayout(self.inside)
        self._column.addLayout(self._head)
        measured = QHBoxLayout()
        measured.addWidget(self.value)
        measured.addWidget(self.state, 1)
        self._column.addLayout(measured)
        parts: tuple[QWidget, ...] = (
            self.source, self.course, self.trend, self.silence_box, self.seen_box,
            self.accept_box, self.more, self.steps,
        )  # fmt: skip
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.body.addWidget(self.none)
        self.body.addWidget(scrolling(self.inside), 1)


class Box(Painted, QFrame):
    """One act by itself: its number, its button and beside it what it does and does not; or buttons and facts below."""

    def __init__(
        self, numbered: str, buttons: Sequence[KeyButton], below: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.number = Word(role="title")
        self.number.show_text(numbered)
        self.what = Word(role="secondary", parent=self)
        self.what.setWordWrap(True)
        self.what.setVisible(below is None)
        self.row = Lines(self)
        across = below is None
        self._inside = QBoxLayout(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        if across:
            self.row.hide()
            self._inside.addWidget(buttons[0])
            self._inside.addWidget(self.what, 1)
        else:
            for button in buttons:
                self.row.flow.addWidget(button)
            self._inside.addWidget(self.row)
            self._inside.addWidget(below)
        self._whole = QHBoxLayout(self)
        self._whole.addWidget(self.number)
        self._whole.addLayout(self._inside, 1)
        self.restyle()

    def say(self, code: str, **facts: object) -> None:
        self.what.say(code, **facts)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(8)
        self._whole.setContentsMargins(edge, edge, edge, edge)
        self._whole.setSpacing(using.px(10))
        self._inside.setSpacing(using.px(8))
        self.row.flow.setSpacing(using.px(8))
        super().restyle()


def _source(row: AlarmRow) -> str:
    """雨量站 07 · 账号 7 · 代码 39 · 防区 1 · 共 3 次: what the device sent of it; of a message the sender says all."""
    marks = (("account", row.account), ("code", code_word(row.code) or row.code), ("zone", row.zone))
    parts = [words.say(f"alarms.source.{name}", value=value) for name, value in marks if value]
    parts = parts if names_marks(row.kind, row.code) else []
    count = [words.say("alarms.source.count", value=row.count)] if row.count > 1 else []
    return " · ".join(part for part in (row.device_name, *parts, *count) if part)


def _trend_told(rows: Sequence[EventRow]) -> tuple[float, float, object, str] | None:
    """The first and last value and the time between; None where there is no course to tell."""
    known = [row for row in rows if row.value is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    return first.value or 0.0, last.value or 0.0, last.at - first.at, last.unit
