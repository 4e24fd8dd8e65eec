"""Matching a file's answers: what is certain is done, in the order of its days; the rest waits with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from cases.answers.debtors import as_of, debtor_of
from cases.answers.facts import AnswersMatched
from cases.answers.files import settle_file
from cases.answers.finding import By, Found, Row, find
from cases.answers.judging import IN_COURT, Known, contradiction, unmatched
from cases.answers.keeping import AnswerFile, answer_file
from cases.answers.papers import Brought, bring_papers
from cases.answers.reading import answers_in, opened_file, sentence_of
from cases.answers.recording import Take, follows, take_each
from cases.answers.standing import filed_of, open_filings, standing_of, versions_of
from cases.answers.states import ANSWERS, AnswerFileStatus, AnswerStatus
from cases.answers.words import SEALED, Words
from cases.deadlines.queries import latest_day
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Problem
from kernel.keys import ColumnSealer

CHUNK = 500
"""Answers dealt with in one transaction: what a kill takes back, and what is recorded together."""
COLUMNS = ", ".join(f"a.{name}" for name in Row.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an answer. `case_version`: of the case that it waits for to go on."""

    row: Row
    verb: str
    case_id: UUID | None = None
    filing_id: UUID | None = None
    event_id: UUID | None = None
    by: By | None = None
    reason: str | None = None
    unknown: bool = False
    case_version: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Answers still to be matched, with what they say and the papers they bring, stored or refused."""

    file: AnswerFile
    rows: Sequence[Row]
    words: Mapping[UUID, Words]
    papers: Mapping[UUID, tuple[Brought, ...] | str]


async def match_file(actor: Actor, file_id: UUID) -> None:
    """What the job does after reading, safe to repeat and to be killed: what is matched is matched."""
    file = await answer_file(actor, file_id)
    if file.status != AnswerFileStatus.READ:
        return
    while chunk := await _next(actor, file):
        async with db.transaction(actor):
            await _settle(actor, chunk)


async def _next(actor: Actor, file: AnswerFile) -> Chunk | None:
    """What the court decided on filings first, then what it tells of cases by its days: numbers come before use."""
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS}, a.sealed FROM court_answers a WHERE a.file_id = $1 AND a.organisation_id = $2"
            " AND a.status = 'read' ORDER BY a.outcome = 'told', a.on_date NULLS FIRST, a.number"
            f" LIMIT {CHUNK}",
            file.id,
            actor.organisation,
        )
    if not rows:
        return None
    return await chunk_of(actor, file, rows)


async def chunk_of(actor: Actor, file: AnswerFile, rows: Sequence[db.Row]) -> Chunk:
    """Rows of one file with what they say. Never inside a transaction."""
    sealer = ColumnSealer((await opened_file(actor, file)).key.secret, *SEALED)
    found = [row_of(one) for one in rows]
    words = {one["id"]: sealer.open(one["id"], one["sealed"], Words) for one in rows}
    return Chunk(file, found, words, await _papers(actor, file, found, words))


def row_of(row: db.Row) -> Row:
    return Row(**{name: row[name] for name in Row.__dataclass_fields__})


async def _papers(
    actor: Actor, file: AnswerFile, rows: Sequence[Row], words: Mapping[UUID, Words]
) -> dict[UUID, tuple[Brought, ...] | str]:
    wanted = [one for one in rows if words[one.id].papers]
    if not wanted:
        return {}
    answers = await answers_in(actor, file)
    return {one.id: await bring_papers(actor, answers[one.number - 1].papers) for one in wanted}


async def _settle(actor: Actor, chunk: Chunk) -> None:
    """Deals with every answer of the chunk, in the open transaction."""
    held = await db.fetch(
        "SELECT id FROM court_answers WHERE id = ANY($1) AND status = 'read' ORDER BY id FOR UPDATE",
        [one.id for one in chunk.rows],
    )
    todo = [one for one in chunk.rows if one.id in {row["id"] for row in held}]
    if not todo:
        return
    verdicts = await _known_before(actor, todo)
    todo = _without(todo, verdicts)
    while todo:
        found = await find(actor, chunk.file.way, todo)
        ready = _ready(todo, found)
        if not ready:
            verdicts += [_without_case(one, chunk.words[one.id], found[one.id]) for one in todo]
            break
        verdicts += await judge(actor, chunk, ready, found)
        todo = _without(todo, verdicts)
    await _move(actor, verdicts)
    await tell(actor, chunk.file, verdicts)


def _without_case(row: Row, words: Words, found: Found) -> Verdict:
    """It waits; by itself until a case is known by what it names, where none is yet."""
    unknown = not found.cases and words.fault is None and bool(row.request_id or row.case_reference or row.court_number)
    return replace(_waits(row, words.fault or str(unmatched(row, found))), unknown=unknown)


def _without(rows: Iterable[Row], verdicts: Iterable[Verdict]) -> list[Row]:
    done = {one.row.id for one in verdicts}
    return [one for one in rows if one.id not in done]


def _ready(rows: Sequence[Row], found: Mapping[UUID, Found]) -> list[Row]:
    """The first answer of each case and each file: a later one finds what the first left."""
    ready: dict[object, Row] = {}
    for one in rows:
        if unmatched(one, found[one.id]) is None:
            ready.setdefault(found[one.id].submission_id or found[one.id].cases, one)
    return list(ready.values())


async def _known_before(actor: Actor, rows: Sequence[Row]) -> list[Verdict]:
    """The same words again, in this file or in an earlier one, change nothing."""
    known = {
        row["digest"]: row["status"]
        for row in await db.fetch(
            "SELECT digest, status FROM court_answers WHERE organisation_id = $1 AND digest = ANY($2)"
            " AND status IN ('matched', 'waiting', 'set_aside')",
            actor.organisation,
            [one.digest for one in rows],
        )
    }
    told = {"matched": "It was dealt with before.", "waiting": "The same answer waits already."}
    verdicts = []
    for one in rows:
        if one.digest in known:
            reason = told.get(known[one.digest], "The same answer was set aside before.")
            verdicts.append(Verdict(one, "know", reason=reason))
        known.setdefault(one.digest, "matched")
    return verdicts


async def judge(actor: Actor, chunk: Chunk, rows: Sequence[Row], found: Mapping[UUID, Found]) -> list[Verdict]:
    verdicts = []
    for one in rows:
        submission_id = found[one.id].submission_id
        if submission_id is not None:
            refused = await settle_file(actor, chunk.file, one, chunk.words[one.id], submission_id)
            verdicts.append(_waits(one, refused) if refused else Verdict(one, "match", by="file"))
    named = {one.id: found[one.id].cases[0] for one in rows if found[one.id].submission_id is None}
    versions = await versions_of(named.values())
    cases = {one.id: one for one in await cases_at_hand(actor, list(named.values()))} if named else {}
    standing = await standing_of(list(cases.values()))
    about_cases = {one.id: cases[named[one.id]] for one in rows if one.id in named}
    filings = await _filings(chunk, [one for one in rows if one.id in named], about_cases, found)
    filed = await filed_of(filings.values(), chunk.file.way.jurisdiction.time_zone)
    today = latest_day(actor.now())
    takes = []
    for one in rows:
        if one.id not in named:
            continue
        case, filing_id = about_cases[one.id], filings.get(one.id)
        papers = chunk.papers.get(one.id, ())
        about = filed.get(filing_id) if filing_id is not None else None
        if about is not None and one.outcome == "told" and about.status not in IN_COURT:
            # It tells of the case; an open filing has to do with it only where it must have come before.
            filing_id, about = (filing_id, about) if follows(one, case, about) else (None, None)
        words = chunk.words[one.id]
        debtor = debtor_of(one, words, standing[case.id])
        whom = debtor if isinstance(debtor, UUID) else None
        against: str | Known | None = debtor if isinstance(debtor, str) else None
        against = against or contradiction(one, words, as_of(standing[case.id], whom), about, today=today)
        if isinstance(against, Known):
            verdicts.append(Verdict(one, "know", case.id, filing_id, reason=against.sentence))
        elif against is not None or isinstance(papers, str):
            waits = _waits(one, against or str(papers), case.id, filing_id)
            verdicts.append(waits if words.fault else replace(waits, case_version=versions[case.id]))
        else:
            by = found[one.id].by or "number"
            takes.append(Take(one, words, case, by, filing_id, about, standing[case.id].number, papers, whom))
    return verdicts + await _taken(actor, chunk.file, takes, versions)


async def _filings(
    chunk: Chunk, rows: Sequence[Row], cases: Mapping[UUID, CaseAtHand], found: Mapping[UUID, Found]
) -> dict[UUID, UUID]:
    """The filing each answer is about: the one it names, or the only one of the case that the court has yet to decide
    on."""
    filings = {one.id: filing for one in rows if (filing := found[one.id].filing_id) is not None}
    deciding = [one for one in rows if one.id not in filings and (one.outcome != "told" or one.event)]
    waiting = await open_filings([cases[one.id].id for one in deciding], chunk.file.way.channel.code)
    for one in deciding:
        open_still = waiting.get(cases[one.id].id, [])
        if len(open_still) == 1:
            filings[one.id] = open_still[0]
    return filings


async def _taken(actor: Actor, file: AnswerFile, takes: Sequence[Take], versions: Mapping[UUID, int]) -> list[Verdict]:
    done = await take_each(actor, file, takes)
    verdicts = []
    for one in takes:
        became = done[one.row.id]
        if isinstance(became, Problem):
            waits = _waits(one.row, sentence_of(became), one.case.id, one.filing_id)
            verdicts.append(replace(waits, case_version=versions[one.case.id]))
        else:
            verdicts.append(Verdict(one.row, "match", one.case.id, one.filing_id, became, one.by))
    return verdicts


def _waits(row: Row, reason: str, case_id: UUID | None = None, filing_id: UUID | None = None) -> Verdict:
    return Verdict(row, "wait", case_id, filing_id, reason=reason[:500])


async def _move(actor: Actor, verdicts: Sequence[Verdict]) -> None:
    for verb in sorted({one.verb for one in verdicts}):
        group = [one for one in verdicts if one.verb == verb]
        matched = verb == "match"
        await db.execute(
            "UPDATE court_answers a SET status = $2, version = a.version + 1, case_id = n.case_id,"
            " filing_id = n.filing_id, event_id = n.event_id, matched_by = n.matched_by, reason = n.reason,"
            " handled_at = $3, unknown = n.unknown, case_version = n.case_version FROM unnest($4::uuid[], $5::uuid[],"
            " $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::boolean[], $11::int[])"
            " AS n(id, case_id, filing_id, event_id, matched_by, reason, unknown, case_version)"
            " WHERE a.id = n.id AND a.organisation_id = $1 AND a.status = 'read'",
            actor.organisation,
            ANSWERS[verb].target.value,
            actor.now() if matched else None,
            [one.row.id for one in group],
            [one.case_id for one in group],
            [one.filing_id for one in group],
            [one.event_id for one in group],
            [one.by for one in group],
            [one.reason for one in group],
            [one.unknown for one in group],
            [one.case_version for one in group],
        )


async def tell(actor: Actor, file: AnswerFile, verdicts: Sequence[Verdict]) -> None:
    by_status: dict[str, list[UUID]] = {}
    for one in verdicts:
        by_status.setdefault(ANSWERS[one.verb].target.value, []).append(one.row.id)
    matched = by_status.get(AnswerStatus.MATCHED, [])
    told = AnswersMatched(
        subject_id=file.id,
        matched=len(matched),
        waiting=len(by_status.get(AnswerStatus.WAITING, [])),
        known=len(by_status.get(AnswerStatus.KNOWN, [])),
        digest=digest_of(matched),
    )
    await facts.record(actor, told)
