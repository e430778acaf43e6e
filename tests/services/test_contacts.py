"""Finding people: by what is on the paper, what is typed, and what the telephone shows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.log import ActKind
from console.domain.phones import digits_of, same_line
from console.domain.pinyin import columns, readings
from console.services import lines
from db import books
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder

PEOPLE = (
    ("陈例一", "例县应急管理局（示例）", "值班室主班", "A", ("100-0000-0001", "0577-0000-0001")),
    ("陈例一", "例溪镇人民政府（示例）", "镇长", "A", ("100-0000-0211",)),
    ("邹例八", "例县应急管理局（示例）", "值班室主班", "B", ("100-0000-0008", "0577-0000-0001/801")),
    ("单例二", "例山镇人民政府（示例）", "灾害信息员", "A", ("100-0000-0102",)),
    ("曾例三", "例县应急管理局（示例）", "值班室副班", "A", ("100-0000-0003", "0577-0000-0001/803")),
    ("仇例六", "例县应急管理局（示例）", "通信保障岗", "A", ("100-0000-0006",)),
    ("解例九", "例县水利局（示例）", "值班电话", "A", ("0000-0309",)),
    ("区例一", "例县水利局（示例）", "科员", "A", ("100-0000-0310",)),
    ("乐例二", "例县水利局（示例）", "科员", "A", ("100-0000-0311",)),
    ("重例三", "例县水利局（示例）", "科员", "A", ("100-0000-0312",)),
    ("䶮例五", "例县住房和城乡建设局（示例）", "值班电话", "A", ("100-0000-0307",)),
    ("欧阳例四", "例溪镇人民政府（示例）", "灾害信息员", "A", ("100-0000-0204",)),
    ("吕例七", "例溪镇人民政府（示例）", "灾害信息员", "B", ("100-0000-0207",)),
)


def _number(person, order, text):
    number, _, extension = text.partition("/")
    kind = "mobile" if number.startswith("1") else "office"
    return PhoneNumber(
        id=uuid4(), person_id=person.id, kind=kind, number=number, digits=digits_of(number), dial_order=order,
        extension=extension,
    )  # fmt: skip


@pytest.fixture
def book(desk, by):
    """The people above, written the way an import writes them."""
    organisations = {row[1]: Organisation(id=uuid4(), name=row[1], version=1) for row in PEOPLE}
    with desk.opened.store.writing(by=by) as tx:
        made = [*organisations.values()]
        tx.session.add_all(made)
        tx.flush()
        for name, organisation, title, rank, numbers in PEOPLE:
            person = Person(id=uuid4(), name=name, pinyin=columns(name)[0], initials=columns(name)[1], version=1)
            post = Post(id=uuid4(), organisation_id=organisations[organisation].id, name=title, version=1)
            tx.session.add_all([person, post])
            tx.flush()
            rest = [PostHolder(id=uuid4(), post_id=post.id, person_id=person.id, rank=rank)]
            rest += [_number(person, order, text) for order, text in enumerate(numbers, 1)]
            tx.session.add_all(rest)
            made += [person, post, *rest]
        lines.write(tx, books.AUDIT, ActKind.IMPORT, "people", at=desk.clock.now(), about=made)
    return desk.contacts


def names(hits):
    return [hit.name for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("单例二", "单例二"),
        ("山镇 例二", "单例二"),
        ("shanlier", "单例二"),
        ("danlier", "单例二"),
        ("sle", "单例二"),
        ("dle", "单例二"),
        ("zls", "曾例三"),
        ("cengls", "曾例三"),
        ("zenglisan", "曾例三"),
        ("ceng", "曾例三"),
        ("qiu", "仇例六"),
        ("chou", "仇例六"),
        ("xie", "解例九"),
        ("jielijiu", "解例九"),
        ("ou yi", "区例一"),
        ("quliyi", "区例一"),
        ("yue", "乐例二"),
        ("leli", "乐例二"),
        ("chonglisan", "重例三"),
        ("zhongli", "重例三"),
        ("yan", "䶮例五"),
        ("䶮", "䶮例五"),
        ("oyls", "欧阳例四"),
        ("OuYang", "欧阳例四"),
        ("ouyls", "欧阳例四"),
        ("lvli", "吕例七"),
        ("lulq", "吕例七"),
        ("0307", "䶮例五"),
        ("100-0000-0307", "䶮例五"),
        ("１０００００００３０７", "䶮例五"),
        ("+86 100 0000 0307".replace(" ", ""), "䶮例五"),
        ("307", "䶮例五"),
        ("住房", "䶮例五"),
        ("住房 值班", "䶮例五"),
        ("水利局 科员 区", "区例一"),
        ("zfhcxjs", "䶮例五"),
    ],
)
def test_the_one_who_is_meant_comes_first(book, typed, first):
    assert names(book.find(typed))[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "没有此人", "zzzz", "99999", "(", "\\", "单例二 水利", "%", "_", "陈*"])
def test_nobody_is_found_where_nobody_is_meant(book, typed):
    assert book.find(typed) == []


def test_a_whole_name_comes_before_its_parts_and_the_limit_holds(book):
    assert names(book.find("陈例一")) == ["陈例一", "陈例一"]
    assert len(book.find("例")) == 8 and len(book.find("例", limit=3)) == 3
    assert names(book.find("chen", limit=2)) == ["陈例一", "陈例一"]


def test_a_hit_says_what_is_needed_to_ring(book):
    (hit,) = book.find("邹例八")

    assert (hit.organisation, hit.post) == ("例县应急管理局（示例）", "值班室主班")
    assert hit.numbers == ("100-0000-0008", "0577-0000-0001转801")


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("10000000102", ["单例二"]),
        ("100-0000-0102", ["单例二"]),
        ("+86 100 0000 0102", ["单例二"]),
        ("008610000000102", ["单例二"]),
        ("057700000001", ["曾例三", "邹例八", "陈例一"]),
        ("0577-00000001", ["曾例三", "邹例八", "陈例一"]),
        ("00000001", ["曾例三", "邹例八", "陈例一"]),
        ("+8657700000001", ["曾例三", "邹例八", "陈例一"]),
        ("0577-0000-0001转801", ["邹例八", "曾例三", "陈例一"]),
        ("(0577)00000001-803", ["曾例三", "邹例八", "陈例一"]),
        ("0577-0000-0309", ["解例九"]),
        ("0000-0309", ["解例九"]),
        ("0102", []),
        ("20000000102", []),
        ("", []),
        ("不详", []),
    ],
)
def test_who_is_behind_a_number(book, shown, found):
    assert names(book.by_number(shown)) == found


def test_a_person_added_by_somebody_else_is_found_at_once(book, desk, by):
    assert book.find("冼例十") == []
    with desk.opened.store.writing(by=by) as tx:
        person = Person(id=uuid4(), name="冼例十", version=1)
        tx.session.add(person)
        lines.write(tx, books.AUDIT, ActKind.IMPORT, "one", at=desk.clock.now(), about=[person])

    assert names(book.find("xianlishi")) == ["冼例十"]


def test_readings_are_kept_likeliest_first_and_fit_their_columns():
    assert readings("单例二")[:2] == ("shan li er", "dan li er")
    assert readings("尉迟例一")[0] == "yu chi li yi"
    assert columns("陈例一")[1].split(";")[0] == "cly"
    assert columns("") == ("", "")
    long = columns("重" * 60)
    assert len(long[0]) <= 200 and len(long[1]) <= 60


def test_a_line_is_the_same_with_and_without_its_area_code():
    assert same_line("057700000001", "00000001") and same_line("00000001", "057700000001")
    assert not same_line("10000000001", "00000001") and not same_line("0577000000019", "00000001")
