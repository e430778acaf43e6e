"""News move nothing under the officer's hand: an open box of choices, a chosen paper; nothing opens by itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console.bootstrap import Desk
from console.domain.dispatch_papers import PassAsked
from console.domain.incident import IncidentState
from console.domain.stock import AccountKind
from console.domain.stock_document import NewLine
from console.domain.stock_list import CheckRow, Fault
from console.domain.teams import NewCertificate
from tests.kit import stores
from tests.kit import teams_panel as setting
from tests.kit.store_parts import WATER, county, part
from tests.kit.teams_panel import Ground, Opened, pick, wait
from tests.kit.upward import KEY, press
from ui import hiding
from ui.dialogs.dispatch_papers import PassDialog, SupportDialog
from ui.models.store_quota_rows import ROTATION
from ui.panels.stores_quotas import QuotasPart
from ui.panels.stores_stock import StockPart
from ui.panels.teams import EXPERTS, PAPERS, TEAMS
from ui.seat import Seat
from ui.widgets.choice import Choice

__all__ = ["county", "part"]
ground, opened = setting.ground, setting.opened


def test_choices_that_come_while_the_box_is_open_wait_until_it_is_closed(app_theme: QApplication, qtbot: QtBot) -> None:
    box = Choice(("a", "b", "c"), str)
    qtbot.addWidget(box)
    picked: list[str] = []
    box.picked.connect(picked.append)
    box.show()
    box.setFocus()
    box.showPopup()
    press(qtbot, box.view(), KEY.Key_Down)
    box.offer(("new", "a", "b", "c"))
    assert box.view().currentIndex().row() == 1 and box.count() == 3
    press(qtbot, box.view(), KEY.Key_Return)
    assert picked == ["b"]
    qtbot.waitUntil(lambda: box.values() == ["new", "a", "b", "c"])
    assert box.value() == "b"


def test_papers_and_filters_of_teams_stay_as_they_were_chosen(
    opened: Opened, ground: Ground, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    by, today = seat.actor, desk.clock.now().date()
    panel = opened()
    page = setting.part(qtbot, panel, PAPERS)
    model = page.table.rows_model
    last = model.rows()[-1]
    page.table.choose(model.key_at(model.index(model.rowCount() - 1, 0)))
    before = page.chosen()
    paper = NewCertificate("潜水证", "仇例六", "S-1", today - timedelta(days=40))
    desk.teams.add_certificate(ground.town.id, paper, by=by)
    page.reload_now()
    wait(qtbot, lambda: any(one.kind == "潜水证" for one in page._papers))
    assert page.chosen() == before == last.paper, "another one came in above it"
    # the incident that was asked about is over: what is shown is what the box says
    page = setting.part(qtbot, panel, EXPERTS)
    pick(page.about, ground.flood.id)
    wait(qtbot, lambda: not page._loading)
    desk.incidents.step(
        ground.flood.id, IncidentState.CANCELLED, "误报", seen=desk.incidents.one(ground.flood.id).version, by=by
    )
    page.reload_now()
    wait(qtbot, lambda: ground.flood.id not in page.about.values() and not page._loading)
    assert page._asked[0] == page.about.value()


def test_nothing_opens_over_a_page_that_was_left(part: Any, county: Any, qtbot: QtBot) -> None:
    page: Any = part(StockPart)
    row = CheckRow(next(iter(Fault)), next(iter(AccountKind)), uuid4(), "县库", "W01", "泵", uuid4(), "B1", "usable",
                   Decimal(1), Decimal(2))  # fmt: skip
    page.hide()
    page.acts._tell([row], typed=False)
    assert page.acts.dialog is None and page.errors[-1].code == "stock_differs"
    page.show()
    page.acts._tell([row], typed=False)
    assert page.acts.dialog is not None and page.acts.dialog.isVisible()
    page.acts.dialog.reject()


def test_a_dialog_that_was_closed_many_times_is_gone_every_time(
    opened: Opened, ground: Ground, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    page = setting.part(qtbot, panel, TEAMS)
    page.table.choose(ground.town.id)
    made: list[Any] = []

    def rest() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    for turn in range(30):
        page.keeping.ask_readiness()
        made.append(page.asked.dialog)
        page.asked.drop()
        if turn == 9:
            before = rest()
    assert rest() <= before and not any(map(isValid, made))
    assert not [one for one in page.window().findChildren(QWidget) if type(one) is type(made[0])]


def test_ticks_outlive_a_search_and_only_what_is_listed_is_drafted(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    lines = [NewLine(WATER.id, Decimal(5), lot_code=code, expires_on=date(2030, 8, 1)) for code in ("甲批", "乙批")]
    stores.took_in(desk, seat.actor, county["K01"], *lines)
    page = part(QuotasPart)
    page.show_list(ROTATION)
    qtbot.waitUntil(lambda: len(page.page.table.rows_model.rows()) == 2)
    page.turn_all()
    page.search.setText("甲批")
    page.search.search_now()
    qtbot.waitUntil(lambda: len(page.page.table.rows_model.rows()) == 1 and not page._loading)
    page.ask_draft()
    qtbot.waitUntil(lambda: len(page.drafted) == 1 and not page._loading)
    page.search.setText("没有这样的批次")
    page.search.search_now()
    qtbot.waitUntil(lambda: not page.page.table.rows_model.rows() and not page._loading)
    assert not page.draft.isEnabled(), "nothing that is listed is ticked"
    page.search.setText("")
    page.search.search_now()
    qtbot.waitUntil(lambda: len(page.page.table.rows_model.rows()) == 2 and not page._loading)
    assert [row.lot_code for row in page.page.table.rows_model.rows() if page._is_ticked(row)] == ["乙批"]


def test_papers_of_a_dispatch_hide_numbers_and_say_which_time_cannot_be_read(qtbot: QtBot, times: Any) -> None:
    asks = SupportDialog(uuid4(), (), times)
    qtbot.addWidget(asks)
    asks.show()
    asks.phone.setText("110")
    asks.name.setFocus()
    hiding.current().turn()
    assert asks.phone.seen_text() != "110"
    hiding.current().turn()
    paper: Any = PassDialog(PassAsked("示例PC2030-0001", "队伍", None), times)
    qtbot.addWidget(paper)
    paper.show()
    for name in ("valid_from", "valid_until"):
        paper.inputs[name].setText("25:99")
        paper.yes.setFocus()
        paper.hand_up()
        assert paper.trouble.isVisible() and paper.focusWidget() is paper.inputs[name]
        paper.inputs[name].setText("")
