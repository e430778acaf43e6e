"""Warnings (预警): their life as a table, who may do what to whom, and what a message of each kind does to the earlier.

A warning that went out is never changed: it is followed by another one (变更, 解除, 撤销), which goes the same way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.errors import Refused

SERIES = "YJ"
"""预警, numbered by year."""

LIMITS = {
    "title": 100, "issuer": 100, "source_number": 60, "full": 3_000, "sms": 1_000, "voice": 1_000, "guide": 2_000,
    "reason": 500, "words": 500, "area_words": 400, "target": 200,
}  # fmt: skip
"""Longest texts in characters."""


class Origin(StrEnum):
    """自制 or 转发: a weather signal is the weather service's, the county passes it on."""

    OWN = "own"
    FORWARDED = "forwarded"


class Kind(StrEnum):
    """首发, 变更（升级、降级或续发）, 解除, 撤销（误发）. What a message does to the one before it."""

    FIRST = "first"
    CHANGE = "change"
    LIFT = "lift"
    WITHDRAW = "withdraw"


class State(StrEnum):
    """草稿, 待审, 待签, 待发, 发布中, 生效, 已变更, 已解除, 已过期, 已撤销, 已作废."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGN = "sign"
    RELEASE = "release"
    RELEASING = "releasing"
    ACTIVE = "active"
    CHANGED = "changed"
    LIFTED = "lifted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


class Act(StrEnum):
    """What is done to a warning, one row of its history each."""

    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    RETURN = "return"
    ENDORSE = "endorse"
    SIGN = "sign"
    RELEASE = "release"
    COMPLETE = "complete"
    REPLACED = "replaced"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"
    EXPIRE = "expire"
    ABANDON = "abandon"
    COUNTERSIGN = "countersign"
    SIGN_LATER = "sign_later"
    LETTER = "letter"


OPEN = frozenset({State.DRAFT, State.REVIEW, State.SIGN, State.RELEASE})
"""Nobody outside has heard of it yet."""
OUT = frozenset({State.RELEASING, State.ACTIVE})
"""It holds: people have been told, or are being told."""
WAITS_FOR: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHANGE: tuple(Kind),
    Kind.LIFT: (Kind.LIFT, Kind.WITHDRAW),
    Kind.WITHDRAW: (Kind.WITHDRAW,),
}
"""Messages still on their way behind which a new one about the same warning has to wait. A draft of a change holds no
end back, nor a lift a withdrawal: who went home over it would keep a false alarm in force."""
ENDED = frozenset({State.CHANGED, State.LIFTED, State.EXPIRED, State.WITHDRAWN, State.ABANDONED})
FROZEN = frozenset(State) - {State.DRAFT}
"""Its words cannot be changed: somebody else has read them."""

NEXT: Mapping[tuple[State, Act], State] = {
    (State.DRAFT, Act.EDIT): State.DRAFT,
    (State.DRAFT, Act.SUBMIT): State.REVIEW,
    (State.DRAFT, Act.ABANDON): State.ABANDONED,
    (State.REVIEW, Act.TAKE_BACK): State.DRAFT,
    (State.REVIEW, Act.RETURN): State.DRAFT,
    (State.REVIEW, Act.ENDORSE): State.SIGN,
    (State.SIGN, Act.TAKE_BACK): State.DRAFT,
    (State.SIGN, Act.RETURN): State.DRAFT,
    (State.SIGN, Act.SIGN): State.RELEASE,
    (State.RELEASE, Act.TAKE_BACK): State.DRAFT,
    (State.RELEASE, Act.RELEASE): State.RELEASING,
    (State.RELEASING, Act.COMPLETE): State.ACTIVE,
    (State.RELEASING, Act.REPLACED): State.CHANGED,
    (State.RELEASING, Act.LIFTED): State.LIFTED,
    (State.RELEASING, Act.WITHDRAWN): State.WITHDRAWN,
    (State.RELEASING, Act.EXPIRE): State.EXPIRED,
    (State.ACTIVE, Act.REPLACED): State.CHANGED,
    (State.ACTIVE, Act.LIFTED): State.LIFTED,
    (State.ACTIVE, Act.WITHDRAWN): State.WITHDRAWN,
    (State.ACTIVE, Act.EXPIRE): State.EXPIRED,
    (State.EXPIRED, Act.REPLACED): State.CHANGED,
    (State.EXPIRED, Act.LIFTED): State.LIFTED,
    (State.EXPIRED, Act.WITHDRAWN): State.WITHDRAWN,
}
"""Which act leads where. A submit skips the review where the rule asks for none, or on the urgent path (``submitted``).

Countersigning and signing later change no state: they are owed while ``WarningRow.owed`` says so. Expiry does not
lift: 解除 is a message, 过期 is the end of a validity nobody renewed, 撤销 takes back what should never have gone out.
A change on its way to the third signature when its warning ends still goes out.
"""

EFFECT: Mapping[Kind, Act | None] = {
    Kind.FIRST: None,
    Kind.CHANGE: Act.REPLACED,
    Kind.LIFT: Act.LIFTED,
    Kind.WITHDRAW: Act.WITHDRAWN,
}
"""What the release of a message does to the one it follows."""

HOLDS = frozenset({Kind.FIRST, Kind.CHANGE})
"""Kinds that hold until their expiry. The others are told and that is all: complete, they end as what they say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a release needs, from the county's list. ``urgent``: the review may follow the release (补审).

    ``alone``: on the urgent way, too, one officer may write down a leader's word by telephone without a second one.
    """

    code: str
    review: bool
    phone: bool
    urgent: bool
    minutes: int
    """From the first draft to the release (红色限 10 分钟): a clock, not a lock."""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted: by account where there is one, else by name. The same name is the same person."""

    id: UUID | None
    name: str

    def same(self, other: Person) -> bool:
        return _plain(self.name) == _plain(other.name) or (self.id is not None and self.id == other.id)


_UNSEEN = frozenset({"Cc", "Cf", "Mn"})
"""Joiners, marks of direction, variants of a sign."""


def _plain(name: str) -> str:
    """A name as people compare it: a space, a wide letter or a sign nobody sees makes nobody another person."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in _UNSEEN)


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands it went through since it was last a draft. ``second`` proved at the seat that the word by telephone
    was heard."""

    authors: tuple[Person, ...]
    reviewer: Person | None = None
    signer: Person | None = None
    urgent: bool = False
    phone: bool = False
    countersigned: bool = False
    signed_later: bool = False
    second: Person | None = None


def after(state: State, act: Act) -> State:
    """The state an act leads to; refuses act_not_now."""
    found = NEXT.get((state, act))
    if found is None:
        raise Refused("act_not_now", act=act.value, state=state.value)
    return found


def submitted(rule: Rule, *, urgent: bool) -> State:
    """Where a submitted draft waits. Refuses urgent_not_here where the rule knows no urgent path."""
    if urgent and not rule.urgent:
        raise Refused("urgent_not_here")
    return State.REVIEW if rule.review and not urgent else State.SIGN


def require_reviewer(hands: Hands, person: Person) -> None:
    """Refuses own_review: nobody reviews what he wrote."""
    if any(person.same(author) for author in hands.authors):
        raise Refused("own_review", name=person.name)


def require_signer(hands: Hands, person: Person) -> None:
    """Refuses own_signature: who wrote or reviewed it does not sign it."""
    if any(person.same(one) for one in (*hands.authors, *([hands.reviewer] if hands.reviewer else []))):
        raise Refused("own_signature", name=person.name)


def needs_second(rule: Rule, hands: Hands) -> bool:
    """Whether a word by telephone needs a second officer at the seat: nobody reviewed it, and one person alone could
    else write it, hand it in and say that somebody signed it."""
    return hands.urgent and rule.review and not rule.alone


def require_second(rule: Rule, hands: Hands, signer: Person, by: Person, second: Person | None) -> None:
    """Refuses second_missing and own_second."""
    if second is None:
        if needs_second(rule, hands):
            raise Refused("second_missing", field="signs")
    elif second.same(by) or second.same(signer):
        raise Refused("own_second", name=second.name, field="signs")


def require_taker(state: State, hands: Hands, person: Person, *, signs: bool) -> None:
    """What was signed is taken back by who wrote or signed it; where the signer has no account, by whoever ``signs``
    here. Refuses not_yours."""
    if state is not State.RELEASE or hands.signer is None:
        return
    mine = any(person.same(one) for one in (*hands.authors, hands.signer))
    if not mine and not (signs and hands.signer.id is None):
        raise Refused("not_yours", names="、".join(dict.fromkeys((*(one.name for one in hands.authors),
                                                                hands.signer.name))))  # fmt: skip


def require_countersigner(hands: Hands, person: Person) -> None:
    """Refuses own_countersignature: the third pair of eyes is neither author nor signer."""
    others = (*hands.authors, *([hands.signer] if hands.signer else []))
    if any(person.same(one) for one in others):
        raise Refused("own_countersignature", name=person.name)


def may_release(rule: Rule, hands: Hands) -> bool:
    """Whether every signature the rule asks for is there: the last thing asked before anything goes out."""
    if hands.signer is None or (hands.phone and not rule.phone) or (hands.urgent and not rule.urgent):
        return False
    if hands.phone and needs_second(rule, hands) and (hands.second is None or hands.second.same(hands.signer)):
        return False
    reviewed = hands.reviewer is not None or not rule.review or hands.urgent
    people = [*hands.authors, *([hands.reviewer] if hands.reviewer else [])]
    return reviewed and bool(hands.authors) and not any(hands.signer.same(one) for one in people)


def owes(rule: Rule, hands: Hands, state: State) -> tuple[Act, ...]:
    """Signatures owed after the release: the review that was skipped, the signature behind a word by telephone."""
    if state in OPEN or state is State.ABANDONED:
        return ()
    owed = []
    if hands.urgent and rule.review and not hands.countersigned:
        owed.append(Act.COUNTERSIGN)
    if hands.phone and not hands.signed_later:
        owed.append(Act.SIGN_LATER)
    return tuple(owed)


def lead_minutes(kind: Kind, onset: datetime | None, released: datetime | None) -> int | None:
    """提前量: whole minutes from the release to the onset; negative where it came too late, None where unknown and for
    a message after which nothing is to come (解除, 撤销)."""
    if onset is None or released is None or kind not in HOLDS:
        return None
    return int((onset - released).total_seconds() // 60)


def ended_by(kind: Kind) -> State:
    """Where a message that is told completely stays: a lift is lifted, a withdrawal withdrawn; others hold."""
    return {Kind.LIFT: State.LIFTED, Kind.WITHDRAW: State.WITHDRAWN}.get(kind, State.ACTIVE)


def may_be_told(kind: Kind, state: State, expires: datetime | None, now: datetime) -> bool:
    """Whether a released message may still be said to somebody: a lift also after it was told completely."""
    if kind in HOLDS:
        return state in OUT and (expires is None or expires > now)
    return state in OUT or state is ended_by(kind)


def may_follow(state: State, kind: Kind) -> Collection[Kind]:
    """Which messages may follow one of that kind in that state. What only says that something is over can be taken
    back while it is told, and nothing else: a change of it would hold with no warning behind it."""
    if kind not in HOLDS:
        return (Kind.WITHDRAW,) if kind is Kind.LIFT and state in OUT else ()
    if state in OUT:
        return (Kind.CHANGE, Kind.LIFT, Kind.WITHDRAW)
    return (Kind.LIFT, Kind.WITHDRAW) if state is State.EXPIRED else ()
