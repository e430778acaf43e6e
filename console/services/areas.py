"""Where something is going on now, in words: what goes out by hand is most often meant for there."""

from __future__ import annotations

from console.domain.outbox import AREA_LIMIT
from console.domain.warning import OUT
from console.services.warning_codec import form_of
from db.queries import incidents, places, warnings
from db.store import Store

_MOST = 20


def in_question(store: Store) -> list[str]:
    """Areas of warnings that are out, the newest first, then places of open incidents; each once, none cut short."""
    with store.reading() as connection:
        rows = warnings.rows(connection, [state.value for state in OUT], (), _MOST, None)
        found = []
        for form in (form_of(row["form"]) for row in rows):
            towns = "、".join(places.path(connection, one).split(" ")[-1] for one in form.places)
            found.append(" ".join(filter(None, (towns, form.area_words))))
        for row in incidents.open_rows(connection)[:_MOST]:
            found.append(" ".join(filter(None, (row.place_path, row.place_text))))
    return [one for one in dict.fromkeys(found) if one and len(one) <= AREA_LIMIT]
