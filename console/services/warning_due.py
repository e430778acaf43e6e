"""What of warnings and of calling by name waits for a person: on the due strip, with a sound, and on the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.callout import STILL
from console.domain.due import DueItem, DueKind, state_of
from console.domain.warning import HOLDS, OUT, State
from console.domain.warning_rows import SendRow, WarningRow
from console.services import callout_clock
from console.services import warning_steps as steps
from console.services.callout_clock import Standing
from console.services.settings import current
from db.queries import warnings as query

FORGOTTEN = timedelta(hours=24)
"""How long an expired warning without 解除 is told: later nobody waits for the word any more."""
WAITING = (State.REVIEW, State.SIGN, State.RELEASE)
MOST = 50


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Everything of warnings with a time limit: one line for each warning and reason."""
    made = [_waiting(row, now, soon) for row in waiting(connection)]
    made += [_channels(row, sends, now, soon) for row, sends in unreported(connection)]
    made += [_expiring(row, now, soon) for row in expiring(connection, now)]
    made += [_forgotten(row, now, soon) for row in forgotten(connection, now)]
    made += [_owed(row, at, now, soon) for row, at in owed(connection, now)]
    for one in callout_clock.standing(connection, now):
        made.append(_calling(one, now, soon))
        if callout_clock.stands_still(one, now):
            made.append(_still(one, now, soon))
    return made


def waiting(connection: Connection) -> list[WarningRow]:
    """Handed in and not out yet: 待审, 待签, 待发."""
    return _rows(connection, WAITING)


def unreported(connection: Connection) -> list[tuple[WarningRow, list[SendRow]]]:
    """Warnings that are told now, with the manual channels nobody has said anything about, the first due first."""
    rows = {row.id: row for row in _rows(connection, OUT)}
    found: dict[UUID, list[SendRow]] = {}
    for one in query.unreported(connection, list(rows)):
        found.setdefault(one["warning_id"], []).append(steps.send_of(one))
    return [(rows[key], sends) for key, sends in found.items()]


def expiring(connection: Connection, now: datetime) -> list[WarningRow]:
    """What holds and ends within the setting's minutes: to be renewed or lifted."""
    ahead = timedelta(minutes=int(current(connection, "warning.about_to_expire", now)))
    return [row for row in holding(connection) if row.expires_at is not None and row.expires_at - now <= ahead]


def holding(connection: Connection) -> list[WarningRow]:
    """What people have been told and that holds, the one that ends first first."""
    return [row for row in _rows(connection, OUT) if row.kind in HOLDS]


def forgotten(connection: Connection, now: datetime) -> list[WarningRow]:
    """Expired within the day, and nobody has said that it is over."""
    rows = query.ended_since(connection, State.EXPIRED.value, now - FORGOTTEN)
    return [steps.row_of(one) for one in rows]


def owed(connection: Connection, now: datetime) -> list[tuple[WarningRow, datetime]]:
    """Signatures that follow a release, and until when."""
    limit = timedelta(hours=int(current(connection, "warning.countersign_hours", now)))
    rows = [steps.row_of(one) for one in query.owing(connection)]
    return [(row, row.released_at + limit) for row in rows if row.owed and row.released_at is not None]


def owed_words(row: WarningRow, language: str) -> str:
    """补审、补签, as the row owes them."""
    between = "、" if language == "zh" else ", "
    return between.join(words.say_in(language, f"warning.act.{act.value}") for act in row.owed)


def _waiting(row: WarningRow, now: datetime, soon: timedelta) -> DueItem:
    assert row.overdue_at is not None, "it waits"
    return _item(DueKind.WARNING_WAITING, row, row.drafted_at, row.overdue_at, now, soon, state=_state)


def _state(row: WarningRow, language: str) -> str:
    return words.say_in(language, f"warning.state.{row.state.value}")


def _channels(row: WarningRow, sends: list[SendRow], now: datetime, soon: timedelta) -> DueItem:
    since = row.released_at or row.drafted_at
    due_at = min(one.due_at or since for one in sends)
    return _item(DueKind.WARNING_CHANNELS, row, since, due_at, now, soon, count=lambda *_: len(sends))


def _expiring(row: WarningRow, now: datetime, soon: timedelta) -> DueItem:
    assert row.expires_at is not None, "it ends"
    return _item(DueKind.WARNING_EXPIRES, row, row.released_at or row.drafted_at, row.expires_at, now, soon)


def _forgotten(row: WarningRow, now: datetime, soon: timedelta) -> DueItem:
    ended = row.ended_at or now
    return _item(DueKind.WARNING_FORGOTTEN, row, row.released_at or ended, ended, now, soon)


def _owed(row: WarningRow, due_at: datetime, now: datetime, soon: timedelta) -> DueItem:
    return _item(DueKind.WARNING_OWED, row, row.released_at or row.drafted_at, due_at, now, soon, what=owed_words)


def _item(
    kind: DueKind, row: WarningRow, since: datetime, due_at: datetime, now: datetime, soon: timedelta, **facts: Any
) -> DueItem:  # fmt: skip
    def said(language: str) -> str:
        told = {name: fact(row, language) for name, fact in facts.items()}
        return words.say_in(language, f"due.{kind.value}_named", title=row.title, **told)

    return DueItem(
        f"{kind.value}:{row.id}", kind, said("zh"), due_at, since, "warnings", state_of(due_at, now, soon),
        row.number, row.id, said("en"),
    )  # fmt: skip


def calling_words(one: Standing, language: str) -> str:
    """Title, how many nobody has answered for, and how many of them it is time to ring again."""
    code = "due.callout_again" if one.again else "due.callout_named"
    return words.say_in(language, code, title=one.row["title"], count=one.left, again=one.again)


def _calling(one: Standing, now: datetime, soon: timedelta) -> DueItem:
    row = one.row
    return DueItem(
        f"callout:{row['id']}", DueKind.CALLOUT, calling_words(one, "zh"), one.due_at, row["started_at"], "callouts",
        state_of(one.due_at, now, soon), row["number"], row["id"], calling_words(one, "en"),
    )  # fmt: skip


def _still(one: Standing, now: datetime, soon: timedelta) -> DueItem:
    """Nobody rings, and somebody could be rung."""
    assert one.still_since is not None, "it stands still"
    row, due_at = one.row, one.still_since + STILL
    zh, en = (words.say_in(language, "due.callout_still_named", title=row["title"], count=one.left)
              for language in ("zh", "en"))  # fmt: skip
    return DueItem(
        f"callout_still:{row['id']}", DueKind.CALLOUT_STILL, zh, due_at, one.still_since, "callouts",
        state_of(due_at, now, soon), row["number"], row["id"], en,
    )  # fmt: skip


def _rows(connection: Connection, states: Iterable[State]) -> list[WarningRow]:
    return [steps.row_of(one) for one in query.running(connection, [state.value for state in states])]
