"""What the 预警 panel asks at once, on a worker, and how its lists say what a warning is and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console import words
from console.domain.cap_files import Taken
from console.domain.lists import ListItem
from console.domain.outbox import BatchRow
from console.domain.realm import Realm
from console.domain.warning import ENDED, OPEN, OUT, Kind, Origin, State
from console.domain.warning_ground import Problem
from console.domain.warning_rows import SendRow, Sent, StepRow, Suggestion, WarningRow, Way
from console.domain.wire import DeviceRow
from console.services.warning_covered import Covered
from console.services.warning_sends import SendNow
from ui.models.cap_rows import CapLine, load_lines
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.place_tree import choices
from ui.widgets.suggest import Choice, ChoiceList

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.cap_files import CapFiles
    from console.services.carrier_results import CarrierResults
    from console.services.contact_groups import ContactGroupsService
    from console.services.deliveries import DeliveriesService
    from console.services.devices import DevicesService
    from console.services.lists import ListsService
    from console.services.places import PlacesService
    from console.services.warning_channels_out import WarningTargets
    from console.services.warning_letters import WarningLetters
    from console.services.warning_lists_out import WarningListsOut
    from console.services.warning_papers import WarningPapers
    from console.services.warning_sends import WarningSends
    from console.services.warnings import WarningsService


@dataclass(frozen=True, slots=True)
class WarningServices:
    """Everything the panel asks."""

    warnings: WarningsService
    sends: WarningSends
    deliveries: DeliveriesService
    devices: DevicesService
    lists: ListsService
    places: PlacesService
    groups: ContactGroupsService
    accounts: AccountsService
    realm: Realm
    listen: Callable[[UUID, str], Any]
    """Says a text here before it goes out, to its end."""
    lists_out: WarningListsOut
    results: CarrierResults
    targets: WarningTargets
    cap: CapFiles
    letters: WarningLetters
    papers: WarningPapers
    cap_trouble: Callable[[], str]


ORDER = (
    State.RELEASE, State.SIGN, State.REVIEW, State.DRAFT, State.RELEASING, State.ACTIVE, State.CHANGED, State.LIFTED,
    State.EXPIRED, State.WITHDRAWN, State.ABANDONED,
)  # fmt: skip
"""What waits for somebody first, and of that what has come furthest; then what holds; then what is over."""
PARTS: Mapping[str, frozenset[State]] = {
    "current": OPEN | OUT, "open": OPEN, "out": OUT, "ended": ENDED, "all": frozenset(State),
}  # fmt: skip
"""What the list may be narrowed to."""
_INK: Mapping[State, str | None] = {
    State.DRAFT: None, State.REVIEW: "orangetext", State.SIGN: "orangetext", State.RELEASE: "redtext",
    State.RELEASING: "redtext", State.ACTIVE: "oktext",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """The county's lists, its places, groups and devices, as the screen offers them."""

    levels: Mapping[str, ListItem]
    signals: Mapping[str, ListItem]
    standards: Sequence[ListItem]
    channels: tuple[ListItem, ...]
    places: ChoiceList
    groups: ChoiceList
    devices: tuple[DeviceRow, ...]

    def levels_of(self, signal: str) -> tuple[str, ...]:
        """The levels a signal knows, the highest first; every level where the list does not know the signal."""
        item = self.signals.get(signal)
        known = item.items("levels") if item is not None else tuple(self.levels)
        found = [code for code in known if code in self.levels]
        return tuple(sorted(found, key=lambda code: self.levels[code].get("rank")))

    def standard(self, signal: str, level: str) -> ListItem | None:
        return next((one for one in self.standards if (one.get("signal"), one.get("level")) == (signal, level)), None)

    def devices_of(self, channel: ListItem) -> tuple[DeviceRow, ...]:
        """Devices in use a channel goes out by where none is chosen one by one."""
        return tuple(row for row in self.devices if row.form.driver in channel.items("drivers"))


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it was asked for. ``pressing`` are those that end soon, or ended and were lifted by nobody."""

    rows: tuple[WarningRow, ...]
    counts: Mapping[State, int]
    levels: Mapping[str, ListItem]
    signals: Mapping[str, ListItem]
    asked: tuple[str, str]
    pressing: frozenset[UUID] = frozenset()
    last_file: CapLine | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One warning with everything around it. ``previous`` is what it follows, ``follower`` what follows it.

    ``suggests`` are response levels nobody started yet, ``taken`` the file of somebody else it was made of, ``ahead``
    how long before its end it wants to be renewed or lifted, ``letters`` whether its scheme asks for letters.
    """

    row: WarningRow
    steps: tuple[StepRow, ...]
    previous: WarningRow | None
    follower: WarningRow | None
    sends: tuple[SendNow, ...]
    runs: Mapping[UUID, BatchRow]
    book: Book
    suggests: tuple[Suggestion, ...] = ()
    taken: Taken | None = None
    ahead: timedelta = timedelta()
    letters: bool = False

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Checked:
    """What is found in a form as it stands on the screen, and whom it would reach."""

    found: tuple[Problem, ...]
    people: int
    numbers: int
    devices: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    """By channel those of the area."""
    covered: Covered = field(default_factory=Covered)
    """Of what is drawn on the map."""


def load_list(ask: WarningServices, asked: str, part: str) -> Listed:
    """On a worker: what waits is never pushed out by what is over."""
    rows: list[WarningRow] = []
    for states in (OPEN, OUT, ENDED):
        wanted = [state for state in ORDER if state in states & PARTS[part]]
        rows += ask.warnings.rows(wanted, asked) if wanted else []
    soon, forgotten = ask.warnings.ending()
    if part == "current" and not asked.strip():
        rows += forgotten
    rows.sort(key=lambda row: ORDER.index(row.state))
    levels = {item.code: item for item in ask.lists.rows("warning_levels", retired=True)}
    signals = {item.code: item for item in ask.lists.rows("warning_signals", retired=True)}
    came = load_lines(ask.cap, 1)
    return Listed(
        tuple(rows), ask.warnings.counts(), levels, signals, (asked, part),
        frozenset(row.id for row in (*soon, *forgotten)), came[0] if came else None, ask.cap_trouble(),
    )  # fmt: skip


def load_look(ask: WarningServices, warning_id: UUID) -> Look:
    """On a worker. Refuses no_such_warning."""
    row = ask.warnings.one(warning_id)
    chain = ask.warnings.chain(warning_id)
    sends = tuple(ask.sends.rows(warning_id)) if row.released_at is not None else ()
    runs = {one.row.batch_id: ask.deliveries.batch(one.row.batch_id) for one in sends if one.row.batch_id is not None}
    return Look(
        row, tuple(ask.warnings.history(warning_id)),
        next((one for one in chain if one.id == row.previous_id), None),
        next((one for one in chain if one.previous_id == row.id and one.state is not State.ABANDONED), None),
        sends, runs, book_of(ask), tuple(one for one in ask.warnings.suggests(warning_id) if not one.reached),
        ask.cap.of_warning(warning_id), ask.warnings.about_to_expire(),
        row.scheme in ask.letters.schemes(),
    )  # fmt: skip


def book_of(ask: WarningServices) -> Book:
    """On a worker."""

    def by_code(key: str) -> dict[str, ListItem]:
        return {item.code: item for item in ask.lists.rows(key)}

    groups = [Choice(str(one.id), one.name, one.name) for one in ask.groups.rows()]
    places = [Choice(str(one.key), one.name, one.path, one.code, one.depth) for one in choices(ask.places.everything())]
    return Book(
        by_code("warning_levels"), by_code("warning_signals"), tuple(ask.lists.rows("warning_standards")),
        tuple(ask.lists.rows("warning_channels")), ChoiceList(places), ChoiceList(groups),
        tuple(row for row in ask.devices.rows() if row.active),
    )  # fmt: skip


# words


def state_word(state: State) -> str:
    return words.say(f"warning.state.{state.value}")


def kind_word(row: WarningRow) -> str:
    """首发, 转发; a message that follows another one says what it does."""
    if row.kind is Kind.FIRST:
        return words.say("warning.origin.forwarded" if row.origin is Origin.FORWARDED else "warning.origin.own")
    return words.say(f"warning.kind.{row.kind.value}")


def named(items: Mapping[str, ListItem], code: str) -> str:
    """A row of a list in the language in use; a code nobody knows stands as it is."""
    item = items.get(code)
    return item.name(words.language()) if item is not None else code


def level_said(levels: Mapping[str, ListItem], signals: Mapping[str, ListItem], row: Any) -> str:
    """暴雨 红色, and nothing while neither is chosen."""
    return " ".join(part for part in (named(signals, row.signal), named(levels, row.level)) if part)


def colour_of(levels: Mapping[str, ListItem], level: str) -> str:
    item = levels.get(level)
    return item.get("colour") if item is not None else ""


def owed_said(row: WarningRow) -> str:
    return " ".join(words.say(f"warning.owed.{act.value}") for act in row.owed)


def lead_said(row: WarningRow) -> str:
    """提前 40 分, 迟 5 分; nothing before the release."""
    if row.lead is None:
        return ""
    return words.say("warning.lead" if row.lead >= 0 else "warning.late", minutes=abs(row.lead))


def span_said(times: Times, onset: datetime | None, expires: datetime | None) -> str:
    """08-12 03:20 – 06:20（3 时 0 分）."""
    shown = f"{times.near(onset) if onset else '—'} – {times.near(expires) if expires else '—'}"
    if onset is None or expires is None or expires <= onset:
        return shown
    hours, minutes = divmod(int((expires - onset).total_seconds() // 60), 60)
    return words.say("warning.span", span=shown, hours=hours, minutes=minutes)


def problem_said(problem: Problem) -> str:
    """One finding in words; its field is said by the word of that field."""
    facts = dict(problem.facts)
    if "field" in facts:
        facts["field"] = words.say(f"warning.field.{facts['field']}")
    return words.say(f"warning.problem.{problem.code}", **facts)


def warning_model(times: Times, lists: Callable[[], Listed | None]) -> RowTableModel[WarningRow]:
    """``lists`` are the county's words as they were loaded last."""

    def level(row: WarningRow) -> str:
        known = lists()
        return level_said(known.levels, known.signals, row) if known is not None else ""

    def presses(row: WarningRow) -> bool:
        known = lists()
        return known is not None and row.id in known.pressing

    def owed(row: WarningRow) -> str:
        """What is still to be done with it: signatures, its end."""
        end = "" if not presses(row) else "soon" if row.state in OUT else "forgotten"
        return " ".join(part for part in (owed_said(row), words.say(f"warning.pressing.{end}") if end else "") if part)

    def tint(row: WarningRow) -> str | None:
        return "redtint" if presses(row) else "orangetint" if row.state in OPEN else None

    columns: tuple[Column[WarningRow], ...] = (
        Column("warning_level", lambda row: level(row) or "—", width=150, picture=14, stays=True,
                           strong=lambda row: row.state in OUT),
        Column("warning_number", lambda row: row.number, width=110),
        Column("warning_title", lambda row: row.title or words.say("warning.untitled"), stretch=True),
        Column("warning_state", lambda row: state_word(row.state), width=94, stays=True,
                           ink=lambda row: _INK.get(row.state, "text3")),
        Column("warning_kind", kind_word, width=88),
        Column("warning_owed", owed, width=70, ink=lambda _row: "redtext"),
        Column("warning_span", lambda row: span_said(times, row.onset_at, row.expires_at), width=190),
        Column("warning_lead", lead_said, width=90),
        Column("warning_drafted", lambda row: f"{times.near(row.drafted_at)} {row.drafted_by}", width=130),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda row: row.id, tint=tint)


# the record of the channels

SENT_INK: Mapping[Sent, str | None] = {
    Sent.TODO: "orangetext", Sent.DOING: "orangetext", Sent.FAILED: "redtext", Sent.SKIPPED: "text3",
}  # fmt: skip


def way_word(way: Way | str) -> str:
    return words.say(f"warning.way.{Way(way).value}")


def channel_said(book: Book | None, row: SendRow) -> str:
    """In the language in use where the county's list still has it under the name it went out by."""
    item = next((one for one in book.channels if one.code == row.channel), None) if book is not None else None
    return item.name(words.language()) if item is not None and item.name(words.PRINTED) == row.name else row.name


def progress_said(send: SendNow) -> str:
    """What the rows in the outbox truly did; each word counts only what is known."""
    if send.counts is None:
        return ""
    counts = send.counts
    parts = [
        words.say(f"warning.count.{name}", count=count)
        for name in ("confirmed", "sent", "unconfirmed", "failed", "unknown", "held", "cancelled")
        if (count := getattr(counts, name))
    ]
    going = counts.queued + counts.sending
    if going:
        parts.append(words.say("warning.count.going", count=going))
    return " ".join(parts) or "—"


def told_said(send: SendNow, times: Times) -> str:
    """Of a manual channel: when, by whom and what proves it."""
    row = send.row
    if row.way is Way.DEVICE:
        return progress_said(send)
    parts = [times.near(row.done_at) if row.done_at else "", row.done_by, row.reference, row.proof, row.note]
    return " ".join(dict.fromkeys(part for part in parts if part)) or "—"


def _reached(one: SendNow) -> str:
    if one.row.reached is not None:
        return str(one.row.reached)
    return str(one.row.people) if one.row.people else ""


def send_model(times: Times, named: Callable[[SendRow], str]) -> RowTableModel[SendNow]:
    """``named`` says a channel in the language in use; its name as it went out stands in the record."""

    def late(send: SendNow) -> bool:
        due = send.row.due_at
        return send.row.state in (Sent.TODO, Sent.DOING) and due is not None and due <= times.now()

    def state(send: SendNow) -> str:
        if send.partly is not None:
            return words.say("warning.sent_partly", failed=send.partly[0], total=send.partly[1])
        return words.say("warning.sent_late" if late(send) else f"warning.sent.{send.row.state.value}")

    columns: tuple[Column[SendNow], ...] = (
        Column("send_channel", lambda one: named(one.row), width=150, stays=True),
        Column("send_state", state, width=104, stays=True,
                        ink=lambda one: "redtext" if late(one) else SENT_INK.get(one.row.state)),
        Column("send_told", lambda one: told_said(one, times), stretch=True),
        Column("send_reached", _reached, align=Align.RIGHT, width=60),
        Column("send_due", lambda one: times.near(one.row.due_at) if one.row.due_at else "", width=60),
        Column("send_target", lambda one: one.row.target, width=120),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda one: one.row.id)
