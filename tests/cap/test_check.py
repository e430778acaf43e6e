"""CAP files judged: each faulty one is named by its own fault, whatever is handed in ends in an answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import tool, words
from console.cap.checking import MOST, check
from console.cap.reading import LARGEST

INFO = (
    "<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency>"
    "<severity>Extreme</severity><certainty>Likely</certainty><expires>2030-08-12T23:30:00+08:00</expires>"
    "<area><areaDesc>样例镇</areaDesc><polygon>28.1,120.1 28.1,120.2 28.2,120.2 28.1,120.1</polygon></area></info>"
)
WELL = (
    '<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
    "<identifier>33032499900000_20300812213000</identifier><sender>sample@example.org</sender>"
    "<sent>2030-08-12T21:30:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
    f"{INFO}</alert>"
)
AREA = "<polygon>28.1,120.1 28.1,120.2 28.2,120.2 28.1,120.1</polygon>"
POLYGON = "info[1]/area[1]/polygon[1]"

FAULTS = [
    ("urgency>Immediate<", "urgency>Now<", "info[1]/urgency", "unknown_word"),
    ("<status>Actual", "<status> Actual", "status", "unknown_word"),
    ("21:30:00+08:00</sent>", "21:30:00Z</sent>", "sent", "time_form"),
    ("21:30:00+08:00</sent>", "21:30:00.5+08:00</sent>", "sent", "time_form"),
    ("2030-08-12T23:30:00+08:00", "2030-08-12 23:30:00+08:00", "info[1]/expires", "time_form"),
    ("2030-08-12T23:30:00+08:00", "2030-02-30T23:30:00+08:00", "info[1]/expires", "time_none"),
    ("2030-08-12T23:30:00+08:00", "2030-08-12T21:29:59+08:00", "info[1]/expires", "expires_before"),
    ("2030-08-12T23:30:00+08:00", "2030-08-12T14:00:00+00:00", "", ""),
    ("<scope>Public</scope>", "", "scope", "missing"),
    ("<severity>Extreme</severity>", "", "info[1]/severity", "missing"),
    ("<areaDesc>样例镇</areaDesc>", "", "info[1]/area[1]/areaDesc", "missing"),
    ("<scope>Public", "<scope>Private", "addresses", "private_no_addresses"),
    ("<scope>Public</scope>", "<scope>Private</scope><addresses>  </addresses>", "addresses", "private_no_addresses"),
    ("<scope>Public", "<scope>Restricted", "restriction", "restricted_no_restriction"),
    ("<status>Actual", "<status>Exercise", "note", "exercise_no_note"),
    ("<msgType>Alert", "<msgType>Update", "references", "no_references"),
    ("<msgType>Alert", "<msgType>Cancel", "references", "no_references"),
    ("<msgType>Alert", "<msgType>Ack", "references", "no_references"),
    ("Public</scope>", "Public</scope><references>a,b,2030-08-12</references>", "references", "references_form"),
    ("Public</scope>", "Public</scope><references>a,,2030-08-12T21:00:00+08:00</references>", "references",
     "references_form"),
    ("33032499900000_20300812213000", "  ", "identifier", "empty"),
    ("33032499900000_20300812213000", "a&lt;b", "identifier", "name_signs"),
    ("sample@example.org", "sample, office", "sender", "name_signs"),
    ("sample@example.org", "sample&amp;co", "sender", "name_signs"),
    (INFO, "", "info", "no_info"),
    (AREA, "", "info[1]/area[1]", "no_geometry"),
    (AREA, "<polygon/>", POLYGON, "polygon_empty"),
    (" 28.1,120.1</polygon>", "</polygon>", POLYGON, "polygon_open"),
    (" 28.2,120.2 28.1,120.1</polygon>", " 28.1,120.1</polygon>", POLYGON, "polygon_short"),
    ("28.2,120.2", "128.2,120.2", POLYGON, "latitude"),
    ("28.2,120.2", "28.2,-180.5", POLYGON, "longitude"),
    ("28.2,120.2", "28.2;120.2", POLYGON, "coordinates_form"),
    ("28.2,120.2", "nan,120.2", POLYGON, "coordinates_form"),
    (AREA, "<circle>28.1,120.1</circle>", "info[1]/area[1]/circle[1]", "circle_form"),
    (AREA, "<circle>28.1,120.1 -3</circle>", "info[1]/area[1]/circle[1]", "circle_radius"),
    (AREA, "<circle>98.1,120.1 3</circle>", "info[1]/area[1]/circle[1]", "latitude"),
    ("<event>暴雨</event>", "<event>暴雨</event><event>大风</event>", "info[1]/event", "too_often"),
    ("<info><language>", "<info><colour>red</colour><language>", "info[1]/colour", "unknown_element"),
    ("<language>zh-CN</language><category>Met</category>", "<category>Met</category><language>zh-CN</language>",
     "info[1]/language", "wrong_place"),
    ("<scope>", '<scope kind="a">', "scope", "attribute"),
    ("<info>", "<info>text", "info[1]", "text_between"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "code"), FAULTS)
def test_each_fault_is_named_by_itself(old, new, place, code):
    assert old in WELL and check(WELL.encode()).ok
    found = check(WELL.replace(old, new, 1).encode())
    assert [(one.place, one.code) for one in found.faults][:1] == ([(place, code)] if code else [])
    for language in words.LANGUAGES:
        words.set_language(language)
        assert all(one.said() and "cap.finding" not in one.said() for one in [*found.faults, *found.notes])
    words.set_language("zh")


ACCEPTED = [
    (AREA, "<circle>28.1,120.1 0</circle>"),
    (AREA, "<geocode><valueName>GB/T 2260</valueName><value>330324</value></geocode>"),
    (f"<area><areaDesc>样例镇</areaDesc>{AREA}</area>", ""),
    ("<status>Actual", "<status>Test"),
    ("28.1,120.1</polygon>", "28.10,120.100</polygon>"),
    ("<msgType>Alert</msgType><scope>Public</scope>",
     "<msgType>Update</msgType><scope>Public</scope><references>sample@example.org,a,2030-08-12T21:00:00+08:00 "
     "sample@example.org,b,2030-08-12T21:10:00-00:00</references>"),
    (f"{INFO}", INFO + INFO.replace("zh-CN", "en")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), ACCEPTED)
def test_what_the_standard_allows_is_well(old, new):
    assert old in WELL
    assert check(WELL.replace(old, new, 1).encode()).faults == ()


def test_what_is_worth_knowing_makes_no_message_wrong():
    crossing = "<polygon>28.1,120.1 28.2,120.2 28.1,120.2 28.2,120.1 28.1,120.1</polygon>"
    found = check(WELL.replace(AREA, crossing).replace("<expires>2030-08-12T23:30:00+08:00</expires>", "").encode())
    assert found.ok and [one.code for one in found.notes] == ["no_expires", "polygon_crosses"]


BOMB = (
    '<!DOCTYPE alert [<!ENTITY a "'
    + "x" * 1000
    + '">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{("&" + chr(97 + at) + ";") * 10}">' for at in range(9))
)
NOT_MESSAGES = [
    (b"", "empty_file"),
    (b"   \n", "empty_file"),
    (b"hello", "not_markup"),
    (WELL[:-3].encode(), "not_xml"),
    (b"PK\x03\x04" + bytes(200), "not_markup"),
    (b'<?xml version="1.0" encoding="no-such"?><alert/>', "not_xml"),
    (WELL.replace("cap:1.2", "cap:1.1").encode(), "other_version"),
    (WELL.replace("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0").encode(), "other_version"),
    (WELL.replace(' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "").encode(), "no_namespace"),
    (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "not_cap"),
    (WELL.replace("?>", '?><!DOCTYPE alert SYSTEM "http://192.0.2.1/a.dtd">', 1).encode(), "doctype"),
    (WELL.replace("?>", f"?>{BOMB}]>", 1).replace("暴雨", "&j;").encode(), "doctype"),
    (WELL.replace("?>", f"?>{BOMB}]>", 1).replace("<info>", '<info a="&j;">').encode(), "doctype"),
    (WELL.replace("<info>", "<info>" + "<a>" * 100).replace("</info>", "</a>" * 100 + "</info>").encode(), "too_deep"),
    (WELL.replace("<info>", "<info>" + "<a>" * 9999).encode(), "not_xml"),
]


@pytest.mark.parametrize(("data", "code"), NOT_MESSAGES)
def test_what_is_no_message_is_told_as_such_and_at_once(data, code):
    begun = time.process_time()
    found = check(data)
    assert [one.code for one in found.faults] == [code] and found.root is None
    assert time.process_time() - begun < 5


MANY = [
    (AREA, AREA + "<circle>x</circle>" * 3_000, "more"),
    (AREA, "<polygon>28.1,120.1 29.1,120.9 28.1,120.9 29.1,120.1 28.2,120.2</polygon>" * 3_000, "more"),
    (INFO, "<info/>" * 3_000, "more"),
    ("<area>", "<parameter/>" * 3_000 + "<area>", "more"),
    ("<info>", "<info " + " ".join(f'a{at}="1"' for at in range(3_000)) + ">", "more"),
    (INFO, INFO + "<info/>" * 20_000, "too_many"),
    ("<info>", "<info " + " ".join(f'a{at}="1"' for at in range(20_000)) + ">", "too_many"),
]


@pytest.mark.parametrize(("old", "new", "code"), MANY)
def test_thousands_of_faults_are_told_soon(old, new, code):
    """Each fault says where it stands: told one by one, ten thousand of them took minutes."""
    begun = time.process_time()
    found = check(WELL.replace(old, new, 1).encode())
    assert found.faults[-1].code == code and len(found.faults) <= MOST + 1
    assert time.process_time() - begun < 3


def test_other_encodings_are_read_and_a_file_too_large_is_not():
    assert check(WELL.replace("UTF-8", "GB18030", 1).encode("gb18030")).ok
    assert check(WELL.replace("UTF-8", "UTF-16", 1).encode("utf-16")).ok
    assert check(b"\xef\xbb\xbf" + WELL.encode()).ok
    assert [one.code for one in check(b" " * (LARGEST + 1)).faults] == ["too_large"]


def test_the_tool_needs_no_store_and_answers_each_file(tmp_path, capsys):
    files = {
        "well.xml": WELL,
        "签名.xml": WELL.replace("</alert>", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></alert>'),
        "bad.xml": WELL.replace("<scope>Public</scope>", "").replace(AREA, ""),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    well, signed, bad, none = (str(tmp_path / name) for name in (*files, "none.xml"))

    assert tool.main(["--lang", "en", "cap", "check", well, signed]) == 0
    assert capsys.readouterr().out == f"{well}: ok\n{signed}: ok (signature present, not checked)\n"
    assert tool.main(["--lang", "en", "cap", "check", bad, none, well, str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        f"{bad}: scope: scope is missing", f"{bad}: info[1]/area[1]: area has no polygon, circle or geocode"
    ]  # fmt: skip
    assert lines[2].startswith(f"{none}: ") and lines[3] == f"{well}: ok" and lines[4].startswith(f"{tmp_path}: ")


PIECES = st.sampled_from([b"", b"<", b"&", b"\x00", b"<info>", b"]]>"]) | st.binary(max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_done_to_the_bytes_there_is_an_answer(data):
    whole = bytearray(WELL.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 40))
        whole[at : at + length] = data.draw(
            st.sampled_from([b"", b"<", b"&", b"\x00", b"<info>", b"]]>"]) | st.binary(max_size=20)
        )
    found = check(bytes(whole))
    assert all(one.said() for one in found.faults) and (found.ok or found.faults)
