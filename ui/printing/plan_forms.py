"""任务卡 and 预案上墙图: what each post does in a response, and a whole plan on one page for the wall."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.plans import LEVELS, START, Card, Level, PlanText, shown
from console.domain.realm import WATERMARK
from ui.printing.form import Block, Column, Form, Lines, Pair, Pairs, Row, Section, Signature
from ui.printing.layout import lay_out
from ui.printing.parts import Print, content_digest, footer, numbered, zh
from ui.printing.station import Station

_CARDS = (
    ("post", 0, 26), ("person", 0, 20), ("action", 1.6, 0), ("standard", 1, 0), ("due", 0, 28), ("evidence", 0, 22),
)  # fmt: skip
_ONCE = {"action": (1.3, 0), "post": (1.7, 0), "standard": (1.0, 0), "due": (0, 34), "levels": (0, 20)}
_WALL = (("post", 0, 30), ("action", 2, 0), ("standard", 1, 0), ("due", 0, 34))
_BY_HAND = 4


@dataclass(frozen=True, slots=True)
class Handed:
    """Whom a card went to in a response, and until when."""

    person: str = ""
    phone: str = ""
    due_at: datetime | None = None


def due_words(card: Card, milestones: Mapping[str, str]) -> str:
    """启动后 60 分钟内, 台风登陆后 2 小时内: hours and days where they are whole."""
    after = zh("plans.after.start") if card.after == START else milestones.get(card.after, card.after)
    for size, unit in ((1_440, "days"), (60, "hours")):
        if card.due_minutes % size == 0:
            return zh(f"plans.due.{unit}", after=after, count=card.due_minutes // size)
    return zh("plans.due.minutes", after=after, count=card.due_minutes)


def milestone_names(level: Level) -> dict[str, str]:
    return {one.code: one.name for one in level.milestones}


def task_cards_form(
    plan: PlanText, level: Level, about: Print, *, number: str = "", cause: str = "",
    handed: Mapping[str, Handed] | None = None, post: str = "",
) -> Form:  # fmt: skip
    """The cards of a level, of one ``post`` alone or of all; ``handed`` by a card's code, of a running response."""
    station, names, given = Station(about.zone), milestone_names(level), handed or {}
    cards = [card for card in level.cards if not post or card.post == post]
    people = dict.fromkeys(f"{one.person} {one.phone}".strip() for card in cards if (one := given.get(card.code)))
    pairs = (
        Pair(zh("plans.title"), f"{plan.title}（{plan.code}）", wide=True),
        Pair(zh("plans.level"), zh("plans.level_of", level=shown(level.level))),
        Pair(zh("plans.starter"), level.starter),
        Pair(zh("responses.cause"), cause, wide=True),
        Pair(zh("plans.card.post"), post or zh("print.plan.all_posts")),
        Pair(zh("print.plan.people"), zh("list.join").join(one for one in people if one) if post else ""),
    )
    if number and not post:
        pairs = pairs[:-1]  # whose each card is stands in its row
    blocks = numbered(
        (
            Pairs(zh("print.plan.about"), pairs),
            _cards(cards, names, station, given),
            Lines(zh("print.plan.feedback"), _BY_HAND, 9.0),
        )
    )
    return Form(
        title=zh("forms.kind.task_card"),
        number=number,
        subtitle=(f"{about.site}　{number}".strip(),),
        blocks=blocks,
        signatures=tuple(Signature(zh(f"print.plan.box.{name}")) for name in ("giver", "taker")),
        signatures_title=zh("print.signatures"),
        footer=footer(about, number or plan.code, content_digest(number, blocks)),
        watermark=WATERMARK[about.realm],
        kind="task_card",
    )


def _cards(cards: Sequence[Card], names: Mapping[str, str], station: Station, given: Mapping[str, Handed]) -> Section:
    rows = []
    for card in cards:
        whose = given.get(card.code, Handed())
        due = due_words(card, names)
        if whose.due_at is not None:
            due = f"{due}\n{station.minute(whose.due_at)}"
        action = f"{card.action}\n{zh('plans.card.needs')}：{card.needs}" if card.needs else card.action
        rows.append(Row((_post(card), whose.person, action, card.standard, due, card.evidence)))
    return Section(zh("plans.cards"), "", _columns(_CARDS), tuple(rows), zh("print.none"))


def _post(card: Card) -> str:
    return "\n".join(part for part in (card.unit, card.post) if part)


def wall_form(plan: PlanText, about: Print, *, large: bool = False) -> Form:
    """The whole plan on one page, as full as one page can be; only a plan too long for the smallest type has a second.

    By level a row a card, then without standards; each task once with the levels it is of, then without standards; by
    level a row a post. What does not fit so is set smaller: on A3 it reads as other prints do on A4.
    """
    ways = (replace(_wall(plan, about, blocks), fine=fine) for fine in _FINE for blocks in _WAYS)
    found = next((form for form in ways if len(lay_out(form).pages) == 1), None)
    return replace(found or _wall(plan, about, _tasks_short), large=large)


Rows = Callable[[Level], tuple[tuple[str, ...], list[Row]]]
"""Columns and rows of a level's tasks."""


def _wall(plan: PlanText, about: Print, blocks: Callable[[PlanText], list[Block]]) -> Form:
    done = numbered(blocks(plan))
    edition = " ".join(part for part in (plan.code, plan.edition) if part)
    return Form(
        title=plan.title,
        number="",
        subtitle=(zh("print.plan.wall_head", edition=edition, owner=plan.owner or zh("print.none")),),
        blocks=done,
        footer=footer(about, plan.code, content_digest(plan.code, done)),
        watermark=WATERMARK[about.realm],
        kind="plan_wall",
    )


def _by_level(rows: Rows) -> Callable[[PlanText], list[Block]]:
    """The levels, and a table of tasks for each of them."""

    def made(plan: PlanText) -> list[Block]:
        blocks: list[Block] = [_levels(plan)]
        for level in plan.levels:
            names, told = rows(level)
            columns = _columns([one for one in _WALL if one[0] in names])
            title = zh("print.plan.level_tasks", level=shown(level.level))
            blocks.append(Section(title, level.organisation, columns, tuple(told), zh("print.none"), dense=True))
        return blocks

    return made


def _once(standards: bool) -> Callable[[PlanText], list[Block]]:
    """The levels with who leads, and one table: each task once, whose it is, and the levels it is of."""
    names = ("action", "post", "standard", "due", "levels") if standards else ("action", "post", "due", "levels")
    columns = [(name, *_ONCE[name]) for name in names]

    def made(plan: PlanText) -> list[Block]:
        rows = []
        for (action, standard, due, levels), whose in _tasks_once(plan, standards=standards).items():
            told = {
                "action": action, "post": zh("list.join").join(whose), "standard": standard, "due": due,
                "levels": "".join(shown(level) for level in levels),
            }  # fmt: skip
            rows.append(Row(tuple(told[name] for name in names)))
        table = Section(zh("print.plan.tasks"), "", _columns(columns), tuple(rows), zh("print.none"), dense=True)
        return [_levels(plan, led=True), table]

    return made


def _tasks_once(plan: PlanText, *, standards: bool) -> dict[tuple[str, str, str, tuple[str, ...]], list[str]]:
    """Whose each task is, by what it says and the levels that have it so; those of the lowest level first."""
    levels = [level for name in LEVELS[::-1] if (level := plan.at(name)) is not None]
    of: dict[tuple[str, str, str, str], list[str]] = {}
    for level in levels:
        names = milestone_names(level)
        for card in level.cards:
            said = (_whose(card), card.action, card.standard if standards else "", due_words(card, names))
            if level.level not in of.setdefault(said, []):
                of[said].append(level.level)
    made: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
    for (whose, *said), held in of.items():
        made.setdefault((said[0], said[1], said[2], tuple(held)), []).append(whose)
    return made


def _full_row(level: Level) -> tuple[tuple[str, ...], list[Row]]:
    names = milestone_names(level)
    rows = [Row((_whose(card), card.action, card.standard, due_words(card, names))) for card in level.cards]
    return ("post", "action", "standard", "due"), rows


def _short_row(level: Level) -> tuple[tuple[str, ...], list[Row]]:
    names = milestone_names(level)
    return ("post", "action", "due"), [
        Row((_whose(card), card.action, due_words(card, names))) for card in level.cards
    ]  # fmt: skip


def _posts(level: Level) -> tuple[tuple[str, ...], list[Row]]:
    """All tasks of a post in one cell, each with its time limit."""
    names, posts = milestone_names(level), dict[str, list[str]]()
    for card in level.cards:
        posts.setdefault(_whose(card), []).append(f"{card.action.rstrip('。')}（{due_words(card, names)}）")
    return ("post", "action"), [Row((post, "；".join(tasks) + "。")) for post, tasks in posts.items()]


def _whose(card: Card) -> str:
    return f"{card.unit} {card.post}".strip()


_tasks_short = _once(standards=False)
_FINE = (1.0, 1.2, 1.4, 1.6, 1.8)
"""How much smaller the wall plan is set than other prints, until it fits."""
_WAYS = (_by_level(_full_row), _by_level(_short_row), _once(standards=True), _tasks_short, _by_level(_posts))


def _levels(plan: PlanText, *, led: bool = False) -> Section:
    """When each level starts and ends and whose word starts it; ``led``: who leads stands there too."""
    rows = tuple(
        Row((
            zh("plans.level_of", level=shown(one.level)), one.starts_when,
            f"{one.starter}\n{one.organisation}".strip() if led else one.starter, one.ends_when,
        ))
        for one in plan.levels
    )  # fmt: skip
    starter = Column(zh("plans.starter"), 1.2) if led else Column(zh("plans.starter"), 0, 30)
    columns = (
        Column(zh("plans.level"), 0, 24), Column(zh("plans.starts_when"), 2), starter,
        Column(zh("plans.ends_when"), 1.4),
    )  # fmt: skip
    return Section(zh("print.plan.levels"), "", columns, rows, zh("print.none"), dense=True)


def _columns(named: Sequence[tuple[str, float, float]]) -> tuple[Column, ...]:
    return tuple(Column(zh(f"plans.card.{name}"), weight, width) for name, weight, width in named)


def empty_plan_form(kind: str, about: Print) -> Form:
    """Every field and table each of them can have, for whoever makes the county's form."""
    level = Level("I", "", "")
    plan = PlanText("-", "-", "special", levels=tuple(Level(one, "", "") for one in LEVELS))
    if kind == "plan_wall":
        every = [*_by_level(_full_row)(plan), _once(standards=True)(plan)[-1]]
        return _wall(plan, about, lambda _plan: every)
    return task_cards_form(plan, level, about, number="-")
