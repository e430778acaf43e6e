"""The quick canonical form of a line is the library's."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from db.chain import LINE, canonical, canonical_line

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(
    st.none(), st.integers(0, 2**53 - 1), TEXT, st.sampled_from(["\u2028\x7f\x85", '\\"/\b\f\n\r\t\x1b', "𬭩"])
)
KEYS = st.sampled_from(LINE)


@given(st.tuples(*[VALUES] * len(LINE)))
def test_a_line_has_the_bytes_the_library_gives_it(values):
    assert canonical_line(values) == rfc8785.dumps(dict(zip(LINE, values, strict=True)))


@pytest.mark.parametrize("wrong", [1.5, b"x", True])
def test_a_line_holds_nothing_the_program_never_writes(wrong):
    with pytest.raises(TypeError):
        canonical_line([wrong] * len(LINE))


@pytest.mark.parametrize("more", [2, 0])
def test_a_line_has_all_of_its_values(more):
    with pytest.raises(TypeError):
        canonical_line([""] * (len(LINE) - 1 + more))


NUMBERS = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
LEAVES = st.one_of(VALUES, NUMBERS, st.booleans())
NAMES = st.one_of(KEYS, TEXT)


@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)))
def test_any_value_has_the_bytes_the_library_gives_it(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(st.one_of(st.floats(-1e17, 1e17), st.floats(-1e-3, 1e-3), st.integers(-(2**60), 2**60).map(float)))
def test_a_fraction_has_the_bytes_the_library_gives_it(value):
    assert canonical({"value": value}) == rfc8785.dumps({"value": value})


@pytest.mark.parametrize("wrong", [2**53, -(2**53), float("nan"), "\ud800", {"a": ["\udfff"]}, {1: 2}, {"a": {1, 2}}])
def test_what_the_library_refuses_is_refused(wrong):
    for form in (canonical, rfc8785.dumps):
        with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
            form(wrong)
