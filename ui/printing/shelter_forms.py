"""避灾安置登记表, 避灾安置汇总表, 人员转移清册, 劝离记录: shelters and people brought away on paper."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.incident_figures import Amount
from console.domain.realm import WATERMARK
from console.domain.relocations import MoveState, PlaceMoved, RelocationRow, Totals
from console.domain.shelters import GROUPS, ShelterRow
from console.services.shelter_words import amount, listed, special, whither, who
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.parts import Print, content_digest, footer, numbered, zh
from ui.printing.station import Station

_REGISTER = (
    ("no", 9), ("person", 20), ("sex", 9), ("age", 10), ("from", 0), ("phone", 28), ("care", 14), ("came", 20),
    ("left", 20), ("signed", 18),
)  # fmt: skip
_PEOPLE = (
    ("no", 8), ("village", 22), ("household", 16), ("people", 10), ("care", 12), ("phone", 27), ("whither", 0),
    ("state", 17), ("at", 22), ("signed", 14),
)  # fmt: skip
_PLACES = (
    ("town", 0), ("village", 0), ("planned", 17), ("moved", 17), ("refused", 17), ("returned", 17), ("waiting", 17),
    ("at", 26),
)  # fmt: skip
_SHELTERS = (("shelter", 0), ("town", 24), ("state", 14), ("capacity", 15), ("counted", 22), ("brought", 18),
             ("differs", 16), ("at", 26))  # fmt: skip
LINES = 22
"""Blank lines of a register: one page."""


def register_form(row: ShelterRow, brought: Sequence[RelocationRow], about: Print) -> Form:
    """What is known of the shelter; households the lists brought there, then lines to be written by hand."""
    station, form = Station(about.zone), row.form
    known = [
        Row((str(at), one.household or one.village, "", "", f"{one.village} {one.people} 人", one.phone,
             special(one.special), station.minute(one.at), "", ""))
        for at, one in enumerate(brought, 1)
    ]  # fmt: skip
    blank = [Row((str(at), *[""] * (len(_REGISTER) - 1))) for at in range(len(known) + 1, max(LINES, len(known) + 6))]
    opened = station.minute(row.opening.opened_at) if row.opening is not None else ""
    facts = (
        Pair(zh("print.shelter.name"), form.name, wide=True),
        Pair(zh("shelters.column.code"), form.code), Pair(zh("shelters.column.tier"),
                                                          zh(f"shelters.tier.{form.tier.value}")),
        Pair(zh("shelters.column.address"), " ".join(part for part in (row.town, form.address) if part)),
        Pair(zh("shelters.column.capacity"), zh("shelters.people", count=form.capacity)),
        Pair(zh("shelters.column.manager_a"), f"{form.manager_a} {form.phone_a}".strip()),
        Pair(zh("shelters.column.manager_b"), f"{form.manager_b} {form.phone_b}".strip()),
        Pair(zh("print.shelter.opened"), opened),
        Pair(zh("shelters.column.facilities"), listed("facilities", form.facilities)),
    )  # fmt: skip
    blocks = (
        Pairs("", facts),
        Section("", "", _columns(_REGISTER), (*known, *blank), row_height=8.5),
    )
    return _form("register", form.code, (about.site,), blocks, ("registrar", "manager"), about)


def sums_form(title: str, sums: Totals, about: Print) -> Form:
    """The sums with 截至, by town and village, by shelter; 至少 where a shelter that is open was not counted."""
    station = Station(about.zone)
    as_of = station.minute(sums.as_of) if sums.as_of is not None else zh("print.none")
    groups = "，".join(
        f"{zh(f'shelters.column.{name}')} {_short(sums.groups.get(name, Amount(None)))}" for name in GROUPS
    )
    facts = [Pair(zh(f"print.shelter.{name}"), zh("shelters.people", count=getattr(sums, name)))
             for name in ("planned", "moved", "refused", "returned", "waiting", "away")]  # fmt: skip
    facts += [
        Pair(zh("print.shelter.open"), zh("print.shelter.open_of", count=sums.open_shelters, full=sums.full_shelters)),
        Pair(zh("print.shelter.counted"), zh("print.shelter.counted_of", people=amount(sums.sheltered),
                                             room=sums.capacity)),
        Pair(zh("print.shelter.groups"), groups, wide=True),
        Pair(zh("print.shelter.differs"), _differs(sums), wide=True),
    ]  # fmt: skip
    blocks = numbered(
        (
            Pairs(zh("print.shelter.totals"), tuple(facts)),
            Section(zh("print.shelter.by_village"), "", _columns(_PLACES),
                    tuple(_place(one, station) for one in _in_order(sums)), zh("print.none")),
            Section(zh("print.shelter.by_shelter"), "", _columns(_SHELTERS),
                    tuple(_shelter(one, station) for one in sums.by_shelter), zh("print.none")),
        )
    )  # fmt: skip
    subtitle = (about.site, title, zh("print.shelter.as_of", at=as_of))
    return _form("sums", "", subtitle, blocks, ("writer", "checker", "leader"), about)


def people_form(number: str, title: str, rows: Sequence[RelocationRow], about: Print) -> Form:
    """Households and villages with what came of them, and room to sign."""
    station = Station(about.zone)
    kept = [row for row in rows if row.state is not MoveState.DROPPED]
    cells = tuple(
        Row((
            str(at), row.village, row.household or zh("print.shelter.whole_village"), str(row.people),
            special(row.special), row.phone, whither(row), zh(f"relocation.state.{row.state.value}"),
            "" if row.state is MoveState.PLANNED else station.minute(row.at), "",
        ), strong=row.state is MoveState.REFUSED)
        for at, row in enumerate(kept, 1)
    )  # fmt: skip
    counted = zh("print.shelter.counted_rows", count=len(kept), people=sum(row.people for row in kept))
    blocks = (Section("", "", _columns(_PEOPLE), cells, zh("print.none"), row_height=8.0),)
    return _form("people", number, (about.site, title, counted), blocks, ("writer", "checker"), about)


def refusal_form(row: RelocationRow, incident: str, about: Print) -> Form:
    """Who would not go, what was said, who heard it; blank where nobody told it yet, to be written there."""
    station = Station(about.zone)
    facts = (
        Pair(zh("print.shelter.who"), who(row.village, row.household)),
        Pair(zh("print.shelter.people"), zh("shelters.people", count=row.people)),
        Pair(zh("shelters.column.special"), special(row.special)), Pair(zh("print.shelter.phone"), row.phone),
        Pair(zh("print.shelter.reason"), row.reason or incident, wide=True),
        Pair(zh("print.shelter.told_at"), station.minute(row.at) if row.words else ""),
        Pair(zh("print.shelter.witness"), row.witness),
    )  # fmt: skip
    told: Block = Prose(zh("print.shelter.words"), row.words) if row.words else Lines(zh("print.shelter.words"), 5, 9.0)
    blocks = numbered((Pairs(zh("print.shelter.household"), facts), told, Lines(zh("print.shelter.again"), 5, 9.0)))
    return _form("refusal", row.incident, (about.site, incident), blocks, ("refuser", "persuader", "witness"), about)


def _form(
    name: str, number: str, subtitle: Sequence[str], blocks: tuple[Block, ...], boxes: Sequence[str], about: Print
) -> Form:  # fmt: skip
    return Form(
        title=zh(f"print.shelter.title.{name}"),
        number=number,
        subtitle=("　".join(part for part in subtitle if part),),
        blocks=blocks,
        signatures=tuple(Signature(zh(f"print.shelter.box.{box}")) for box in boxes),
        signatures_title=zh("print.signatures"),
        footer=footer(about, number, content_digest(number, blocks)),
        watermark=WATERMARK[about.realm],
    )


def _columns(named: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.shelter.column.{name}"), width=width) for name, width in named)


def _in_order(sums: Totals) -> list[PlaceMoved]:
    """Each town with its sum, then its villages."""
    made = []
    for town in sums.by_town:
        made += [town, *(one for one in sums.by_village if one.town == town.town)]
    return made


def _place(one: PlaceMoved, station: Station) -> Row:
    of = one.figures
    figures = (of.planned, of.moved, of.refused, of.returned, of.waiting)
    town, village = ("", one.village) if one.village else (one.town or zh("print.shelter.no_town"), "")
    return Row((town, village, *map(str, figures), station.minute(one.as_of)), strong=not one.village)


def _shelter(row: ShelterRow, station: Station) -> Row:
    differs = "" if row.differs is None else f"{row.differs:+d}" if row.differs else "0"
    at = station.minute(row.count.at) if row.count is not None else ""
    state = zh(f"shelters.state.{row.state.value}")
    return Row((row.name, row.town or row.place, state, str(row.form.capacity), _short(row.people), str(row.moved),
                differs, at), strong=bool(row.over))  # fmt: skip


def _short(people: Amount) -> str:
    if people.value is None:
        return zh("figure.unknown")
    return zh("print.shelter.least", count=people.value) if people.at_least else str(people.value)


def _differs(sums: Totals) -> str:
    if sums.differs is None:
        return zh("print.shelter.differs_unknown", brought=sums.brought)
    return zh("print.shelter.differs_by", counted=amount(sums.sheltered), brought=sums.brought, by=f"{sums.differs:+d}")
