"""Targets of a warning's channel as lines that are ticked, and the terminals nobody can say of that they were heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from console import words
from console.domain.callout import Contact
from console.domain.delivery import DeliveryRow, SendState
from console.domain.warning_rows import SendRow
from console.services.warning_channels_out import Silent, Target
from ui.models.device_rows import SEND_INK, outcome, send_word
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

NOT_REACHED = frozenset({SendState.FAILED, SendState.UNKNOWN, SendState.UNCONFIRMED, SendState.CANCELLED})
"""Nobody can say that it arrived."""
AGAIN_FROM = NOT_REACHED - {SendState.UNKNOWN} | {SendState.CONFIRMED, SendState.SENT}
"""What may be sent once more; of what nobody knows a person says first, in the outbox, what became of it."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with its attempts, ticked to be sent to once more."""

    target: Target
    ticked: bool = False

    @property
    def key(self) -> UUID:
        return self.target.rows[0].id

    @property
    def last(self) -> DeliveryRow:
        return self.target.last

    @property
    def open(self) -> bool:
        return self.last.state in NOT_REACHED

    @property
    def ready(self) -> bool:
        return self.last.state in AGAIN_FROM


def targets_of(send: SendRow, found: Iterable[Target]) -> list[TargetLine]:
    """Those of one channel."""
    return [TargetLine(one) for one in found if send.batch_id is not None and one.last.batch_id == send.batch_id]


def target_name(target: Target) -> str:
    return "　".join(part for part in (target.device, target.target) if part)


def target_model() -> RowTableModel[TargetLine]:
    """Tick and terminal or number, what became of it last, how often it was tried."""
    columns: tuple[Column[TargetLine], ...] = (
        Column("target_name", lambda line: target_name(line.target), stretch=True, picture=14),
        Column("target_area", lambda line: line.last.area, width=150),
        Column("target_state", lambda line: outcome(line.last), width=210, stays=True,
                            ink=lambda line: SEND_INK.get(line.last.state)),
        Column("target_tries", lambda line: str(len(line.target.rows)), align=Align.RIGHT, width=50),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda line: line.key)


def tries_model(times: Times) -> RowTableModel[DeliveryRow]:
    """Every time one target was asked, the newest first."""
    columns: tuple[Column[DeliveryRow], ...] = (
        Column("target_number", lambda row: row.number, width=120),
        Column("target_at", lambda row: times.near(row.asked_at), width=90),
        Column("target_by", lambda row: row.asked_by, width=90),
        Column("target_state", outcome, stretch=True, ink=lambda row: SEND_INK.get(row.state)),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda row: row.id)


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A terminal that did not answer, ticked to be stood in for, called or written out."""

    silent: Silent
    ticked: bool = True

    @property
    def key(self) -> UUID:
        return self.silent.key


def contacts_said(contacts: Sequence[Contact]) -> str:
    """A 陈例一 100-0000-0001、B 王例二 （no number）."""
    return "、".join(
        " ".join((one.stage.value.upper(), one.name, one.phones[0] if one.phones else words.say("silent.no_number")))
        for one in contacts
    )


def silent_model() -> RowTableModel[SilentLine]:
    """Tick and terminal, where, what is known, whom to telephone."""
    columns: tuple[Column[SilentLine], ...] = (
        Column("silent_terminal", lambda line: line.silent.name, width=190, picture=14,
                                  tip=lambda line: line.silent.name),
        Column("silent_place", lambda line: line.silent.place, width=170, tip=lambda line: line.silent.place),
        Column("silent_state", lambda line: send_word(line.silent.row.state), width=90, stays=True,
                              ink=lambda line: SEND_INK.get(line.silent.row.state)),
        Column("silent_contacts", lambda line: contacts_said(line.silent.contacts) or words.say("silent.nobody"),
                                 stretch=True, tip=lambda line: contacts_said(line.silent.contacts)),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda line: line.key)


def silent_text(found: Iterable[Silent]) -> str:
    """The list for a telephone, a chat group or a sheet of paper: a line each."""
    return "\n".join(
        "　".join((one.name, one.place, send_word(one.row.state),
                  contacts_said(one.contacts) or words.say("silent.nobody")))
        for one in found
    )  # fmt: skip
