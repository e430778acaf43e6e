"""The channels a warning may go out by, as lines that are ticked: people's hands first, then devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from console import words
from console.domain.lists import ListItem
from console.domain.warning_form import Chosen, WarningForm
from console.domain.warning_rows import Way
from console.domain.warning_verbs import sounds, verb_of
from ui.models.table import Column, RowTableModel
from ui.models.warning_rows import Book


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """``devices`` are the names it goes out by, ``audible`` whether any of them waits for arming.

    ``device_ids`` were chosen one by one; ``usable`` are all it has.
    """

    code: str
    name: str
    way: Way
    carries: str
    target: str
    usual: str
    people: bool
    devices: tuple[str, ...]
    device_ids: tuple[UUID, ...]
    audible: bool
    ticked: bool
    ready: str = ""
    """Code of what is missing; empty: nothing."""
    count: int = 0
    usable: tuple[UUID, ...] = ()

    @property
    def manual(self) -> bool:
        return self.way is Way.MANUAL


def lines_of(
    book: Book, chosen: Sequence[Chosen], form: WarningForm | None, numbers: int,
    near: Mapping[str, tuple[UUID, ...]] | None = None,
) -> list[ChannelLine]:  # fmt: skip
    """Every channel of the county, and chosen ones the list has lost. ``near``: by channel the devices of the area."""
    by_code = {one.channel: one for one in chosen}
    around = near or {}
    made = [
        _line(book, item, by_code.get(item.code), form, numbers, around.get(item.code)) for item in book.channels
    ]  # fmt: skip
    known = {item.code for item in book.channels}
    made += [_lost(one) for one in chosen if one.channel not in known]
    return sorted(made, key=lambda line: not line.manual)


def chosen_of(lines: Sequence[ChannelLine]) -> tuple[Chosen, ...]:
    """What is ticked, in the order of the table."""
    return tuple(Chosen(line.code, line.target, line.device_ids) for line in lines if line.ticked)


def _line(
    book: Book, item: ListItem, chosen: Chosen | None, form: WarningForm | None, numbers: int,
    near: tuple[UUID, ...] | None,
) -> ChannelLine:  # fmt: skip
    manual, named = item.get("way") == Way.MANUAL, item.get("people") == "yes"
    carries = item.get("text")
    able = (row for row in book.devices_of(item) if verb_of(row.form.driver, row.form.profile, carries) is not None)
    found = usable = () if manual else tuple(able)
    if chosen is not None and chosen.device_ids:
        found = tuple(row for row in book.devices if row.id in chosen.device_ids)
    elif near is not None:
        found = tuple(row for row in found if row.id in near)
    line = ChannelLine(
        item.code, item.name(words.language()), Way(item.get("way")), item.get("text"), chosen.target if chosen else "",
        item.get("target"), named, tuple(row.form.name for row in found), chosen.device_ids if chosen else (),
        any(sounds(row.form.driver, row.form.profile, carries) for row in found), chosen is not None,
        usable=tuple(row.id for row in usable),
    )  # fmt: skip
    return _prepared(line, form, numbers)


def _lost(one: Chosen) -> ChannelLine:
    return ChannelLine(
        one.channel, one.channel, Way.MANUAL, "", one.target, "", False, (), one.device_ids, False, True, "gone"
    )


def _prepared(line: ChannelLine, form: WarningForm | None, numbers: int) -> ChannelLine:
    """What it lacks before anything can go out by it."""
    if not line.manual and not line.devices:
        return replace(line, ready="no_device_here" if line.usable else "no_device")
    if line.people and not numbers:
        return replace(line, ready="no_number")
    carried = {"cap": "full"}.get(line.carries, line.carries)
    if form is not None and carried and not str(getattr(form, carried, "")).strip():
        return replace(line, ready="no_text")
    return replace(line, count=numbers if line.people else len(line.devices))


def ready_said(line: ChannelLine) -> str:
    if line.ready == "no_text":
        return words.say("warning.ready.no_text", field=words.say(f"warning.field.{_field(line)}"))
    if line.ready:
        return words.say(f"warning.ready.{line.ready}")
    said = words.say(f"warning.field.{_field(line)}")
    if line.people:
        said = words.say("warning.ready.people", text=said, count=line.count)
    if line.manual:
        target = line.target or line.usual
        return words.say("warning.ready.manual_to" if target else "warning.ready.manual", text=said, target=target)
    if line.devices:
        said = words.say("warning.ready.devices", text=said, names="、".join(line.devices))
    return words.say("warning.ready.armed", text=said) if line.audible else said


def _field(line: ChannelLine) -> str:
    return "full" if line.carries == "cap" else line.carries or "full"


def channel_model() -> RowTableModel[ChannelLine]:
    columns: tuple[Column[ChannelLine], ...] = (
        Column("send_channel", lambda line: line.name, width=216, picture=14, stays=True,
                            strong=lambda line: line.ticked),
        Column("send_ready", ready_said, stretch=True,
                            ink=lambda line: "orangetext" if line.ready and line.ticked else None),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda line: line.code)
