"""What the 设备 panel asks, and how its lists say links, points, what goes out and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console import words
from console.domain.delivery import AttemptRow, DeliveryRow, SendState
from console.domain.drivers import DRIVERS
from console.domain.realm import Realm
from console.domain.wire import DeviceRow, LinkState, PointRow, scheme
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.lamp import LampState

if TYPE_CHECKING:
    from console.desk.training import Training
    from console.desk.wire import WireRunner
    from console.services.accounts import AccountsService
    from console.services.contacts import ContactsService
    from console.services.deliveries import DeliveriesService
    from console.services.devices import DevicesService
    from console.services.event_types import EventTypesService
    from console.services.list_import import ListImports
    from console.services.list_runs import ListRuns
    from console.services.places import PlacesService
    from console.services.plans import PlansService
    from console.services.secrets import SecretsService
    from console.services.self_tests import SelfTestsService
    from console.services.settings import SettingsService


@dataclass(frozen=True, slots=True)
class DeviceServices:
    """Everything the panel asks; ``wire`` is this process's own links where it holds them."""

    devices: DevicesService
    deliveries: DeliveriesService
    self_tests: SelfTestsService
    wire: WireRunner
    accounts: AccountsService
    places: PlacesService
    contacts: ContactsService
    plans: PlansService
    event_types: EventTypesService
    settings: SettingsService
    secrets: SecretsService
    realm: Realm
    listen: Callable[[UUID, str], Any]
    """Says a text here before it goes out; answers what was heard, with its ``digest``."""
    imports: ListImports
    list_runs: ListRuns
    training: Training
    areas: Callable[[], Sequence[str]]
    """Where something is going on now."""


LINK_LAMP: Mapping[LinkState, LampState] = {
    LinkState.ONLINE: LampState.OK, LinkState.OPENING: LampState.OFF, LinkState.CLOSED: LampState.OFF,
    LinkState.SILENT: LampState.CAUTION, LinkState.LOST: LampState.FAULT,
}  # fmt: skip
_LAMP_INK: Mapping[LampState, str | None] = {
    LampState.OK: None, LampState.OFF: "text2", LampState.CAUTION: "orangetext", LampState.FAULT: "redtext",
}  # fmt: skip
SEND_INK: Mapping[SendState, str | None] = {
    SendState.HELD: "orangetext", SendState.UNKNOWN: "redtext", SendState.FAILED: "redtext",
    SendState.CANCELLED: "text3", SendState.UNCONFIRMED: "orangetext",
}  # fmt: skip
WAITING = frozenset({SendState.HELD, SendState.UNKNOWN})
"""States in which a person has to do something."""


def device_name(row: DeviceRow) -> str:
    """In the language in use, where the ledger has an English one."""
    return (row.form.name_en if words.language() == "en" else "") or row.form.name


def driver_word(name: str) -> str:
    return words.say(f"driver.{name}") if name in DRIVERS else name


def port(url: str) -> str:
    """A port as people say it: COM5, TCP 5026, UDP 5027, 模拟."""
    kind = scheme(url)
    if kind in ("sim", "loop", "replay"):
        return words.say("devices.port.simulated")
    if kind in ("socket", "listen", "udp", "rfc2217"):
        shown = {"socket": "TCP", "listen": "TCP", "udp": "UDP", "rfc2217": "RFC2217"}[kind]
        return f"{shown} {url.partition('://')[2].partition('?')[0].rstrip('/')}"
    return url.rsplit("/", 1)[-1] if url.startswith("/dev/") else url


def port_tip(row: DeviceRow) -> str:
    """The port in words and as it is entered."""
    return f"{port(row.form.url)}\n{row.form.url}"


def lamp_of(row: DeviceRow) -> LampState:
    """How the link's lamp stands; a stopped device has none lit, one without a port is ready."""
    if not row.active or row.status is None:
        return LampState.OFF
    return LINK_LAMP[row.status.state]


def link_word(row: DeviceRow) -> str:
    if not row.active:
        return words.say("devices.stopped")
    spec = DRIVERS.get(row.form.driver)
    if spec is not None and not spec.wired:
        return words.say("devices.no_port")
    if row.status is None:
        return words.say("link.state.closed")
    said = words.say(f"link.state.{row.status.state.value}")
    if row.status.state is LinkState.LOST and row.status.cause:
        return f"{said} {words.say(f'wire.cause.{row.status.cause}')}"
    return said


def state_word(row: DeviceRow) -> str:
    """The state alone; why a line is lost stands beside the list."""
    return link_word(row).split(" ")[0]


def quiet(row: DeviceRow, now: datetime) -> str:
    """For how long nothing was heard."""
    heard = row.status.heard_at if row.status is not None else None
    return text.span(now - heard) if heard is not None and row.active else "—"


def _count(row: DeviceRow, name: str) -> str:
    return text.number(getattr(row.status.counts, name)) if row.status is not None else "—"


def link_model(times: Times) -> RowTableModel[DeviceRow]:
    """Name, port, protocol, state, for how long it is quiet, frames, damaged ones."""
    return RowTableModel(
        (
            Column("devices.name", device_name, stretch=True, tip=lambda row: f"{row.form.code} {device_name(row)}"),
            Column("devices.port", lambda row: port(row.form.url), width=80, tip=port_tip),
            Column("devices.driver", lambda row: driver_word(row.form.driver), width=96),
            Column(
                "devices.state", state_word, width=84, picture=14, stays=True, tip=link_word,
                ink=lambda row: _LAMP_INK[lamp_of(row)],
                strong=lambda row: lamp_of(row) in (LampState.CAUTION, LampState.FAULT),
            ),
            Column("devices.quiet", lambda row: quiet(row, times.now()), align=Align.RIGHT, width=60),
            Column("devices.frames", lambda row: _count(row, "received"), align=Align.RIGHT, width=48),
            Column(
                "devices.damaged", lambda row: _count(row, "damaged"), align=Align.RIGHT, width=36,
                ink=lambda row: "redtext" if row.status is not None and row.status.counts.damaged else None,
            ),
        ),
        key=lambda row: row.form.id,
    )  # fmt: skip


def ledger_model() -> RowTableModel[DeviceRow]:
    """Code, name, protocol, port, place."""

    def place(row: DeviceRow) -> str:
        return " ".join(part for part in (row.place_path, row.form.place_text) if part)

    return RowTableModel(
        (
            Column("devices.code", lambda row: row.form.code, width=76),
            Column("devices.name", device_name, stretch=True, tip=device_name),
            Column("devices.driver", lambda row: driver_word(row.form.driver), width=104),
            Column("devices.port", lambda row: port(row.form.url), width=96, tip=port_tip),
            Column("devices.place", place, width=130, tip=place),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def figure(value: float) -> str:
    """All of its digits and no power of ten: read again it is the same number."""
    return f"{Decimal(repr(value)).normalize():f}"


def limits(row: PointRow) -> str:
    """≥ 12.5 m, ≤ 3 m: from where on a reading is an alarm."""
    said = [f"≥ {figure(row.form.above)}"] if row.form.above is not None else []
    said += [f"≤ {figure(row.form.below)}"] if row.form.below is not None else []
    return " ".join([*said, row.form.unit]).strip() if said else "—"


def point_model() -> RowTableModel[PointRow]:
    """Name, what it answers to on the wire, place, limits, people."""

    def address(row: PointRow) -> str:
        return " / ".join(part for part in (row.form.account, row.form.zone, row.form.code) if part) or "*"

    def place(row: PointRow) -> str:
        return " ".join(part for part in (row.place_path, row.form.place_text) if part)

    def people(row: PointRow) -> str:
        return words.say("list.join").join(row.persons)

    return RowTableModel(
        (
            Column("devices.point", lambda row: row.form.name, width=140, tip=lambda row: row.form.name),
            Column("devices.address", address, width=110, tip=address),
            Column("devices.place", place, stretch=True, tip=place),
            Column("devices.limits", limits, width=96),
            Column("devices.people", people, width=110, tip=people),
        ),
        key=lambda row: row.form.id,
    )  # fmt: skip


def verb_word(row: DeliveryRow) -> str:
    said = words.say(f"delivery.verb.{row.verb.value}")
    seconds = row.facts.get("seconds")
    if seconds is not None:
        said = words.say("delivery.for_seconds", what=said, seconds=seconds)
    return words.say("delivery.as_test", what=said) if row.test and row.verb.value != "probe" else said


def send_word(state: SendState) -> str:
    return words.say(f"delivery.state.{state.value}")


def said_word(code: str) -> str:
    """What the device or the program said of it, in words; empty where nothing was said."""
    return words.say(f"delivery.said.{code}") if code else ""


def outcome(row: DeliveryRow) -> str:
    """How far it is and what was said of it."""
    return " · ".join(part for part in (send_word(row.state), said_word(row.said)) if part)


def attempt_model(times: Times) -> RowTableModel[AttemptRow]:
    """Began, ended, what became of it, what was sent and answered."""

    def ended(row: AttemptRow) -> str:
        return times.seconds(row.ended_at) if row.ended_at is not None else words.say("delivery.not_ended")

    return RowTableModel(
        (
            Column("delivery.began", lambda row: times.seconds(row.began_at), width=76),
            Column("delivery.ended", ended, width=76),
            Column(
                "delivery.outcome", lambda row: said_word(row.said) or send_word(row.state), stretch=True,
                ink=lambda row: SEND_INK.get(row.state), tip=lambda row: said_word(row.said) or send_word(row.state),
            ),
            Column("delivery.command", lambda row: hexed(row.command), width=150, tip=lambda row: hexed(row.command)),
            Column("delivery.answer", lambda row: hexed(row.answer), width=110, tip=lambda row: hexed(row.answer)),
        ),
        key=lambda row: row.number,
    )  # fmt: skip


def hexed(raw: bytes, most: int = 256) -> str:
    """Bytes in pairs of digits; long ones end in an ellipsis."""
    return raw[:most].hex(" ").upper() + (" …" if len(raw) > most else "")
