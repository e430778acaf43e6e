"""A row of a list of people against the person of the store it is about: what it adds, ends and changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.domain.contact_book import written
from console.domain.contact_cells import Phone, line_of
from console.domain.contact_table import ContactRow, Duty


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number of a person that counts today."""

    id: str
    kind: str
    number: str
    digits: str
    extension: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post somebody holds today."""

    id: str
    organisation: str
    title: str
    rank: str
    unit: str = ""


@dataclass(slots=True)
class KnownPerson:
    """Somebody of the store with what counts today."""

    id: str
    name: str
    staff_number: str
    remark: str
    left: bool = False
    """Has gone: only a personnel number says that a row means them again."""
    posts: list[KnownPost] = field(default_factory=list)
    numbers: list[KnownNumber] = field(default_factory=list)

    @property
    def mobiles(self) -> set[str]:
        return {number.digits for number in self.numbers if number.kind == "mobile"}


@dataclass(frozen=True, slots=True)
class Change:
    """A row and the person it is about; ``units`` are the ids of its duties' units, None where still to be made."""

    row: ContactRow
    person: KnownPerson | None
    units: tuple[str | None, ...]

    @property
    def duties(self) -> list[tuple[str | None, Duty]]:
        """Every post the row names, with the id of its unit."""
        return list(zip(self.units, self.row.duties, strict=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row changes about a person: ``column`` is a field of ``contact.column``, empty text is nothing."""

    column: str
    before: str
    after: str


def differs(change: Change) -> bool:
    """Whether the store does not yet say what the row says."""
    row, person = change.row, change.person
    if person is None:
        return True
    if person.name != row.name or (row.staff_number and person.staff_number != row.staff_number):
        return True
    if "remark" in row.fields and person.remark != row.remark:
        return True
    if person.left or posts_to_end(change) or posts_to_add(change):
        return True
    return bool(
        numbers_to_end(change)
        or any(old is None or old_differs(old, phone, order) for old, phone, order in numbers_now(change))
    )


def posts_to_end(change: Change) -> list[KnownPost]:
    """Posts the person holds no longer: others in the units of the row, and by personnel number those elsewhere."""
    row, person = change.row, change.person
    if person is None or not row.unit:
        return []
    mine = [post for post in person.posts if row.staff_number or post.organisation in change.units]
    if "post" not in row.fields:
        return [post for post in mine if post.organisation not in change.units]
    return [post for post in mine if not any(_is_post(post, *duty) for duty in change.duties)]


def posts_to_add(change: Change) -> list[Duty]:
    """Posts of the row the person does not hold yet."""
    row, held = change.row, change.person.posts if change.person else []
    if "post" not in row.fields:
        return [duty for unit, duty in change.duties if not any(post.organisation == unit for post in held)]
    return [duty for unit, duty in change.duties if not any(_is_post(post, unit, duty) for post in held)]


def _is_post(post: KnownPost, unit: str | None, duty: Duty) -> bool:
    return (post.organisation, post.title, post.rank) == (unit, duty.post, duty.rank)


def numbers_to_end(change: Change) -> list[KnownNumber]:
    """Numbers of the kinds the table has columns for that the row no longer names."""
    if change.person is None:
        return []
    said = {_line(phone) for phone in change.row.numbers}
    return [
        number for number in change.person.numbers if number.kind in change.row.covers and _line(number) not in said
    ]


def numbers_now(change: Change) -> list[tuple[KnownNumber | None, Phone, int]]:
    """Each number of the row in dial order with the one of the store it is, if any."""
    known = {_line(number): number for number in (change.person.numbers if change.person else ())}
    return [(known.get(_line(phone)), phone, order) for order, phone in enumerate(change.row.numbers, 1)]


def _line(one: Phone | KnownNumber) -> tuple[str, str]:
    return line_of(one.number, one.digits, one.extension)


def old_differs(old: KnownNumber, phone: Phone, order: int) -> bool:
    """Whether a number of the store is of another kind, labelled or dialled in another order.

    One that is the same line but otherwise written (+86, brackets) is no difference.
    """
    return (old.kind, old.label, old.order) != (phone.kind, phone.label, order)


def differences(change: Change) -> tuple[Difference, ...]:
    """What the row changes about somebody who is known, field by field: shown before it is applied."""
    row, person = change.row, change.person
    if person is None:
        return ()
    made = [Difference("name", person.name, row.name)]
    if row.staff_number:
        made.append(Difference("staff_number", person.staff_number, row.staff_number))
    if "remark" in row.fields:
        made.append(Difference("remark", person.remark, row.remark))
    ended = "、".join(f"{post.unit} {post.title} {post.rank}" for post in posts_to_end(change))
    added = "、".join(f"{duty.unit[-1]} {duty.post} {duty.rank}" for duty in posts_to_add(change))
    made.append(Difference("post", ended, added))
    ends = {number.id for number in numbers_to_end(change)}
    now = numbers_now(change)
    if ends or any(old is None or old_differs(old, phone, order) for old, phone, order in now):
        said = {old.id for old, _, _ in now if old}
        before = [written(one.number, one.extension) for one in person.numbers if one.id in ends | said]
        after = [written(phone.number, phone.extension) for _, phone, _ in now]
        made.append(Difference("numbers", "、".join(before), "、".join(after)))
    return tuple(one for one in made if one.before != one.after)
