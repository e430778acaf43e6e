"""预案库: plans by kind and by what is wrong with them, the levels and task cards of one, its document."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.files import FileRow
from console.domain.people import Action as Permission
from console.domain.plan_findings import StalePlan
from console.domain.plans import LEVELS, Coverage, Level, PlanKind, PlanRow, PlanText, Tier, shown
from console.domain.plans import Card as TaskCard
from console.errors import Refused
from ui import actions, theme
from ui.models.plan_rows import PlanLine, Sieve, card_model, plan_model, said_day, stale_lines, stale_model
from ui.panels.acting_part import Verb
from ui.panels.plans_files import PlansFiles
from ui.panels.plans_keeping import PlansKeeping
from ui.panels.plans_mending import PlansMending
from ui.panels.plans_part import PlansPart
from ui.plan_prints import PlanCards, WallPlan
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

ANY = ""
FACTS = ("plans.of", "plans.issued", "plans.filed", "plans.reviewed", "plans.document")
EDIT_LEVEL, NEW_LEVEL, RETIRE = "Alt+L", "Alt+Shift+L", "Alt+Q"
CARD, NEW_CARD, DROP_CARD = "Alt+K", "Alt+Shift+K", "Alt+X"
IMPORT, UNDO, TEMPLATE, EXPORT = "Ctrl+Shift+I", "Ctrl+Shift+Z", "Ctrl+Shift+T", actions.key_of("export")
ATTACH, OPEN_FILE, MEND = "Ctrl+Shift+A", "Alt+O", "Alt+U"
LARGE, CARDS = "Alt+W", "Ctrl+Shift+P"
"""Keys of this part alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """The plan that is shown, with its document."""

    row: PlanRow
    text: PlanText
    files: tuple[FileRow, ...]
    type_name: str
    stale: StalePlan | None

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for; ``all_plans`` says how many there are, listed or not."""

    lines: tuple[PlanLine, ...]
    told: Told | None
    coverage: Coverage
    types: tuple[tuple[str, str], ...]


class LibraryPage(PlansPart):
    """``open_item`` shows a plan."""

    topics = frozenset({Topic.PLANS, Topic.CONTACTS})

    def build(self) -> None:
        self.kind_wanted, self.tier_wanted, self.sieve_wanted = ANY, ANY, Sieve.ALL
        self.types: dict[str, str] = {}
        self.table = RowTable(plan_model())
        self.table.call("plans.library")
        self.tasks = RowTable(card_model(self._milestones), compact=True)
        self.tasks.call("plans.cards")
        self._words_and_buttons()
        self.keeping = PlansKeeping(self, self._seat, self._ask)
        self.papers = PlansFiles(self, self._seat, self._ask)
        self.mending = PlansMending(self)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    def _words_and_buttons(self) -> None:
        self.kind = Choice((ANY, *PlanKind), lambda one: words.say(f"plan.kind.{one.value}" if one else "plans.any"))
        self.kind.call("plans.filter_kind")
        self.tier = Choice((ANY, *Tier), lambda one: words.say(f"plan.tier.{one.value}" if one else "plans.any_tier"))
        self.tier.call("plans.filter_tier")
        self.sieve = Choice(list(Sieve), lambda sieve: words.say(f"plans.sieve.{sieve.value}"))
        self.sieve.call("plans.sieve")
        self.search = SearchBox("plans.find")
        self.facts = Facts(FACTS)
        self.level = Choice((), lambda level: words.say("plans.level_response", level=shown(level)))
        self.level.call("plans.level")
        self.level_text = Word(role="secondary")
        self.level_text.setWordWrap(True)
        self.wrong = RowTable(stale_model(), compact=True)
        self.wrong.call("plans.stale")
        self.wrong.hide()
        key = actions.key_of
        self.start = KeyButton("responses.start", key("plan_start"), kind="primary")
        self.edit = KeyButton("plans.edit", key("correct"))
        self.new = KeyButton("plans.new", key("new_line"), icon="plus")
        self.edit_level = KeyButton("plans.level_edit", EDIT_LEVEL)
        self.new_level = KeyButton("plans.level_new", NEW_LEVEL)
        self.edit_card, self.new_card = KeyButton("plans.card_edit", CARD), KeyButton("plans.card_new", NEW_CARD)
        self.drop_card = KeyButton("plans.card_drop", DROP_CARD)
        self.bring, self.template = KeyButton("plans.import", IMPORT), KeyButton("plans.template", TEMPLATE)
        self.take_out = KeyButton("log.export", EXPORT)
        self.undo, self.mend = KeyButton("contacts.undo", UNDO), KeyButton("plans.mend", MEND)
        self.attach, self.open_file = KeyButton("plans.attach", ATTACH), KeyButton("plans.open_file", OPEN_FILE)
        self.wall = KeyButton("plans.wall", key("print"), icon="print")
        self.wall_large, self.cards = KeyButton("plans.wall_large", LARGE), KeyButton("responses.cards", CARDS)
        self.retire = KeyButton("plans.retire", RETIRE, kind="quiet")
        self.empty = Empty("plans.empty", "plans.import", IMPORT)

    def load(self) -> Shown:
        ask, sieve, tier = self._ask, self.sieve_wanted, self.tier_wanted
        asked = ask.plans.rows(self._words, kind=self.kind_wanted, retired=sieve is Sieve.RETIRED)
        rows = [row for row in asked if tier in (ANY, row.tier.value)]
        today = ask.plans.today()
        stale = {one.plan_id: one for one in ask.plan_checks.stale()}
        counted = (PlanLine(row, today, len(stale[row.id].found) if row.id in stale else 0) for row in rows)
        lines = tuple(line for line in counted if line.let_through(sieve))
        types = tuple((one.code, one.name) for one in ask.event_types.rows())
        found = next((line for line in lines if line.id == self._wanted), lines[0] if lines else None)
        told = self._tell(found.row, dict(types), stale.get(found.id)) if found is not None else None
        return Shown(lines, told, ask.plans.coverage(), types)

    def _tell(self, row: PlanRow, types: dict[str, str], stale: StalePlan | None) -> Told:
        files = tuple(self._ask.files.of(row.id))
        return Told(row, self._ask.plans.text(row.id), files, types.get(row.event_type, ""), stale)

    def present(self, result: Shown) -> None:
        self.types = dict(result.types)
        filtered = bool(self._words or self.kind_wanted or self.tier_wanted) or self.sieve_wanted is not Sieve.ALL
        self.empty.say("plans.none_found" if filtered else "plans.empty")
        self.card.caption.say("plans.count", count=len(result.lines), structured=result.coverage.structured)
        self._read = result.told
        self.show_list(result.lines, result.told)

    @property
    def told(self) -> Told | None:
        """What is read about the chosen plan; None while it is another's."""
        told: Told | None = self.read_of_chosen()
        return told

    def chosen_level(self) -> Level | None:
        told = self.told
        return told.text.at(self.level.value()) if told is not None and self.level.value() else None

    def chosen_card(self) -> TaskCard | None:
        card: TaskCard | None = self.tasks.chosen_row() if self.chosen_level() is not None else None
        return card

    def open_item(self, plan_id: UUID) -> None:
        self._wanted = plan_id
        if not self.table.choose(plan_id):
            self.reload_now()

    # what is shown

    def _show(self, told: Told | None) -> None:
        self._read = told
        if told is None:
            self.tasks.show_rows(())
        else:
            self._wanted = told.row.id
            self._say_facts(told)
            held = self.level.value()
            levels = [one.level for one in told.text.levels]
            if self.level.values() != levels:
                self.level.offer(levels)
                if held not in levels and levels:
                    self.level.choose(levels[0])
            self._show_level()
        self.permit()

    def _say_facts(self, told: Told) -> None:
        row, none = told.row, words.say("print.none")
        self.sheet.title.show_text(row.title)
        self.retire.say("plans.retire" if row.active else "plans.restore")
        kind, tier = words.say(f"plan.kind.{row.kind.value}"), words.say(f"plan.tier.{row.tier.value}")
        of = (kind, tier, told.type_name, row.owner)
        self.facts.show_text("plans.of", "　".join(part for part in of if part))
        issued = "　".join(part for part in (row.edition, said_day(row.issued_on)) if part)
        self.facts.show_text("plans.issued", issued or none)
        self.facts.show_text("plans.filed", _filed(row) or none)
        self.facts.show_text("plans.reviewed", said_day(row.review_on) or none)
        document = "　".join(one.name for one in told.files)
        self.facts.show_text("plans.document", document or words.say("plans.no_document"))
        self.wrong.show_rows(stale_lines(told.stale))
        self.mend.setVisible(bool(told.stale and told.stale.found))
        self.wrong.setVisible(bool(self.wrong.rows_model.rows()))

    def _show_level(self) -> None:
        level = self.chosen_level()
        self.level.setVisible(level is not None)
        if level is None:
            self.level_text.say("plans.no_level")
            self.tasks.show_rows(())
            return
        parts = [words.say("plans.level_starts", text=level.starts_when, starter=level.starter)]
        parts += [words.say("plans.level_ends", text=level.ends_when)] if level.ends_when else []
        parts += [words.say("plans.level_led", text=level.organisation)] if level.organisation else []
        self.level_text.show_text("\n".join(parts))
        self.tasks.show_rows(level.cards)

    def show_card(self, level: str, code: str) -> None:
        """That card of the plan that is shown."""
        self.level.choose(level)
        self._show_level()
        self.tasks.choose(code)

    def _milestones(self) -> dict[str, str]:
        level = self.chosen_level()
        return {one.code: one.name for one in level.milestones} if level is not None else {}

    def possible(self, widget: QWidget) -> bool:
        told = self.told
        if told is None:
            return widget in (self.new, self.bring, self.undo, self.empty.button)
        if widget in (self.edit_card, self.drop_card):
            return self.chosen_card() is not None
        if widget in (self.edit_level, self.new_card, self.cards):
            return self.chosen_level() is not None
        fuller = {
            self.start: told.row.active and len(told.text.levels),
            self.open_file: len(told.files),
            self.mend: self.mending.possible(),
        }
        if widget is self.new_level:
            return len(told.text.levels) < len(LEVELS)
        return bool(fuller.get(widget, True))  # type: ignore[call-overload]

    # what the officer does

    def ask_start(self) -> None:
        if self.told is not None:
            self.start_asked.emit(self.told.row.id)

    def ask_wall(self) -> None:
        if self.told is None:
            self.refused.emit(Refused("nothing_to_print"))
            return
        self.print_asked.emit(WallPlan(self.told.row.id))

    def ask_wall_large(self) -> None:
        if self.told is not None:
            self.print_asked.emit(WallPlan(self.told.row.id, large=True))

    def ask_cards(self) -> None:
        level = self.chosen_level()
        if self.told is not None and level is not None:
            self.print_asked.emit(PlanCards(self.told.row.id, level.level))

    # the rest of a page

    def _connect(self) -> None:
        keep, papers, edit = self.keeping, self.papers, Permission.EDIT_PLANS
        key = actions.key_of
        verbs: dict[str, Verb] = {
            "plan_new": (key("new_line"), self.new, keep.ask_new, edit),
            "plan_edit": (key("correct"), self.edit, keep.ask_edit, edit),
            "plan_level": (EDIT_LEVEL, self.edit_level, keep.ask_level, edit),
            "plan_level_new": (NEW_LEVEL, self.new_level, keep.ask_new_level, edit),
            "plan_card": (CARD, self.edit_card, keep.ask_card, edit),
            "plan_card_new": (NEW_CARD, self.new_card, keep.ask_new_card, edit),
            "plan_card_drop": (DROP_CARD, self.drop_card, keep.ask_drop_card, edit),
            "plan_retire": (RETIRE, self.retire, keep.ask_retire, edit),
            "plan_attach": (ATTACH, self.attach, papers.ask_document, edit),
            "plan_open": (OPEN_FILE, self.open_file, papers.open_document, None),
            "plan_wall": (key("print"), self.wall, self.ask_wall, Permission.PRINT),
            "plan_wall_large": (LARGE, self.wall_large, self.ask_wall_large, Permission.PRINT),
            "plan_cards": (CARDS, self.cards, self.ask_cards, Permission.PRINT),
            "plan_import": (IMPORT, self.bring, papers.ask_import, edit),
            "plan_import_undo": (UNDO, self.undo, papers.ask_undo, edit),
            "plan_mend": (MEND, self.mend, self.mending.mend, None),
            "plan_export": (EXPORT, self.take_out, papers.ask_export, Permission.EXPORT),
            "plan_template": (TEMPLATE, self.template, papers.ask_template, None),
            "more": (key("more"), self.more, self.more.open_menu, None),
            "plan_begin": ("", self.start, self.ask_start, Permission.RESPONSES),
        }
        self.bind_verbs(verbs)
        self.listen(edit, papers.ask_import)
        self.table.opened.connect(lambda _line: self._press(self.edit))
        self.tasks.chosen.connect(lambda _card: self.permit())
        self.wrong.chosen.connect(lambda _line: self.permit())
        self.wrong.opened.connect(lambda _line: self._press(self.mend))
        self.tasks.opened.connect(lambda _card: self._press(self.edit_card))
        self.level.picked.connect(lambda _level: self._pick_level())
        self.kind.picked.connect(self._filter_kind)
        self.tier.picked.connect(self._filter_tier)
        self.sieve.picked.connect(self._filter_sieve)

    @staticmethod
    def _press(button: KeyButton) -> None:
        if button.isEnabled():
            button.click()

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "mending"):
            for button in (self.open_file, self.mend):
                button.setEnabled(self.possible(button))

    def _pick_level(self) -> None:
        self._show_level()
        self.permit()

    def _filter_kind(self, kind: str) -> None:
        self.kind_wanted = str(kind)
        self.reload_now()

    def _filter_tier(self, tier: str) -> None:
        self.tier_wanted = str(tier)
        self.reload_now()

    def _filter_sieve(self, sieve: Sieve) -> None:
        self.sieve_wanted = sieve
        self.reload_now()

    def _lay_out(self) -> None:
        self.card, self.sheet = Card("plans.library", flush=True), Card("plans.title")
        self.sheet.wrap_title()
        self.tools = Lines()
        for widget in (self.search, self.kind, self.tier, self.sieve):
            self.tools.flow.addWidget(widget)
        self.card.body.addWidget(self.tools)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet.tools.addWidget(self.level)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        for part, share in ((self.facts, 0), (self.level_text, 0), (self.tasks, 3), (self.wrong, 1)):
            column.addWidget(part, share)
        self.sheet.body.addWidget(scrolling(shown), 1)
        self.bar = Lines()
        self.more = MoreButton(self)
        for button in (self.edit, self.edit_level, self.edit_card, self.mend, self.wall, self.new, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold(
            (self.new_level, self.new_card, self.drop_card),
            (self.attach, self.open_file, self.wall_large, self.cards),
            (self.bring, self.undo, self.take_out, self.template),
            (self.retire,),
        )
        self.bar.flow.add_last(self.start)
        self.lay_beside(self.bar, 6, 7)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self.tools.setContentsMargins(edge, using.px(8), edge, using.px(4))
        self.search.setFixedWidth(using.px(170))
        self.space_beside()
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.wrong.setMinimumHeight(using.px(34) + 2 + 2 * using.compact_row)
        self.tasks.setMinimumHeight(using.px(34) + 2 + 4 * using.compact_row)


def _filed(row: PlanRow) -> str:
    """When and under which number; until when it must be, where it is not."""
    if row.filed_on is not None:
        return "　".join(part for part in (said_day(row.filed_on), row.filing_number) if part)
    return words.say("plans.file_by", day=said_day(row.file_by)) if row.file_by is not None else ""
