"""What the parts of the 预案 panel share: the services, responses that may be asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.models.plan_rows import PlanServices
from ui.panels.listed_part import ListedPart


class PlansPart(ListedPart):
    """``start_asked`` (plan or None): a response shall be started; ``callout_asked``: people are called for one."""

    start_asked = Signal(object)
    callout_asked = Signal(object)

    _ask: PlanServices
