"""How the page of one warning is laid out: the head, what it is about, three columns, the hands, the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui import actions, theme
from ui.panels.record_part import RecordPart
from ui.panels.warnings_sends import WarningRecord
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.turning import Turning
from ui.widgets.warning_checks import WarningChecks
from ui.widgets.warning_editor import WarningEditor
from ui.widgets.warning_foot import WarningFoot
from ui.widgets.warning_hands import WarningHands
from ui.widgets.warning_head import WarningHead
from ui.widgets.warning_news import WarningNews

_MIDDLE, _RIGHT = 420, 330


class _Inside(QWidget):
    """Scrolled only where its parts cannot be as low as they may: boxes and tables of it scroll themselves. A scrolled
    page asks for what its parts would like to have."""

    def heightForWidth(self, width: int) -> int:
        return self.layout().totalMinimumHeightForWidth(width)


class _Rest(Card):
    """Takes what others leave: what its lines would like to have presses nobody together."""

    def __init__(self, title: str, *, flush: bool = False) -> None:
        super().__init__(title, flush=flush)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        return False


class WarningLayout(Turning, RecordPart):
    """The page makes its parts and calls ``_lay_out``."""

    editor: WarningEditor
    head: WarningHead
    hands: WarningHands
    checks: WarningChecks
    foot: WarningFoot
    news: WarningNews
    record: WarningRecord
    steps: RowTable
    standard: KeyButton
    tick: KeyButton
    all: KeyButton
    go_area: KeyButton
    go_channels: KeyButton

    def _lay_out(self) -> None:
        editor = self.editor
        self.elsewhere = Word("warning.elsewhere", role="error")
        self.ask_standard = Word("", role="caution")
        self.headline = Word(role="title")
        for word in (self.elsewhere, self.ask_standard, self.headline):
            word.setWordWrap(True)
        for word in (self.elsewhere, self.ask_standard):
            word.hide()
        self.said = QWidget()
        self._said = QHBoxLayout(self.said)
        self._said.setContentsMargins(0, 0, 0, 0)
        for word in (self.ask_standard, self.elsewhere):
            self._said.addWidget(word, 1)
        self.strip = QWidget()
        strip = QVBoxLayout(self.strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.addWidget(editor.facts)
        strip.addWidget(self.said)
        self._strip = strip
        self.channels_card = Card("warning.channels")
        for tool in (self.tick, self.all, self.go_channels):
            self.channels_card.tools.addWidget(tool)
        self.channels_stack = QStackedWidget()
        self.channels_stack.addWidget(editor.channels)
        self.channels_stack.addWidget(self.record)
        self.channels_card.body.addWidget(self.channels_stack, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._texts_card(), 5)
        self._columns.addWidget(self.channels_card, 5)
        self._columns.addWidget(self._side(), 4)
        self.inside = _Inside()
        self.turns_with(self.inside)
        self._whole = QVBoxLayout(self.inside)
        self._whole.setContentsMargins(0, 0, 0, 0)
        for part in (self.headline, self.strip):
            self._whole.addWidget(part)
        self._whole.addLayout(self._columns, 1)
        self._outside = QVBoxLayout(self)
        self._outside.setContentsMargins(0, 0, 0, 0)
        self._outside.addWidget(self.head)
        self._outside.addWidget(self.news)
        self._outside.addWidget(scrolling(self.inside), 1)
        self._outside.addWidget(self.hands)
        self._outside.addWidget(self.foot)

    def _texts_card(self) -> Card:
        self.texts_card = Card("warning.texts")
        self.texts_card.head.hide()  # each box says what it is
        self.editor.texts.boxes["full"].top.addWidget(self.standard)
        self.texts_card.body.addWidget(self.editor.texts, 1)
        return self.texts_card

    def _side(self) -> QWidget:
        editor = self.editor
        self.area_card = Card("warning.area")
        self.checks_card, self.steps_card = _Rest("warning.checks"), _Rest("warning.steps", flush=True)
        self.area_card.tools.addWidget(self.go_area)
        both = QHBoxLayout()
        for name, part in (("places", editor.places), ("groups", editor.groups)):
            both.addWidget(Field(f"warning.field.{name}", part), 1, Qt.AlignmentFlag.AlignTop)
        self._both_fields = both
        self.area_card.body.addLayout(both)
        self.area_field = Field("warning.field.area_words", editor.area_words)
        self.area_field.label.hide()  # what it is for stands in it while it is empty
        words_and_map = QHBoxLayout()
        words_and_map.addWidget(self.area_field, 1)
        words_and_map.addWidget(editor.drawn.button)
        self._words_and_map = words_and_map
        self.area_card.body.addLayout(words_and_map)
        self.area_card.body.addWidget(editor.drawn)
        self.checks_again = KeyButton("do.check_again", actions.key_of("check_again"), kind="quiet", small=True)
        self.checks_card.tools.addWidget(self.checks_again)
        self.checks_card.body.addWidget(self.checks, 1)
        self.steps_card.body.addWidget(self.steps, 1)
        side = QWidget()
        self._side_column = QVBoxLayout(side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.addWidget(self.area_card)
        self._side_column.addWidget(self.checks_card, 1)
        self._side_column.addWidget(self.steps_card, 1)
        return side

    def turn(self) -> None:
        """The three columns stand beside each other; where large type leaves no room for that, above each other."""
        using = theme.current()
        needs = using.px(300) + using.px(_MIDDLE) + using.px(_RIGHT)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if self.width() >= needs else ways.TopToBottom)

    def give_room(self, *, out: bool) -> None:
        """What went out is a record of the channels: they need more of the page than texts nobody changes."""
        for at, share in enumerate((4, 8, 4) if out else (5, 5, 4)):
            self._columns.setStretch(at, share)

    def restyle(self) -> None:
        using = theme.current()
        for layout, gap in (
            (self._columns, 10), (self._whole, 6), (self._outside, 4), (self._side_column, 8), (self._said, 12),
            (self._strip, 4), (self._both_fields, 10),
            (self._words_and_map, 8),
        ):  # fmt: skip
            layout.setSpacing(using.px(gap))
        self.steps.setMinimumHeight(using.px(34) + 2 + 3 * using.compact_row)
        self.turn()
