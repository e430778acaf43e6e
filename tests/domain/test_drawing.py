"""An area as it is drawn: points one after another, taken back one by one, the same as typed words."""

from __future__ import annotations

import pytest

from console.domain.drawing import Drawing, drawing_of, drawn_text, fault, read_drawn
from console.domain.warning_form import Drawn
from console.errors import Refused

A, B, C, D = (28.3, 120.6), (28.3, 120.8), (28.1, 120.8), (28.1, 120.6)


def test_points_follow_each_other_and_go_back_one_by_one() -> None:
    drawing = Drawing()
    for point in (A, B, C, C):
        drawing = drawing.with_point(point)
    assert drawing.shapes == (Drawn((A, B, C)),)
    drawing = drawing.next_shape().with_point(D).with_circle(D, 3.0)
    assert drawing.shapes == (Drawn((A, B, C)), Drawn((D,), 3.0))  # the point was the circle's middle
    seen = []
    while drawing.shapes:
        drawing = drawing.back()
        seen.append([len(one.corners) for one in drawing.shapes])
    assert seen == [[3], [2], [1], []] and drawing.back() == Drawing()
    assert drawing_of((Drawn((A, B)),)).with_point(C).shapes == (Drawn((A, B, C)),)
    assert drawing_of((Drawn((A,), 2.0),)).with_point(C).shapes == (Drawn((A,), 2.0), Drawn((C,)))


def test_typed_is_read_and_written_the_same() -> None:
    shapes = (Drawn((A, B, C)), Drawn((D,), 3.0))
    assert read_drawn(drawn_text(shapes)) == shapes == read_drawn(drawn_text(shapes, "\n"))
    assert read_drawn("120.6,28.3 120.8，28.3\n28.1, 120.8") == (Drawn((A, B)), Drawn((C,)))
    assert read_drawn("28.1,120.6 半径 3 公里；") == (Drawn((D,), 3.0),) == read_drawn("28.1,120.6 R=3km")
    assert read_drawn(" \n ") == ()
    for text, code in (
        ("28.1", "bad_corners"), ("28.1,120.6 r=x", "bad_corners"), ("95,195", "bad_corners"),
        ("28.1,120.6 r=0", "bad_radius"), ("28.1,120.6 28.2,120.7 r=3", "bad_corners"), ("这里", "bad_corners"),
        ("28.1,120.6 r=9999", "bad_radius"), ("r=3", "bad_corners"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            read_drawn(text)
        assert refused.value.code == code, text


def test_what_is_wrong_before_the_map_is_looked_at() -> None:
    assert fault(()) is None and fault((Drawn((A, B, C)), Drawn((A,), 1.0))) is None
    few, many = fault((Drawn((A, B, C)), Drawn((A, B)))), fault((Drawn((A,) * 501),))
    assert few is not None and few.code == "few_corners" and few.facts["nth"] == 2
    assert many is not None and many.code == "too_much_drawn"
    with pytest.raises(Refused):
        Drawing().with_circle(A, 0)
