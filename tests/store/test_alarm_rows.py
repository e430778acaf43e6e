"""What a line carries of a new alarm is the row in the library's canonical form, and what is stored is the row."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from console.domain.people import Actor
from db import records
from db.models.wire import Alarm
from db.queries import alarm_rows, wire_events
from db.types import UtcDateTime, to_micros

TABLE = Alarm.__table__
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))
FIXED = {"number": "GJ2030-00001", "kind": "alarm", "state": "open", "priority": 2, "version": 1}
LINKED = {column.name for column in TABLE.columns if column.foreign_keys}


class _DoneError(Exception):
    """Nothing of it stays."""


def _values(column):
    if isinstance(column.type, UtcDateTime):
        return TIMES
    return {UUID: st.uuids(), float: FRACTIONS}.get(column.type.python_type, TEXT)


WHOLE = {column.name: _values(column) for column in TABLE.columns if column.name not in {*FIXED, *LINKED}}
SOME = {name: WHOLE.pop(name) for name in list(WHOLE) if TABLE.columns[name].nullable}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.fixed_dictionaries(WHOLE, optional=SOME), raw=st.binary(max_size=9))
def test_a_new_alarm_is_stored_and_told_as_it_is(desk, row, raw):
    row = {**row, **FIXED}
    nothing = {column.name: None if column.nullable else "" for column in TABLE.columns}
    content = records.content(TABLE, {**nothing, **row})

    shape, stored, record = alarm_rows.made({name: _spelled(value) for name, value in row.items()})

    told = {"table": "alarm", "key": str(row["id"]), "content": content}
    assert record.encode() == rfc8785.dumps(told)
    whole = {"event": 7, "raw": sha256(raw).hexdigest(), "records": [told]}
    assert alarm_rows.payload(record, 7, raw).encode() == rfc8785.dumps(whole)
    assert alarm_rows.payload(record, None, raw).encode() == rfc8785.dumps({"records": [told]})
    with pytest.raises(_DoneError), desk.opened.store.writing(by=Actor.program()) as tx:
        alarm_rows.add_all(tx, [(shape, stored)])
        found = tx.connection.execute(select(TABLE).where(TABLE.c.id == row["id"])).mappings().one()
        assert records.content(TABLE, dict(found)) == content
        raise _DoneError


@given(st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-9, 9), st.booleans(), FRACTIONS, st.lists(TEXT)), max_size=4))
def test_facts_are_spelled_in_the_canonical_form(facts):
    assert wire_events.spelled(facts).encode() == rfc8785.dumps(facts)


def _spelled(value):
    if isinstance(value, UUID):
        return value.hex
    return to_micros(value) if isinstance(value, datetime) else value
