"""What the parts of the 队伍 panel share: the services, words of the county's lists."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.models.team_rows import Names, TeamServices
from ui.panels.record_part import RecordPart


class TeamsPart(RecordPart):
    """``names`` are the words of the county's kinds and skills, read with the page."""

    _ask: TeamServices
    names = Names()

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        return "teams.why.none_chosen"
