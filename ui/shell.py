"""Joins an open desk with the window: panels, news, ticks, seat, lamps, prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.health import LampState, LampValue
from console.domain.outbound import SubjectKind
from console.domain.people import Action as Act
from ui import everywhere, hiding, machine, palette_search, prints, station
from ui.actions import Action, keys_in
from ui.alarm_watch import AlarmWatch
from ui.alerting import Alerting
from ui.bridge import Bridge
from ui.call_watch import Ringing, caller_of, said_by
from ui.carrying_on import CarryingOn
from ui.copying import Entry, copy_out, text_of
from ui.dialogs.due_list import DueList
from ui.dialogs.keys import KeyList
from ui.dialogs.palette import Palette
from ui.everywhere import Everywhere
from ui.gate_signing import GateSigning
from ui.hand_over_copy import HandOverCopy
from ui.incident_opening import IncidentOpening
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.notices import Notices
from ui.panels.base import Panel
from ui.phone_reporting import PhoneReporting
from ui.quick_reporting import QuickReporting
from ui.seat import Seat, roles_for
from ui.station import Station
from ui.stopping import Stopping
from ui.strokes import Strokes
from ui.text import Times
from ui.wall_opening import WallOpening
from ui.window import Window

TOPICS = frozenset(
    {Topic.LOG, Topic.DUTY, Topic.INBOUND, Topic.TASKS, Topic.SETTINGS, Topic.OFFICERS}
    | {Topic.ROUTINE, Topic.LISTS, Topic.APPROVALS, Topic.CONTACTS, Topic.PLANS}
)
"""News that the frame shows: the station is loaded anew."""

_CHAIN = {LampState.OK: "ok", LampState.OFF: "running", LampState.CAUTION: "running", LampState.FAULT: "bad"}

REFRESH_TICKS = 30
"""Lamps and what is due are asked again after so many ticks (half a minute) even when nothing was reported."""


class Shell(QObject):
    """Lives from the opening of the desk to the closing of the window.

    ``changed`` carries each new ``Station``; ``lock_asked`` comes from the key and from an idle seat; ``retired``
    carries the name of who sits here when that account was retired meanwhile.
    """

    changed = Signal(object)
    lock_asked = Signal()
    retired = Signal(str)

    def __init__(self, desk: Desk, window: Window, jobs: Jobs, seat: Seat, times: Times, notices: Notices) -> None:
        super().__init__(window)
        self.desk, self.window, self.jobs, self.seat, self.times = desk, window, jobs, seat, times
        self.notices = notices
        self.station: Station | None = None
        self._ticks = 0
        self._wire_trouble = ""
        self._closed = False
        self._loading = False
        self._again = False
        self.alerting = Alerting(desk, jobs, seat, times, notices, self)
        self.alerting.changed.connect(self._show_alert)
        self.alerting.told.connect(window.say_saved)
        self.alerting.sound.tested.connect(lambda _: self._sound_tested())
        self.alarm_watch = AlarmWatch(desk, jobs, seat, times, window)
        self._join_alarms()
        window.due.alert.silence_asked.connect(self.alerting.silence)
        window.due.alert.acknowledge_asked.connect(self.alerting.acknowledge)
        window.due.alert.look_asked.connect(lambda: self._go_to_alarm(None))
        window.messages.sign_asked.connect(self.sign_lines)
        self.phone_reporting = PhoneReporting(desk, jobs, seat, times, window)
        self.incident_opening = IncidentOpening(desk, jobs, seat, times, window)
        self.quick_reporting = QuickReporting(desk, jobs, seat, times, window)
        for asked in (self.phone_reporting, self.incident_opening, self.quick_reporting):
            asked.told.connect(window.say_saved)
            asked.refused.connect(notices.tell)
        self.incident_opening.opened.connect(lambda incident_id: self._go_to_item("incidents", incident_id))
        self.quick_reporting.drafted.connect(lambda report_id: self._go_to_item("upward", report_id))
        self.carrying_on = CarryingOn(desk, jobs, seat, self)
        self.carrying_on.told.connect(window.say_saved)
        self.carrying_on.failed.connect(notices.tell)
        self._gate_signing = GateSigning(desk.gate_lines, desk.drafts, jobs, seat, times, window)
        self._gate_signing.told.connect(window.say_saved)
        self._gate_signing.entries_made.connect(self._take_on)
        self._copying = HandOverCopy(desk, jobs, notices, window)
        self._copying.ended.connect(self.reload)
        self.bridge = Bridge(desk.feed, desk.outside, self)
        self.bridge.changed.connect(self._news)
        self.bridge.ticked.connect(self._tick)
        self.wall = WallOpening(desk, jobs, times, self.bridge, window)
        self.wall.failed.connect(notices.tell)
        self.stopping = Stopping(desk.stop_all, jobs, seat, self)
        self.stopping.told.connect(window.say_saved)
        self.stopping.refused.connect(notices.tell)
        window.panel_made.connect(self._adopt)
        window.due_list_asked.connect(self.show_due)
        window.due_chosen.connect(self._go_to_due)
        window.retranslated.connect(self._show)
        seat.changed.connect(self._permit)
        bound = window.add_actions(self._actions())
        self._everywhere = Everywhere([bound[name] for name in everywhere.KEYS], window, self)

    def start(self) -> None:
        """Listen, and load what the frame shows."""
        self.bridge.start()
        self.alarm_watch.look()
        self.jobs.run(lambda: self.desk.drafts.rotate(self.times.now()), lambda _gone: None, self.notices.tell)
        self._look_after()
        self.reload()

    def close(self) -> None:
        self._closed = True
        self.wall.close()
        self.alerting.close()
        for book in self.window.findChildren(KeptWords):
            book.flush()
        self.phone_reporting.close()
        self.bridge.close()

    def reload(self) -> None:
        """Load the station anew; while one load runs, the next waits for it."""
        if self._loading:
            self._again = True
            return
        self._loading, self._again = True, False
        self.jobs.read(lambda: station.load(self.desk), self._loaded, self._not_loaded)

    # what the officer asks for

    def show_keys(self) -> None:
        panel = self.window.current_panel()
        KeyList(self.window.all_actions(), keys_in(panel) if panel else (), self.window).open()

    def show_palette(self) -> None:
        palette = Palette(self.window.all_actions(), self._denied, self.window)
        palette.words_given.connect(self._find)
        palette.person_chosen.connect(self._show_person)
        palette.record_chosen.connect(lambda hit: self._go_to_item(hit.panel, hit.id))
        palette.asked_for.connect(
            lambda asked: palette_search.look_up(
                self.desk, self.jobs, palette, asked, self.seat.actor, self.window.has_panel
            )
        )
        palette_search.learn_initials(self.jobs, palette, self.window.all_actions())
        palette.open()

    def _denied(self, action: Action) -> str:
        """The roles that may do it; empty where this seat may."""
        needed = action.permission
        return roles_for(needed) if needed is not None and not self.seat.may(needed) else ""

    def _show_person(self, hit: Any) -> None:
        panel: Any = self.window.show_panel("contacts")
        panel.open_item(hit.id)

    def show_due(self) -> None:
        if self.station is None:
            return
        made = DueList(self._due_rows, self.times, self.window)
        made.chosen.connect(self._go_to_due)
        made.open()

    def sign_lines(self) -> None:
        """Show what was taken at the locked seat; one key signs what is shown."""
        self._gate_signing.open(self.station.unsigned if self.station else ())

    def print_item(self, item: Any) -> None:
        """Show the print of what a panel handed over: an inbound row or a sheet."""
        strokes = Strokes()

        def failed(error: Exception) -> None:
            strokes.end()
            self.notices.tell(error)

        self.jobs.run(
            lambda: (prints.form_of(self.desk, item), machine.printers()),
            lambda found: self._preview(*found, strokes),
            failed,
        )

    def _preview(self, form: Any, printers: list[str], strokes: Strokes) -> None:
        """Over an officer who went on typing nothing opens: the next key would be its."""
        if strokes.end():
            self.window.say_saved(words.say("print.ready_again"))
        elif self.seat.taken:
            by = self.seat.actor
            prints.preview(self.desk, form, self.jobs, by, self.window, self._printed, self.notices.tell, printers)

    def _printed(self, where: str) -> None:
        self.window.say_saved(words.say("print.done", where=where))

    # news

    def _news(self, changes: Changes) -> None:
        self.window.note(changes)
        self.alarm_watch.note(changes.topics)
        if changes.topics & TOPICS:
            self.reload()

    def _tick(self) -> None:
        self._ticks += 1
        self.alarm_watch.beat()
        trouble, self._wire_trouble = self._wire_trouble, self.desk.wire_trouble
        if trouble != self._wire_trouble:
            self.reload()  # the store cannot tell it: nothing was written
        if self._ticks >= REFRESH_TICKS:
            self._ticks = 0
            self.alarm_watch.look()
            self._look_after()
            self.reload()
        elif self.station is not None:
            self._show_due()

    def _look_after(self) -> None:
        """Walk on along the chain, and notice a clock that was set back."""
        health = self.desk.health
        self.jobs.run(health.verify_tail, self._walked, self.notices.tell)
        self.jobs.write(health.notice_clock, lambda _noted: None, self.notices.tell)

    def _walked(self, lamp: LampValue) -> None:
        """A long book is walked in pieces, one after the other, until its end."""
        if lamp.code == "lamp.chain.checking" and not self._closed:
            self.jobs.run(self.desk.health.verify_tail, self._walked, self.notices.tell)

    def _loaded(self, loaded: Station) -> None:
        self._loading = False
        before, self.station = self.station, loaded
        self._show()
        self.changed.emit(loaded)
        # told by the change: a station loaded before an account was made does not have it either
        if before is not None and self.seat.name in set(before.officers) - set(loaded.officers):
            self.retired.emit(self.seat.name)
        self._follow_role(loaded)
        if self._again:
            self.reload()

    def _follow_role(self, loaded: Station) -> None:
        """What the buttons offer follows a role changed on another seat; the services ask the store anyway."""
        role = loaded.roles.get(self.seat.name)
        if role is not None:
            self.seat.follow(role)

    def _not_loaded(self, error: Exception) -> None:
        self._loading = False
        self.notices.tell(error)

    def _show(self) -> None:
        shown = self.station
        if shown is None:
            return
        self._keep_secret(shown)
        self.window.show_station(shown.site, shown.realm.value)
        if shown.shift is None:
            self.window.show_shift(words.say("duty.nobody"), "", "", self.seat.name)
        else:
            period = station.period(shown.shift.planned_from, shown.shift.planned_to, self.times)
            shift = shown.shift
            self.window.show_shift(period, shift.leader, shift.owner, self.seat.name)
        self._show_alert()
        self.window.messages.show_unsigned(len(shown.unsigned))
        self.window.show_count("intake", shown.open_items)
        self.window.show_count("routine", shown.routines)
        self.window.show_count("upward", shown.approvals.get(self.seat.name, 0))
        self.window.show_count("plans", shown.responses)
        self.window.show_drafts(shown.drafts)
        self._show_chain(self.window.made_panels())
        self._show_due()

    def _keep_secret(self, shown: Station) -> None:
        """Numbers of sensitive people, wherever they stand on the screen of who may not see them."""
        free = not self.seat.taken or self.seat.may(Act.SEE_NUMBERS.value)
        hiding.current().keep_secret(frozenset() if free else shown.sensitive)

    def _show_chain(self, panels: Iterable[Panel]) -> None:
        """How far the books are verified, for the panels that say it."""
        lamp = next((lamp for lamp in self.station.lamps if lamp.id == "chain"), None) if self.station else None
        for panel in panels:
            show = getattr(panel, "show_chain", None)
            if show is not None and lamp is not None:
                show(words.say(lamp.code, **lamp.facts), _CHAIN[lamp.state])

    def _sound_tested(self) -> None:
        """For the panels that say whether the sound works."""
        for panel in self.window.made_panels():
            count_anew = getattr(panel, "sound_tested", None)
            if count_anew is not None:
                count_anew()

    def _show_due(self) -> None:
        self.window.show_due(self._due_rows())
        if self.station is not None:
            due, soon = self.station.due, self.station.due_soon
            self.window.show_count("incidents", station.incidents_due(due, self.times.now(), soon))
            self.alerting.follow(self.station)

    def _show_alert(self) -> None:
        """The sound's controls in the strip and its lamp in the bar."""
        shown = self.alerting.shown()
        self.window.due.show_alert(shown)
        self.alarm_watch.show_alert(shown)
        if self.station is not None:
            self.window.show_lamps([*station.lamp_rows(self.station.lamps), self.alerting.lamp()])

    def _due_rows(self) -> list[Any]:
        shown = self.station
        return station.due_rows(shown.due, self.times.now(), shown.due_soon) if shown else []

    def _go_to_due(self, due_id: str) -> None:
        item = next((item for item in self.station.due if item.id == due_id), None) if self.station else None
        if item is not None:
            self._go_to_item(item.target_panel, item.record_id)

    def _go_to_item(self, panel_id: str, item_id: UUID) -> None:
        """Show the panel with that record opened, where it opens records; one that is not built yet is not shown."""
        if not self.window.has_panel(panel_id):
            return
        panel: Any = self.window.show_panel(panel_id)
        if hasattr(panel, "open_item"):
            panel.open_item(item_id, follow=True)

    def _copy_out(self, entry: Entry) -> None:
        copy_out(entry, self.times.zone, self.desk.realm)
        self.window.say_saved(words.say("copy.done"))

    def _new_outbound(self, subject: Any, text: str) -> None:
        """A panel wants to record what is sent about one of its records."""
        panel: Any = self.window.show_panel("outbound")
        panel.start_new(subject, text)
        if not text and subject.kind is SubjectKind.INBOUND:
            self.jobs.read(
                lambda: text_of(self.desk.intake.one(subject.id), self.times.zone, self.desk.realm),
                lambda told: panel.offer_words(subject, told),
                self.notices.tell,
            )

    def _begin_report(self, incident_id: UUID) -> None:
        """A panel wants a report upward about an incident."""
        panel: Any = self.window.show_panel("upward")
        panel.start_report(incident_id)

    def _begin_calling(self, wish: Any) -> None:
        """The people of a warning are to be called by name."""
        panel: Any = self.window.show_panel("callouts")
        panel.start_for(wish)

    def _give_order(self, incident: Any) -> None:
        """A panel wants something ordered from units about an incident."""
        panel: Any = self.window.show_panel("orders")
        panel.start_order(incident)

    def _start_response(self, wish: Any) -> None:
        """A panel wants a plan started for an incident, or proposes a response."""
        panel: Any = self.window.show_panel("plans")
        panel.start_for(wish)

    def _record_need(self, inbound_id: UUID) -> None:
        """A panel wants what was asked for in a call on the needs board."""
        panel: Any = self.window.show_panel("dispatch")
        panel.start_need(inbound_id)

    def _begin_transfer(self, form: Any) -> None:
        """A panel worked out a stock document: it is looked at and changed like any other before it is saved."""
        panel: Any = self.window.show_panel("stores")
        panel.begin_document(form, None, None)

    def _show_approval(self, approval_id: UUID) -> None:
        """A panel leads to something that waits for a word."""
        panel: Any = self.window.show_panel("upward")
        panel.show_approval(approval_id)

    def _find(self, asked: str) -> None:
        panel: Any = self.window.show_panel("log")
        panel.filter.search.setText(asked)
        panel.filter.search.search_now()

    # panels and actions

    def _adopt(self, panel: Panel) -> None:
        """Give a new panel's signals their places in the frame."""
        panel.saved.connect(self.window.say_saved)
        panel.refused.connect(self.notices.tell)
        panel.failed.connect(self.notices.tell)
        self._join(panel, "drafts_changed", self.window.show_drafts)
        self._join(panel, "print_asked", lambda *items: self.print_item(items[0] if items else prints.THIS_SHIFT))
        self._join(panel, "preview_asked", self.print_item)
        self._join(panel, "copy_asked", self._copy_out)
        self._join(panel, "phone_script_asked", self.phone_reporting.open)
        self._join(panel, "outbound_asked", self._new_outbound)
        self._join(panel, "incident_asked", self.incident_opening.open)
        self._join(panel, "incident_join_asked", self.incident_opening.join)
        self._join(panel, "back_asked", lambda: self.window.show_panel("board"))
        self._join(panel, "panel_asked", self.window.show_panel)
        self._join(panel, "item_asked", self._go_to_item)
        self._join(panel, "search_asked", self._find)
        self._join(panel, "report_asked", self._begin_report)
        self._join(panel, "callout_asked", self._begin_calling)
        self._join(panel, "order_asked", self._give_order)
        self._join(panel, "response_asked", self._start_response)
        self._join(panel, "need_asked", self._record_need)
        self._join(panel, "transfer_asked", self._begin_transfer)
        self._join(panel, "watch_changed", self._copying.make)
        self._join(panel, "wall_asked", self.wall.open)
        self._join(panel, "approval_asked", self._show_approval)
        self._join(panel, "silence_asked", self.alerting.silence)
        self._join(panel, "intake_asked", self._start_intake)
        self._join(panel, "call_asked", self._take_call)
        self.alarm_watch.show_alert(self.alerting.shown())
        self._show_chain((panel,))

    @staticmethod
    def _join(panel: Panel, signal: str, slot: Callable[..., object]) -> None:
        offered = getattr(panel, signal, None)
        if offered is not None:
            offered.connect(slot)

    def _actions(self) -> list[Action]:
        return [
            Action("keys", self.show_keys),
            Action("palette", self.show_palette),
            Action("lock", self.lock_asked.emit),
            Action("silence", self.alerting.silence),
            Action("acknowledge", self.alerting.acknowledge, permission=Act.RECORD.value),
            Action("stop_all", self.stopping.stop),
            Action("hide_numbers", hiding.current().turn),
            Action("wall", self.wall.open),
            Action("sign_gate", self.sign_lines, permission=Act.RECORD.value),
            Action("new_intake", self._new_intake, permission=Act.INTAKE.value),
            Action("quick_report", self.quick_reporting.open, permission=Act.REPORT_UP.value),
        ]

    def _new_intake(self) -> None:
        """A new entry; of the call that rings or is chosen, where there is one."""
        chosen = getattr(self.window.current_panel(), "chosen_call", lambda: None)()
        self._take_call(self.alarm_watch.calls.wanted(chosen))

    def _take_call(self, ringing: Ringing | None) -> None:
        panel: Any = self.window.show_panel("intake")
        if ringing is None:
            panel.start_new()
        elif ringing.call.entry_id is not None and panel.holds(ringing.call.entry_id):
            panel.go_to(ringing.call.entry_id)
        else:
            self.alarm_watch.calls.take(ringing, panel.start_with(said_by(caller_of(ringing))))

    def _start_intake(self, said: Any) -> None:
        """A panel has what a new entry begins with."""
        panel: Any = self.window.show_panel("intake")
        panel.start_with(said)

    def _join_alarms(self) -> None:
        """New alarms sound, lead to the queue, and are acknowledged where their words can be read."""
        watch = self.alarm_watch
        watch.heard.connect(self.alerting.follow_alarms)
        watch.failed.connect(self.notices.tell)
        watch.calls.missed.connect(self._call_missed)
        watch.chosen.connect(self._go_to_alarm)
        watch.popup.silence_asked.connect(self.alerting.silence)
        watch.popup.acknowledge_asked.connect(self.alerting.acknowledge)
        self.window.messages.call.clicked.connect(self._new_intake)
        self.alerting.in_sight, self.alerting.offered = watch.in_sight, watch.offered
        self.window.panel_shown.connect(lambda _panel: self.alerting.show_anew())

    def _call_missed(self) -> None:
        """Nothing was written: time alone made it due."""
        self.window.note(Changes(frozenset({Topic.ALARMS})))
        self.reload()

    def _go_to_alarm(self, alarm_id: Any) -> None:
        if alarm_id is None:
            self.window.show_panel("alarms")
        else:
            self._go_to_item("alarms", alarm_id)

    def _take_on(self, drafts: Any) -> None:
        """Lines of the locked seat that were signed go on as entries."""
        panel: Any = self.window.show_panel("intake")
        panel.take_on(drafts)

    def _permit(self) -> None:
        self.window.permit(self.seat.may, roles_for)
        self._show()
