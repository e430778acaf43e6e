"""Files of people who never saw this program: each faulty one named by the fault it has and nothing else, what the
standard and real senders do left in peace."""

from __future__ import annotations

import pytest

from console import words
from console.cap.checking import check
from console.cap.values import message_of
from tests.cap.test_check import AREA, INFO, POLYGON, WELL

EXPIRES, CERTAIN, SCOPE = "2030-08-12T23:30:00+08:00", "<certainty>Likely</certainty>", "<scope>Public</scope>"
THEN, CIRCLE, GEOCODE = "2030-08-12T21:00:00+08:00", "info[1]/area[1]/circle[1]", "info[1]/area[1]/geocode[1]"
RESOURCE = "<resourceDesc>d</resourceDesc><mimeType>image/png</mimeType>"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
CODE = "<geocode><valueName>a</valueName><value>b</value></geocode>"


def referring(said, kind="Update"):
    return f"<msgType>Alert</msgType>{SCOPE}", f"<msgType>{kind}</msgType>{SCOPE}<references>{said}</references>"


def drawn(*corners):
    return AREA, f"<polygon>{' '.join(corners)}</polygon>"


WORDS = [
    ("<category>Met", "<category>Meteorological", "info[1]/category[1]"),
    ("<category>Met</category>", "<category/>", "info[1]/category[1]"),
    ("<category>Met</category>", "<category>Met</category><category>met</category>", "info[1]/category[2]"),
    ("<urgency>", "<responseType>evacuate</responseType><urgency>", "info[1]/responseType[1]"),
    ("<urgency>Immediate", "<urgency>", "info[1]/urgency"),
    ("<severity>Extreme", "<severity>红色", "info[1]/severity"),
    ("<severity>Extreme", "<severity>\nExtreme\n", "info[1]/severity"),
    ("<certainty>Likely", "<certainty>Very Likely", "info[1]/certainty"),
    ("<certainty>Likely", "<certainty>LIKELY", "info[1]/certainty"),
    ("<status>Actual", "<status>Real", "status"),
    ("<status>Actual", "<status>Actual\u200b", "status"),
    ("<msgType>Alert", "<msgType>ALERT", "msgType"),
    (SCOPE, "<scope>public</scope>", "scope"),
]
TIMES = [
    (EXPIRES, at, "info[1]/expires", code)
    for at, code in (
        ("2030-08-13T23:30:00", "time_form"), ("2030-08-13T23:30:00+0800", "time_form"),
        ("2030-08-13T23:30+08:00", "time_form"), ("2030-08-13t23:30:00+08:00", "time_form"),
        ("2030-08-13T23:30:00z", "time_form"), ("2030-08-13T23:30:00 +08:00", "time_form"),
        ("２０30-08-13T23:30:00+08:00", "time_form"), ("12030-02-20T23:30:00+08:00", "time_form"),
        ("-2030-02-20T23:30:00+08:00", "time_form"), ("2030/08/13T23:30:00+08:00", "time_form"),
        ("2030-08-13", "time_form"), ("", "time_form"), ("tomorrow", "time_form"), ("1912923000", "time_form"),
        ("2030-08-13T23:30:00\u221208:00", "time_form"),
        ("2030-12-31T23:59:60+08:00", "time_none"), ("2031-02-29T23:30:00+08:00", "time_none"),
        ("2030-13-01T23:30:00+08:00", "time_none"), ("2030-08-00T23:30:00+08:00", "time_none"),
        ("2030-08-13T25:00:00+08:00", "time_none"), ("2030-08-13T24:00:01+08:00", "time_none"),
        ("2030-08-13T23:30:00+15:00", "time_none"), ("2030-08-13T23:30:00+08:60", "time_none"),
        ("9999-12-31T23:30:00-08:00", "time_none"), ("9999-12-31T24:00:00-00:00", "time_none"),
        ("2030-08-12T21:45:00+09:00", "expires_before"), ("2030-08-12T13:29:59-00:00", "expires_before"),
    )
] + [
    ("2030-08-12T21:30:00+08:00</sent>", "0000-08-12T21:30:00+08:00</sent>", "sent", "time_none"),
    ("2030-08-12T21:30:00+08:00</sent>", "0001-01-01T00:00:00+08:00</sent>", "sent", "time_none"),
    (CERTAIN, f"{CERTAIN}<effective>2030-08-13T00:00:00+08:00</effective>", "info[1]/expires", "expires_before"),
    (CERTAIN, f"{CERTAIN}<effective/>", "info[1]/effective", "time_form"),
    (CERTAIN, f"{CERTAIN}<onset>9999-12-31T23:30:00-08:00</onset>", "info[1]/onset", "time_none"),
    (INFO, INFO + INFO.replace("T23:30", "T20:30"), "info[2]/expires", "expires_before"),
]  # fmt: skip
REFERENCES = [
    (*referring(said), "references", "references_form")
    for said in (
        "a", "hello world", f"a,{THEN}", f"{THEN},a,b", f"a, b, {THEN}", f"a,b,{THEN};c,d,{THEN}",
        f"a,b,{THEN},c,d,{THEN}", "a,b,2030-08-12T21:00:00Z", "a,b,2030-08-12T21:00:00.000+08:00", "a,b,2030-08-12",
        f",b,{THEN}", f"a,b,{THEN} c", "a,b,2030-02-30T21:00:00+08:00", f"a|b|{THEN}", f"a，b，{THEN}",
    )
] + [
    (*referring("hello", "Alert"), "references", "references_form"),
    (*referring("  \n "), "references", "no_references"),
    (*referring("", "Error"), "references", "no_references"),
    (*referring(f"a,b,{THEN} sample@example.org,33032499900000_20300812213000,2030-08-12T21:30:00+08:00"),
     "references", "references_itself"),
]  # fmt: skip
NAMES = [
    *(("33032499900000_20300812213000", f"a{sign}b", "identifier", "name_signs") for sign in (
        " ", ",", "&lt;", "&amp;", "\n", "\t", "\u3000", "\u00a0")),
    ("33032499900000_20300812213000", " ab", "identifier", "name_signs"),
    ("sample@example.org", "a@b\n", "sender", "name_signs"),
    ("sample@example.org", "County Office", "sender", "name_signs"),
    ("sample@example.org", "", "sender", "empty"),
]  # fmt: skip
SCOPES = [
    (SCOPE, "<scope>Restricted</scope><restriction/>", "restriction", "restricted_no_restriction"),
    (SCOPE, "<scope>Restricted</scope><addresses>x</addresses>", "restriction", "restricted_no_restriction"),
    (SCOPE, "<scope>Private</scope><restriction>x</restriction>", "addresses", "private_no_addresses"),
    ("<status>Actual</status>", "<status>Exercise</status>", "note", "exercise_no_note"),
    (f"Actual</status><msgType>Alert</msgType>{SCOPE}",
     f"Exercise</status><msgType>Alert</msgType>{SCOPE}<note> </note>", "note", "exercise_no_note"),
]  # fmt: skip
SHAPES = [
    (*drawn("28.1,120.1", "28.1,120.2", "28.2,120.2"), POLYGON, "polygon_open"),
    (*drawn("28.1,120.1", "28.1,120.2", "28.2,120.2", "28.2,120.1", "28.1000001,120.1"), POLYGON, "polygon_open"),
    (*drawn("28.1,120.1", "28.1,120.2", "28.1,120.1"), POLYGON, "polygon_short"),
    (*drawn("28.1,120.1"), POLYGON, "polygon_short"),
    (*drawn("120.1,28.1", "120.1,28.2", "120.2,28.2", "120.1,28.1"), POLYGON, "latitude"),
    (*drawn("90.0001,0", "80,10", "80,20", "90.0001,0"), POLYGON, "latitude"),
    (*drawn("10,181", "20,180", "20,-180", "10,181"), POLYGON, "longitude"),
    (*drawn("28.1, 120.1", "28.1, 120.2", "28.2, 120.2", "28.1, 120.1"), POLYGON, "coordinates_form"),
    (*drawn("28.1,120.1;28.1,120.2;28.2,120.2;28.1,120.1"), POLYGON, "coordinates_form"),
    (*drawn("28.1 120.1", "28.1 120.2", "28.2 120.2", "28.1 120.1"), POLYGON, "coordinates_form"),
    (*drawn("28.1,120.1,5", "28.1,120.2,5", "28.2,120.2,5", "28.1,120.1,5"), POLYGON, "coordinates_form"),
    (*drawn("28.1，120.1", "28.1，120.2", "28.2，120.2", "28.1，120.1"), POLYGON, "coordinates_form"),
    (*drawn("28.1N,120.1E", "28.1N,120.2E", "28.2N,120.2E", "28.1N,120.1E"), POLYGON, "coordinates_form"),
    (*drawn("28°6'0\",120.1", "28.1,120.2", "28.2,120.2", "28°6'0\",120.1"), POLYGON, "coordinates_form"),
    (*drawn("inf,120.1", "28.1,120.2", "28.2,120.2", "inf,120.1"), POLYGON, "coordinates_form"),
    (*drawn("POLYGON((28.1", "120.1))"), POLYGON, "coordinates_form"),
    (AREA, f"{AREA}<polygon>28.1,120.1 28.1,120.2 28.2,120.2</polygon>", "info[1]/area[1]/polygon[2]", "polygon_open"),
    (AREA, f"<polygon/>{CODE}", POLYGON, "polygon_empty"),
    (AREA, f"<circle/>{CODE}", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1,120.1,5</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1, 120.1 5</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1,120.1 5km</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1,120.1 NaN</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1,120.1 1e999</circle>", CIRCLE, "circle_form"),
    (AREA, f"<circle>28.1,120.1 {'9' * 400}</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>5 28.1,120.1</circle>", CIRCLE, "circle_form"),
    (AREA, "<circle>28.1,120.1 -0.1</circle>", CIRCLE, "circle_radius"),
    (AREA, "<circle>120.1,28.1 5</circle>", CIRCLE, "latitude"),
    (AREA, "<circle>28.1,190 5</circle>", CIRCLE, "longitude"),
    (AREA, f"{AREA}<ceiling>200</ceiling>", "info[1]/area[1]/ceiling", "ceiling_no_altitude"),
    (AREA, f"{AREA}<altitude>300</altitude><ceiling>200</ceiling>", "info[1]/area[1]/ceiling", "ceiling_below"),
    (AREA, f"{AREA}<altitude>100 ft</altitude>", "info[1]/area[1]/altitude", "value_form"),
    (AREA, f"{AREA}<altitude/>", "info[1]/area[1]/altitude", "value_form"),
    (AREA, f"{AREA}</area><area><areaDesc>b</areaDesc>", "info[1]/area[2]", "no_geometry"),
    (AREA, "<altitude>1</altitude>", "info[1]/area[1]", "no_geometry"),
]
STRUCTURE = [
    (AREA, "<geocode><valueName>a</valueName></geocode>", f"{GEOCODE}/value", "missing"),
    (AREA, "<geocode><value>a</value></geocode>", f"{GEOCODE}/valueName", "missing"),
    (AREA, "<geocode><value>a</value><valueName>b</valueName></geocode>", f"{GEOCODE}/valueName", "wrong_place"),
    (AREA, "<geocode/>", f"{GEOCODE}/valueName", "missing"),
    (AREA, f"<circle>28.1,120.1 5</circle>{AREA}", POLYGON, "wrong_place"),
    (AREA, CODE + AREA, POLYGON, "wrong_place"),
    (AREA, f"<areaDesc>b</areaDesc>{AREA}", "info[1]/area[1]/areaDesc", "too_often"),
    ("<area>", "<resource><resourceDesc>d</resourceDesc></resource><area>", "info[1]/resource[1]/mimeType", "missing"),
    ("<area>", "<resource><mimeType>d</mimeType></resource><area>", "info[1]/resource[1]/resourceDesc", "missing"),
    ("<area>", "<resource><mimeType>m</mimeType><resourceDesc>d</resourceDesc></resource><area>",
     "info[1]/resource[1]/resourceDesc", "wrong_place"),
    ("<area>", f"<resource>{RESOURCE}<size>12 kB</size></resource><area>", "info[1]/resource[1]/size", "value_form"),
    ("<area>", f"<resource>{RESOURCE}<size>5.5</size></resource><area>", "info[1]/resource[1]/size", "value_form"),
    ("<area>", f"<resource>{RESOURCE}<url>x</url></resource><area>", "info[1]/resource[1]/url", "unknown_element"),
    ("<area>", f"<resource>{RESOURCE}<digest>x</digest><uri>x</uri></resource><area>", "info[1]/resource[1]/uri",
     "wrong_place"),
    ("<area>", "<parameter><valueName>a</valueName></parameter><area>", "info[1]/parameter[1]/value", "missing"),
    ("<area>", "<parameter><valueName>a</valueName><value>1</value><value>2</value></parameter><area>",
     "info[1]/parameter[1]/value", "too_often"),
    ("<area>", "<parameter>level=red</parameter><area>", "info[1]/parameter[1]", "text_between"),
    ("<area>", "<eventCode><valueName>a</valueName><value>1</value></eventCode><area>", "info[1]/eventCode[1]",
     "wrong_place"),
    ("<area>", "<web>http://[bad</web><area>", "info[1]/web", "value_form"),
    ("<area>", "<contact>c</contact><web>http://a</web><area>", "info[1]/web", "wrong_place"),
    ("<area>", "<instruction>i</instruction><description>d</description><area>", "info[1]/description", "wrong_place"),
    ("<area>", "<headline>a</headline><headline>b</headline><area>", "info[1]/headline", "too_often"),
    ("<area>", "<description>a<br/>b</description><area>", "info[1]/description", "text_only"),
    ("<area>", "<polygon>1,1 1,2 2,2 1,1</polygon><area>", "info[1]/polygon[1]", "unknown_element"),
    ("<area>", '<x:y xmlns:x="urn:x">a</x:y><area>', "info[1]/y", "unknown_element"),
    (SCOPE, f"{SCOPE}<note>a</note><note>b</note>", "note", "too_often"),
    (SCOPE, f"{SCOPE}<note>a</note><code>b</code>", "code[1]", "wrong_place"),
    (SCOPE, f"{SCOPE}<incidents>a</incidents><note>b</note>", "note", "wrong_place"),
    (SCOPE, "<scope>Restricted</scope><addresses>x</addresses><restriction>y</restriction>", "restriction",
     "wrong_place"),
    (INFO, f"{INFO}<incidents>a</incidents>", "incidents", "wrong_place"),
    ("<status>", "<sent>2030-08-12T21:30:00+08:00</sent><status>", "sent", "too_often"),
    ("<sender>", "<identifier>b</identifier><sender>", "identifier", "too_often"),
    ("<status>Actual</status>", "<source>s</source><status>Actual</status>", "status", "wrong_place"),
    ("<status>Actual</status><msgType>Alert</msgType>", "<msgType>Alert</msgType><status>Actual</status>", "status",
     "wrong_place"),
    ("<sender>sample@example.org</sender>", "", "sender", "missing"),
    ("<identifier>33032499900000_20300812213000</identifier>", "", "identifier", "missing"),
    ("<sent>2030-08-12T21:30:00+08:00</sent>", "", "sent", "missing"),
    ("<status>Actual</status>", "", "status", "missing"),
    ("<msgType>Alert</msgType>", "", "msgType", "missing"),
    ("<category>Met</category>", "", "info[1]/category", "missing"),
    ("<event>暴雨</event>", "", "info[1]/event", "missing"),
    ("<urgency>Immediate</urgency>", "", "info[1]/urgency", "missing"),
    (CERTAIN, "", "info[1]/certainty", "missing"),
    (INFO, INFO + INFO.replace("<event>暴雨</event>", ""), "info[2]/event", "missing"),
    ("<event>", '<event lang="zh">', "info[1]/event", "attribute"),
    ("<info>", '<info xml:lang="zh">', "info[1]", "attribute"),
    ('cap:1.2"', 'cap:1.2" version="1"', "", "attribute"),
    ("<language>zh-CN", "<language>zh_CN", "info[1]/language", "value_form"),
    ("<language>zh-CN", "<language>Chinese (Simplified)", "info[1]/language", "value_form"),
    ("<event>暴雨</event>", '<event xmlns="">暴雨</event>', "info[1]/event", "foreign"),
    ("<event>暴雨</event>", '<e:event xmlns:e="urn:oasis:names:tc:emergency:cap:1.1">暴雨</e:event>', "info[1]/event",
     "foreign"),
    ("</alert>", "<Signature/></alert>", "Signature", "unknown_element"),
    ("<identifier>", f"{SIGNATURE}<identifier>", "Signature", "signature_place"),
    ("<info>", f"{SIGNATURE}<info>", "Signature", "signature_place"),
    ("</info>", f"{SIGNATURE}</info>", "info[1]/Signature", "signature_place"),
    (INFO, f"{INFO}text", "", "text_between"),
    ("暴雨", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
     "info[1]/event", "text_only"),
]  # fmt: skip
ONE_FAULT = [
    *((old, new, place, "unknown_word") for old, new, place in WORDS),
    *TIMES, *REFERENCES, *NAMES, *SCOPES, *SHAPES, *STRUCTURE,
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "code"), ONE_FAULT)
def test_the_one_fault_is_named_and_nothing_else(old, new, place, code):
    assert old in WELL
    found = check(WELL.replace(old, new, 1).encode())
    assert [(one.place, one.code) for one in found.faults] == [(place, code)]
    for language in words.LANGUAGES:
        words.set_language(language)
        assert all(one.said() and "cap.finding" not in one.said() and "{" not in one.said() for one in found.faults)
    words.set_language("zh")


TWO_SAID = [
    ("<urgency>Immediate</urgency>", "<urgencie>Immediate</urgencie>", "info[1]/urgencie", "info[1]/urgency"),
    ("<msgType>Alert</msgType>", "<msgtype>Alert</msgtype>", "msgtype", "msgType"),
    ("identifier>", "Identifier>", "Identifier", "identifier"),
]


@pytest.mark.parametrize(("old", "new", "strange", "lacking"), TWO_SAID)
def test_a_misspelt_element_is_named_beside_the_one_that_lacks(old, new, strange, lacking):
    found = check(WELL.replace(old, new).encode())
    assert [(one.place, one.code) for one in found.faults] == [(strange, "unknown_element"), (lacking, "missing")]


def test_an_order_is_told_by_what_stands_in_front_of_what():
    words.set_language("en")
    said = [
        check(WELL.replace(old, new, 1).encode()).faults[0].said()
        for old, new in (
            ("<status>", "<source>s</source><status>"),
            (AREA, "<geocode><value>a</value><valueName>b</valueName></geocode>"),
            ("<status>Actual", "<status> Actual"),
        )
    ]
    words.set_language("zh")
    assert said[0] == "status: wrong order: status belongs before source"
    assert said[1].endswith("geocode[1]/valueName: wrong order: valueName belongs before value")
    assert said[2].startswith('status: " Actual" is none of the words')


WELL_ENOUGH = [
    ("<language>zh-CN</language>", "<language/>"),
    ("<language>zh-CN</language>", "<language> zh-CN\n</language>"),
    ("<language>zh-CN</language>", ""),
    ("<language>zh-CN", "<language>zh-Hans-CN-x-private"),
    (EXPIRES, "\n  2030-08-12T23:30:00+08:00 "),
    (EXPIRES, "2030-08-12T24:00:00+08:00"),
    (EXPIRES, "2030-08-13T23:30:00+14:00"),
    (EXPIRES, "2030-08-12T15:30:00-00:00"),
    (EXPIRES, "2030-08-12T15:30:00+00:00"),
    (EXPIRES, "2030-08-12T21:30:00+08:00"),
    (EXPIRES, "9999-12-31T23:59:59+08:00"),
    (CERTAIN, f"{CERTAIN}<onset>2030-08-13T00:00:00+08:00</onset>"),
    (CERTAIN, f"{CERTAIN}<effective>2030-08-11T00:00:00+08:00</effective>"),
    (CERTAIN, f"{CERTAIN}<effective>2030-08-12T22:00:00+08:00</effective><onset>2030-08-12T21:00:00+08:00</onset>"),
    (f"<expires>{EXPIRES}</expires>", ""),
    ("<event>暴雨", "<event><![CDATA[暴雨 & <大风>]]>"),
    ("<event>暴雨", "<event>a&lt;b&gt;c&amp;d&quot;&#x6C34;"),
    ("<event>暴雨", "<event>🌧\u202e雨\u200b"),
    ("<status>Actual", "<status><!--x-->Act<?pi y?>ual"),
    ("<identifier>", "<!-- a --><?b c?><identifier>"),
    ("33032499900000_20300812213000", "urn:oid:2.49.0.1.156.0.2030.8.12.13.30.0"),
    ("33032499900000_20300812213000", "tag:example.org,2030:40184".replace(",", "-")),
    ("33032499900000_20300812213000", "县应急〔2030〕1号"),
    ("33032499900000_20300812213000", "a" * 4_000),
    ("sample@example.org", "http://example.org/tsuPortal/"),
    ("<status>Actual", "<status>System"),
    ("<status>Actual", "<status>Draft"),
    (SCOPE, "<scope>Private</scope><addresses>\"a b\" c@example.org</addresses>"),
    (SCOPE, "<scope>Public</scope><restriction/><addresses/>"),
    (SCOPE, "<scope>Public</scope><addresses>0</addresses>"),
    (SCOPE, "<scope>Restricted</scope><restriction>仅限应急系统</restriction>"),
    (SCOPE, f"{SCOPE}<code>a</code><code/><note/><references/><incidents/>"),
    (SCOPE, f'{SCOPE}<incidents>"a b" c</incidents>'),
    (SCOPE, f"<source>s</source>{SCOPE}"),
    referring(f"a,b,{THEN}\n   c,d,{THEN}\t"),
    referring("sample@example.org,a,2030-08-12T21:30:00+08:00"),
    referring(f"a,b,{THEN}", "Ack"),
    referring(f"a,b,{THEN}", "Error"),
    referring(f"a,b,{THEN}", "Alert"),
    drawn("\n28.1,120.1\n28.1,120.2\t28.2,120.2\n", "28.1,120.1\n"),
    drawn("28.1,120.1", "28.1,120.2", "28.2,120.2", "28.10,120.100"),
    drawn("+28.1,+120.1", "28.1,120.2", "28.2,120.2", "28.1,120.1"),
    drawn("28.,120.", "28.1,120.2", "28.2,120.2", "28,120"),
    drawn("90,180", "80,-180", "-90,20", "90,180"),
    drawn("10,179", "20,179", "20,-179", "10,-179", "10,179"),
    drawn("28.1,120.1", "28.1,120.1", "28.1,120.1", "28.1,120.1"),
    drawn("35.701226818000066,0.22822006400002692", "35.6,0.3", "35.5,0.2", "35.701226818000066,0.22822006400002692"),
    (AREA, AREA * 40),
    (AREA, f"{AREA}<circle>28.1,120.1 5</circle>{CODE}"),
    (AREA, "<circle>13.412,-88.4 0.0</circle>"),
    (AREA, "<circle>28.1,120.1\n5</circle>"),
    (AREA, "<circle>28.1,120.1 1e2</circle>"),
    (AREA, "<geocode><valueName/><value/></geocode>"),
    (AREA, f"{AREA}<altitude>-12.5</altitude>"),
    (AREA, f"{AREA}<altitude>100</altitude><ceiling>100</ceiling>"),
    (f"<area><areaDesc>样例镇</areaDesc>{AREA}</area>", f"<area><areaDesc>a</areaDesc>{CODE}</area>" * 30),
    ("<area>", f"<resource>{RESOURCE}</resource><area>"),
    ("<area>", f"<resource>{RESOURCE}<uri>map.png</uri><derefUri>aGVsbG8=</derefUri></resource><area>"),
    ("<area>", f"<resource>{RESOURCE}<size>{'9' * 400}</size><digest>abc</digest></resource><area>"),
    ("<area>", f"<resource>{RESOURCE}<size>+5</size></resource><area>"),
    ("<area>", "<headline/><description></description><instruction/><web/><contact/><area>"),
    ("<area>", "<web>www.example.org</web><area>"),
    ("<area>", "<web>http://例.中国/路 径</web><area>"),
    ("<area>", "<parameter><valueName>a</valueName><value></value></parameter>" * 3 + "<area>"),
    (INFO, INFO + INFO),
    ('cap:1.2"', f'cap:1.2" {XSI} xsi:schemaLocation="urn:oasis:names:tc:emergency:cap:1.2 http://192.0.2.1/a.xsd"'),
    ('cap:1.2"', f'cap:1.2" {XSI} xsi:noNamespaceSchemaLocation="file:///etc/passwd"'),
    ("<event>", f'<event {XSI} xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">'),
    ('cap:1.2"', 'cap:1.2" xmlns:gml="http://www.opengis.net/gml"'),
    ('"1.0" encoding="UTF-8"', '"1.0" encoding="UTF-8" standalone="yes"'),
    ("?>", "?>\n<?xml-stylesheet href='http://192.0.2.1/a.xsl' type='text/xsl'?>\n<!-- <!DOCTYPE alert> -->\n"),
    ('<?xml version="1.0" encoding="UTF-8"?>', ""),
    ("</alert>", "</alert>\n\n<!-- end -->\n"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), WELL_ENOUGH)
def test_what_the_standard_or_real_senders_do_is_well_and_can_be_read(old, new):
    assert old in WELL
    found = check(WELL.replace(old, new, 1).encode())
    assert found.faults == () and found.root is not None
    assert message_of(found.root).sender


def test_any_prefix_is_well_and_signatures_at_the_end_are_noted():
    prefixed = WELL.replace("</", "</cap:").replace("xmlns=", "xmlns:cap=")
    for name in ("alert", "identifier", "sender", "sent", "status", "msgType", "scope", "info", "language", "category",
                 "event", "urgency", "severity", "certainty", "expires", "area", "areaDesc", "polygon"):  # fmt: skip
        prefixed = prefixed.replace(f"<{name}>", f"<cap:{name}>").replace(f"<{name} ", f"<cap:{name} ")
    assert check(prefixed.encode()).ok
    twice = check(WELL.replace("</alert>", f"{SIGNATURE * 2}</alert>").encode())
    assert twice.ok and twice.signed
    other = check(WELL.replace("</alert>", SIGNATURE.replace("Signature", "Object") + "</alert>").encode())
    assert other.ok and not other.signed


def test_what_says_nothing_is_a_note():
    for old, new in (
        ("<event>暴雨", "<event> "),
        ("<areaDesc>样例镇", "<areaDesc>"),
        ("<area>", f"<resource>{RESOURCE}<size>-5</size></resource><area>"),
    ):
        found = check(WELL.replace(old, new, 1).encode())
        assert found.ok and [one.note for one in found.notes] == [True]
