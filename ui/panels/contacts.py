"""通讯录: finding anybody, groups, ringing people one after another, files of people."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from console.changes import Changes, Topic
from ui import hiding
from ui.dialogs.call_list import Picked
from ui.jobs import Jobs
from ui.models.contact_rows import ContactServices
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.contacts_book import BookPage
from ui.panels.contacts_calls import CallsPage
from ui.panels.contacts_groups import GroupsPage
from ui.panels.contacts_import import ImportPage
from ui.panels.contacts_part import ContactsPart
from ui.panels.contacts_verify import VerifyPage
from ui.panels.pages import PartsPanel
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("contacts.part.book", "contacts.part.book"),
    ("contacts.part.groups", "contacts.part.groups"),
    ("contacts.part.calls", "contacts.part.calls_count"),
    ("contacts.part.import", "contacts.part.import"),
    ("contacts.part.untried", "contacts.part.untried_count"),
)
"""Words of the parts, without and with what waits there."""
CALLS = 2


class ContactsPanel(PartsPanel):
    """``print_asked`` carries the call list whose paper is wanted."""

    id = "contacts"
    topics = frozenset({Topic.CONTACTS})
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: ContactServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.hiding = hiding.current()
        common = (jobs, seat, times, services, book, self.hiding)
        self.book = BookPage(*common)
        self.groups = GroupsPage(*common)
        self.calls = CallsPage(*common)
        self.imports = ImportPage(*common)
        self.untried = VerifyPage(*common)
        self.pages: tuple[ContactsPart, ...] = (self.book, self.groups, self.calls, self.imports, self.untried)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS, scrolls=False)
        for at, page in enumerate(self.pages):
            page.count_changed.connect(lambda count, at=at: self.parts.show_count(at, count))
            page.print_asked.connect(self.print_asked)
        self.groups.call_asked.connect(self._call_group)
        self.book.picked.call_asked.connect(self._call_people)
        self.untried.call_asked.connect(self._call_people)
        self.untried.person_asked.connect(self.open_item)
        self.calls.beginning.begun.connect(lambda _row: self.book.picked.clear())

    def called_again(self) -> None:
        """The panel's key while it is seen: somebody is to be found."""
        self.show_part(0)
        self.book.called_again()

    def open_item(self, person_id: object) -> None:
        """Somebody found elsewhere is shown."""
        self.show_part(0)
        self.book.open_person(person_id)  # type: ignore[arg-type]

    def _call_group(self, row: object) -> None:
        """A group is to be rung: the question stands on the part where it is done."""
        self.show_part(CALLS)
        self.calls.begin(row.id)  # type: ignore[attr-defined]

    def _call_people(self, people: Sequence[Picked]) -> None:
        self.show_part(CALLS)
        self.calls.begin(None, people)

    def note(self, changes: Changes) -> None:
        super().note(changes)
        if self.topics & changes.topics and self.isVisible():
            self._count_untried()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_untried()

    def _count_untried(self) -> None:
        """What waits there is said while it is behind; in front it counts what it shows."""
        if self.current_page() is not self.untried:
            self.untried.count_anew()
