"""The body of a hand-over sheet: gathered at the cut-off, stored, signed, never computed again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from console import words
from console.domain.duty import ShiftRow
from console.domain.inbound import FIGURES, InboundRow
from console.domain.realm import Realm
from console.services.emergencies import sheet_rows
from console.services.settings import current
from db import books
from db.chain import instant
from db.models.books import LogLine
from db.models.inbound import Task
from db.queries import inbound


def build(connection: Connection, shift: ShiftRow, number: str, realm: Realm, at: datetime) -> dict[str, Any]:
    """Structured data in plain values: codes' words as they read now, record texts, head number and digest."""
    head, digest = books.head_of(connection, books.DUTY)
    return {
        "form": "handover/1",
        "number": number,
        "realm": realm.value,
        "site": current(connection, "site.name", at),
        "zone": current(connection, "site.time_zone", at),
        "shift": _shift(shift),
        "cut_off": {"at": instant(at), "first": shift.first_number, "number": head, "digest": digest.hex()},
        "sections": [
            _basic(connection, shift, head, at),
            _open_items(connection),
            _open_tasks(connection, at),
        ],
        "remarks": "",
    }


def _zh(code: str, **facts: Any) -> str:
    return words.say_in("zh", code, **facts)


def _shift(shift: ShiftRow) -> dict[str, Any]:
    return {
        "number": shift.number,
        "template_title": _zh("sheet.shift_title", number=shift.number),
        "from": instant(shift.planned_from),
        "to": instant(shift.planned_to),
        "taken_at": instant(shift.taken_at),
        "taken_how": shift.taken_how,
        "owner": shift.owner,
        "posts": [
            {"post": post.post, "title": _zh("post.leader") if post.post == "leader" else post.post, "name": post.name}
            for post in shift.posts
        ],
    }


def _section(key: str, caption: str, columns: list[tuple[str, int]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "key": key,
        "title": _zh(f"sheet.section.{key}"),
        "caption": caption,
        "columns": [{"title": title, "weight": weight} for title, weight in columns],
        "rows": rows,
    }


def _basic(connection: Connection, shift: ShiftRow, head: int, at: datetime) -> dict[str, Any]:
    kinds = connection.execute(
        select(LogLine.kind, func.count())
        .where(LogLine.number.between(shift.first_number, head))
        .group_by(LogLine.kind)
        .order_by(LogLine.kind)
    )
    counted = "，".join(f"{_zh(f'log.kind.{kind}')} {count}" for kind, count in kinds) or _zh("sheet.no_lines")
    total = max(0, head - shift.first_number + 1)
    caption = _zh("sheet.lines", first=shift.first_number, last=head, count=total)
    row = {"item": "basic", "cells": [counted], "overdue": False}
    return _section("basic", caption, [(_zh("sheet.column.basic"), 1)], [row, *sheet_rows(connection, shift.id, at)])


def _open_items(connection: Connection) -> dict[str, Any]:
    items = inbound.open_items(connection)
    rows = [
        {
            "item": f"inbound:{item.id}",
            "cells": [item.number, item.place, item.summary, figures(item)],
            "overdue": False,
        }
        for item in items
    ]
    columns = [("number", 3), ("place", 3), ("summary", 6), ("figures", 4)]
    titled = [(_zh(f"sheet.column.{name}"), weight) for name, weight in columns]
    return _section("inbound", _zh("sheet.items", count=len(rows)), titled, rows)


def figures(item: InboundRow) -> str:
    """What is known of the figures, 不详 written out; what was not filled stays away."""
    known = [
        f"{_zh(f'figure.{key}')}{_zh('figure.unknown') if value.unknown else f' {value.value}'}"
        for key in FIGURES
        if (value := item.figures.get(key)) is not None
    ]
    return " ".join(known)


def _open_tasks(connection: Connection, at: datetime) -> dict[str, Any]:
    tasks = connection.execute(
        select(Task.id, Task.number, Task.title, Task.owner, Task.due_at)
        .where(Task.state == "open")
        .order_by(Task.due_at.is_(None), Task.due_at)
    ).all()
    rows = [
        {
            "item": f"task:{task.id}",
            "cells": [task.number, task.title, task.owner, instant(task.due_at) if task.due_at else ""],
            "overdue": task.due_at is not None and task.due_at <= at,
        }
        for task in tasks
    ]
    overdue = sum(bool(row["overdue"]) for row in rows)
    titled = [(_zh(f"sheet.column.{name}"), w) for name, w in (("number", 3), ("task", 7), ("owner", 3), ("due", 4))]
    return _section("task", _zh("sheet.tasks", count=len(rows), overdue=overdue), titled, rows)
