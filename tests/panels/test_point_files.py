"""台账: an installer's sheet of points by keyboard – looked at, taken in, given out, taken back; devices by menu."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.wire import PointForm
from tests.kit import devices_panel, geometry, points
from tests.kit.devices_panel import Opened
from tests.kit.points import HEAD, Ledger
from tests.kit.teams_panel import part, settled, wait
from tests.kit.upward import CTRL, KEY, SHIFT, press
from ui.panels.devices import LEDGER
from ui.seat import Seat

opened, ledger = devices_panel.opened, points.ledger


@pytest.fixture
def by(seat: Seat):
    return seat.actor


def sheet(folder: Path, rows: list[list[str]], name: str = "点位.xlsx") -> str:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return str(folder / name)


def looked_at(qtbot: QtBot, files, path: str, by_key=None):
    files.choose_file = lambda _parent, _title: path
    by_key() if by_key is not None else files.buttons["import"].click()
    wait(qtbot, lambda: files.importing.dialog is not None)
    dialog = files.importing.dialog
    wait(qtbot, lambda: dialog._result is not None or dialog.trouble.isVisible())
    return dialog


def test_a_sheet_is_looked_at_taken_in_given_out_and_taken_back(
    opened: Opened, desk: Desk, clock: StoppedClock, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = opened()
    page = part(qtbot, panel, LEDGER)
    files = page.workbooks["points"]
    row = ["JB-01", "1234", "015", "", "东门烟感", "例弯镇", "3 号", "林例二", ""]
    path = sheet(tmp_path, [HEAD, row, ["JB-09", "1", "1", "", "无主", "", "", "", ""]])
    dialog = looked_at(qtbot, files, path, lambda: press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT))
    shown = [(line.kind, line.row, line.text) for line in dialog.table.rows_model.rows()]
    assert shown == [
        ("refused", 3, words.say("list.problem.device_unknown", given="JB-09")),
        ("warned", 2, f"提醒：{words.say('list.warning.place_aside', given='例弯镇', count=0)}"),
    ]
    assert not dialog.yes.isEnabled() and desk.devices.points(ledger.devices["JB-01"]) == []
    dialog.good_only.click()
    dialog.yes.click()
    wait(qtbot, lambda: bool(panel.heard))
    assert panel.heard == ["已导入 点位.xlsx：新增 1，更新 0，跳过 0，拒绝 1"]
    page.table.choose(ledger.devices["JB-01"])
    wait(qtbot, lambda: page.points.rows_model.rowCount() == 1)

    clock.advance(minutes=1)
    row[4], row[5] = "东门感烟", "例山镇"
    dialog = looked_at(qtbot, files, sheet(tmp_path, [HEAD, row]))
    told = {line.text for line in dialog.table.rows_model.rows()}
    assert words.say("import.difference", name="东门感烟", before="东门烟感", after="东门感烟") in told
    assert geometry.cut(dialog) == []
    dialog.yes.click()
    wait(qtbot, lambda: len(panel.heard) == 2)
    wait(qtbot, lambda: [one.form.name for one in page.points.rows_model.rows()] == ["东门感烟"])

    out = tmp_path / "出.xlsx"
    files.choose_target = lambda *_asked: out
    press(qtbot, page.table, KEY.Key_E, CTRL | SHIFT)
    wait(qtbot, lambda: len(panel.heard) == 3)
    assert desk.list_imports.import_file("points", out, dry_run=True, by=page._seat.actor).unchanged == 1

    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    page.asked.dialog.yes.click()
    wait(qtbot, lambda: len(panel.heard) == 4 and page.asked.dialog is None)
    wait(qtbot, lambda: [one.form.name for one in page.points.rows_model.rows()] == ["东门烟感"])
    assert not panel.errors


def test_a_sheet_without_a_device_means_the_chosen_one_and_says_so(
    opened: Opened, desk: Desk, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = opened()
    page = part(qtbot, panel, LEDGER)
    page.table.choose(ledger.devices["JB-02"])
    wait(qtbot, lambda: page.read_of_chosen() is not None)
    path = sheet(tmp_path, [["账号", "防区", "位置"], ["1234", "015", "东门"]])
    dialog = looked_at(qtbot, page.workbooks["points"], path)
    told = [line.text for line in dialog.table.rows_model.rows()]
    assert told == [f"提醒：{words.say('list.warning.usual', count=1, given='JB-02')}"]
    dialog.yes.click()
    wait(qtbot, lambda: [row.form.zone for row in page.points.rows_model.rows()] == ["015"])
    assert [row.form.name for row in desk.devices.points(ledger.devices["JB-02"])] == ["东门"]


def test_devices_go_by_the_menu_and_a_template_reads_as_itself(
    opened: Opened, desk: Desk, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = opened()
    page = part(qtbot, panel, LEDGER)
    settled(qtbot, page)
    files = page.workbooks["devices"]
    menu = page.more.menu_now()
    said = [entry.text().split("\t") for entry in menu.actions() if not entry.isSeparator()]
    menu.deleteLater()
    for key, shown in (("points", True), ("devices", False)):
        for name in ("import", "template", "export", "undo"):
            assert [bool(hint) for word, hint in said if word == words.say(f"lists.{name}.{key}")] == [shown], name
    path = tmp_path / "空表.xlsx"
    files.choose_target = lambda *_asked: path
    files.buttons["template"].click()
    wait(qtbot, lambda: len(panel.heard) == 1)
    dialog = looked_at(qtbot, files, str(path))
    assert not dialog.yes.isEnabled()
    dialog.reject()
    rows = [["编号", "名称", "类型", "端口"], ["AN-01", "东门按钮", "modbus", "sim://modbus/AN-01"]]
    looked_at(qtbot, files, sheet(tmp_path, rows, "设备.xlsx")).yes.click()
    wait(qtbot, lambda: len(panel.heard) == 2)
    wait(qtbot, lambda: "AN-01" in [row.form.code for row in page.table.rows_model.rows()])
    words.set_language("en")
    QApplication.processEvents()
    wait(qtbot, lambda: geometry.cut(panel) == [])
    assert not panel.errors


def test_a_point_is_found_by_what_it_is_called_answers_to_or_where_it_is(
    opened: Opened, desk: Desk, ledger: Ledger, seat: Seat, qtbot: QtBot
) -> None:
    stand = (
        ("JB-01", "东门烟感", "1234", "门厅"),
        ("JB-01", "西门烟感", "5678", "100%_仓库"),
        ("JB-02", "水泵房", "1", "地下室"),
    )
    for device, name, account, where in stand:
        form = PointForm(uuid4(), ledger.devices[device], name, account, place_text=where)
        desk.devices.put_point(form, by=seat.actor)
    page = part(qtbot, opened(), LEDGER)
    both = ["东门烟感", "西门烟感"]
    looked_for = (
        ("5678", ["JB-01"], ["西门烟感"]), ("烟感", ["JB-01"], both), ("100%_", ["JB-01"], ["西门烟感"]),
        ("%", ["JB-01"], ["西门烟感"]), ("jb-02", ["JB-02"], ["水泵房"]), ("没有的", [], []),
        ("jb-01", ["JB-01"], both), ("", ["JB-01", "JB-02", "SW-01"], both),
    )  # fmt: skip
    for words_, devices, names in looked_for:
        page.search.setText(words_)
        page.search.searched.emit(words_)
        wait(qtbot, lambda devices=devices: [row.form.code for row in page.table.rows_model.rows()] == devices)
        if devices:
            page.table.choose(ledger.devices[devices[0]])
            wait(qtbot, lambda names=names: [row.form.name for row in page.points.rows_model.rows()] == names)
