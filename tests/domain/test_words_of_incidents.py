"""What is refused about incidents, reports and tasks is told in words: no id of the program stands in a sentence."""

from __future__ import annotations

import re

import pytest

from console import words
from console.domain.approvals import ApprovalState
from console.domain.incident import IncidentKind, IncidentState, Unsettled
from console.domain.incident_figures import FIGURES
from console.domain.incident_report import ReportState
from console.domain.orders import Stage, StepKind
from console.errors import Refused

TOLD = [
    *(("incident_unsettled", {"left": one.value, "count": 2}) for one in Unsettled),
    *(("no_such_step", {"before": one.value, "after": one.value}) for one in IncidentState),
    *(("grade_of_no_event", {"kind": one.value}) for one in IncidentKind),
    *(("no_such_report_step", {"before": one.value, "after": one.value}) for one in ReportState),
    *(("report_not_draft", {"state": one.value}) for one in ReportState),
    *(("no_such_task_step", {"stage": one.value, "step": "claimed"}) for one in Stage if one),
    *(("no_such_task_step", {"stage": "sent", "step": one.value}) for one in StepKind),
    *(("approval_ended", {"state": one.value}) for one in ApprovalState),
    *(("figure_bad", {"figure": key, "value": "三"}) for key in FIGURES),
]


@pytest.mark.parametrize(("code", "facts"), TOLD)
def test_no_id_stands_in_the_sentence(code, facts):
    said = words.sentence(Refused(code, **facts), language="zh")
    assert not re.search("[A-Za-z_]{3}", said), said
    assert "_" not in words.sentence(Refused(code, **facts), language="en")
