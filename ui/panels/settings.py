"""The settings: pages in a list at the left, the chosen one at the right. Each page is a small panel of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console import words
from console.changes import Changes, Topic
from console.seat_file import SeatFile
from console.services.accounts import AccountsService
from console.services.contacts import ContactsService
from console.services.copies import CopiesService
from console.services.health import HealthService
from console.services.lists import ListsService
from console.services.places import PlacesService
from console.services.ready import ReadyService
from console.services.settings import SettingsService
from ui import actions, theme
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.pages import PagesPanel
from ui.panels.pages_later import Make, PagesLater
from ui.panels.settings_contacts import ContactsPage
from ui.panels.settings_copies import CopiesPage
from ui.panels.settings_lists import ListsPage
from ui.panels.settings_numbers import NumbersPage
from ui.panels.settings_officers import OfficersPage
from ui.panels.settings_page import SettingsPage
from ui.panels.settings_places import PlacesPage
from ui.panels.settings_ready import ReadyPage, Seen
from ui.panels.settings_seat import CapFolder, SeatPage
from ui.panels.settings_setup import SetupBar
from ui.panels.settings_site import SitePage
from ui.prints import TestPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken

LIST_WIDTH = 148


class SettingsPanel(PagesPanel):
    """Pages of what counts here, and a walk through what a new county needs.

    Signals besides a panel's: ``language_asked`` (zh or en), ``theme_asked`` (name, size in px) for the window;
    ``seat_changed`` (SeatSettings) after the seat's file was written.
    """

    id = "settings"
    topics = frozenset(Topic)

    language_asked = Signal(str)
    theme_asked = Signal(str, int)
    seat_changed = Signal(object)
    panel_asked = Signal(str)
    print_asked = Signal(object)
    sound_test_asked = Signal()

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        settings: SettingsService,
        accounts: AccountsService,
        places: PlacesService,
        contacts: ContactsService,
        lists: ListsService,
        copies: CopiesService,
        ready: ReadyService,
        health: HealthService,
        seen: Seen,
        seat_file: SeatFile,
        drafts: Drafts | None = None,
        printers: Callable[[], Sequence[str]] | None = None,
        ask_file: Callable[[QWidget], str] | None = None,
        cap: CapFolder | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        lane = (jobs, seat, times)
        self.setup = SetupBar(*lane, ready=ready, seen=seen)
        makers: dict[str, Make] = {
            "site": lambda: SitePage(*lane, settings=settings, book=book),
            "numbers": lambda: NumbersPage(*lane, settings=settings),
            "officers": lambda: OfficersPage(*lane, accounts=accounts, book=book),
            "places": lambda: PlacesPage(*lane, places=places, ask_file=ask_file),
            "contacts": lambda: ContactsPage(*lane, contacts=contacts, ask_file=ask_file),
            "lists": lambda: ListsPage(*lane, lists=lists, book=book),
            "copies": lambda: CopiesPage(*lane, copies=copies),
            "seat": lambda: SeatPage(*lane, seat_file=seat_file, printers=printers, cap=cap),
            "ready": lambda: ReadyPage(*lane, ready=ready, health=health, seen=seen),
        }
        self.pages = PagesLater(makers, self._welcome)
        self.build()

    site = property(lambda self: self.pages["site"])
    numbers = property(lambda self: self.pages["numbers"])
    officers = property(lambda self: self.pages["officers"])
    places = property(lambda self: self.pages["places"])
    contacts = property(lambda self: self.pages["contacts"])
    lists = property(lambda self: self.pages["lists"])
    copies = property(lambda self: self.pages["copies"])
    seat_page = property(lambda self: self.pages["seat"])
    ready = property(lambda self: self.pages["ready"])

    def build(self) -> None:
        self.list = PageList(tuple(self.pages))
        for _ in self.pages:
            self.stack.addWidget(scrolling(QWidget()))
        self._lay_out()
        self._wire_setup()
        self.list.currentRowChanged.connect(self._turn_to)
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list)

    def _turn_to(self, row: int) -> None:
        page_id = tuple(self.pages)[row]
        self.pages[page_id]  # made before it is seen
        self.stack.setCurrentIndex(row)

    def _welcome(self, page_id: str, page: SettingsPage) -> None:
        """A page was made: it takes its place, and what it says, the panel says."""
        area = self.stack.widget(tuple(self.pages).index(page_id))
        page.setAutoFillBackground(False)
        area.setWidget(page)
        self.pass_on(page)
        if isinstance(page, SeatPage):
            page.language_asked.connect(self.language_asked)
            page.theme_asked.connect(self.theme_asked)
            page.seat_changed.connect(self.seat_changed)
            page.sound_test_asked.connect(self.sound_test_asked)
        if isinstance(page, ReadyPage):
            page.jump_asked.connect(self.go)
            page.setup_asked.connect(self.start_setup)

    def current_page(self) -> SettingsPage:
        return self.pages[tuple(self.pages)[self.stack.currentIndex()]]

    def show_page(self, page_id: str) -> SettingsPage:
        """Bring a page to the front: site, numbers, officers, places, contacts, lists, copies, seat, ready."""
        self.list.setCurrentRow(tuple(self.pages).index(page_id))
        return self.pages[page_id]

    def start_setup(self) -> None:
        """The walk through what a new county needs; it can be left and taken up again."""
        self.setup.start()

    def go(self, way: str) -> None:
        """A ready row's way: a page, a list (``list:routines``) or another panel (``panel:roster``)."""
        kind, _, name = way.rpartition(":")
        if kind == "panel":
            self.panel_asked.emit(name)
        elif kind == "list":
            self.show_page("lists")
            self.lists.show_list(name)
        elif name in self.pages:
            self.show_page(name)

    def show_person(self, name: str) -> None:
        """The contacts, looked through for that name."""
        self.show_page("contacts")
        self.contacts.find.setText(name)
        self.contacts.find.search_now()

    def note(self, changes: Changes) -> None:
        for page in (*self.pages.made.values(), self.setup):
            page.note(changes)

    def leave(self) -> bool:
        """A page with unsaved words comes to the front and says so."""
        for page_id, page in self.pages.made.items():
            if not page.leave():
                self.show_page(page_id)
                return False
        return True

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(12)
        whole.addWidget(self.setup)
        whole.addLayout(row, 1)

    def _wire_setup(self) -> None:
        self.pass_on(self.setup)
        self.setup.step_shown.connect(self.go)
        self.setup.asked.connect(self._ask_of_step)
        keys = {"setup_back": self._step_back, "setup_next": self._step_on, "check_again": self._check_again}
        bound = [actions.Action(key, handler) for key, handler in keys.items()]
        self._bound = actions.bind(self, bound, whole_window=False)

    def _check_again(self) -> None:
        page = self.current_page()
        if isinstance(page, ReadyPage):
            page.reload_now()

    def _step_on(self) -> None:
        if self.setup.isVisible():
            self.setup.go_on()

    def _step_back(self) -> None:
        if self.setup.isVisible():
            self.setup.back.click()

    def _ask_of_step(self, asked: str) -> None:
        if asked == "print:test":
            self.print_asked.emit(TestPage())
        elif asked == "sound:test":
            self.sound_test_asked.emit()
        else:
            self.go(asked)

    def sound_tested(self) -> None:
        """The sound was tried: what is said about it is an older try's."""
        for page in (self.setup, self.pages.made.get("ready")):
            if page is not None and page.isVisible():
                page.reload()


class PageList(Painted, Spoken, QListWidget):
    """The pages by their words; arrows choose."""

    def __init__(self, pages: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self.setItemDelegate(_Edged(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _ in self._pages:
            self.addItem(QListWidgetItem())
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        for at, page in enumerate(self._pages):
            self.item(at).setText(words.say(f"settings.page.{page}"))
        self.setAccessibleName(words.say("settings.pages"))

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedWidth(using.px(LIST_WIDTH))
        for at in range(self.count()):
            self.item(at).setSizeHint(QSize(0, using.px(36)))
        super().restyle()


class _Edged(QStyledItemDelegate):
    """The chosen page has an edge, so that it is not told by tint alone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        using, box = theme.current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        if chosen:
            painter.fillRect(box, using.colour("sel"))
            token = "accent" if using.name != "contrast" else "focussel"
            painter.fillRect(box.left(), box.top(), using.px(3), box.height(), using.colour(token))
        painter.setFont(using.font(bold=chosen))
        painter.setPen(using.colour("seltext" if chosen else "text"))
        inside = box.adjusted(using.px(12), 0, 0, 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), index.data())
