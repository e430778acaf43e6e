"""The papers of orders as the county's own: every field a print can have is known beforehand, and the title is its."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.call_lists import CallOutcome
from console.domain.consultation import Attendant
from console.domain.contact_book import NumberKind
from console.domain.forms import ORDER_PAPERS
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit, Outcome
from console.services.consultations import Held
from console.services.contact_people import NewNumber, NewPerson
from console.services.orders import Given, Step
from console.services.roll_calls import Call
from ui import prints
from ui.order_prints import CallPaper, Reminder
from ui.printing.form import Pairs, Prose, Section
from ui.printing.named import filling_of, spec_of
from ui.printing.outlines import outline
from ui.prints import OwnForms


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, "papers of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def incident(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "山体滑坡", clock.now()), by=by)
    return desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "五户房屋有裂缝", "10402"), [item.id], by=by)


def task(desk, by, clock, incident, form, *, told=True):
    """``told``: answered and ended, so that every part of the paper says something."""
    order = NewOrder("县住建局", "核查工地塔吊", clock.now() + timedelta(hours=2), form, "周例五", "100-0000-0001")
    row = desk.orders.give([order], Given(incident_id=incident.id), by=by)[0]
    if told:
        for step in (Step(StepKind.CLAIMED, "周例五", "塔吊已下降"), Step(StepKind.VERIFIED, text="已核实")):
            row = desk.orders.take_down(row.id, step, seen=row.version, by=by)
    return row


def instruction(desk, by, clock, incident):
    said = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救", incident.id)
    return desk.instructions.record(said, by=by)


def roll_call(desk, by, clock):
    row = desk.roll_calls.begin("早点名", "phone", [CalledUnit("样例镇")], by=by)
    desk.roll_calls.call(row.id, Call("样例镇", Outcome.ANSWERED), by=by)
    return desk.roll_calls.end(row.id, "无异常", seen=desk.roll_calls.one(row.id).version, by=by)


def consultation(desk, by, clock, incident):
    attendants = (Attendant("县水利局", came=True),)
    held = Held("汛情会商", clock.now(), "林例十", attendants, Way.FACE.value, "加强巡查", None, incident.id)
    return desk.consultations.record(held, by=by)


def call_list(desk, by, incident):
    """Of somebody whose numbers are on no paper."""
    number = NewNumber(NumberKind.MOBILE, "100-0000-0001")
    person = desk.contact_people.add(NewPerson("周例五", sensitive=True), [number], by=by)
    row = desk.call_lists.begin("防汛责任人", people=[person], incident=incident.id, by=by)
    desk.call_lists.attempt(row.id, person, "100-0000-0001", CallOutcome.ANSWERED, "已到岗", by=by)
    return CallPaper(desk.call_lists.end(row.id, seen=row.version, by=by).id)


def made(desk, by, clock, incident, kind):
    """A record of it that says as much as one can."""
    if kind == "instruction":
        return instruction(desk, by, clock, incident)
    if kind == "roll_call":
        return roll_call(desk, by, clock)
    if kind == "call_list":
        return call_list(desk, by, incident)
    if kind == "consultation":
        return consultation(desk, by, clock, incident)
    if kind == "reminder":
        return Reminder(task(desk, by, clock, incident, Form.ORDER, told=False))
    return task(desk, by, clock, incident, Form(kind))


@pytest.mark.parametrize("kind", ORDER_PAPERS)
def test_what_a_print_says_has_a_field_and_no_field_hides_another(desk, by, clock, incident, kind):
    form, empty = prints.form_of(desk, made(desk, by, clock, incident, kind)), outline(desk, kind)
    said, known = filling_of(form), filling_of(empty)
    assert form.kind == empty.kind == kind and empty.counted
    assert set(said.values) <= set(known.values) and said.columns == known.columns
    pairs = sum(len(block.pairs) if isinstance(block, Pairs) else isinstance(block, Prose) for block in empty.blocks)
    tables = sum(isinstance(block, Section) for block in empty.blocks)
    heads = len(filling_of(replace(empty, blocks=(), signatures=())).values)
    assert len(known.values) == heads + pairs + len(empty.signatures) and len(known.tables) == tables
    assert "100-0000-0001" not in str(form), "nobody's telephone number goes on paper"


@pytest.mark.parametrize("kind", ORDER_PAPERS)
def test_the_sample_of_a_paper_is_taken_as_the_countys_own_and_written(desk, by, clock, incident, tmp_path, kind):
    sample, target = tmp_path / "样张.docx", tmp_path / "out.docx"
    forms = OwnForms(desk)
    forms.write_sample(kind, sample)
    assert forms.load(kind, sample, by).findings == ()
    form = prints.form_of(desk, made(desk, by, clock, incident, kind))
    own = prints.own_form(desk, form)
    assert own is not None and own.usable
    own.write(form, target)
    left, wrong = _names(target)
    assert (left, wrong) == ([], []), "a bare field stands on the paper"
    assert desk.forms.check(sample.read_bytes(), spec_of(outline(desk, kind))).usable


@pytest.mark.parametrize("kind", ORDER_PAPERS)
def test_the_county_names_the_paper(desk, by, clock, incident, kind):
    desk.settings.change(f"print.title.{kind}", "样例县办理单", "本地", confirmed=True, by=by)
    assert prints.form_of(desk, made(desk, by, clock, incident, kind)).title == "样例县办理单"


def _names(path):
    from console.services import docx_fields

    return docx_fields.names(path.read_bytes())
