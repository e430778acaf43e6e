"""Shelters and people brought away: one more opens, villages are away with one refusal, water runs short."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from console.domain.needs import NeedSource
from console.domain.relocations import MoveState
from console.domain.shelters import NewCount
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.goods import THOUSAND, approve, choose, choose_candidate, draft, issue, quota, shown_by_tool
from console.tool.demo.rows.onward import ALT, CTRL, Key, call
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warnings import WARNING
from console.tool.demo.stage import Stage
from ui.dialogs.need import NeedDialog
from ui.dialogs.relocation_form import MoveDialog, RelocationDialog, VillagesDialog
from ui.dialogs.shelter_acts import CountDialog, OpenDialog
from ui.shelter_prints import RefusalRecord, RelocationList
from ui.stock_prints import StockSlip

OPEN_BEFORE = {"BZ007": 300, "BZ009": 40, "BZ011": 20, "BZ013": 16}
"""Shelters that stand open when the drill begins, by number, and who is in them: 376 people."""
PLACES, PEOPLE, SUMS = Key.Key_1, Key.Key_2, Key.Key_3


def open_before(stage: Stage) -> None:
    """The state the drill begins with; nobody plays this."""
    assert stage.app is not None
    by, shelters = stage.app.seat.actor, stage.desk.shelters
    codes = {row.form.code: row.id for row in shelters.rows()}
    for code, people in OPEN_BEFORE.items():
        shelters.open(codes[code], by=by)
        shelters.count(codes[code], NewCount(people, water_days=3, food_days=3), by=by)


# row 18: a village opens its hall

HALL, CAME, HEAD = "BZ053", 42, "姬例四"


def play_opened(stage: Stage, row: Row) -> None:
    """Told by telephone: opened for the typhoon, forty-two people there."""
    stage.jump_to(16, 30)
    page = _shelter(stage, HALL)
    strike(stage.window, Key.Key_O, ALT)
    dialog = hands.dialog(OpenDialog)
    choose(dialog.incident, incident(stage))
    hands.write(dialog.lines["who"], HEAD)
    strike(stage.window, Key.Key_Return, CTRL)
    shelters = stage.desk.shelters
    until(lambda: shelters.one(page.chosen().id).running, "the hall is open")
    _gone(page)
    strike(stage.window, Key.Key_C, ALT)
    dialog = hands.dialog(CountDialog)
    hands.write(dialog.lines["total"], str(CAME), "in the hall")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: shelters.one(page.chosen().id).count is not None, "the people are counted")
    _gone(page)
    row.expected = {
        "open": 5, "people": sum(OPEN_BEFORE.values()) + CAME, "told_by": HEAD, "for_the_typhoon": True,
        "room_left": True, "line_in_log": True,
    }  # fmt: skip


def read_opened(reader: Reader, _row: Row) -> Found:
    """Who is where, by the newest count of each opening up to then; the line of the log says it too."""
    opening, who, typhoon, at = reader.ask(
        "SELECT o.id, o.opened_by, o.incident_id, c.recorded_at FROM shelter_opening o JOIN shelter s "
        "ON s.id = o.shelter_id JOIN shelter_count c ON c.opening_id = o.id WHERE s.code = ?", HALL,
    )[0]  # fmt: skip
    counts = occupied(reader, at)
    room = reader.one("SELECT capacity FROM shelter WHERE code = ?", HALL)
    named = reader.one("SELECT name FROM shelter WHERE code = ?", HALL)
    _, printed = reader.tool("log", "search", named, "--json")
    return {
        "open": len(counts), "people": sum(counts.values()), "told_by": who,
        "for_the_typhoon": typhoon == _typhoon(reader), "room_left": counts[opening] <= room,
        "line_in_log": "开放" in printed and f"{CAME}" in printed,
    }  # fmt: skip


# row 20: who was to be brought away

VILLAGES = {"样例村07": 412, "样例村08": 324, "样例村09": 300, "样例村10": 200}
"""People of each village, as its list says."""
STAYS, HOUSEHOLD, FOUR = "样例村11", "殷例八", 4
REFUSED, WITNESS = "上门劝了两次，不放心家里的鱼塘", "裴例三"


def play_brought_away(stage: Stage, row: Row) -> None:
    """The list by villages; three by one key each, one by telephone; a household that refuses has its record."""
    stage.jump_to(17, 40)
    page = _people(stage)
    for village, count in VILLAGES.items():
        _list(stage, page, village, count)
    _list(stage, page, STAYS, FOUR, HOUSEHOLD)
    stage.jump_to(18, 0)
    first, second, third, fourth = VILLAGES
    for village in (first, second, third):
        _choose(page, village)
        until(page.moved.isEnabled, f"{village} can be told")
        strike(stage.window, Key.Key_Y, ALT)
        until(lambda one=village: _moved(stage, one), f"{village} is away")  # type: ignore[misc]
        until(lambda: page.chosen().state is MoveState.MOVED and not page._acting, "the list says so")
        settle(60)
    _by_telephone(stage, page, fourth)
    line = _refuse(stage, page)
    leave(stage, "人员转移清册", RelocationList(incident(stage)))
    leave(stage, "劝离记录", RefusalRecord(line))
    whole = sum(VILLAGES.values())
    row.expected = {
        "listed": whole + FOUR, "moved": whole, "refused": FOUR, "waiting": 0, "by_village": {**VILLAGES, STAYS: 0},
        "record": True, "list": True,
    }  # fmt: skip


def read_brought_away(reader: Reader, _row: Row) -> Found:
    """The sums of the lines by state and village; the papers say them too."""
    lines = reader.ask(
        "SELECT village, state, sum(people) FROM relocation WHERE incident_id = ? AND state <> 'dropped' "
        "GROUP BY village, state", _typhoon(reader),
    )  # fmt: skip
    sums = {state: sum(people for _, of, people in lines if of == state) for state in ("moved", "refused", "planned")}
    moved = {village: 0 for village, *_ in lines}
    moved |= {village: people for village, state, people in lines if state == "moved"}
    out = reader.data.parent
    return {
        "listed": sum(sums.values()), "moved": sums["moved"], "refused": sums["refused"], "waiting": sums["planned"],
        "by_village": dict(sorted(moved.items())),
        "record": says(out, "劝离记录", HOUSEHOLD, REFUSED, WITNESS),
        "list": says(out, "人员转移清册", *moved, HOUSEHOLD),
    }  # fmt: skip


def _people(stage: Stage) -> Any:
    panel = stage.panel("shelters")
    strike(stage.window, PEOPLE, CTRL)
    page = panel.people
    until(lambda: page._has_result and not page._loading, "the people are read")
    wanted = incident(stage)
    choose(page.incident, wanted)
    until(lambda: page.incident_id() == wanted and not page._loading, "the typhoon's people")
    page.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)
    return page


def _list(stage: Stage, page: Any, village: str, people: int, household: str = "") -> None:
    before = len(stage.desk.relocations.rows())
    strike(stage.window, Key.Key_N, CTRL)
    dialog = hands.dialog(RelocationDialog)
    hands.write(dialog.village, village)
    until(dialog.village.list.isVisible, "the village is offered")
    hands.press(dialog.village, Key.Key_Return)
    if household:
        hands.write(dialog.lines["household"], household)
    hands.write(dialog.lines["people"], str(people), f"listed in {village}")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: len(stage.desk.relocations.rows()) > before, f"{village} is listed")
    _gone(page)
    until(lambda: page.chosen() is not None and page.chosen().village == village, f"{village} is shown")


def _by_telephone(stage: Stage, page: Any, village: str) -> None:
    strike(stage.window, Key.Key_V, ALT)
    dialog = hands.dialog(VillagesDialog)
    field = dialog.figures[[one.village for one in dialog._villages].index(village)]
    hands.write(field, str(VILLAGES[village]), f"told by {village}")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: _moved(stage, village), f"{village} is away")
    _gone(page)


def _refuse(stage: Stage, page: Any) -> UUID:
    _choose(page, STAYS)
    line: UUID = page.chosen().id
    strike(stage.window, Key.Key_J, ALT)
    dialog = hands.dialog(MoveDialog)
    hands.write(dialog.words, REFUSED)
    hands.write(dialog.lines["witness"], WITNESS)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.relocations.one(line).state is MoveState.REFUSED, "the refusal is recorded")
    _gone(page)
    return line


def _choose(page: Any, village: str) -> None:
    key = next(one.id for one in page.table.rows_model.rows() if one.village == village)
    while page.table.chosen_key() != key:
        down = page.table.rows_model.index_of(key).row() > page.table.currentIndex().row()
        hands.press(page.table, Key.Key_Down if down else Key.Key_Up)


def _moved(stage: Stage, village: str) -> bool:
    rows = stage.desk.relocations.rows()
    return all(one.state is MoveState.MOVED for one in rows if one.village == village)


# row 21: water for three hundred people is short

SHORT, WATER, BOXES = "BZ007", "WZ120", 13
"""The fullest shelter; water by boxes of twenty-four bottles: one a head."""
TOWN_STORE = "KX03"
"""The town's; a point in a village lies nearer, but cannot spare all of it."""
SENT = "马上送水"


def play_water(stage: Stage, row: Row) -> None:
    """A count with no water left becomes a need by itself; said in boxes it has candidates; a second transfer."""
    stage.jump_to(19, 10)
    page = _shelter(stage, SHORT)
    _attach(stage, page)
    strike(stage.window, Key.Key_C, ALT)
    dialog = hands.dialog(CountDialog)
    hands.write(dialog.lines["total"], str(OPEN_BEFORE[SHORT]), "in the centre")
    hands.write(dialog.lines["water_days"], "0", "days of water")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: _water_need(stage) is not None, "the need is made")
    _gone(page)
    need = _water_need(stage)
    row.notes |= {"need": need.number, "first": int(need.quantity)}
    _in_boxes(stage, need)
    row.notes["offered"] = choose_candidate(stage, need.id, TOWN_STORE)
    row.notes["agreements"] = [one.supplier for one in stage.desk.candidates.of(need.id).agreements]
    document = draft(stage)
    approve(stage, document.id, SENT)
    issue(stage, document.id, scans=0)
    leave(stage, "调拨单（饮水）", StockSlip(document.id))
    row.notes["document"] = document.number
    row.expected = {
        "first": (300, "water"), "in_boxes": (WATER, BOXES), "nearest_first": True, "from": TOWN_STORE,
        "agreement": True, "keeps_quota": True, "state": "issued", "asked": BOXES, "people_still": 300,
        "in_print": True,
    }  # fmt: skip


def read_water(reader: Reader, row: Row) -> Found:
    """The need as it was made and as it stands, the store that sends, what is on the road."""
    need, source, quantity, item = reader.ask(
        "SELECT n.id, n.source_key, n.quantity, i.code FROM need n JOIN item i ON i.id = n.item_id WHERE n.number = ?",
        row.notes["need"],
    )[0]
    document, state, store = reader.ask(
        "SELECT d.id, d.state, w.code FROM stock_document d JOIN warehouse w ON w.id = d.from_warehouse_id "
        "WHERE d.number = ?", row.notes["document"],
    )[0]  # fmt: skip
    (line,) = reader.ask("SELECT asked, need_id FROM stock_line WHERE document_id = ?", document)
    shelter = reader.one("SELECT id FROM shelter WHERE code = ?", SHORT)
    left, _ = shown_by_tool(reader, store, WATER)
    suppliers = reader.ask("SELECT a.supplier FROM agreement a JOIN item i ON i.id = a.item_id WHERE i.code = ?", WATER)
    people = reader.one(
        "SELECT total FROM shelter_count c JOIN shelter_opening o ON o.id = c.opening_id WHERE o.shelter_id = ? "
        "ORDER BY c.number DESC", shelter,
    )  # fmt: skip
    return {
        "first": (row.notes["first"], source.rpartition(":")[2]), "in_boxes": (item, quantity // THOUSAND),
        "nearest_first": row.notes["offered"][0] == _nearest(reader, shelter), "from": store,
        "agreement": [name for (name,) in suppliers] == row.notes["agreements"],
        "keeps_quota": left >= quota(reader, store, WATER), "state": state,
        "asked": line[0] // THOUSAND if line[1] == need else 0, "people_still": people,
        "in_print": says(reader.data.parent, "调拨单（饮水）", row.notes["document"], "饮用水"),
    }  # fmt: skip


def _nearest(reader: Reader, shelter: Any) -> str:
    """The store with water that lies nearest to it, as the crow flies."""
    stores = reader.ask(
        "SELECT DISTINCT w.code, w.latitude, w.longitude, s.latitude, s.longitude FROM warehouse w JOIN shelter s "
        "JOIN stock_movement m ON m.to_id = w.id JOIN item i ON i.id = m.item_id WHERE i.code = ? AND s.id = ?", WATER,
        shelter,
    )  # fmt: skip
    code: str = min(stores, key=lambda one: math.dist(one[1:3], one[3:5]))[0]
    return code


def _attach(stage: Stage, page: Any) -> None:
    """People were taken in before there was an incident: now they are the typhoon's."""
    strike(stage.window, Key.Key_I, ALT)
    dialog = hands.dialog(OpenDialog)
    wanted = incident(stage)
    choose(dialog.incident, wanted)
    strike(stage.window, Key.Key_Return, CTRL)
    shelters = stage.desk.shelters
    until(lambda: _of(shelters.one(page.chosen().id)) == wanted, "the centre belongs to the typhoon")
    _gone(page)


def _of(shelter: Any) -> UUID | None:
    """The incident its opening belongs to."""
    found: UUID | None = shelter.opening.incident_id
    return found


def _water_need(stage: Stage) -> Any:
    rows = stage.desk.needs.rows(incident(stage))
    return next((one for one in rows if one.source is NeedSource.SHELTER), None)


def _in_boxes(stage: Stage, need: Any) -> None:
    """What serves it is for people to say: boxes of bottles."""
    panel = stage.panel("dispatch")
    panel.open_item(need.id, follow=True)
    until(lambda: panel.needs.need() is not None and panel.needs.need().id == need.id, "the need is looked at")
    panel.needs.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    strike(stage.window, Key.Key_E, CTRL)
    dialog = hands.dialog(NeedDialog)
    dialog.what.clear()
    hands.write(dialog.what, "饮用水")
    until(dialog.what.list.isVisible, "the goods are offered")
    hands.press(dialog.what, Key.Key_Return)
    dialog.quantity.clear()
    hands.write(dialog.quantity, str(BOXES), "boxes of water")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.needs.one(need.id).item is not None, "it is said in boxes")
    until(lambda: panel.needs.asking.asked.dialog is None, "the dialog has gone")
    settle(60)


# what these rows share


def incident(stage: Stage) -> UUID:
    """The typhoon's."""
    found = stage.desk.incident_items.incident_of(call(stage, WARNING).id)
    assert found is not None
    return found.id


def occupied(reader: Reader, at: int) -> dict[Any, int]:
    """People of each opening that ran then, by the newest count that was recorded by then."""
    found = reader.ask(
        "SELECT o.id, c.total FROM shelter_opening o JOIN shelter_count c ON c.opening_id = o.id "
        "WHERE o.recorded_at <= ? AND (o.closed_at IS NULL OR o.closed_at > ?) AND c.recorded_at <= ? "
        "ORDER BY c.at, c.number", at, at, at,
    )  # fmt: skip
    return dict(found)


def _typhoon(reader: Reader) -> Any:
    return reader.one(
        "SELECT t.incident_id FROM incident_item t JOIN inbound b ON b.id = t.inbound_id WHERE b.summary = ?", WARNING
    )


def _shelter(stage: Stage, code: str) -> Any:
    """That shelter in the list, found by its number."""
    panel = stage.panel("shelters")
    strike(stage.window, PLACES, CTRL)
    page = panel.places
    until(lambda: page._has_result and not page._loading, "the shelters are read")
    page.search.clear()
    hands.write(page.search, code, told=False)
    hands.press(page.search, Key.Key_Return)
    until(lambda: page.chosen() is not None and page.chosen().row.form.code == code, f"{code} is found")
    until(lambda: not page._loading, "the shelters are read")
    page.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    settle(60)
    return page


def _gone(page: Any) -> None:
    until(lambda: page.asked.dialog is None and not page._loading, "the dialog has gone")
    settle(60)
