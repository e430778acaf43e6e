"""Leave over duty, a year without holidays, a plan with a post nobody holds: each told where the officer stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console import words
from console.domain import pinyin
from console.services.duty_staff import NewStaff
from tests.kit import plans as kit
from tests.kit.contacts_panel import make
from tests.kit.planning import add_people, put
from tests.kit.plans_panel import opened, plan
from tests.panels.test_list_files import looked_at, page_of, sheet
from tests.panels.test_plans_library import CTRL, KEY, SHIFT, dialog, library, press, told, wait
from tests.panels.test_roster_plan import services
from ui.panels.duty_roster import PLAN, DutyRosterPanel

fixtures = (make, opened, plan, page_of)
DAY = date(2030, 8, 20)
WAIT = 10_000


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_leave_over_duty_says_in_the_preview_who_must_be_replaced_and_by_whom(
    qtbot, page_of, desk, by, tmp_path, language
):  # fmt: skip
    found = add_people(desk, by, "吴例四", "郑例五")
    for name in found:
        desk.duty_staff.add(found[name], NewStaff(("主班",)), by=by)
    put(desk, by, DAY, "主班", "吴例四")
    words.set_language(language)
    rows = [["姓名", "假别", "开始", "结束"], ["吴例四", "年假", "2030-08-20", "2030-08-22"]]
    asks = looked_at(qtbot, page_of("leave"), "leave", sheet(tmp_path, rows))

    (line,) = asks.table.rows_model.rows()
    facts = {"name": "吴例四", "day": "2030-08-20", "post": "主班", "names": "郑例五"}
    assert line.kind == "warned" and words.say("list.warning.on_duty", **facts) in line.text
    assert asks.yes.isEnabled(), "who is away is away: the duty is to be given to somebody"


def test_a_year_without_holidays_is_told_on_the_draft_until_the_county_has_entered_them(
    qtbot, app_theme, desk, by, jobs, seat, times, tmp_path
):  # fmt: skip
    found = add_people(desk, by, "吴例四", "郑例五", sounds=pinyin.columns)
    for name in found:
        desk.duty_staff.add(found[name], NewStaff(("主班",)), by=by)
    panel = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(panel)
    panel.resize(1302, 658)
    panel.show()
    panel.show_part(PLAN)
    qtbot.waitUntil(lambda: panel.plan._has_result, timeout=WAIT)
    qtbot.keyClick(panel.plan, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    sentence = words.say("planning.no_holidays", years="2030")

    def said():
        return any(sentence in label.text() for label in panel.plan.findChildren(QLabel) if label.isVisible())

    qtbot.waitUntil(said, timeout=WAIT)
    rows = [["名称", "放假时间", "安排"], ["国庆节", "2030年10月1日至7日", "放假"]]
    assert desk.list_imports.import_file("holidays", sheet(tmp_path, rows), by=seat.actor).applied
    panel.plan.reload_now()
    qtbot.waitUntil(lambda: not said(), timeout=WAIT)
    panel.plan.chart.end()


def test_a_plan_with_a_post_nobody_holds_comes_in_with_a_warning_that_names_it(
    opened, plan, desk, seat, tmp_path, qtbot
):  # fmt: skip
    cards = (kit.card("A1"), kit.card("Z1", post="无人岗"))
    text = kit.plan("YA-09", title="地质灾害应急预案（示例）", levels=(kit.level("III", cards=cards),))
    second = desk.plans.add(text, by=seat.actor)
    file = tmp_path / "预案.xlsx"
    desk.plan_files.export(file, [second.id], by=seat.actor)
    desk.plans.change(second.id, replace(text, owner="旧单位"), seen=second.version, by=seat.actor)
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.papers.choose_workbook = lambda _parent: file
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.yes.isEnabled)

    (line,) = [line for line in asks.table.rows_model.rows() if line.kind == "warned"]
    shown = asks.table.rows_model.index(line.at, 2).data()
    assert f"{kit.OFFICE} 无人岗" in shown and words.say("response.gap.unheld") in shown
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: desk.plans.row(second.id).owner == "")
    wait(qtbot, lambda: page.papers.dialog is None)
