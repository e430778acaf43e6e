"""Any entry as clean text on the clipboard: said once in the program, pasted wherever it is wanted."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication

from console.domain import clean_text
from console.domain.inbound import InboundRow
from console.domain.log import LogEntry
from console.domain.realm import Realm
from console.domain.task import TaskRow
from console.services.phone_reports import figure_words

Entry = LogEntry | InboundRow | TaskRow


def copy_out(entry: Entry, zone: ZoneInfo, realm: Realm) -> None:
    """Put it on the clipboard; a hidden caller stays hidden, practice says so."""
    QGuiApplication.clipboard().setText(text_of(entry, zone, realm))


def text_of(entry: Entry, zone: ZoneInfo, realm: Realm) -> str:
    """The entry's clean text."""
    if isinstance(entry, LogEntry):
        return clean_text.of_line(entry, zone, realm)
    if isinstance(entry, TaskRow):
        return clean_text.of_task(entry, zone, realm)
    return clean_text.of_item(entry, figure_words(), zone, realm)
