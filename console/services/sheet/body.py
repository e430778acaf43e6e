"""The body of a hand-over sheet: gathered at the cut-off, stored, signed, never computed again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from console.domain.duty import ShiftRow
from console.domain.realm import Realm
from console.domain.settings import zone
from console.services.settings import current
from console.services.sheet import checks, goods, matters, notes, shelters, waiting, watch, wire
from console.services.sheet.part import CutOff, zh
from db import books
from db.chain import instant

FORM = "handover/2"
"""Ten numbered sections; ``handover/1`` had the first, third and fourth of them without numbers."""


def build(connection: Connection, shift: ShiftRow, number: str, realm: Realm, at: datetime) -> dict[str, Any]:
    """Structured data in plain values: codes' words as they read now, record texts, head number and digest."""
    head, digest = books.head_of(connection, books.DUTY)
    name = current(connection, "site.time_zone", at)
    return {
        "form": FORM,
        "number": number,
        "realm": realm.value,
        "site": current(connection, "site.name", at),
        "zone": name,
        "shift": _shift(shift),
        "cut_off": {"at": instant(at), "first": shift.first_number, "number": head, "digest": digest.hex()},
        "sections": sections(CutOff(connection, shift, head, at, zone(name))),
        "remarks": "",
    }


def sections(cut: CutOff) -> list[dict[str, Any]]:
    """All ten, in the order they are printed; an empty one says so."""
    return [
        watch.basic(cut),
        watch.in_force(cut),
        matters.inbound(cut),
        matters.tasks(cut),
        checks.section_of(cut, 5, "materials", [*goods.on_the_road(cut), *shelters.open_and_waiting(cut)]),
        waiting.not_acknowledged(cut),
        checks.section_of(cut, 7, "equipment", wire.links(cut)),
        checks.section_of(cut, 8, "keys"),
        notes.notes(cut),
        notes.differences(),
    ]


def _shift(shift: ShiftRow) -> dict[str, Any]:
    return {
        "number": shift.number,
        "template_title": zh("sheet.shift_title", number=shift.number),
        "from": instant(shift.planned_from),
        "to": instant(shift.planned_to),
        "taken_at": instant(shift.taken_at),
        "taken_how": shift.taken_how,
        "owner": shift.owner,
        "posts": [
            {"post": post.post, "title": zh("post.leader") if post.post == "leader" else post.post, "name": post.name}
            for post in shift.posts
        ],
    }
