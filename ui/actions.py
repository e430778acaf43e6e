"""Actions as data: what can be done, by which key, with whose leave. Shortcuts and the F1 list come from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from console import words
from ui.widgets.keycap import shown_key

KEYS: dict[str, tuple[str, ...]] = {
    "keys": ("F1",),
    "new_intake": ("F2",),
    "panel.handover": ("F7",),
    "panel.dispatch": ("Ctrl+7",),
    "panel.plans": ("Ctrl+9",),
    "panel.stores": ("Ctrl+6",),
    "panel.teams": ("Ctrl+0",),
    "panel.shelters": ("Shift+F11",),
    "panel.situation": ("Shift+F12",),
    "wall": ("Ctrl+Alt+W",),
    "panel.alarms": ("F8",),
    "panel.warnings": ("F4",),
    "panel.callouts": ("Ctrl+Alt+J",),
    "panel.devices": ("Ctrl+Alt+D",),
    "stop_all": ("Ctrl+F12",),
    "panel.1": ("Alt+1",),
    "panel.2": ("Alt+2",),
    "panel.3": ("Alt+3",),
    "panel.4": ("Alt+4",),
    "panel.5": ("Alt+5",),
    "panel.6": ("Alt+6",),
    "panel.7": ("Alt+7",),
    "panel.8": ("Alt+8",),
    "panel.9": ("Alt+9",),
    "palette": ("Ctrl+K",),
    "due": ("Ctrl+D",),
    "save": ("Ctrl+S",),
    "save_close": ("Ctrl+Return", "Ctrl+Enter"),
    "next_draft": ("Ctrl+Tab",),
    "new_line": ("Ctrl+N",),
    "check_again": ("F5",),
    "setup_back": ("Alt+Left",),
    "setup_next": ("Alt+Right",),
    "row_up": ("Alt+Up",),
    "row_down": ("Alt+Down",),
    "new_task": ("Ctrl+J",),
    "find": ("Ctrl+F",),
    "correct": ("Ctrl+E",),
    "print": ("Ctrl+P",),
    "print_reminder": ("Ctrl+Shift+P",),
    "confirm_rest": ("Ctrl+B",),
    "confirm_sheet": ("Ctrl+Shift+B",),
    "sign": ("F12",),
    "lock": ("Ctrl+L",),
    "silence": ("F9",),
    "acknowledge": ("F10",),
    "sign_gate": ("Ctrl+Shift+G",),
    "receipt": ("Ctrl+R",),
    "not_delivered": ("Ctrl+Shift+R",),
    "copy_out": ("Ctrl+Shift+C",),
    "phone_script": ("Alt+P",),
    "outbound_about": ("Alt+S",),
    "part.1": ("Ctrl+1",),
    "part.2": ("Ctrl+2",),
    "part.3": ("Ctrl+3",),
    "part.4": ("Ctrl+4",),
    "part.5": ("Ctrl+5",),
    "tick": ("Ctrl+M",),
    "tick_row": ("Space",),
    "abnormal": ("Ctrl+I",),
    "not_done": ("Ctrl+O",),
    "other_day": ("Ctrl+Shift+D",),
    "as_document": ("Shift+F2",),
    "call_back_at": ("F11",),
    "paste_new": ("Ctrl+Shift+V",),
    "attach": ("Ctrl+Shift+A",),
    "take_time": ("Alt+T",),
    "take_place": ("Alt+A",),
    "take_sender": ("Alt+N",),
    "act": ("Alt+D",),
    "clock_done": ("Alt+C",),
    "show_caller": ("Alt+H",),
    "incident_open": ("Alt+I",),
    "incident_join": ("Alt+J",),
    "incident_under": ("Alt+U",),
    "grade_take": ("Alt+G",),
    "grade_judge": ("Alt+Shift+G",),
    "incident_reported": ("Shift+F4",),
    "incident_handling": ("Shift+F5",),
    "incident_controlled": ("Shift+F6",),
    "incident_ended": ("Shift+F7",),
    "incident_archived": ("Shift+F8",),
    "incident_cancelled": ("Shift+F9",),
    "command_take": ("Alt+M",),
    "command_leave": ("Alt+Shift+M",),
    "item_leave": ("Alt+X",),
    "incident_reports": ("Alt+Shift+R",),
    "incident_orders": ("Alt+Shift+T",),
    "incident_teams": ("Alt+Shift+S",),
    "incident_order": ("Alt+L",),
    "plan_start": ("Shift+F3",),
    "incident_dispatch": ("Alt+Shift+D",),
    "call_by_name": ("Alt+Shift+J",),
    "need_of_item": ("Alt+Shift+N",),
    "figures_take": ("Alt+Shift+K",),
    "clock_drop": ("Alt+Shift+C",),
    "clock_rhythm": ("Alt+R",),
    "export": ("Ctrl+Shift+E",),
    "more_rows": ("Alt+PgDown",),
    "quick_report": ("Ctrl+Shift+K",),
    "report_new": ("Alt+B",),
    "report_take_back": ("Alt+Z",),
    "report_phone": ("Alt+Y",),
    "report_phone_no": ("Alt+Shift+Y",),
    "report_sent": ("Alt+E",),
    "receiver_add": ("Alt+W",),
    "receiver_drop": ("Alt+Shift+W",),
    "receivers_fold": ("Alt+Shift+L",),
    "compose_again": ("Alt+K",),
    "compose_take": ("Alt+V",),
    "report_void": ("Alt+Q",),
    "report_archive": ("Alt+F",),
    "approve": ("Alt+O",),
    "give_back": ("Alt+Shift+O",),
    "report_show": ("Alt+Shift+V",),
    "compose": ("Ctrl+Shift+N",),
    "issue": ("Ctrl+Shift+S",),
    "own_form": ("Ctrl+Shift+W",),
    "load_form": ("Ctrl+Shift+L",),
    "roster_import": ("Ctrl+Shift+I",),
    "substitute": ("Ctrl+Shift+T",),
    "take_back": ("Ctrl+Shift+X",),
    "whereabouts": ("Ctrl+Shift+Q",),
    "roster_copy": ("Ctrl+Shift+Y",),
    "month_before": ("Ctrl+PgUp",),
    "month_after": ("Ctrl+PgDown",),
    "this_month": ("Alt+Home",),
    "larger": ("Ctrl++", "Ctrl+="),
    "smaller": ("Ctrl+-",),
    "theme": ("Ctrl+T",),
    "hide_numbers": ("Ctrl+Shift+H",),
    "back": ("Escape",),
    "discard_words": ("Ctrl+Shift+Del",),
}
"""The one key table. Several keys for one action are spellings of the same; the first is the one shown."""

PART_KEYS: dict[str, tuple[str, ...]] = {
    "more": ("Shift+F10",),
    "contact_dial": ("Alt+D",),
    "contact_copy": ("Alt+C",),
    "contact_verify": ("Alt+V",),
    "contact_number_new": ("Alt+N",),
    "contact_number_change": ("Alt+E",),
    "contact_number_end": ("Alt+X",),
    "contact_number_up": ("Alt+Up",),
    "contact_number_down": ("Alt+Down",),
    "contact_person_change": ("Ctrl+E",),
    "contact_gone": ("Alt+G",),
    "contact_come_back": ("Alt+Shift+G",),
    "contact_appoint": ("Alt+P",),
    "contact_post_end": ("Alt+Shift+P",),
    "contact_group_in": ("Alt+J",),
    "contact_unit_new": ("Alt+U",),
    "contact_unit_change": ("Alt+Shift+U",),
    "contact_unit_retire": ("Alt+Shift+X",),
    "contact_unit_posts": ("Alt+O",),
    "contact_restore": ("Alt+R",),
    "contact_number_move": ("Alt+M",),
    "contact_pick": ("Alt+K",),
    "contact_call_picked": ("Alt+B",),
    "contact_untried_verify": ("Alt+V",),
    "contact_untried_person": ("Alt+Shift+V",),
    "contact_untried_dial": ("Alt+D",),
    "contact_untried_call": ("Alt+B",),
    "contact_untried_open": ("Alt+E",),
    "contact_template": ("Alt+T",),
    "contact_undo": ("Alt+Z",),
    "contact_rule_new": ("Alt+N",),
    "contact_group_change": ("Ctrl+E",),
    "contact_group_retire": ("Alt+X",),
    "contact_group_call": ("Alt+B",),
    "contact_member_new": ("Alt+J",),
    "contact_member_out": ("Alt+K",),
    "contact_member_up": ("Alt+Up",),
    "contact_member_down": ("Alt+Down",),
    "need_new": ("Ctrl+N",),
    "need_change": ("Ctrl+E",),
    "need_package": ("Alt+B",),
    "need_drop": ("Alt+X",),
    "need_incident": ("Alt+I",),
    "dispatch_team": ("Alt+T",),
    "dispatch_transfer": ("Alt+R",),
    "document_new": ("Ctrl+N",),
    "document_change": ("Ctrl+E",),
    "document_ask": ("Alt+A",),
    "document_approve": ("Alt+O",),
    "document_issue": ("Alt+U",),
    "document_receive": ("Alt+R",),
    "document_post": ("Alt+G",),
    "document_bring_back": ("Alt+K",),
    "document_turn_back": ("Alt+B",),
    "document_counter": ("Alt+Shift+X",),
    "document_void": ("Alt+X",),
    "alarm_group": ("Shift+Return", "Shift+Enter"),
    "alarm_accept": ("Ctrl+I",),
    "alarm_join": ("Ctrl+M",),
    "alarm_shelve": ("Alt+G",),
    "alarm_false": ("Alt+W",),
    "alarm_settle": ("Alt+J",),
    "alarm_raw": ("Alt+Y",),
    "alarm_intake": ("Alt+B",),
    "call_ring_back": ("Alt+D",),
    "call_no_need": ("Alt+J",),
    "call_copy": ("Alt+C",),
    "call_entry": ("Alt+E",),
    "call_incident": ("Alt+I",),
}
"""Keys of the parts of one panel: they hold while that part is in sight and may mean something else in another."""

RESERVED: dict[str, str] = {}
"""Keys promised to panels that do not exist yet; nobody else may take them."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done. ``key`` defaults to the key table's, the word is that of ``said`` or ``do.<id>``."""

    id: str
    handler: Callable[[], object]
    permission: str | None = None
    key: str | None = None
    said: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return _keys(self.id) if self.key is None else (self.key,) if self.key else ()

    @property
    def word(self) -> str:
        return words.say(self.said or f"do.{self.id}")

    @property
    def words(self) -> tuple[str, ...]:
        """Its word in each language: whoever cannot read the one in use types the other."""
        return tuple(words.say_in(language, self.said or f"do.{self.id}") for language in words.LANGUAGES)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of the F1 list. ``code`` is that of its word where it has one of its own."""

    id: str
    word: str
    key: str
    code: str = ""


def _keys(action_id: str) -> tuple[str, ...]:
    return KEYS.get(action_id) or PART_KEYS.get(action_id, ())


def key_of(action_id: str) -> str:
    """The key to show on a button; empty where the action has none."""
    return next(iter(_keys(action_id)), "")


def key_rows(actions: Iterable[Action]) -> list[KeyRow]:
    """What F1 shows: every action that has a key, in the order given."""
    return [KeyRow(a.id, a.word, shown_key(a.keys[0]), a.said) for a in actions if a.keys]


def keys_in(panel: QWidget) -> list[KeyRow]:
    """The keys a panel and its parts in sight have of their own: in another part the same key may mean another thing.

    One that several parts have means the same and stands once.
    """
    parts = [panel, *(part for part in panel.findChildren(QWidget) if part.isVisibleTo(panel))]
    found = [action for part in parts for action in part.actions() if action.objectName() and action.shortcuts()]
    rows = [KeyRow(a.objectName(), a.text(), shown_key(a.shortcuts()[0].toString()), a.data() or "") for a in found]
    return list({(row.id, row.key): row for row in rows}.values())


def bind(widget: QWidget, actions: Sequence[Action], *, whole_window: bool = True) -> dict[str, QAction]:
    """Give a window (or one panel) its actions as Qt actions with shortcuts."""
    context = Qt.ShortcutContext.WindowShortcut if whole_window else _PANEL_ONLY
    bound = {}
    for action in actions:
        made = QAction(widget)
        made.setObjectName(action.id)
        made.setData(action.said)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setShortcutContext(context)
        made.setAutoRepeat(action.id in _REPEATED)
        made.triggered.connect(lambda checked=False, run=action.handler: run())  # noqa: ARG005
        widget.addAction(made)
        bound[action.id] = made
    retranslate(actions, bound)
    widget.installEventFilter(_Following(widget, tuple(actions), bound))
    return bound


class _Following(QObject):
    """Puts the actions' words into the language in use whenever it changes: F1 reads them from the panel."""

    def __init__(self, widget: QWidget, actions: tuple[Action, ...], bound: dict[str, QAction]) -> None:
        super().__init__(widget)
        self._actions, self._bound = actions, bound

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            retranslate(self._actions, self._bound)
        return super().eventFilter(watched, event)


def retranslate(actions: Iterable[Action], bound: dict[str, QAction]) -> None:
    """Words of bound actions, in the language in use."""
    for action in actions:
        made = bound[action.id]
        made.setText(action.word)


def permit(
    actions: Iterable[Action], bound: dict[str, QAction], may: Callable[[str], bool], roles: Callable[[str], str]
) -> None:
    """Disable what this seat may not do; the tooltip names the roles that may. The service checks again."""
    for action in actions:
        made = bound[action.id]
        allowed = action.permission is None or may(action.permission)
        made.setEnabled(allowed)
        needed = "" if allowed or action.permission is None else roles(action.permission)
        made.setToolTip(action.word if allowed else words.say("frame.needs_role", roles=needed))


_REPEATED = {"larger", "smaller", "next_draft", "next_page", "previous_page"}
"""Keys that may be held down; of all others one press means one act."""

_PANEL_ONLY = Qt.ShortcutContext.WidgetWithChildrenShortcut
