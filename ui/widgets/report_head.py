"""What stands above a report: what it is, how far it is, and the last word that was said about it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.approvals import ApprovalRow, ApprovalState, Means
from console.domain.incident_report import ReportState
from ui import theme
from ui.models.upward_view import Look
from ui.text import Times
from ui.widgets.digest import Digest
from ui.widgets.painted import Painted
from ui.widgets.report_words import report_label
from ui.widgets.spoken import Spoken, Word


class ReportHead(Painted, Spoken, QWidget):
    """Three lines at most: kind, number and incident; who did what when; what is asked for now."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._look: Look | None = None
        self.what, self.how = Word(role="strong"), Word(role="secondary")
        self.digest, self.matter = Digest(), Word(role="caution")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for word in (self.what, self.how, self.digest, self.matter):
            word.setWordWrap(word is not self.digest)
            self._column.addWidget(word)
        self.show_look(None)
        self.restyle()

    def show_look(self, look: Look | None) -> None:
        self._look = look
        self.retranslate()

    def retranslate(self) -> None:
        look = self._look
        for word in (self.how, self.digest, self.matter):
            word.setVisible(look is not None)
        if look is None:
            self.what.show_text(words.say("upward.choose"))
            return
        row, incident = look.row, look.incident
        parts = (report_label(row.kind, row.ordinal), row.number, incident.title, incident.number)
        self.what.show_text("　".join(part for part in parts if part))
        self.how.show_text(self._how(look))
        self.digest.show_digest(row.digest or b"")
        self.digest.setVisible(row.digest is not None)
        matter = self._matter(look)
        self.matter.show_text(matter)
        self.matter.setVisible(bool(matter))

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(2))
        super().restyle()

    def _how(self, look: Look) -> str:
        row, waits = look.row, look.waiting
        if row.state is ReportState.WAITING and waits is not None:
            return words.say("upward.waits", name=waits.of_name, at=self._times.near(waits.asked_at))
        if row.approved_at is not None:
            at = self._times.near(row.approved_at)
            return words.say("upward.approved", name=row.approved_by, at=at) + self._phone(look.decided)
        return words.say("upward.drafted", name=row.drafted_by, at=self._times.near(row.drafted_at))

    def _phone(self, decided: ApprovalRow | None) -> str:
        if decided is None or decided.means is not Means.PHONE:
            return ""
        return words.say("upward.by_phone", by=decided.recorded_by, words=decided.words)

    def _matter(self, look: Look) -> str:
        row, decided = look.row, look.decided
        if row.state is ReportState.VOID:
            return words.say("upward.void", reason=row.reason)
        if row.state is ReportState.DRAFT and decided is not None and decided.state is ApprovalState.RETURNED:
            at = self._times.near(decided.decided_at) if decided.decided_at else ""
            return words.say("upward.returned", name=decided.decided_by, at=at, reason=decided.words)
        if decided is not None and decided.owes_signature:
            return words.say("upward.owes", name=decided.of_name)
        if row.state is ReportState.APPROVED and look.next_kinds:
            kinds = words.say("list.join").join(words.say(f"report.kind.{kind.value}") for kind in look.next_kinds)
            return words.say("upward.next", kinds=kinds)
        return ""
