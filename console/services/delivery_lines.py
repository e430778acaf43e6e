"""What the duty log says of the outbox: one line for each act, each attempt and each answer, in Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.delivery import SendState
from console.domain.log import ActKind
from console.domain.people import ActorKind
from console.domain.stopping import Wish
from console.errors import Refused
from console.services import lines
from db import books
from db.base import Base
from db.models.wire import Delivery, DeliveryAttempt
from db.store import Tx

SHOWN_BYTES = 40
"""Bytes of a command or answer a line quotes; the record it carries has them all."""

STOPS_NAMED = 8
"""Devices a stop names with what became of them."""

QUOTED = 60
"""Characters of a text a line quotes."""


def write(
    tx: Tx, text: str, at: datetime, about: Iterable[Base] = (), occurred_at: datetime | None = None,
    entry_id: UUID | None = None,
) -> None:  # fmt: skip
    """One line of the duty book about these rows; ``occurred_at`` where it is written later than it happened."""
    lines.write(
        tx, books.DUTY, ActKind.DELIVERY, text, at=at, about=list(about), occurred_at=occurred_at, entry_id=entry_id
    )


def named(row: Delivery) -> str:
    """A row as every line names it: number, device, what it is to do."""
    return f"{row.number}（{row.device_name}）{_said(f'delivery.verb.{row.verb}')}"


def asked(rows: Sequence[Delivery], title: str) -> str:
    """What was asked for; a run is one line."""
    if title:
        return f"批量发送“{title}”：{len(rows)} 条，{rows[0].number} 至 {rows[-1].number}"
    return "；".join(f"要求发送 {_whole(row)}，{state(row)}" for row in rows)


def state(row: Delivery) -> str:
    """Where a row stands, with what was said of it, unless that are the same words."""
    where, said = _said(f"delivery.state.{row.state}"), _said(f"delivery.said.{row.said}") if row.said else ""
    return f"{where}（{said}）" if said not in ("", where) else where


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


def stopped(
    wish: Wish, rows: Sequence[Delivery], cleared: Sequence[Delivery], *, went: bool = False, aside: bool = False,
    zone: ZoneInfo | None = None,
) -> str:  # fmt: skip
    """A stop of all that sounds, or of one device; where it ``went`` out before it was written, how far it came."""
    text = (
        f"全部停止：{len(rows)} 台"
        if wish.device_id is None
        else "停止：" + ("、".join(named(row) for row in rows) or "0 台")
    )
    parts = [text] + ([f"撤回未发声 {len(cleared)} 条"] if cleared else [])
    if went:
        ended = [row for row in rows if row.state != SendState.SENDING.value]
        parts += [f"{row.device_name}{state(row)}" for row in ended[:STOPS_NAMED]]
        parts += [f"另 {len(ended) - STOPS_NAMED} 台见发件箱"] if len(ended) > STOPS_NAMED else []
    if aside and zone is not None:
        pressed = f"{wish.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        parts.append(f"{pressed} {_pressed_by(wish)}按下并直接发往线路，当时存储不可用，恢复后补记")
    return "，".join(parts)


def _pressed_by(wish: Wish) -> str:
    return wish.by.name if wish.by.kind is ActorKind.OFFICER else ""


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
