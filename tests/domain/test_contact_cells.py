"""Cells of a list of people: numbers and names as people write them, and what is neither."""

from __future__ import annotations

import pytest

from console.domain.contact_cells import CellProblem, name_of, phones_of


@pytest.mark.parametrize(
    ("cell", "column", "read"),
    [
        ("100-0000-0001", "mobile", ["mobile 10000000001"]),
        (10000000001, "mobile", ["mobile 10000000001"]),
        (1.0000000001e10, "mobile", ["mobile 10000000001"]),
        ("１００ ００００ ０００１", "mobile", ["mobile 10000000001"]),
        ("+86 100-0000-0001", "mobile", ["mobile 10000000001"]),
        ("0577-0000-0001", "mobile", ["office 057700000001"]),
        ("（0577）00000001", "office", ["office 057700000001"]),
        ("0577—0000—0001", "office", ["office 057700000001"]),
        ("00000001", "office", ["office 00000001"]),
        ("0000001", "office", ["office 0000001"]),
        ("010-00000001", "office", ["office 01000000001"]),
        ("0577-00000001转801", "office", ["office 057700000001 801"]),
        ("0577-0000-0001（转 801）", "office", ["office 057700000001 801"]),
        ("00000001-801", "office", ["office 00000001 801"]),
        ("0577-0000-0001、0577-0000-0002", "office", ["office 057700000001", "office 057700000002"]),
        ("100-0000-0001/100-0000-0002；100-0000-0003", "mobile", [f"mobile 1000000000{at}" for at in (1, 2, 3)]),
        ("100-0000-0001\n100-0000-0002", "mobile", ["mobile 10000000001", "mobile 10000000002"]),
        ("100-0000-0001 100-0000-0002", "mobile", ["mobile 10000000001", "mobile 10000000002"]),
        ("0577 0000 0001 100 0000 0001", "any", ["office 057700000001", "mobile 10000000001"]),
        ("(办)0577-0000-0001（宅）0577-0000-0002", "any", ["office 057700000001", "home 057700000002"]),
        ("手机：100-0000-0001 办公：0577-0000-0001", "any", ["mobile 10000000001", "office 057700000001"]),
        ("传真0577-0000-0009", "office", ["fax 057700000009"]),
        ("Tel: 0577-0000-0009", "any", ["office 057700000009"]),
        ("100-0000-0001（微信同号）", "mobile", ["mobile 10000000001"]),
        (57700000001, "office", ["office 057700000001"]),
        (57700000001.0, "any", ["office 057700000001"]),
        ("660001", "short", ["short 660001"]),
        ("无", "mobile", []),
        ("/", "office", []),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, column, read):
    found = phones_of(cell, column)

    assert [f"{one.kind} {one.digits} {one.extension}".strip() for one in found] == read


@pytest.mark.parametrize(
    ("cell", "column", "why"),
    [
        ("1000000001", "mobile", "number_strange"),
        ("100000000011", "mobile", "number_strange"),
        ("200-0000-0001", "mobile", "number_strange"),
        ("23456789012", "mobile", "number_strange"),
        (23456789012, "mobile", "number_strange"),
        ("57700000001", "office", "number_strange"),
        ("400-000-0001", "office", "number_strange"),
        ("110", "office", "number_strange"),
        ("0577-0000-0001/2", "office", "number_strange"),
        ("100-0000-0001、不详的号码12", "mobile", "number_strange"),
        ("0577-00000001x", "office", "number_strange"),
        ("100-0000-0001?", "mobile", "number_strange"),
        ("100-0000-000l", "mobile", "number_strange"),
        ("1.0E+10", "mobile", "number_rounded"),
        ("见附件", "mobile", "number_none"),
        (True, "mobile", "number_strange"),
        ("#REF!", "mobile", "cell_error"),
        ("、".join(f"100-0000-{at:04d}" for at in range(13)), "mobile", "numbers_many"),
    ],
)
def test_anything_else_is_no_number(cell, column, why):
    with pytest.raises(CellProblem) as refused:
        phones_of(cell, column)

    assert refused.value.name == why


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("陈 例一", "陈例一"),
        ("陈　　例　一", "陈例一"),
        ("单例二（女）", "单例二"),
        ("𬭩 例", "𬭩例"),
        ("Li  Wei", "Li Wei"),
    ],
)
def test_names_lose_the_blanks_that_made_them_wide(cell, name):
    assert name_of(cell) == name
