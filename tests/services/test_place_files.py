"""Files of places as counties send them: national lists, own tables, and every kind of bad row."""

import io
import string
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import words
from console.domain.place import KnownPlace, refused_rows, resolve
from console.errors import Refused, Unavailable
from console.services import place_files
from console.services.place_files import read_places

LISTS = Path(__file__).parents[1] / "golden" / "places"
HEAD = "代码,名称,上级\n"

TOWNS = """code,name,areaCode,provinceCode,cityCode
330324001,"东城街道",330324,33,3303
330324002,"北城街道",330324,33,3303
"""
VILLAGES = """code,name,streetCode,provinceCode,cityCode,areaCode
330324001001,"城东社区",330324001,33,3303,330324
330324001002,"望江社区",330324001,33,3303,330324
"""


@pytest.fixture
def reading(tmp_path):
    def read(content, name="places.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_places(path)

    return read


def book(*rows, before=()):
    made = openpyxl.Workbook()
    for other in before:
        made.create_sheet(other, 0).append(["说明"])
    for one in rows:
        made.worksheets[-1].append(list(one))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def plain(read):
    return [(one.row, one.code, one.name, one.parent_code or one.parent_name) for one in read.rows]


def kinds(read):
    return [(one.row, one.column, one.code.removeprefix("place.problem.")) for one in read.problems]


@pytest.mark.parametrize(("file", "count"), [("towns_330324.csv", 25), ("villages_330324.csv", 547)])
def test_the_real_lists_of_one_county(file, count):
    read = read_places(LISTS / file)

    assert (read.read, len(read.rows), read.problems) == (count, count, ())


def test_the_real_towns_then_the_real_villages():
    towns = resolve(read_places(LISTS / "towns_330324.csv").rows, {})
    known = {row.code: KnownPlace(row.code, row.name, row.parent_code) for row in towns.to_add}
    villages = resolve(read_places(LISTS / "villages_330324.csv").rows, known)

    assert [row.code for row in towns.placeholders] == ["330324"]
    assert (len(towns.to_add), len(villages.to_add), villages.placeholders) == (25, 547, ())


def test_national_lists(reading):
    assert plain(reading(TOWNS))[0] == (2, "330324001", "东城街道", "330324")
    assert plain(reading(VILLAGES))[1] == (3, "330324001002", "望江社区", "330324001")
    assert plain(reading("code,name,provinceCode\n3303,温州市,33\n")) == [(2, "3303", "温州市", "33")]
    areas = "code,name,cityCode,provinceCode\n330324,永嘉县,3303,33\n"
    assert plain(reading(areas)) == [(2, "330324", "永嘉县", "3303")]
    assert plain(reading("code,name\n33,浙江省\n")) == [(2, "33", "浙江省", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_county_file_in_every_dress(reading, encoding, delimiter, newline):
    lines = ["永嘉县地点表", "代码,名称,上级", "330324001,东城街道,330324", "330324001001,䶮村𬭩,东城街道"]
    text = newline.join(lines).replace(",", delimiter)

    read = reading(text, encoding=encoding)

    assert plain(read) == [
        (3, "330324001", "东城街道", "330324"),
        (4, "330324001001", "䶮村𬭩", "东城街道"),
    ]
    assert read.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        "上级代码,地名,行政区划代码",
        "ParentCode,NAME,Code",
        " parent_code , 地区名称（必填）,编码*",
        "上级 名称,名称,代码：",
    ],
)
def test_headers_in_any_order_case_and_wording(reading, header):
    parent = "永嘉县" if "上级 名称" in header else "330324"

    assert plain(reading(f"{header}\n{parent},东城街道,330324001\n")) == [(2, "330324001", "东城街道", parent)]


def test_a_code_says_more_than_a_name(reading):
    text = "代码,名称,上级代码,上级名称\n330324001,甲,330324,别县\n330324002,乙,,永嘉县\n"

    assert [row[3] for row in plain(reading(text))] == ["330324", "永嘉县"]


@pytest.mark.parametrize(
    "typed",
    [
        "３３０３２４００１",
        " 330324001 ",
        "330324001.0",
        "'330324001",
        '"=""330324001"""',
        "3.30324001E+08",
        "　330324001",
    ],
)
def test_codes_as_people_and_spreadsheets_write_them(reading, typed):
    assert plain(reading(HEAD + f"{typed},东城街道,\n")) == [(2, "330324001", "东城街道", "")]


def test_a_code_the_spreadsheet_has_rounded_is_refused(reading):
    read = reading(HEAD + "3.30324E+11,城东社区,\n330324001002,望江社区,3.30E+08\n")

    assert kinds(read) == [(2, "code", "code_rounded"), (3, "parent", "code_rounded")]


def test_rows_are_counted_by_the_lines_of_the_file(reading):
    read = reading('代码,名称,上级\n330324001,"东城\n街道",\n\n330324002,,\n')

    assert kinds(read) == [(2, "name", "name_control"), (5, "name", "missing_name")]


def test_a_quotation_mark_left_open_costs_one_line(reading):
    many = "".join(f"330324{n:03},村,\n" for n in range(100, 150))

    read = reading(HEAD + '330324001,"东城街道,\n' + many)

    assert kinds(read) == [(2, "row", "quote_open")]
    assert len(read.rows) == 50


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        (",东城街道,", "code", "missing_code"),
        ("330324001,,", "name", "missing_name"),
        ("33032400X,东城街道,", "code", "code_not_digits"),
        ("33032,东城街道,", "code", "code_length"),
        ("330324001,东\x07城,", "name", "name_control"),
        (f"330324001,{'城' * 61},", "name", "name_too_long"),
        ("330324001", "row", "too_few_columns"),
        ("330324001,东城街道", "row", "too_few_columns"),
        ("330324001,东城街道,33032", "parent", "parent_code"),
        ("330324001,#N/A,", "name", "cell_error"),
        ("#REF!,东城街道,", "code", "cell_error"),
    ],
)
def test_bad_rows(reading, line, column, name):
    read = reading(HEAD + "330324009,好,\n" + line + "\n")

    assert kinds(read) == [(3, column, name)]
    assert (read.read, len(read.rows)) == (2, 1)


def test_every_problem_of_a_row_is_told(reading):
    assert kinds(reading(HEAD + "x,,1\n")) == [
        (2, "code", "code_not_digits"),
        (2, "name", "missing_name"),
        (2, "parent", "parent_code"),
    ]


def test_damaged_bytes_are_found_in_their_row(reading):
    lines = (HEAD + "330324001,东城街道,\n330324002,北城街道,\n330324003,南城街道,\n").encode().split(b"\n")
    lines[2] = lines[2][:13] + b"\xff" + lines[2][14:]
    read = reading(b"\n".join(lines))
    assert kinds(read) == [(3, "row", "undecodable")]
    assert len(read.rows) == 2

    gb = (HEAD + "330324001,东城街道,\n").encode("gb18030") + b"330324002,\xb1\xff\xff,\n"
    assert kinds(reading(gb)) == [(3, "row", "undecodable")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n \t\n", "empty_file"),
        (b"hello\nworld\n", "no_header"),
        ("\n" * 10 + HEAD + "33,浙江省,\n", "no_header"),
        (HEAD, "no_rows"),
        (HEAD + ",,\n  ,　,\n", "no_rows"),
        ("代码\t名称\n33\t浙江\n".encode("utf-16"), "undecodable"),
        (bytes(range(128, 256)) * 4, "undecodable"),
        (book(), "empty_file"),
        (book(["甲", "乙"]), "no_header"),
        (book(["代码", "名称"]), "no_rows"),
    ],
)
def test_files_without_places(reading, content, name):
    read = reading(content)

    assert [kind for _, _, kind in kinds(read)] == [name]
    assert read.rows == ()


def test_a_workbook_with_numbers_titles_and_another_sheet_first(reading):
    content = book(
        ["永嘉县地点表"],
        [],
        ["上级", "名称", "代码"],
        [330324, "东城街道", 330324001.0],
        [],
        ["东城街道", "城东社区", "330324001001"],
        [None, "无码", None],
        [None, None, 330324002],
        before=["说明"],
    )

    read = reading(content, "表.xlsx")

    assert plain(read) == [
        (4, "330324001", "东城街道", "330324"),
        (6, "330324001001", "城东社区", "东城街道"),
    ]
    assert kinds(read) == [(7, "code", "missing_code"), (8, "name", "missing_name")]
    assert read.read == 4


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_the_content_tells_the_kind_of_file_not_its_ending(reading, name):
    assert len(reading(book(["代码", "名称"], ["33", "浙江省"]), name).rows) == 1
    assert len(reading("代码,名称\n33,浙江省\n", name).rows) == 1


@pytest.mark.parametrize("cut", [6, 200, 2000, -30])
def test_a_damaged_workbook_is_refused(reading, cut):
    with pytest.raises(Refused, match="file_damaged"):
        reading(book(["代码", "名称"], ["33", "浙江省"])[:cut], "x.xlsx")


def test_another_zip_is_no_workbook(reading):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(Refused, match="file_damaged"):
        reading(out.getvalue())


def test_what_is_too_big_is_refused_before_it_is_unpacked(reading, monkeypatch):
    monkeypatch.setattr(place_files, "BYTES_LIMIT", 20_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)

    for content in (out.getvalue(), b"x" * 20_001):
        with pytest.raises(Refused, match="file_too_big"):
            reading(content)


def test_too_many_rows_are_refused(reading, monkeypatch):
    monkeypatch.setattr(place_files, "ROWS_LIMIT", 3)
    rows = [["代码", "名称"], *([f"{n:02}", "省"] for n in range(11, 15))]

    for content in (book(*rows), "\n".join(",".join(row) for row in rows)):
        with pytest.raises(Refused, match="rows_too_many"):
            reading(content)


def test_an_old_workbook_a_folder_and_nothing(reading, tmp_path):
    with pytest.raises(Refused, match="file_kind"):
        reading(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xls")
    with pytest.raises(Refused, match="is_a_directory"):
        read_places(tmp_path)
    with pytest.raises(Refused, match="no_such_file"):
        read_places(tmp_path / "missing.csv")
    with pytest.raises((Unavailable, Refused)):
        read_places(tmp_path / ("长" * 200))


def test_ten_thousand_rows_with_every_kind_of_bad_one(reading):
    bad = [
        (",无码,330324", "missing_code"),
        ("330324999,,330324", "missing_name"),
        ("33O324001,字母,330324", "code_not_digits"),
        ("3303240011,长度,330324", "code_length"),
        ("3.30324E+11,科学,330324", "code_rounded"),
        ("330324998,响\x07铃,330324", "name_control"),
        (f"330324997,{'长' * 61},330324", "name_too_long"),
        ("330324996,#N/A,330324", "cell_error"),
        ("330324995", "too_few_columns"),
        ("330324994,坏上级,33032", "parent_code"),
        ("330324993,自己,330324993", "parent_self"),
        ("330324992,别县,330381", "parent_not_above"),
        ("330324991,无名,没有此县", "parent_unknown"),
        ("110101001001,歧义,同名村", "parent_ambiguous"),
        ("330324100,镇100,330324", "duplicate"),
        ("330324100,改名,330324", "duplicate_other"),
        ('330324989,"未完,330324', "quote_open"),
        ("330324988,@,330324", "undecodable"),
    ]
    good = [f"330324{n},镇{n},330324" for n in range(100, 200)]
    good += [f"330324{100 + n % 100}{n // 100 + 1:03},村{n},镇{100 + n % 100}" for n in range(9880)]
    good += ["330324199998,同名村,", "330324199999,同名村,"]
    lines = [*good]
    for n, (line, _) in enumerate(bad):
        lines.insert(150 + 500 * n, line)
    text = HEAD + "\n".join(lines) + "\n"
    read = reading(text.encode().replace(b",@,", b",\xff\xfe,"))

    plan = resolve(read.rows, {})

    found = sorted((*read.problems, *plan.problems), key=lambda one: one.row)
    assert [one.code.removeprefix("place.problem.") for one in found] == [name for _, name in bad]
    assert [one.row for one in found] == [152 + 500 * n for n in range(len(bad))]
    assert read.read == 10_000
    assert refused_rows(found) == len(bad)
    assert (len(plan.to_add), [row.code for row in plan.placeholders]) == (len(good), ["330324"])
    for one in found:
        for language in words.LANGUAGES:
            said = words.say_in(language, one.code, **one.facts)
            assert not {"{", "["} & set(said), said
            assert words.say_in(language, f"place.column.{one.column}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from(string.digits + ',;\t"\n\r代码名称上级县'), max_size=80).map(str.encode)
)
def test_no_bytes_bring_the_reader_down(reading, content):
    for before in (b"", HEAD.encode(), HEAD.encode("gb18030")):
        try:
            read = reading(before + content)
        except Refused:
            continue
        plan = resolve(read.rows, {})
        assert read.rows or read.problems
        assert len(plan.to_add) + refused_rows(plan.problems) == len(read.rows)
