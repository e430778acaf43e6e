"""The command group of an incident as lines of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console import words
from ui.models.table import Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.incident_command import CommandRow, Member


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A part of the command group: who has it, whom the county's template proposes, or who had it before."""

    part: str
    row: CommandRow | None
    proposed: Member | None

    @property
    def former(self) -> bool:
        return self.row is not None and self.row.until is not None

    @property
    def key(self) -> str:
        return str(self.row.id) if self.row is not None and self.former else self.part


def command_lines(proposed: Sequence[Member], rows: Sequence[CommandRow]) -> list[CommandLine]:
    """Parts of the template and others that are held, then those who handed over."""
    held = {row.part: row for row in rows if row.until is None}
    lines = [CommandLine(one.part, held.pop(one.part, None), one) for one in proposed]
    lines += [CommandLine(part, row, None) for part, row in held.items()]
    return lines + [CommandLine(row.part, row, None) for row in reversed(rows) if row.until is not None]


def command_model(times: Times) -> RowTableModel[CommandLine]:
    """Part, who, where from and telephone, since when and from whom."""

    def who(line: CommandLine) -> str:
        return (
            " ".join(part for part in (line.row.name, line.row.organisation) if part) if line.row else words.say("none")
        )

    def quiet(line: CommandLine) -> str | None:
        return "text2" if line.former or not line.row else None

    def since(line: CommandLine) -> str:
        if line.row is None:
            return ""
        until = f"–{times.near(line.row.until)}" if line.row.until else ""
        return f"{times.near(line.row.since)}{until}"

    def whence(line: CommandLine) -> str:
        taken = (
            words.say("incidents.command.from", name=line.row.taken_from) if line.row and line.row.taken_from else ""
        )
        return " ".join(part for part in (line.row.phone if line.row else "", taken) if part)

    return RowTableModel(
        [
            Column("incidents.part", lambda line: line.part, width=110),
            Column("incidents.who", who, stretch=True, ink=quiet),
            Column("incidents.since", since, width=100),
            Column("incidents.whence", whence, width=120, ink=lambda _: "text2"),
        ],
        key=lambda line: line.key,
        tint=lambda line: "zebra" if line.former else None,
    )  # fmt: skip
