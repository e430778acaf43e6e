"""Typed tables, one file per subject. Records only: rules live in console.domain."""

from db.models import books, duty, inbound, lists, outbound, people, places, reports, roster, routine, site

__all__ = [
    "books",
    "duty",
    "inbound",
    "lists",
    "outbound",
    "people",
    "places",
    "reports",
    "roster",
    "routine",
    "site",
]
