"""Which devices a warning goes out by: those chosen one by one, else those of its area where the ledger knows where
they stand, else all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.warning_form import Chosen, WarningForm
from console.domain.warning_rows import Way
from console.domain.warning_verbs import verb_of
from console.services.warning_codec import form_of
from console.services.warning_people import places_meant
from db.queries import warnings as query

STREET = frozenset({"profile", "relay", "usb_relay", "alpha"})
"""Drivers of what is heard or seen where it stands. Where a modem or a folder is says nothing about whom it reaches."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Devices of a channel that are in use, and of them those of the area."""

    usable: tuple[UUID, ...]
    near: tuple[UUID, ...]


def usable_devices(connection: Connection, item: ListItem) -> Collection[UUID]:
    """Devices in use that can do what a channel of the list asks, by their code."""
    found = query.devices_of(connection, item.items("drivers"))
    known = query.described(connection, found)
    return [one for one in found if verb_of(*known[one], item.get("text")) is not None]


def reach_of(connection: Connection, item: ListItem, form: WarningForm) -> Reach:
    """For a channel of the list and the area of a form. A device whose place nobody wrote down may be anywhere: it
    belongs to every area."""
    usable = tuple(usable_devices(connection, item))
    area = places_meant(connection, form.places) if set(item.items("drivers")) & STREET else None
    if area is None or item.get("people") == "yes":
        return Reach(usable, usable)
    places = query.device_places(connection, usable)
    near = [one for one in usable if not places.get(one) or places[one] & area]
    return Reach(usable, tuple(near))


def defaults(
    connection: Connection, channels: Mapping[str, ListItem], form: WarningForm
) -> dict[str, tuple[UUID, ...]]:
    """By channel: the devices it would go out by where nobody chose any."""
    found = {code: item for code, item in channels.items() if item.get("way") == Way.DEVICE}
    return {code: reach_of(connection, item, form).near for code, item in found.items()}


def still_there(
    connection: Connection, channels: Mapping[str, ListItem], chosen: Sequence[Chosen]
) -> tuple[Chosen, ...]:  # fmt: skip
    """What an earlier message went out by, as it can be used now: devices taken out of use since are left out, where
    any is left."""
    made = []
    for one in chosen:
        item = channels.get(one.channel)
        usable = set(usable_devices(connection, item)) if item is not None and one.device_ids else set()
        left = tuple(each for each in one.device_ids if each in usable)
        made.append(replace(one, device_ids=left or one.device_ids))
    return tuple(made)


def pinned(connection: Connection, channels: Mapping[str, ListItem], form: WarningForm) -> WarningForm:
    """The form as it is signed: what stands in the street is named one by one, so that whoever signs reads what will
    sound, and nothing set up afterwards joins in."""
    made = tuple(_pinned(connection, channels.get(one.channel), one, form) for one in form.channels)
    return replace(form, channels=made)


def _pinned(connection: Connection, item: ListItem | None, one: Chosen, form: WarningForm) -> Chosen:
    known = item is not None and item.get("way") == Way.DEVICE and set(item.items("drivers")) & STREET
    if item is None or not known or one.device_ids:
        return one
    return replace(one, device_ids=reach_of(connection, item, form).near)


def channels_used(connection: Connection, root_id: UUID) -> tuple[Chosen, ...]:
    """Every channel any message of the chain that went out has used, in the order of first use."""
    made: dict[tuple[str, str], Chosen] = {}
    for value in query.chain(connection, root_id):
        if value["released_at"] is None:
            continue
        for one in form_of(value["form"]).channels:
            key = (one.channel, "" if one.device_ids else one.target)
            before = made.get(key, one)
            devices = dict.fromkeys((*before.device_ids, *one.device_ids))
            made[key] = Chosen(one.channel, one.target or before.target, tuple(devices))
    return tuple(made.values())
