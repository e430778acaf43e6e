"""Everything a seat can type that is no entry of its own: how to get there, type there, and read what stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from console.bootstrap import Desk
from console.domain import duty as rules
from console.domain.consultation import Attendant
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.orders import NewInstruction, NewOrder, StepKind, Way
from console.domain.outbound import Outgoing
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit
from console.domain.roster import Named
from console.domain.routine import Result
from console.seat_file import SeatFile
from console.services.consultations import Held
from ui import machine
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.intake_rows import IntakeServices
from ui.models.order_rows import OrderServices
from ui.models.return_rows import ReturnServices
from ui.panels.board import BoardPanel, BoardServices
from ui.panels.handover import HandoverPanel
from ui.panels.intake import IntakePanel
from ui.panels.orders import OrdersPanel
from ui.panels.outbound import OutboundPanel
from ui.panels.roster import RosterPanel
from ui.panels.routine import RoutinePanel, RoutineServices
from ui.panels.settings import SettingsPanel
from ui.panels.settings_ready import Seen
from ui.panels.upward_returns import ReturnsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets import inputs

OUT, INTO = "panels of 2030", "incoming of 2030"
INCOMING = "林例二"
Inputs = Mapping[str, QWidget]
Until = Callable[[Callable[[], object]], object]


@dataclass
class World:
    """One run of the program on a store: panels are made as they are asked for. Another world is the next run."""

    desk: Desk
    jobs: Jobs
    seat: Seat
    times: Times
    until: Until
    keep: Callable[[QWidget], None]
    panels: dict[type, Any] = field(default_factory=dict)

    def board(self) -> BoardPanel:
        desk = self.desk
        services = BoardServices(
            desk.duty, desk.intake, desk.tasks, desk.due, desk.log, desk.health, desk.settings, desk.routine,
            desk.checks, desk.notices, desk.zero_reports, desk.roster, desk.outbound, desk.responses,
            desk.alarms, desk.devices, desk.ringing, desk.warnings,
        )  # fmt: skip
        return self._shown(BoardPanel, lambda: BoardPanel(*self._lanes, services=services, drafts=desk.drafts))

    def handover(self) -> HandoverPanel:
        desk = self.desk
        return self._shown(
            HandoverPanel,
            lambda: HandoverPanel(
                *self._lanes, duty=desk.duty, accounts=desk.accounts, settings=desk.settings,
                supplements=desk.supplements, drafts=desk.drafts, roster=desk.roster,
            ),
        )  # fmt: skip

    def routine(self, part: int) -> Any:
        desk = self.desk
        services = RoutineServices(desk.routine, desk.checks, desk.notices, desk.zero_reports)
        made = self._shown(RoutinePanel, lambda: RoutinePanel(*self._lanes, services=services, drafts=desk.drafts))
        made.show_part(part)
        self.until(lambda: made.pages[part]._has_result)
        return made.pages[part]

    def orders(self, part: int) -> Any:
        desk = self.desk
        services = OrderServices(
            desk.orders, desk.instructions, desk.roll_calls, desk.incidents, desk.contacts, desk.roster, desk.lists,
            desk.settings, desk.consultations,
        )  # fmt: skip
        made = self._shown(OrdersPanel, lambda: OrdersPanel(*self._lanes, services=services, drafts=desk.drafts))
        made.show_part(part)
        self.until(lambda: made.pages[part]._has_result)
        return made.pages[part]

    def returns(self) -> ReturnsPage:
        desk = self.desk
        services = ReturnServices(
            desk.town_returns, desk.return_tables, desk.return_reminders, desk.incidents, desk.incident_figures
        )
        made: ReturnsPage = self._shown(
            ReturnsPage, lambda: ReturnsPage(*self._lanes, services=services, drafts=desk.drafts)
        )
        return made

    def roster(self) -> RosterPanel:
        desk = self.desk
        made = self._shown(
            RosterPanel, lambda: RosterPanel(*self._lanes, roster=desk.roster, people=desk.contacts, drafts=desk.drafts)
        )
        self.until(lambda: made.view is not None and made.grid.cell() is not None)
        return made

    def settings(self, page: str) -> Any:
        desk = self.desk
        made = self._shown(
            SettingsPanel,
            lambda: SettingsPanel(
                *self._lanes, settings=desk.settings, accounts=desk.accounts, places=desk.places,
                contacts=desk.contacts, lists=desk.lists, copies=desk.copies, ready=desk.ready, health=desk.health,
                seen=Seen(machine.seen, lambda: "failed"), seat_file=SeatFile(desk.data.root / "seat.toml"),
                drafts=desk.drafts,
            ),
        )  # fmt: skip
        return made.show_page(page)

    def outbound(self) -> OutboundPanel:
        desk = self.desk
        return self._shown(
            OutboundPanel,
            lambda: OutboundPanel(*self._lanes, outbound=desk.outbound, drafts=desk.drafts, realm=desk.realm),
        )

    def intake(self) -> IntakePanel:
        desk = self.desk
        services = IntakeServices(
            desk.intake, desk.places, desk.drafts, desk.lists, desk.contacts, desk.clocks, desk.files, desk.settings
        )
        return self._shown(IntakePanel, lambda: IntakePanel(*self._lanes, services=services))

    @property
    def _lanes(self) -> tuple[Jobs, Seat, Times]:
        return self.jobs, self.seat, self.times

    def _shown(self, kind: type, make: Callable[[], Any]) -> Any:
        if kind not in self.panels:
            made = self.panels[kind] = make()
            self.keep(made)
            made.resize(1302, 658)
            made.show()
            presented: list[bool] = []
            made.presented.connect(lambda: presented.append(True))
            self.until(lambda: presented or kind is SettingsPanel)
        return self.panels[kind]


@dataclass(frozen=True)
class Case:
    """``prepare`` brings the books to where the words can be typed; ``open`` shows the fields, by lasting names."""

    name: str
    open: Callable[[World], Inputs]
    prepare: Callable[[Desk, Actor], object] = lambda _desk, _by: None


def dialog_of(panel: Any) -> Asking:
    dialog: Asking | None = getattr(panel, "asked", panel).dialog
    assert dialog is not None and dialog.isVisible(), "no dialog opened"
    return dialog


def _asked(reach: Callable[[World], Any], act: Callable[[Any], object]) -> Callable[[World], Inputs]:
    """A dialog of a panel; where it stands already it is not opened twice."""

    def open_it(world: World) -> Inputs:
        panel = reach(world)
        world.until(lambda: _ready(panel))
        act(panel)
        return dialog_of(panel).inputs

    return open_it


def _ready(panel: Any) -> bool:
    """Whether the list an act is about has its line."""
    table = getattr(panel, "table", None)
    return table is None or not table.rows_model.rowCount() or table.chosen_row() is not None


# what the books hold


def _stand(desk: Desk, by: Actor) -> None:
    desk.duty.take_over_empty([PostLine("leader", "王例九"), PostLine("主班", by.name)], by=by)


def _cut_off(desk: Desk, by: Actor) -> None:
    _stand(desk, by)
    desk.duty.start_hand_over(by=by)


def _signed(desk: Desk, by: Actor) -> None:
    _cut_off(desk, by)
    sheet = desk.duty.running_sheet()
    assert sheet is not None
    desk.duty.sign_outgoing(sheet.digest, by.name, OUT)


def _confirmed(desk: Desk, by: Actor) -> None:
    _signed(desk, by)
    sheet = desk.duty.running_sheet()
    assert sheet is not None
    for _, item, _ in rules.items_of(sheet.body):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=incoming_of(desk))


def _planned(desk: Desk, by: Actor) -> None:
    named = [Named("陈例一", "100-0000-0001", "")]
    desk.roster.set_cell(date(2030, 4, 4), "whole", "主班", named, seen=[], by=by)


def _ordered(desk: Desk, by: Actor) -> None:
    desk.orders.give([NewOrder("县住建局", "核查工地塔吊", None)], by=by)


def _instructed(desk: Desk, by: Actor) -> None:
    form = NewInstruction(uuid4(), "林例十", "县长", desk.clock.now(), Way.PHONE, "全力搜救")
    desk.instructions.record(form, by=by)


def _calling(desk: Desk, by: Actor) -> None:
    desk.roll_calls.begin("点名", "phone", [CalledUnit("样溪镇")], by=by)


def _consulted(desk: Desk, by: Actor) -> None:
    asked = (Attendant("样溪镇"), Attendant("界坑乡", came=True))
    desk.consultations.record(Held("会商", desk.clock.now(), "林例十", asked), by=by)


def _call_line(world: World) -> Inputs:
    page = world.orders(2)
    world.until(lambda: _ready(page))
    inputs: Inputs = page.line.inputs()
    return inputs


def _differing(desk: Desk, by: Actor) -> None:
    _signed(desk, by)
    desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=incoming_of(desk))


def _emergency(desk: Desk, by: Actor) -> None:
    _stand(desk, by)
    desk.duty.emergency_take_over([PostLine("主班", INCOMING)], "样例：突发疾病", INCOMING, INTO)


def incoming_of(desk: Desk) -> Actor:
    return next(row.actor for row in desk.accounts.list() if row.name == INCOMING)


def _task(desk: Desk, by: Actor) -> None:
    desk.tasks.add("清点排水泵", by=by)


def _notice(desk: Desk, by: Actor) -> None:
    desk.notices.add("样例路封闭", "交警", desk.clock.now().replace(hour=20), by=by)


def _unit(desk: Desk, by: Actor) -> None:
    _stand(desk, by)
    desk.lists.add("zero_units", {"name": "例一镇", "phone": "0577-0000-0001"}, by=by)


def _sent(desk: Desk, by: Actor) -> None:
    desk.outbound.record(Outgoing(uuid4(), "请转移样例村12", "phone", desk.clock.now(), "样例镇政府"), by=by)


def _item(desk: Desk, by: Actor) -> None:
    desk.intake.register(Intake(uuid4(), "例二镇停电", desk.clock.now(), call_back="waiting"), by=by)


def _document(desk: Desk, by: Actor) -> None:
    form = Intake(uuid4(), "雨情通报", desk.clock.now(), channel="paper", kind="document", urgency="plain_urgent")
    desk.intake.register(form, by=by)


# how the fields are reached


def _identified(world: World) -> Any:
    panel = world.handover()
    acts, incoming = panel.sheet_acts, incoming_of(world.desk)
    acts._identified(panel._work.sheet().id, acts._turns, incoming)
    return panel


def _raise(world: World) -> Inputs:
    return {"text": _identified(world).sheet_page.differences.say.line}


def _answer(world: World) -> Inputs:
    (row,) = world.handover().sheet_page.differences.rows.values()
    return {"text": row.say.line}


def _question(name: str) -> Callable[[World], Inputs]:
    def open_it(world: World) -> Inputs:
        panel, row = world.intake(), world.desk.intake.newest()[0]
        if panel.item.shown is None:
            panel.open_item(row.id)
            world.until(lambda: panel.item.shown is not None)
        question = getattr(panel.bars, name)
        panel.bars.ask(question)
        return question.inputs()

    return open_it


def _below(name: str, act: str) -> Callable[[World], Inputs]:
    def open_it(world: World) -> Inputs:
        panel = world.outbound()
        panel.table.choose(panel.model.rows()[0].id)
        getattr(panel.bars, act)()
        return getattr(panel.bars, name).inputs()

    return open_it


def _setting(world: World) -> Inputs:
    page = world.settings("site")
    world.until(lambda: page.form.key)
    page.table.choose("site.name" if "site.name" in page.form._rows else page.form.key)
    form = page.form
    return {
        "value": form.value_field.editor,
        "basis": form.basis,
        "valid_from": form.valid_from,
        "confirmed": form.confirmed,
    }


def _officer(world: World) -> Inputs:
    page = world.settings("officers")
    if page.dialog is None or not page.dialog.isVisible():
        page.ask_new()
    return page.dialog.inputs


def _list(key: str) -> Callable[[World], Inputs]:
    def open_it(world: World) -> Inputs:
        page = world.settings("lists")
        world.until(lambda: page._rows)
        page.show_list(key)
        page.ask_new()
        return dialog_of(page).inputs

    return open_it


def _new_round(world: World) -> Inputs:
    """Its incidents are asked for first; where the question stands already it is not opened twice."""
    page = world.returns()
    if page.asked.dialog is None or not page.asked.dialog.isVisible():
        page.asking.ask_new()
        world.until(lambda: page.asked.dialog is not None and page.asked.dialog.isVisible())
    return dialog_of(page).inputs


def _end_task(panel: BoardPanel) -> None:
    panel._open(panel.open_table.rows_model.rows()[0])


def _identify_and_sign_in(world: World) -> Inputs:
    panel = _identified(world)
    if panel.dialog is None:
        panel.sheet_acts.ask_incoming()
    return dialog_of(panel._work).inputs


def _by_watch(act: str) -> Callable[[World], Inputs]:
    return _asked(lambda w: w.handover()._work, lambda work: getattr(work.window.watch_acts, act)())


def _by_sheet(act: str) -> Callable[[World], Inputs]:
    return _asked(lambda w: w.handover()._work, lambda work: getattr(work.window.sheet_acts, act)())


def _difference_task(work: Any) -> None:
    work.window.watch_acts.ask_task(work.window._work.sheet().id, "排水泵账 9 实 8")


CASES = (
    Case("task.new", _asked(World.board, lambda board: board.give_task())),
    Case("task.end", _asked(World.board, _end_task), _task),
    Case("difference.raise", _raise, _signed),
    Case("difference.answer", _answer, _differing),
    Case("difference.task", _asked(lambda w: w.handover()._work, _difference_task), _differing),
    Case("take_over.empty", _by_watch("ask_take_over")),
    Case("take_over.sheet", _identify_and_sign_in, _confirmed),
    Case("emergency", _by_watch("ask_emergency"), _stand),
    Case("confirm_emergency", _by_watch("ask_confirm_emergency"), _emergency),
    Case("abandon", _by_sheet("ask_abandon"), _cut_off),
    Case("absent", _by_sheet("ask_absent"), _cut_off),
    Case("sign.confirm", _by_sheet("identify"), _signed),
    Case("routine", _asked(lambda w: w.routine(0), lambda page: page.ask_words(Result.ABNORMAL)), _stand),
    Case("check.ok", _asked(lambda w: w.routine(1), lambda page: page.value.click()), _stand),
    Case("check.fault", _asked(lambda w: w.routine(1), lambda page: page.fault.click()), _stand),
    Case("notice.new", _asked(lambda w: w.routine(2), lambda page: page.ask_new())),
    Case("notice.until", _asked(lambda w: w.routine(2), lambda page: page.ask_until()), _notice),
    Case("zero.none", _asked(lambda w: w.routine(3), lambda page: page.ask_none()), _unit),
    Case("zero.some", _asked(lambda w: w.routine(3), lambda page: page.ask_some()), _unit),
    Case("order.new", _asked(lambda w: w.orders(0), lambda page: page.ask_new())),
    Case("order.step", _asked(lambda w: w.orders(0), lambda page: page.do(StepKind.EXTENSION_ASKED)), _ordered),
    Case("instruction.new", _asked(lambda w: w.orders(1), lambda page: page.ask_new())),
    Case("instruction.hand_on", _asked(lambda w: w.orders(1), lambda page: page.ask_hand_on()), _instructed),
    Case("roll_call.new", _asked(lambda w: w.orders(2), lambda page: page.ask_new())),
    Case("roll_call.end", _asked(lambda w: w.orders(2), lambda page: page.ask_end()), _calling),
    Case("roll_call.call", _call_line, _calling),
    Case("consultation.new", _asked(lambda w: w.orders(3), lambda page: page.ask_new())),
    Case("consultation.came", _asked(lambda w: w.orders(3), lambda page: page.ask_attendance()), _consulted),
    Case("consultation.amend", _asked(lambda w: w.orders(3), lambda page: page.ask_amend()), _consulted),
    Case("consultation.give", _asked(lambda w: w.orders(3), lambda page: page.ask_give()), _consulted),
    Case("returns.new", _new_round),
    Case("roster.cell", _asked(World.roster, lambda p: p.asking.ask_cell(*p.grid.cell()))),
    Case("roster.stand_in", _asked(World.roster, lambda p: p.asking.ask_stand_in()), _planned),
    Case("roster.where", _asked(World.roster, lambda p: p.asking.ask_where())),
    Case("roster.copy", _asked(World.roster, lambda p: p.asking.ask_copy())),
    *(Case(f"list.{key}", _list(key)) for key in ("templates", "routines")),
    Case("setting", _setting),
    Case("officer.new", _officer),
    Case("outbound.receipt", _below("receipt", "ask_receipt"), _sent),
    Case("outbound.failed", _below("failed_bar", "ask_failed"), _sent),
    Case("intake.call_back", _question("call_back"), _item),
    Case("intake.close", _question("close_item"), _item),
    Case("intake.revise", _question("revise"), _item),
    Case("intake.act", _question("act"), _item),
    Case("intake.clock", _question("clock"), _document),
)


def read_all(fields: Inputs) -> dict[str, str]:
    return {name: inputs.read(editor) for name, editor in fields.items()}


def type_all(fields: Inputs) -> dict[str, str]:
    """Something into every field, by keys; answers what stands there then."""
    for at, editor in enumerate(fields.values(), 1):
        _type(editor, at)
    return read_all(fields)


def _type(editor: QWidget, at: int) -> None:
    line = editor if isinstance(editor, QLineEdit | QPlainTextEdit) else editor.findChild(QLineEdit)
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex((editor.currentIndex() + 1) % max(1, editor.count()))
    elif isinstance(editor, QCheckBox):
        editor.click()
    elif line is None:
        box = editor.findChild(QCheckBox)
        assert box is None or not box.isChecked()
        if box is not None:
            box.click()
    else:
        QTest.keyClick(line, Qt.Key.Key_End)
        QTest.keyClicks(line, str(at) if isinstance(line.parent(), QWidget) and line is not editor else f"w{at}"[:2])


def officers(desk: Desk, by: Actor) -> Actor:
    """The two who sit here by turns; answers the first."""
    first = desk.accounts.add("陈例一", Role.ADMIN, OUT, by=by).actor
    desk.accounts.add(INCOMING, Role.ADMIN, INTO, by=first)
    return first
