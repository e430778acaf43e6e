"""Words of an installer's sheet nobody here knows: the row goes in, its words are kept beside, and it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from console.domain.devices import LIMITS
from console.domain.list_table import ListLine, RowRefused
from console.domain.point_cells import Named, digits_of, line_text
from console.services.point_ground import LedgerGround

Where = tuple[UUID | None, str]
"""A place of the county and the words beside it."""


def place_and_text(
    ground: LedgerGround, line: ListLine, where: Where, said: Mapping[str, Any], told: list[Any]
) -> Where:  # fmt: skip
    """Where a row is. A place nobody knows leaves the one that is there, else its words stand before the others."""
    place_id, text = where
    if not {"place", "town"} & said.keys() or ("place" in line.cells and "place" not in said):
        return where
    town, place = (line.read(one, lambda cell: line_text(cell, LIMITS["place_text"])) for one in ("town", "place"))
    if not town and not place:
        return (None if "place" in said else place_id), text
    found, rest, count = ground.place(town, place)
    if found is None and place_id is not None:
        told.append(line.warned("place", "place_kept", given=rest[:40], count=count))
        return where
    if rest:
        told.append(line.warned("place", "place_aside", given=rest[:40], count=count if found is None else 0))
        text = rest if not text else text if rest in text else f"{rest} {text}"
        if len(text) > LIMITS["place_text"]:
            facts = {"length": len(text), "limit": LIMITS["place_text"]}
            raise RowRefused(line.refused("place_text", "too_many_letters", **facts))
    return found, text


def told_people(
    ground: LedgerGround, line: ListLine, named: Sequence[Named], there: tuple[UUID, ...], told: list[Any]
) -> tuple[tuple[UUID, ...], str]:  # fmt: skip
    """Who is meant, in calling order, and what nobody knows, for the remark."""
    digits = line.read("phone", digits_of)
    if not named and not digits:
        return (there if "persons" not in line.cells else ()), ""
    asked = named or (Named(" ".join(digits), "", "", digits),)
    found = [(one, ground.persons(one, digits)) for one in asked]
    meant = tuple(dict.fromkeys(hits[0].id for _, hits in found if len(hits) == 1))
    wrong = [(one, len(hits)) for one, hits in found if len(hits) != 1]
    keep = bool(wrong and there) and meant != there
    for one, count in wrong:
        told.append(line.warned("persons", "person_kept" if keep else "person_aside", name=one.said[:40], count=count))
    if keep:
        return there, ""
    behind = "" if not digits or any(one.digits for one, _ in wrong) else f" {' '.join(digits)}"
    aside = f"责任人 {'、'.join(one.said for one, _ in wrong)}{behind}" if wrong else ""
    return meant, aside


def with_aside(text: str, aside: str, between: str) -> str:
    """The text with what nobody knows behind it, once."""
    if not aside or aside in text:
        return text
    return f"{text}{between}{aside}" if text else aside
