"""发件箱: what sounds stays in sight with countdown and its own stop; pages, filters, true counts; lost lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.delivery import DeliveryRow, Order, Receipt, SendState, Verb
from console.domain.outbox import Ask
from console.domain.people import Actor
from console.domain.wire import DeviceForm, DeviceRow, LinkState, LinkStatus
from console.services.delivery_pump import Pump
from tests.kit import devices_panel
from tests.kit.devices_panel import AREA, Opened, sound
from tests.kit.sending import Street
from tests.kit.teams_panel import asked, part, settled, wait
from tests.kit.upward import ALT, KEY, press
from ui.panels.devices import OUTBOX
from ui.seat import Seat

opened, siren = devices_panel.opened, devices_panel.siren


def states(page: Any) -> list[str]:
    """What the list says of how far each row is."""
    model = page.table.rows_model
    return [model.index(row, 4).data() for row in range(model.rowCount())]


def armed(desk: Desk, row: DeliveryRow, by: Actor) -> None:
    """How that is done is another test's."""
    told = "UPDATE delivery SET state = 'queued', armed_by = 'x', armed_at = asked_at WHERE number = ?"
    with desk.opened.store.writing(by=by) as tx:
        tx.run(told, (row.number,))


def test_what_sounds_stays_in_sight_until_it_is_told_off(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, clock: StoppedClock, qtbot: QtBot
) -> None:
    street = Street()
    pump = Pump(desk.deliveries, street.of, threads=0)
    order = Order(uuid4(), Verb.SOUND, facts={"seconds": 90})
    (row,) = desk.deliveries.ask([Ask(siren.id, order, AREA)], by=seat.actor)
    armed(desk, row, seat.actor)
    pump.step(clock.now())
    assert desk.deliveries.one(row.id).state is SendState.CONFIRMED
    panel = opened()
    page = part(qtbot, panel, OUTBOX)
    wait(qtbot, lambda: states(page) == ["发声中，还有 0:01:30"])
    clock.advance(seconds=31)
    assert states(page) == ["发声中，还有 0:00:59"] and page.stop.isEnabled()
    wait(qtbot, lambda: "0:00:59" in page.facts.values["delivery.fact.state"].text())
    press(qtbot, page, KEY.Key_S, ALT)
    wait(qtbot, lambda: bool(panel.heard))
    assert panel.heard == [words.say("stopping.queued", count=1)]
    assert [one.verb for one in desk.deliveries.rows(states=[SendState.QUEUED])] == [Verb.STOP]
    street.answers = lambda _order: Receipt(SendState.UNKNOWN, "not_read_back", b"\x01")
    pump.step(clock.now())  # the board did not answer: nobody knows, it stays
    clock.advance(seconds=90)
    page.reload_now()
    wait(qtbot, lambda: words.say("delivery.may_sound") in states(page))
    street.answers = None
    press(qtbot, page, KEY.Key_S, ALT)
    wait(qtbot, lambda: bool(desk.deliveries.rows(states=[SendState.QUEUED])))
    pump.step(clock.now())
    page.table.choose(None)
    page._wanted = None
    page.reload_now()
    wait(qtbot, lambda: words.say("delivery.may_sound") not in states(page))
    assert desk.deliveries.soundings() == {}


def test_the_whole_outbox_is_reached_by_pages_and_filters(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, clock: StoppedClock, qtbot: QtBot
) -> None:
    modem = desk.devices.add(DeviceForm(uuid4(), "DX-01", "短信终端", "sms", "sim://sms/DX-01"), by=seat.actor)
    until = clock.now() + timedelta(days=3)
    texts = [Ask(modem.id, Order(uuid4(), Verb.TEXT, "100", f"请转移 {at}"), valid_until=until) for at in range(450)]
    desk.deliveries.ask(texts, by=seat.actor)
    clock.advance(days=1)
    sound(desk, siren, seat)
    page = part(qtbot, opened(), OUTBOX)

    def shown() -> tuple[int, str]:
        return page.table.rows_model.rowCount(), page.card.caption.text()

    def says(total: str) -> str:
        return words.say("delivery.count", count=total, waiting=1)

    wait(qtbot, lambda: shown() == (200, says("451")))
    assert page.below.isVisible() and page.more_told.text() == words.say("delivery.shown", shown="200", total="451")
    page.table.choose(page.table.rows_model.rows()[150].id)
    settled(qtbot, page)
    chosen = page.table.chosen_key()
    for count in (400, 451):
        press(qtbot, page, KEY.Key_PageDown, ALT)
        wait(qtbot, lambda count=count: shown() == (count, says("451")))
        assert page.table.chosen_key() == chosen
    assert not page.below.isVisible()
    page.which.choose("today")
    page.which.picked.emit("today")
    wait(qtbot, lambda: shown() == (1, says("1")))
    page.which.choose("all")
    page.device.choose(modem.key)
    page.device.picked.emit(modem.key)
    wait(qtbot, lambda: shown() == (200, says("450")))
    page.search.searched.emit("请转移 449")  # one by its text, one by its number
    wait(qtbot, lambda: shown() == (2, says("2")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lost_line_says_since_when_and_what_can_be_done(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, clock: StoppedClock, qtbot: QtBot, language: str
) -> None:
    words.set_language(language)
    held = sound(desk, siren, seat)
    desk.links.note([LinkStatus(str(siren.id), LinkState.LOST, clock.now(), None, "gone")])
    page = part(qtbot, opened(), OUTBOX)
    wait(qtbot, lambda: page.table.chosen_key() == held.id)
    line = page.facts.values["delivery.fact.line"]
    wait(qtbot, line.isVisible)
    assert words.say("wire.cause.gone") in line.text() and line.text().endswith(words.say("delivery.line.held"))
    dialog = asked(qtbot, page, KEY.Key_W, ALT)
    assert line.text() in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.reject()
    settled(qtbot, page)
    desk.links.note([LinkStatus(str(siren.id), LinkState.ONLINE, clock.now(), clock.now())])
    page.reload_now()
    wait(qtbot, lambda: not line.isVisible())
