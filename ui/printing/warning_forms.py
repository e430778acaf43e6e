"""预警发布审批单, 预警发布记录, 叫应台账, 警示函, 约谈函: as it was approved, what became of it, who was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from console.domain.callout import OPEN
from console.domain.callout_rows import CalloutLook, CallRow
from console.domain.outbox import Counts
from console.domain.report_page import ReportPage
from console.domain.sms_parts import count_parts
from console.domain.warning import Act
from console.domain.warning_rows import Sent, StepRow, WarningRow, Way
from console.services.warning_papers import Called, Letter, NotHeard, Told, Written, reached, settled
from console.services.warning_sends import SendNow
from ui.printing.form import Block, Column, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.letter_form import letter_form
from ui.printing.meeting_forms import part
from ui.printing.order_forms import paper
from ui.printing.parts import Print, content_digest, grouped, numbered, zh
from ui.printing.station import Station

_HANDS = (("act", 0, 22), ("who", 0, 34), ("at", 0, 35), ("means", 0, 16), ("words", 1, 0))
_CHANNELS = (
    ("no", 0, 9), ("channel", 1, 0), ("target", 1.1, 0), ("result", 1.1, 0), ("done", 0, 30), ("reached", 0, 19),
    ("proof", 1.2, 0),
)  # fmt: skip
_FOLLOWED = (("number", 0, 40), ("kind", 0, 20), ("title", 1, 0), ("state", 0, 20), ("at", 0, 35))
_CALLOUTS = (("number", 0, 40), ("title", 1, 0), ("answered", 0, 32), ("started", 0, 35), ("limit", 0, 30))
_CALLS = (
    ("no", 0, 9), ("place", 1, 0), ("post", 1, 0), ("who", 0, 19), ("phone", 0, 28), ("at", 0, 19),
    ("outcome", 0, 17), ("reply", 1.6, 0), ("caller", 0, 17),
)  # fmt: skip
_OPEN = (("no", 0, 9), ("place", 1, 0), ("post", 1, 0), ("who", 0, 24), ("tries", 0, 14), ("state", 0, 22))
_SILENT = (("no", 0, 9), ("terminal", 1, 0), ("place", 1, 0), ("state", 0, 24), ("contacts", 1.2, 0), ("result", 1, 0))
_ONCE = frozenset({Act.EDIT})
_COUNTED = ("held", "going", "sent", "confirmed", "unconfirmed", "failed", "unknown", "cancelled")


def approval_form(found: Written, about: Print) -> Form:
    """预警发布审批单: exactly what is approved, by whom and over which digest; a draft says that nobody signed it."""
    station, row = Station(about.zone), found.row
    digest = grouped(row.digest.hex()) if row.digest is not None else ""
    blocks = numbered(
        (
            Pairs(zh("print.warning.what"), _facts(found, station)),
            *_texts(found),
            _hands(found.steps, station),
            Pairs(zh("print.warning.digest"), (Pair("SHA-256", digest, wide=True),)),
        )
    )
    made = paper("warning_approval", row.number, zh("print.warning.approval"), blocks, _boxes(found, station), about)
    unsigned = "" if row.hands.signer is not None else zh("print.warning.unsigned")
    return replace(made, watermark=made.watermark or unsigned)


def record_form(told: Told, about: Print) -> Form:
    """预警发布记录: when it went out and how long before, what each channel did and how that is known."""
    station, found = Station(about.zone), told.written
    row = found.row
    lead = zh("print.warning.lead_minutes", minutes=row.lead) if row.lead is not None else ""
    done, total = settled(told.sends)
    facts = (
        Pair(zh("warning.field.title"), row.title, wide=True),
        Pair(zh("print.warning.kind"), _kind(found)),
        Pair(zh("print.warning.level"), f"{found.signal}　{found.level}"),
        Pair(zh("print.warning.released"), f"{_at(row.released_at, station)}　{row.released_by}"),
        Pair(zh("print.warning.lead"), lead),
        Pair(zh("print.warning.span"), _span(row.onset_at, row.expires_at, station)),
        Pair(zh("print.warning.state"), _state(row, station)),
        Pair(zh("print.warning.places"), found.places, wide=True),
        Pair(zh("print.warning.people"), zh("print.warning.reach", people=found.people, numbers=found.numbers)),
        Pair(zh("print.warning.channels_done"), part(done, total)),
    )
    blocks: tuple[Block, ...] = (
        Pairs(zh("print.warning.what"), facts),
        Section(zh("print.warning.channels"), "", _columns(_CHANNELS), _channels(told.sends, row.released_at, station),
                zh("print.none")),
        Section(zh("print.warning.callouts"), "", _columns(_CALLOUTS), _callouts(told, station), zh("print.none")),
        Section(zh("print.warning.followed"), "", _columns(_FOLLOWED), _followed(told, station), zh("print.none")),
        _hands(found.steps, station),
    )  # fmt: skip
    boxes = (Signature(zh("print.warning.box.recorder")), Signature(zh("print.warning.box.chief")))
    return paper("warning_record", row.number, zh("print.warning.record"), numbered(blocks), boxes, about)


def callout_form(called: Called, about: Print) -> Form:
    """叫应台账: every row with every attempt, who is left unanswered, and whether the target was kept."""
    station, look = Station(about.zone), called.look
    tally = look.tally
    target = zh("print.callout.minutes", minutes=tally.target_minutes)
    facts = (
        Pair(zh("print.callout.title_of"), look.title, wide=True),
        *((Pair(zh("print.callout.warning"), called.warning, wide=True),) if called.warning else ()),
        Pair(zh("print.callout.started"), f"{station.full(tally.started_at)}　{look.started_by}"),
        Pair(zh("print.callout.ended"), f"{_full(look.ended_at, station)}　{look.ended_by}".strip("　")),
        Pair(zh("print.callout.reached"), part(tally.reached, tally.rows)),
        Pair(zh("print.callout.open"), str(tally.open)),
        *((Pair(zh("print.callout.dropped"), str(tally.dropped)),) if tally.dropped else ()),
        Pair(zh("print.callout.last"), _full(tally.last_reached_at, station)),
        Pair(zh("print.callout.target"), f"{target}　{_kept(called, about.printed_at)}"),
        *((Pair(zh("print.callout.callers"), _callers(look), wide=True),) if look.callers else ()),
        *((Pair(zh("print.callout.note"), look.note, wide=True),) if look.note else ()),
    )
    blocks: tuple[Block, ...] = (
        Pairs(zh("print.callout.what"), facts),
        Section(zh("print.callout.calls"), "", _columns(_CALLS, "callout"), _calls(called, station), zh("print.none")),
        Section(zh("print.callout.unanswered"), "", _columns(_OPEN, "callout"), _open(called.calls), zh("print.none")),
    )
    boxes = (Signature(zh("print.warning.box.recorder"), look.ended_by), Signature(zh("print.warning.box.chief")))
    return paper("callout_book", look.number, zh("print.callout.sheet"), numbered(blocks), boxes, about)


def silent_form(told: NotHeard, about: Print) -> Form:
    """未应答终端清单: where nobody can say that it was heard, whom to telephone there, room for what came of it."""
    rows = tuple(
        Row(
            (str(nth), one.name, one.place,
             zh(f"delivery.state.{one.row.state.value}"),
             "\n".join(f"{each.stage.value.upper()} {each.name} {'、'.join(each.phones)}" for each in one.contacts), "")
        )
        for nth, one in enumerate(told.rows, 1)
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Pairs(zh("print.warning.what"), (Pair(zh("warning.field.title"), told.title, wide=True),)),
        Section(zh("print.silent.list"), "", _columns(_SILENT, "silent"), rows, zh("print.none")),
    )
    boxes = (Signature(zh("print.warning.box.recorder")), Signature(zh("print.warning.box.chief")))
    return paper("warning_silent", told.number, zh("print.silent.sheet"), numbered(blocks), boxes, about)


def warning_letter(told: Letter, about: Print) -> Form:
    """警示函 or 约谈函 as a document (GB/T 9704-2012)."""
    issuer = told.issuer or about.site
    page = ReportPage(
        mark=issuer, number=told.number, label="", title=told.title, to=told.to, copies_to=(), body=told.body,
        issuer=issuer, signer="", day=told.at.astimezone(about.zone).date(), urgency="", marking="", standing="",
        realm=about.realm, digest=content_digest(f"{told.number} {told.title} {told.body}", ()),
    )  # fmt: skip
    return replace(letter_form(page, zone=about.zone, printed_at=about.printed_at), kind=f"warning_{told.kind}")


def _facts(found: Written, station: Station) -> tuple[Pair, ...]:
    row, form = found.row, found.row.form
    source = (
        Pair(zh("warning.field.source_number"), form.source_number),
        Pair(zh("warning.field.source_at"), _at(form.source_at, station)),
    )
    return (
        Pair(zh("warning.field.title"), row.title, wide=True),
        Pair(zh("print.warning.kind"), _kind(found)),
        Pair(zh("warning.field.issuer"), form.issuer),
        *source,
        Pair(zh("warning.field.scheme"), found.scheme),
        Pair(zh("print.warning.level"), f"{found.signal}　{found.level}".strip("　")),
        Pair(zh("warning.field.onset"), _at(row.onset_at, station)),
        Pair(zh("warning.field.expires"), _at(row.expires_at, station)),
        Pair(zh("print.warning.places"), found.places, wide=True),
        Pair(zh("warning.field.area_words"), form.area_words, wide=True),
        Pair(zh("warning.field.drawn"), zh("print.warning.drawn", count=len(form.drawn)) if form.drawn else ""),
        Pair(zh("print.warning.people"), zh("print.warning.reach", people=found.people, numbers=found.numbers)),
        Pair(zh("print.warning.length"), _length(form.sms)),
        Pair(zh("print.warning.groups"), found.groups, wide=True),
        Pair(zh("warning.field.channels"), found.channels, wide=True),
        Pair(zh("print.warning.urgent"), row.urgent_reason, wide=True),
    )


def _texts(found: Written) -> tuple[Block, ...]:
    form = found.row.form
    return (
        Prose(zh("warning.field.full"), form.full, zh("print.none")),
        Prose(zh("warning.field.sms"), form.sms, zh("print.none")),
        Prose(zh("warning.field.voice"), form.voice, zh("print.none")),
        Prose(zh("warning.field.guide"), form.guide, zh("print.none")),
    )


def _state(row: WarningRow, station: Station) -> str:
    return f"{zh(f'warning.state.{row.state.value}')}　{_at(row.ended_at, station)}".strip("　")


def _length(sms: str) -> str:
    return zh("print.warning.sms", count=len(sms), parts=count_parts(sms).parts) if sms else ""


def _kind(found: Written) -> str:
    """转发 变更 示例YJ2030-0001."""
    row = found.row
    told = (zh(f"print.warning.kind.{row.kind.value}"), zh(f"warning.origin.{row.origin.value}"), found.previous)
    return "　".join(word for word in told if word)


def _hands(steps: Sequence[StepRow], station: Station) -> Section:
    rows = tuple(
        Row((
            zh(f"warning.act.{one.act.value}"), one.of_name or one.by_name, station.minute(one.at),
            zh(f"print.warning.means.{one.means.value}"), _words(one),
        ))
        for one in steps
        if one.act not in _ONCE
    )  # fmt: skip
    return Section(zh("print.warning.hands"), "", _columns(_HANDS), rows, zh("print.none"))


def _words(one: StepRow) -> str:
    """What was said, and who wrote it down where that was another."""
    by = zh("print.warning.taken_down", name=one.by_name) if one.of_name and one.of_name != one.by_name else ""
    return "　".join(part for part in (one.words, by) if part)


def _boxes(found: Written, station: Station) -> tuple[Signature, ...]:
    row, hands = found.row, found.row.hands
    reviewer, signer = hands.reviewer, hands.signer
    phone = zh("print.warning.means.phone") if hands.phone and not hands.signed_later else ""
    return (
        Signature(zh("print.warning.box.drafter"), row.drafted_by, _at(row.drafted_at, station)),
        Signature(zh("print.warning.box.reviewer"), reviewer.name if reviewer else "", _at(row.reviewed_at, station)),
        Signature(zh("print.warning.box.signer"), signer.name if signer else "", _at(row.signed_at, station), phone),
    )


def _channels(sends: Sequence[SendNow], since: datetime | None, station: Station) -> tuple[Row, ...]:
    """One row a channel; what failed and what nobody reported stands in bold."""
    made = []
    for nth, one in enumerate(sends, 1):
        row = one.row
        done = f"{station.of_day(row.done_at, since or row.done_at)}　{row.done_by}" if row.done_at else ""
        proof = "\n".join(dict.fromkeys(part for part in (row.reference, row.proof, row.note) if part))
        way = zh("print.warning.manual") if row.way is Way.MANUAL else zh("print.warning.device")
        cells = (str(nth), f"{row.name}（{way}）", row.target, _result(one), done, reached(row), proof)
        made.append(Row(cells, strong=row.state in {Sent.FAILED, Sent.TODO}))
    return tuple(made)


def _result(one: SendNow) -> str:
    state = zh(f"warning.sent.{one.row.state.value}")
    if one.counts is None:
        return state
    told = _counted(one.counts)
    if one.partly is not None:
        state = zh("warning.sent_partly", failed=one.partly[0], total=one.partly[1])
    return f"{state}\n" + "　".join(zh(f"warning.count.{name}", count=told[name]) for name in _COUNTED if told[name])


def _counted(counts: Counts) -> dict[str, int]:
    going = counts.queued + counts.sending
    return {name: going if name == "going" else getattr(counts, name) for name in _COUNTED}


def _callouts(told: Told, station: Station) -> tuple[Row, ...]:
    rows = []
    for one in told.callouts:
        tally = one.tally
        target = zh("print.callout.minutes", minutes=tally.target_minutes)
        numbers = part(tally.reached, tally.rows)
        rows.append(
            Row((one.number, one.title, numbers, station.minute(tally.started_at), target), strong=tally.open > 0)
        )  # fmt: skip
    return tuple(rows)


def _followed(told: Told, station: Station) -> tuple[Row, ...]:
    return tuple(
        Row((
            one.number, zh(f"print.warning.kind.{one.kind.value}"), one.title, zh(f"warning.state.{one.state.value}"),
            _at(one.released_at, station),
        ))
        for one in told.followers
    )  # fmt: skip


def _calls(called: Called, station: Station) -> tuple[Row, ...]:
    """A line for each attempt; who was never rung has one too, who was not to be called says why, and who has not
    answered stands in bold."""
    made = []
    for row in called.calls:
        open_ = row.progress.state in OPEN
        where = (str(row.ordinal), row.place, row.post)
        if row.dropped or not row.tries:
            first = row.chain[0] if row.chain else None
            who = (first.name, first.phones[0] if first.phones else "") if first is not None else ("", "")
            made.append(Row((*where, *who, "", _not_called(row), row.dropped, ""), strong=open_))
        for one in row.tries:
            outcome = zh(f"print.callout.outcome.{one.outcome.value}")
            if one.undone:
                outcome = zh("print.callout.undone", outcome=outcome)
            reached = row.progress.reached
            reply = row.reply if reached is not None and one.number == reached.number else one.reply
            at = _clock(one.at, called.look.tally.started_at, station)
            made.append(Row((*where, one.name, one.phone, at, outcome, reply, one.caller), strong=open_))
    return tuple(made)


def _not_called(row: CallRow) -> str:
    return zh("print.callout.dropped_row" if row.dropped else "print.callout.not_called")


def _open(calls: Sequence[CallRow]) -> tuple[Row, ...]:
    return tuple(
        Row((
            str(row.ordinal), row.place, row.post, row.chain[0].name if row.chain else "", str(len(row.tries)),
            zh(f"print.callout.state.{row.progress.state.value}"),
        ))
        for row in calls
        if row.progress.state in OPEN
    )  # fmt: skip


def _callers(look: CalloutLook) -> str:
    """Who telephoned, each with the line he rang by."""
    return "、".join(f"{one.name}（{one.line}）" if one.line else one.name for one in look.callers if one.name)


def _kept(called: Called, now: datetime) -> str:
    """达到, 未达到; 未到时限 while somebody is still being called in time."""
    tally, ended = called.look.tally, called.look.ended_at
    if tally.open:
        waits = ended is None and tally.in_time(now)
        return zh("print.callout.waits" if waits else "print.callout.missed")
    return zh("print.callout.kept" if tally.in_time(now) else "print.callout.missed")


def _clock(at: datetime, day_of: datetime, station: Station) -> str:
    """With seconds: minutes decide whether the target was kept."""
    day, clock, *_ = station.full(at).split(" ")
    return clock if station.full(day_of).startswith(day) else f"{day[5:]} {clock}"


def _at(at: datetime | None, station: Station) -> str:
    return station.minute(at) if at is not None else ""


def _full(at: datetime | None, station: Station) -> str:
    return station.full(at) if at is not None else ""


def _span(start: datetime | None, end: datetime | None, station: Station) -> str:
    return " ― ".join(_at(at, station) for at in (start, end) if at is not None)


def _columns(named: Sequence[tuple[str, float, float]], of: str = "warning") -> tuple[Column, ...]:
    return tuple(Column(zh(f"print.{of}.column.{name}"), weight, width) for name, weight, width in named)
