"""What the log, the papers and the telephone say of an order, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.dispatching import DispatchRow, Message
from console.domain.stock import shown
from console.services.dispatch_order import Part, Sent
from db.models.dispatch import Dispatch
from db.models.ledger import StockDocument
from db.queries import assignments, stock
from db.queries import dispatch as query


def ordered(row: Dispatch, part: Part, documents: Sequence[StockDocument], zone: ZoneInfo) -> str:
    """The whole order: who said it, which teams, which goods under which documents."""
    way = words.say_in("zh", f"responses.way.{row.way}")
    told = [f"调度 {row.number}（{part.incident.number} {part.incident.title}），{row.commander} {way}"]
    told += [row.text] if row.text else []
    told += [_team(one, zone) for one in part.sent]
    for load, document in zip(part.loads, documents, strict=True):
        plate = f"，车 {load.vehicle.plate}" if load.vehicle else ""
        told.append(f"{document.number} {load.store.name}：{load.told}{plate}")
    return "；".join(told)


def _team(one: Sent, zone: ZoneInfo) -> str:
    verb = "预留" if one.line.reserved else "指派"
    expected = "到达时间不详" if one.expected_at is None else f"预计 {one.expected_at.astimezone(zone):%m-%d %H:%M} 到"
    reason = f"（{one.line.reason}）" if one.line.reason else ""
    return f"{verb} {one.team.name}：{one.told}，{expected}{reason}"


def recalled(number: str, reason: str, teams: Sequence[str], freed: Sequence[str], gone: Sequence[str]) -> str:
    """撤回 of an order with what was called back, freed, and is on the road already."""
    told = [f"调度 {number} 撤回：{reason}"]
    told += [f"撤回派遣 {'、'.join(teams)}"] if teams else []
    told += [f"作废 {'、'.join(freed)}"] if freed else []
    told += [f"{'、'.join(gone)} 已发出，另办未达退回（已到现场的退库）"] if gone else []
    return "；".join(told)


def messages(connection: Connection, row: DispatchRow, zone: ZoneInfo) -> list[Message]:
    """One for each team and each store of an order."""
    found = []
    contacts = query.contacts(connection)
    head = f"【{row.number}】{row.incident_number} {row.incident_title}"
    for one in assignments.rows(connection, dispatch=row.id):
        expected = f"，请于 {one.expected_at.astimezone(zone):%m-%d %H:%M} 前到达" if one.expected_at else ""
        asked = f"，现场联系 {one.contact} {one.phone}".rstrip() if one.contact or one.phone else ""
        text = f"{head}：请{one.team}赶赴{one.place}{expected}{asked}。批准人 {row.commander}。收到请回复。"
        found.append(Message(one.team, contacts.get(one.team_id, ""), text))
    for document in stock.documents(connection, dispatch=row.id, limit=_MOST):
        whole = stock.document(connection, document.id)
        goods = "、".join(f"{line.item_name} {shown(line.asked)} {line.unit}" for line in whole.lines) if whole else ""
        text = f"{head}：请{document.from_name}凭 {document.number} 发 {goods}，送{document.destination}。"
        text += f"批准人 {row.commander}。收到请回复。"
        store = document.from_store
        found.append(Message(document.from_name, contacts.get(store, "") if store else "", text))
    return found


_MOST = 200
"""Documents of one order: one a store and place."""
