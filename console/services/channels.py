"""Channels of what comes in: the county's list, its words on items, and whose caller stays hidden."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from console.domain.inbound import HIDDEN, InboundRow
from console.domain.lists import ListItem
from console.errors import Refused
from console.services.lists import current_rows

Channels = dict[str, ListItem]


def known(connection: Connection) -> Channels:
    """Every channel by code; retired ones too, for old items keep theirs."""
    return {item.code: item for item in current_rows(connection, "channels")}


def require_known(channels: Channels, code: str) -> None:
    """Refuse ``bad_channel`` for a code the county never had; one retired while a draft waited is taken."""
    if code not in channels:
        raise Refused("bad_channel", channel=code)


def hides(channels: Channels, code: str) -> bool:
    """Whether callers of that channel are hidden from lists, prints, copies and the search (举报)."""
    item = channels.get(code)
    return item is not None and item.get("hides_caller") == "yes"


def shown(channels: Channels, row: InboundRow) -> InboundRow:
    """The item as everybody may see it: the channel's names, and no caller where the channel hides them."""
    item = channels.get(row.channel)
    zh, en = (item.name("zh"), item.name("en")) if item else (row.channel, row.channel)
    if not hides(channels, row.channel):
        return replace(row, channel_name=zh, channel_name_en=en)
    return replace(
        row,
        channel_name=zh,
        channel_name_en=en,
        caller_hidden=True,
        caller_person_id=None,
        caller_phone=_veiled(row.caller_phone),
        caller_name=_veiled(row.caller_name),
        caller_org=_veiled(row.caller_org),
        caller_post=_veiled(row.caller_post),
    )


def _veiled(text: str) -> str:
    return HIDDEN if text else ""
