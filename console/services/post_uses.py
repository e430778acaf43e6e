"""Shared step: what names a post or a unit by its words, and would find nobody were it no more or called otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from console.domain.contact_book import PostUse, below
from console.domain.contact_cells import folded
from console.domain.group_rule import Rule, rule_of
from console.domain.roster import LEADER, posts_of
from console.services.lists import current_rows
from console.services.plan_people import LEADER_WORD
from console.services.settings import current
from db.queries import contact_book
from db.queries import post_uses as query


def uses(connection: Connection, post_id: UUID, at: datetime, name: str = "") -> tuple[PostUse, ...]:
    """Cards, levels, groups and shifts; with another ``name`` those that it fits as well are left out.

    A card without a unit means any unit's post of that name. Cards, levels and shifts ask for the whole word, groups
    by rule for a part of it.
    """
    where = query.where(connection, post_id)
    if where is None or where.post == name:
        return ()
    found = [
        PostUse("card", f"{card.plan}　{card.level}　{card.code}")
        for card in query.cards(connection, where.post)
        if _meant(where, card.unit)
    ]
    found += [PostUse("level", f"{plan}　{level}") for plan, level in query.levels(connection, where.post)]
    found += [
        PostUse("group", group)
        for group, rule in query.rules(connection)
        if _finds(connection, where, rule_of(rule), name)
    ]
    found += [PostUse("shift", title) for title in _shifts(connection, where, at)]
    return tuple(found)


def uses_of_unit(
    connection: Connection, unit_id: UUID, name: str = "", short_name: str = "", above: str = ""
) -> tuple[PostUse, ...]:
    """Cards that name a unit; with other names those that these fit as well are left out."""
    now, then = query.called(connection, unit_id), (name, short_name, above)
    return tuple(
        PostUse("card", f"{card.plan}　{card.level}　{card.code}")
        for card in query.cards_of_units(connection)
        if _so_called(card.unit, *now) and not (name and _so_called(card.unit, *then))
    )


def _meant(where: query.Where, unit: str) -> bool:
    return not unit or _so_called(unit, where.unit, where.short_name, where.above)


def _so_called(said: str, name: str, short_name: str, above: str) -> bool:
    path = f"{above}/{name}" if above else name
    return folded(said) in {folded(one) for one in (name, short_name, path) if one}


def _finds(connection: Connection, where: query.Where, rule: Rule, name: str) -> bool:
    """Whether the rule asks for this post by a part of its name that the new one has not."""
    part = folded(rule.post)
    if not part or part not in folded(where.post) or (name and part in folded(name)):
        return False
    if rule.kinds and where.kind not in rule.kinds:
        return False
    return rule.unit is None or where.unit_id in below(rule.unit, contact_book.parents(connection))


def _shifts(connection: Connection, where: query.Where, at: datetime) -> list[str]:
    """Shift templates of this station that have a post of that name; other units' posts are none of theirs."""
    if folded(where.unit) != folded(current(connection, "site.name", at)):
        return []
    templates = [item for item in current_rows(connection, "templates") if item.active]
    return [
        item.get("name") or item.code
        for item in templates
        if any(folded(LEADER_WORD if post == LEADER else post) == folded(where.post) for post in posts_of(item))
    ]
