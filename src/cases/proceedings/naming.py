"""Which procedure a proceeding that came with the tape is: certain from its title or its country, else a person says.

The deadlines of the wrong procedure would be worse than none, so nothing is guessed.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec

from cases.desk.commands import common_side
from cases.desk.looking_again import cases_went_on
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.desk.states import CaseStatus
from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.registry import JURISDICTIONS, by_code
from cases.proceedings.facts import ProceedingsNamed
from cases.proceedings.steps import step_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.ids import new_id

EUROPEAN = "european_order"
IN_COURT = (
    CaseStatus.FILED,
    CaseStatus.SERVED,
    CaseStatus.CONTESTED,
    CaseStatus.UNCONTESTED,
    CaseStatus.ENFORCEABLE,
    CaseStatus.ENFORCEMENT,
)
UNNAMED = (
    "k.procedure IS NULL AND k.jurisdiction IS NOT NULL"
    f" AND k.status IN ({', '.join(repr(one.value) for one in IN_COURT)})"
)


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Words of a title that one procedure alone gives, in small letters."""

    jurisdictions: tuple[str, ...]
    says: tuple[str, ...]
    procedure: str
    citation: str
    from_: date
    source: str
    checked_on: date
    verified: bool


@cache
def known_titles() -> tuple[Title, ...]:
    text = Path(__file__).with_name("naming.toml").read_text()
    return tuple(msgspec.convert(tomllib.loads(text)["titles"], list[Title]))


def procedure_meant(jurisdiction: str, title_kind: str | None) -> str | None:
    """The procedure of a running proceeding by its title, or the only one its courts know; None where a person says."""
    here = by_code(jurisdiction)
    if here is None:
        return None
    own = [code for code in here.procedures if code != EUROPEAN]
    said = " ".join((title_kind or "").casefold().split())
    # The longest words first: “Europejski nakaz zapłaty” is not any other “nakaz”.
    for title in sorted(known_titles(), key=lambda one: -max(map(len, one.says))):
        if jurisdiction in title.jurisdictions and any(words in said for words in title.says):
            return title.procedure
    return own[0] if len(own) == 1 and len(here.procedures) == 1 else None


async def name_running(owner: Actor, sale_id: UUID) -> dict[str, int]:
    """Names what is certain among the proceedings a transfer brought; how many of each. In the open transaction.

    The law is asked once for each distinct kind of title, and joined.
    """
    kinds = await db.fetch(
        "SELECT DISTINCT k.jurisdiction, p.title_kind FROM cases k JOIN proceedings p ON p.claim_id = k.claim_id"
        f" WHERE k.organisation_id = $1 AND k.sale_id = $2 AND {UNNAMED}",
        owner.organisation,
        sale_id,
    )
    meant = [(row["jurisdiction"], row["title_kind"], procedure_meant(*row)) for row in kinds]
    certain = [one for one in meant if one[2] is not None]
    rows = await db.fetch(
        "UPDATE cases k SET procedure = m.procedure, version = k.version + 1 FROM proceedings p,"
        " unnest($3::text[], $4::text[], $5::text[]) AS m(jurisdiction, title_kind, procedure)"
        " WHERE k.organisation_id = $1 AND k.sale_id = $2 AND p.claim_id = k.claim_id"
        f" AND m.jurisdiction = k.jurisdiction AND m.title_kind IS NOT DISTINCT FROM p.title_kind AND {UNNAMED}"
        " RETURNING k.procedure",
        owner.organisation,
        sale_id,
        [one[0] for one in certain],
        [one[1] for one in certain],
        [one[2] for one in certain],
    )
    chosen = [row["procedure"] for row in rows]
    return {one: chosen.count(one) for one in sorted(set(chosen))}


async def name_proceedings(actor: Actor, case_ids: Sequence[UUID], procedure: str, *, step: str = "") -> int:
    """Says which procedure running proceedings are and at which step they stand; without a step, at the one their
    stage means. Refused for a case whose proceeding has its name."""
    actor.must("cases.work")
    if not case_ids:
        raise Invalid("Tick at least one proceeding.", places=[Place("case", None, "None is ticked.")])
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        stands = [_standing(case, procedure, step) for case in cases]
        done = await db.execute(
            "UPDATE cases k SET procedure = $2, procedure_step = n.step, status = n.status, version = k.version + 1"
            " FROM unnest($1::uuid[], $3::text[], $4::text[]) AS n(id, step, status)"
            f" WHERE k.id = n.id AND {UNNAMED}",
            [case.id for case in cases],
            procedure,
            [one for one, _ in stands],
            [one for _, one in stands],
        )
        named = ProceedingsNamed(
            subject_id=cases[0].id if len(cases) == 1 else new_id(),
            procedure=procedure,
            step=step or "where its stage stands",
            count=done,
            digest=digest_of([case.id for case in cases]),
        )
        await facts.record(actor, named, about=common_side(actor, cases))
        await cases_went_on(cases)
    return done


def _standing(case: CaseAtHand, procedure: str, step: str) -> tuple[str | None, str]:
    """The step the case will stand at, and its status there."""
    here = by_code(case.jurisdiction or "")
    known = here.procedures if here is not None else {}
    if procedure not in known:
        there = ", ".join(known) or "none"
        places = [Place("procedure", procedure, f"For {case.reference} choose one of: {there}.")]
        raise Invalid("That procedure is none of the country’s.", places=places)
    if case.procedure is not None or case.status not in IN_COURT:
        raise Refused(f"{case.reference} is no running proceeding that waits for its name.")
    way = known[procedure]
    if not step:
        return step_of(way, None, case.status), case.status
    possible = statuses_at(way).get(step, frozenset())
    if not possible & {*IN_COURT}:
        steps = ", ".join(steps_in_court(way))
        places = [Place("step", step, f"{way.local_name} in court stands at one of: {steps}.")]
        raise Invalid("A running proceeding does not stand there.", places=places)
    fitting = [one for one in IN_COURT if one in possible]
    return step, case.status if case.status in possible else fitting[-1].value


@cache
def _walked(code: str, procedure: str) -> dict[str, frozenset[CaseStatus]]:
    found: dict[str, set[CaseStatus]] = {}
    here = by_code(code)
    way = here.procedures[procedure] if here is not None else None
    if way is None or way.steps is None:
        return {}
    todo = [(str(way.steps.initial.value), CaseStatus.PRE_ACTION)]
    while todo:
        step, status = todo.pop()
        if status in found.setdefault(step, set()):
            continue
        found[step].add(status)
        for one in way.steps.transitions.values():
            if step in {source.value for source in one.sources}:
                led = way.case_status.get(one.name)
                todo.append((str(one.target.value), CaseStatus(led) if led else status))
    return {step: frozenset(statuses) for step, statuses in found.items()}


def statuses_at(procedure: Procedure) -> dict[str, frozenset[CaseStatus]]:
    """Every step of the procedure with the statuses a case may have there, by whatever way it came."""
    code = next(one.code for one in JURISDICTIONS if one.procedures.get(procedure.code) is procedure)
    return _walked(code, procedure.code)


def steps_in_court(procedure: Procedure) -> list[str]:
    """The steps at which a running proceeding may stand, in the machine's order."""
    machine = procedure.steps
    known = statuses_at(procedure)
    return [one.value for one in machine.states if known.get(one.value, frozenset()) & {*IN_COURT}] if machine else []
