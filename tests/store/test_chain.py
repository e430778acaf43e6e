"""The quick canonical form of a line is the library's."""

from __future__ import annotations

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from db.chain import canonical_line

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(
    st.none(), st.integers(0, 2**53 - 1), TEXT, st.sampled_from(["\u2028\x7f\x85", '\\"/\b\f\n\r\t\x1b', "𬭩"])
)
KEYS = st.sampled_from(["number", "id", "text", "by_id", "by_name", "corrects", "payload", "place"])


@given(st.dictionaries(KEYS, VALUES))
def test_a_line_has_the_bytes_the_library_gives_it(line):
    assert canonical_line(line) == rfc8785.dumps(line)
