"""What the duty log says of the outbox: one line for each act, each attempt and each answer, in Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from console import words
from console.domain.log import ActKind
from console.errors import Refused
from console.services import lines
from db import books
from db.base import Base
from db.models.wire import Delivery, DeliveryAttempt
from db.store import Tx

SHOWN_BYTES = 40
"""Bytes of a command or answer a line quotes; the record it carries has them all."""

QUOTED = 60
"""Characters of a text a line quotes."""


def write(tx: Tx, text: str, at: datetime, about: Iterable[Base] = ()) -> None:
    """One line of the duty book about these rows."""
    lines.write(tx, books.DUTY, ActKind.DELIVERY, text, at=at, about=list(about))


def named(row: Delivery) -> str:
    """A row as every line names it: number, device, what it is to do."""
    return f"{row.number}（{row.device_name}）{_said(f'delivery.verb.{row.verb}')}"


def asked(rows: Sequence[Delivery], title: str) -> str:
    """What was asked for; a run is one line."""
    if title:
        return f"批量发送“{title}”：{len(rows)} 条，{rows[0].number} 至 {rows[-1].number}"
    return "；".join(f"要求发送 {_whole(row)}，{state(row)}" for row in rows)


def state(row: Delivery) -> str:
    """Where a row stands, with what was said of it."""
    said = f"（{_said(f'delivery.said.{row.said}')}）" if row.said else ""
    return _said(f"delivery.state.{row.state}") + said


def ended(row: Delivery, attempt: DeliveryAttempt) -> str:
    """What became of an attempt, with the bytes that went and came."""
    parts = [f"{named(row)}：{state(row)}"]
    if attempt.command:
        parts.append(f"指令 {_hex(attempt.command)}")
    if attempt.answer:
        parts.append(f"回答 {_hex(attempt.answer)}")
    return "，".join(parts)


def became(rows: Sequence[Delivery], note: str = "") -> str:
    """Rows that came to stand elsewhere together."""
    if len(rows) > 5:
        text = f"{rows[0].number} 等 {len(rows)} 条：{_said(f'delivery.state.{rows[0].state}')}"
    else:
        text = "；".join(f"{named(row)}：{state(row)}" for row in rows)
    return text + (f"，{note}" if note else "")


def _whole(row: Delivery) -> str:
    parts = [named(row)]
    if row.area:
        parts.append(f"区域：{row.area}")
    if row.target:
        parts.append(f"对象：{row.target}")
    seconds = json.loads(row.facts).get("seconds")
    if seconds is not None:
        parts.append(f"时长：{seconds} 秒")
    if row.text:
        parts.append(f"内容：{row.text[:QUOTED]}" + ("…" if len(row.text) > QUOTED else ""))
    return "，".join(parts)


def _hex(raw: bytes) -> str:
    return raw[:SHOWN_BYTES].hex(" ").upper() + (f"… {len(raw)} 字节" if len(raw) > SHOWN_BYTES else "")


def _said(code: str) -> str:
    return words.say_in(words.PRINTED, code)


def why(refusal: Refused) -> str:
    """What stood in the way, as the log says it."""
    return words.sentence(refusal, language=words.PRINTED)
