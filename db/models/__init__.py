"""Typed tables, one file per subject. Records only: rules live in console.domain."""

from db.models import (
    books,
    duty,
    inbound,
    incidents,
    lists,
    orders,
    outbound,
    people,
    places,
    reporting,
    reports,
    roster,
    routine,
    site,
)

__all__ = [
    "books",
    "duty",
    "inbound",
    "incidents",
    "lists",
    "orders",
    "outbound",
    "people",
    "places",
    "reporting",
    "reports",
    "roster",
    "routine",
    "site",
]
