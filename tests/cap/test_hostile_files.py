"""Files of people who never saw this program that are no message of 1.2, in whatever signs, under whatever name."""

from __future__ import annotations

import pytest

from console import tool
from console.cap.checking import check
from console.cap.names import CAP
from console.cap.values import message_of
from tests.cap.test_check import INFO, WELL

NOT_CAP = [
    (b"<!DOCTYPE html><html><head><title>404</title></head><body><p>Not found<br></body></html>", "not_cap"),
    (b"<!doctype html>\n<html></html>", "not_cap"),
    (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "http://192.0.2.1/a.dtd"><html/>', "not_cap"),
    (b"<html><body><br></body></html>", "not_cap"),
    (b'<rss version="2.0"><channel/></rss>', "not_cap"),
    (b'<rss version="2.0"><channel>', "not_cap"),
    (b'{"identifier": 1}', "not_markup"),
    (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "not_markup"),
    (b"\x1f\x8b\x08\x00" + bytes(50), "not_markup"),
    (b"identifier,sender,sent\r\n1,2,3\r\n", "not_markup"),
    ("预警信号：暴雨红色".encode("gb18030"), "not_markup"),
    (bytes(100), "not_markup"),
    (b"\xef\xbb\xbf", "empty_file"),
    (b"\xef\xbb\xbf \r\n", "empty_file"),
    (WELL.replace("cap:1.2", "cap:1.0").encode(), "other_version"),
    (WELL.replace("cap:1.2", "cap:1.3").encode(), "other_version"),
    (WELL.replace("cap:1.2", "cap:1.2:draft").encode(), "other_version"),
    (WELL.replace(CAP, "http://www.incident.com/cap/0.9.1").encode(), "other_version"),
    (WELL.replace(CAP, "http://example.org/alerting").encode(), "not_cap"),
    (f'<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0">{INFO}</EDXLDistribution>'.encode(),
     "not_cap"),
    (f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{WELL[38:]}</entry></feed>'.encode(), "not_cap"),
    (b'<info xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "not_cap"),
    (b'<Alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "not_cap"),
    (WELL.replace("?>", "?><!DOCTYPE alert>", 1).encode(), "doctype"),
    (WELL.replace("?>", '?><!-- a --><?b c?>\n<!DOCTYPE cap:alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)
     .replace("暴雨", "&a;").encode(), "doctype"),
    (WELL.replace("?>", '?><!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1).replace("UTF-8", "UTF-16")
     .replace("暴雨", "&a;").encode("utf-16"), "doctype"),
    (WELL.replace("?>", '?><!DOCTYPE alert [<!ENTITY a "b">]>', 1).replace("UTF-8", "UTF-7").encode("utf-7"),
     "doctype"),
    (WELL.replace("?>", '?><!DOCTYPE foo [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)
     .replace("暴雨", '<x y="&a;"/>').encode(), "doctype"),
    (WELL.replace("?>", "?><!-- <!DOCTYPE alert> -->", 1).replace("</alert>", "").encode(), "not_xml"),
    (WELL.replace("暴雨", "<![CDATA[<!DOCTYPE alert>]]>").replace("</alert>", "").encode(), "not_xml"),
    ((" \n" + WELL).encode(), "not_xml"),
    ((WELL + "<a/>").encode(), "not_xml"),
    (WELL.replace("UTF-8", "UTF-16", 1).encode(), "not_xml"),
    (WELL.encode("gbk"), "not_xml"),
    (WELL.replace("暴雨", "a\x0bb").encode(), "not_xml"),
    (WELL.replace("暴雨", "&#xD83D;&#xDE00;").encode(), "not_xml"),
    (WELL.replace("暴雨", "a & b").encode(), "not_xml"),
    (WELL.replace("暴雨", "a&nbsp;b").encode(), "not_xml"),
    (WELL.replace("<event>", '<event a="1" a="2">').encode(), "not_xml"),
    (WELL.replace("<event>暴雨</event>", "<x:event>暴雨</x:event>").encode(), "not_xml"),
    (WELL[:400].encode(), "not_xml"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), NOT_CAP)
def test_what_is_no_message_of_1_2_is_named_as_what_it_is(data, code):
    found = check(data)
    assert [one.code for one in found.faults] == [code] and found.root is None
    assert "<string>" not in found.faults[0].said() and "\n" not in found.faults[0].said()
    if code in {"not_cap", "not_markup"}:
        assert "不是 CAP" in found.faults[0].said()


@pytest.mark.parametrize(
    "name", ["GB18030", "GBK", "GB2312", "Big5", "UTF-16", "UTF-16LE", "UTF-32", "Shift_JIS", "utf8"]
)
def test_any_declared_encoding_is_read(name):
    text = WELL.replace("UTF-8", name, 1).replace("样例镇", "大水").replace("暴雨", "大雨")
    found = check(text.encode(name))
    assert found.ok and found.root is not None and message_of(found.root).infos[0].event == "大雨"


def test_a_line_is_one_line_whatever_the_names_hold(tmp_path, capsys):
    """A name or a value may hold what a terminal obeys: a new line that says ok, a change of title, a turned text."""
    names = {"a\nb.xml": "a b.xml", "a\x1b[31m.xml": "a\\x1b[31m.xml", "a\u202eb.xml": "a\\u202eb.xml"}
    for name in names:
        (tmp_path / name).write_text(WELL, "utf-8")
    (tmp_path / "c.xml").write_text(WELL.replace("Extreme", "\u202e\x9b2J\u2028c.xml: ok"), "utf-8")
    files = [str(tmp_path / name) for name in (*names, "c.xml")]
    assert tool.main(["--lang", "en", "cap", "check", *files]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [f"{tmp_path}/{shown}: ok" for shown in names.values()]
    assert len(lines) == 4 and lines[3].startswith(f'{tmp_path}/c.xml: info[1]/severity: "\\u202e\\x9b2J c.xml: ok" is')
