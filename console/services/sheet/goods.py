"""Goods on the road, in section 5: every document whose goods nobody has received yet."""

from __future__ import annotations

from console.domain.store_lists import Road
from console.services.expiry import roads
from console.services.sheet.part import CutOff, Row, item, zh


def on_the_road(cut: CutOff) -> list[Row]:
    """A row for each; one that should have arrived is confirmed by itself."""
    return [_row(cut, road) for road in roads(cut.connection, cut.at)]


def _row(cut: CutOff, road: Road) -> Row:
    overdue = road.overdue(cut.at)
    carried = " ".join(part for part in (road.plate, road.driver, road.phone) if part)
    due = zh("sheet.goods_due", at=f"{road.due_at.astimezone(cut.zone):%m-%d %H:%M}")
    found = "；".join(part for part in (f"{road.from_name}→{road.to_name}", road.summary, carried, due) if part)
    state = zh("sheet.goods_overdue" if overdue else "stock.state.issued")
    return item(f"goods:{road.document}", [road.number, state, found, ""], overdue=overdue)
