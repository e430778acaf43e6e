"""Hidden numbers: recognised by who knows them, dialled by nobody."""

from __future__ import annotations

import pytest

from console.domain.masking import hidden_in, masked, number_spans, secret_digits, shown, spans
from console.domain.people import Actor, Role


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("100-0000-0001", "100-****-0001"),
        ("10000000001", "100****0001"),
        ("0577-0000-0001", "057*-****-0001"),
        ("0577-00000001转801", "057*-****0001转***"),
        ("660001", "****01"),
        ("12", "**"),
        ("例山 01", "** 01"),
        ("", ""),
    ],
)
def test_a_number_keeps_what_it_is_recognised_by(number, seen):
    assert masked(number) == seen


@pytest.mark.parametrize("role", Role)
def test_only_who_calls_sees_numbers_of_the_sensitive(role):
    from uuid import uuid4

    somebody = Actor.officer(uuid4(), "陈例一", role)
    hidden = role is Role.VIEWER

    assert shown(["660001"], sensitive=True, to=somebody) == (("****01",) if hidden else ("660001",))
    assert shown(["660001"], sensitive=False, to=somebody) == ("660001",)
    assert shown(["660001"], sensitive=False, to=somebody, mask=True) == ("****01",)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("来电100-0000-0001，说桥塌了", "来电100-****-0001，说桥塌了"),
        ("电话：0577-0000 0001转801。", "电话：057*-**** 0001转***。"),
        ("回拨 ＋８６ １００００００００１２ 未接", "回拨 ＋８６ １******００１２ 未接"),
        ("单位电话62220001，请回", "单位电话******01，请回"),
        ("转移 2203500 元，受灾 20301122 示例RB2030-0008 2030-09-01 08:00", None),
        ("编号 20301122-0003，水位 3.51 米，3000000 人", None),
        ("", None),
    ],
)
def test_numbers_are_found_in_words_and_nothing_else_is(said, seen):
    assert hidden_in(said, spans(said)) == (seen or said)
    assert len(hidden_in(said, spans(said))) == len(said)


def test_of_secret_numbers_only_those_are_found_however_they_are_written():
    secret = secret_digits(["0577-00000001", "100-0000-0009", "660001"])
    said = "100-0000-0001 100 0000 0009 00000001 660001 660002 0577-00000001"

    assert hidden_in(said, spans(said, secret)) == "100-0000-0001 100 **** 0009 ******01 ****01 660002 057*-****0001"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("660001", "****01"),
        ("100-0000-0001  660001转8", "100-****-0001  ****01转*"),
        ("0577 0000 0001", "057* **** 0001"),
        ("例山 01", "例山 **"),
        ("100-****-0001", "100-****-0001"),
        ("无号码", "无号码"),
    ],
)
def test_where_nothing_but_numbers_stands_short_codes_are_numbers_too(said, seen):
    assert hidden_in(said, number_spans(said)) == seen
