"""Typed tables, one file per subject. Records only: rules live in console.domain."""

from db.models import books, duty, inbound, people, places, site

__all__ = ["books", "duty", "inbound", "people", "places", "site"]
