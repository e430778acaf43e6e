"""Copied text made clean; time and place proposed from it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from console.domain.pasting import Message, messages, text_of_html, tidy
from console.domain.proposals import Spot, place_in, time_in

NOW = datetime(2030, 8, 12, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_markup_goes_and_words_stay():
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>样例村12&nbsp;<b>山体</b>裂缝</p>"
        "<script>alert('x')</script><div>约 19 人<br>需转移 &lt;急&gt;</div></body></html>"
    )
    assert text_of_html(html) == "样例村12 山体裂缝\n约 19 人\n需转移 <急>"


def test_two_cells_are_a_name_and_its_value_more_stand_side_by_side():
    html = "<table><tr><td>地点</td><td>样例村12</td></tr><tr><td>a</td><td></td><td>b</td><td>c</td></tr></table>"
    assert text_of_html(html) == "地点：样例村12\na  b  c"
    assert tidy("地点\t样例村12\r\n时间：\t14:05\r\n\r\n\r\n完") == "地点：样例村12\n时间：  14:05\n\n完"


def test_a_plain_text_is_left_as_it_is():
    assert tidy("第一行  有空格\n第二行") == "第一行  有空格\n第二行"


def test_a_copied_chat_is_recognised():
    text = "张例一 14:05\n后山裂了\n大概十几户\n李例二（岩头镇） 08-12 14:07:33\n我去看看"
    assert messages(text) == [
        Message("张例一", "14:05", "后山裂了\n大概十几户"),
        Message("李例二（岩头镇）", "08-12 14:07:33", "我去看看"),
    ]
    assert messages("后山裂了\n张例一 14:05\n好") == []
    assert messages("时间：14:05分左右，山体裂缝") == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("凌晨三点，两车相撞", (12, 3, 0)),
        ("今天下午两点半起火", (12, 14, 30)),
        ("22:40 厂房起火", (11, 22, 40)),
        ("昨晚11点半左右", (11, 23, 30)),
        ("8月12日14时05分", (12, 14, 5)),
        ("8 月", None),
        ("2030-08-11 09:15 发现", (11, 9, 15)),
        ("十分钟前", (12, 15, 50)),
        ("半小时前", (12, 15, 30)),
        ("上午九点一刻", (12, 9, 15)),
        ("中午12点", (12, 12, 0)),
        ("13月40日14:05", None),
        ("今天20时将达洪峰", None),
        ("没说时间，19 人", None),
        ("25:70", None),
        ("１４：０５ 起火", (12, 14, 5)),
        ("张例一 14:05\n后山裂了", (12, 14, 5)),
    ],
)
def test_a_point_in_time_is_read_and_lies_in_the_past(text, at):
    found = time_in(text, NOW)
    assert (None if found is None else (found.day, found.hour, found.minute)) == at
    assert found is None or found.tzinfo is NOW.tzinfo


SPOTS = [
    Spot(1, "岩头镇", "示范县 岩头镇"),
    Spot(2, "样例村1", "示范县 岩头镇 样例村1"),
    Spot(3, "样例村12", "示范县 岩头镇 样例村12"),
    Spot(4, "上坪", "示范县 岩头镇 上坪"),
    Spot(5, "上坪", "示范县 样例镇 上坪"),
]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("岩头镇样例村12后山", 3),
        ("岩头镇政府门口", 1),
        ("上坪有人落水", None),
        ("样例镇上坪有人落水", 5),
        ("不知道哪里", None),
    ],
)
def test_the_longest_known_name_is_the_place(text, key):
    found = place_in(text, SPOTS)
    assert (found.key if found else None) == key


def test_a_page_that_does_not_close_its_head_loses_no_word():
    html = '<html><head><meta charset="utf-8"><title>网页</title><style>p{}</style><body><p>样例河超警</p></html>'
    assert text_of_html(html) == "样例河超警"
