"""Hidden numbers: recognised by who knows them, dialled by nobody."""

from __future__ import annotations

import pytest

from console.domain.masking import masked, shown
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
