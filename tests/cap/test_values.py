"""Messages written by us are well, and read back as what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from console.cap.checking import check
from console.cap.geometry import Circle
from console.cap.message import Area, Info, Message, Reference, Resource
from console.cap.times import read_time, write_time
from console.cap.values import message_of
from console.cap.writing import write

ZONES = [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0))
TIMES = st.builds(lambda at, zone: at.replace(tzinfo=zone), MOMENTS, st.sampled_from(ZONES))
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(lambda text: " ".join(text.split()))
SAID = TEXTS.filter(bool)
NAMES = st.text("abcXYZ0189._-@", min_size=1, max_size=20)
NAMED = st.tuples(NAMES, NAMES)
PAIRS = st.tuples(*(st.integers(-many * 10**6, many * 10**6).map(lambda at: at / 10**6) for many in (90, 180)))
POLYGONS = st.lists(PAIRS, min_size=3, max_size=6).map(lambda corners: (*corners, corners[0]))
CIRCLES = st.builds(Circle, PAIRS, st.integers(0, 10**6).map(lambda at: at / 1000))
AREAS = st.builds(
    Area, SAID, st.lists(POLYGONS, min_size=1, max_size=2).map(tuple), st.lists(CIRCLES, max_size=1).map(tuple),
    st.lists(NAMED, max_size=2).map(tuple),
)  # fmt: skip
RESOURCES = st.builds(Resource, SAID, st.just("audio/wav"), st.none() | st.integers(0, 10**12), st.just(""), NAMES)
FAR = datetime(2200, 1, 1, tzinfo=UTC)
INFOS = st.builds(
    Info, st.sampled_from(["zh-CN", "en"]), st.just(("Met", "Safety")), SAID, st.just("Immediate"),
    st.sampled_from(["Extreme", "Minor"]), st.just("Likely"), st.sampled_from([(), ("Evacuate", "Shelter")]), TEXTS,
    st.lists(NAMED, max_size=2).map(tuple), st.none() | TIMES, st.none() | TIMES, st.just(FAR), TEXTS, TEXTS, TEXTS,
    TEXTS, st.just("https://example.org/a"), TEXTS, st.lists(NAMED, max_size=2).map(tuple),
    st.lists(RESOURCES, max_size=1).map(tuple), st.lists(AREAS, max_size=2).map(tuple),
)  # fmt: skip
MESSAGES = st.builds(
    Message, NAMES, NAMES, TIMES, st.just("Exercise"), st.just("Update"), st.just("Public"), TEXTS, st.just(""),
    st.just(""), st.lists(NAMES, max_size=2).map(tuple), SAID,
    st.lists(st.builds(Reference, NAMES, NAMES, TIMES), min_size=1, max_size=3).map(tuple), TEXTS,
    st.lists(INFOS, min_size=1, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(MESSAGES)
def test_what_is_written_is_well_and_reads_back(message):
    found = check(write(message))
    assert found.faults == () and found.root is not None
    assert message_of(found.root) == message


def test_signs_xml_cannot_hold_are_left_out():
    area = Area("样例镇\x0b", geocodes=(("GB/T 2260", "330324"),))
    info = Info("zh-CN", ("Met",), "暴\x00雨", "Immediate", "Extreme", "Likely", expires=FAR, areas=(area,))
    found = check(write(Message("a", "b", FAR, "Actual", "Alert", infos=(info,))))
    assert found.ok and found.root is not None
    assert (message_of(found.root).infos[0].event, message_of(found.root).infos[0].areas[0].words) == ("暴雨", "样例镇")


def test_times_are_read_and_written_in_the_form_of_the_standard():
    assert write_time(datetime(2030, 8, 12, 21, 30, 5, 999, tzinfo=ZONES[1])) == "2030-08-12T21:30:05+08:00"
    assert write_time(datetime(2030, 8, 12, 13, 30, tzinfo=UTC)) == "2030-08-12T13:30:00-00:00"
    assert read_time("2030-08-12T24:00:00+08:00") == datetime(2030, 8, 12, 16, tzinfo=UTC)
    assert read_time("0001-01-01T00:00:00+08:00") is None and read_time("2030-08-12T21:30:00Z") is None
