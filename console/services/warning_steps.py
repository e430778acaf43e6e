"""Shared steps of a warning's acts: its row read into values, an act done with its history and its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from console.domain.log import ActKind
from console.domain.warning import Act, Hands, Kind, Origin, Person, State, after, lead_minutes, owes
from console.domain.warning_form import CHECKED, WarningForm, digest_of, facts_text
from console.domain.warning_rows import Means, PersonRow, SendRow, Sent, StepRow, WarningRow, Way
from console.errors import Refused
from console.services import lines
from console.services.warning_codec import form_of, people_of, rule_of
from db import books
from db.base import Base
from db.models.warnings import WarningMessage, WarningStep
from db.queries import warnings as query
from db.store import Tx

_LINE = {
    Act.DRAFT: "起草", Act.SUBMIT: "送审", Act.TAKE_BACK: "撤回", Act.RETURN: "退回", Act.ENDORSE: "审核通过",
    Act.SIGN: "签发", Act.RELEASE: "发布", Act.COMPLETE: "各通道办结", Act.REPLACED: "由后一条替代", Act.LIFTED: "解除",
    Act.WITHDRAWN: "撤销（误发）", Act.EXPIRE: "到期失效", Act.ABANDON: "作废", Act.COUNTERSIGN: "补审",
    Act.SIGN_LATER: "补签", Act.LETTER: "发函",
}  # fmt: skip
"""The duty log is Chinese."""


def seen(tx: Tx, warning_id: UUID, version: int | None = None) -> WarningMessage:
    """The row as it stands; refuses no_such_warning, changed_meanwhile."""
    row = tx.session.get(WarningMessage, warning_id)
    if row is None:
        raise Refused("no_such_warning")
    if version is not None and row.version != version:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def hands_of(value: Mapping[str, Any]) -> Hands:
    """Whose hands it went through."""
    return Hands(
        people_of(value["authors"]),
        Person(value["reviewer_id"], value["reviewer"]) if value["reviewer"] else None,
        Person(value["signer_id"], value["signer"]) if value["signer"] else None,
        urgent=bool(value["urgent"]),
        phone=bool(value["by_phone"]),
        countersigned=value["countersigned_at"] is not None,
        signed_later=value["signed_later_at"] is not None,
        second=Person(None, value["second"]) if value["second"] else None,
    )


def hands(row: WarningMessage) -> Hands:
    """The same of a row that is being changed."""
    return hands_of({column.name: getattr(row, column.name) for column in WarningMessage.__table__.columns})


def do(
    tx: Tx, row: WarningMessage, act: Act, at: datetime, *, of: str = "", means: Means = Means.SEAT, words: str = "",
    to: State | None = None, about: Iterable[Base] = (), occurred_at: datetime | None = None,
) -> None:  # fmt: skip
    """The act: state, history, line. Refuses act_not_now. ``to`` where the table leaves a choice."""
    if (State(row.state), act) != (State.DRAFT, Act.DRAFT):
        state = after(State(row.state), act)
        row.state = (to or state).value
    row.version += 1
    step = WarningStep(
        warning_id=row.id, act=act.value, state=row.state, at=at, by_name=tx.by.name, of_name=of, means=means.value,
        digest=row.digest, words=words,
    )  # fmt: skip
    told(tx, row, act, at, step, of=of, words=words, about=about, occurred_at=occurred_at)


def told(
    tx: Tx, row: WarningMessage, act: Act, at: datetime, step: WarningStep, *, of: str = "", words: str = "",
    about: Iterable[Base] = (), occurred_at: datetime | None = None,
) -> None:  # fmt: skip
    """History and line of an act."""
    tx.session.add(step)
    tx.flush()
    digest = f"（{row.digest.hex()[:16]}）" if row.digest is not None and act in {Act.ENDORSE, Act.SIGN} else ""
    who = f"：{of}" if of and of != tx.by.name else ""
    text = f"预警{_LINE[act]} {row.number} {row.title}{who}{digest}" + (f"，{words}" if words else "")
    lines.write(
        tx, books.DUTY, ActKind.WARNING, text, at=at, about=[row, step, *about], occurred_at=occurred_at,
    )  # fmt: skip


def row_of(value: Mapping[str, Any]) -> WarningRow:
    """A row of the store as pages have it."""
    rule, hands, state = rule_of(value["rule"]), hands_of(value), State(value["state"])
    return WarningRow(
        value["id"], value["number"], value["root_id"], value["previous_id"], Kind(value["kind"]),
        Origin(value["origin"]), state, value["scheme"], value["signal"], value["level"], value["rank"],
        value["title"], form_of(value["form"]), value["canonical"], value["digest"], rule, hands, value["urgent"],
        value["drafted_at"], value["drafted_by"], value["reviewed_at"], value["signed_at"], value["released_at"],
        value["released_by"], value["onset_at"], value["expires_at"], value["completed_at"], value["ended_at"],
        value["incident_id"], value["version"], owes(rule, hands, state),
        lead_minutes(Kind(value["kind"]), value["onset_at"], value["released_at"]),
    )  # fmt: skip


def step_of(value: Mapping[str, Any]) -> StepRow:
    return StepRow(
        value["number"], value["warning_id"], Act(value["act"]), State(value["state"]), value["at"], value["by_name"],
        value["of_name"], Means(value["means"]), value["digest"], value["words"],
    )  # fmt: skip


def send_of(value: Mapping[str, Any]) -> SendRow:
    return SendRow(**{**value, "way": Way(value["way"]), "state": Sent(value["state"])})


def person_of(value: Mapping[str, Any]) -> PersonRow:
    return PersonRow(**{name: value[name] for name in PersonRow.__dataclass_fields__})


def edited(tx: Tx, row: WarningMessage, at: datetime) -> None:
    """A change of a draft: in the book, with what it reads now; not in the history that people read."""
    text = f"预警草稿修改 {row.number} {row.title}"
    lines.write(tx, books.DUTY, ActKind.WARNING, text, at=at, about=[row])


def noted(tx: Tx, row: WarningMessage, act: Act, at: datetime, of: str, words: str = "") -> None:
    """A signature that was owed: it changes no state."""
    step = WarningStep(
        warning_id=row.id, act=act.value, state=row.state, at=at, by_name=tx.by.name, of_name=of,
        means=Means.PASSWORD.value, digest=row.digest, words=words,
    )  # fmt: skip
    told(tx, row, act, at, step, of=of, words=words)


def has_signed(tx: Tx, row: WarningMessage, hands: Hands) -> bool:
    """Whether the history, which nobody can change, has a line of whoever signed this very text since it was handed in
    last, and of whoever reviewed it: a name in the row alone may be anybody's."""
    since: list[Mapping[Any, Any]] = []
    for one in query.steps(tx.connection, row.id):
        since = [] if one["act"] == Act.SUBMIT else [*since, one]
    told = {(one["act"], one["of_name"]) for one in since if one["digest"] == row.digest}
    wanted = [(Act.SIGN, hands.signer), (Act.ENDORSE, hands.reviewer)]
    return all(person is None or (act.value, person.name) in told for act, person in wanted)


def require_signed_text(row: WarningMessage, form: WarningForm, bound: Sequence[str]) -> None:
    """Refuses text_changed unless the words that would go out are those in the text that was signed.

    Names for codes are as they stood at the signature: a group renamed since is the same group. What a channel carries
    and to whom (``bound``) is not a name.
    """
    then = row.canonical.partition(f"\n{CHECKED}\n")[2]
    if row.digest != digest_of(row.canonical) or then != facts_text(form, bound):
        raise Refused("text_changed", number=row.number)
