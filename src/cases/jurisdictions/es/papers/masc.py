"""The negotiation attempt that must come before a petition (LO 1/2025 art. 5, 7, 10), and the request that makes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing, Paper, PaperKind, PreAction
from cases.jurisdictions.es.papers import law, needs
from cases.jurisdictions.es.papers.amounts import item_lines
from cases.jurisdictions.es.papers.letters import channels, letters_to
from cases.jurisdictions.es.papers.wording import contract_of
from cases.jurisdictions.paperwork.naming import named

REQUEST = "masc_request"
OFFER = "masc_offer"
ENDED = frozenset({"refused", "ended"})
"""Outcomes by which one side ended the talks in writing (art. 10.4.d)."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A finished attempt towards one debtor. `runs_from`: whence the year to go to court counts (art. 7.3)."""

    debtor: FiledParty
    kind: str
    sent_on: date
    received_on: date
    answered_on: date | None
    over_on: date
    runs_from: date
    proof: str


def attempts(case_file: CaseFile) -> tuple[Attempt, ...]:
    """The finished attempts, one for each debtor; call it where `missing_attempts` found nothing."""
    found = (_attempt(case_file.pre_action, debtor, case_file.on) for debtor in case_file.debtors)
    return tuple(one for one in found if isinstance(one, Attempt))


def unfinished(case_file: CaseFile) -> Iterator[Missing]:
    """The debtors towards whom no finished attempt is recorded."""
    for debtor in case_file.debtors:
        found = _attempt(case_file.pre_action, debtor, case_file.on)
        if isinstance(found, Missing):
            yield found
            if len({act.to for act in case_file.pre_action}) < 2:
                return


def missing_attempts(case_file: CaseFile) -> Iterator[Missing]:
    yield from unfinished(case_file)
    if case_file.debtors and all(exhibit.kind != "masc" for exhibit in case_file.exhibits):
        yield Missing(
            "proof of negotiation",
            "The document that proves the negotiation attempt is not among the documents (LEC art. 264.4): prepare the"
            " proof of the negotiation, which tells nothing of what was offered.",
            "documents",
        )


def gate(acts: Sequence[PreAction], debtors: Sequence[str], on: date) -> tuple[str, ...]:
    """What is not proven of the attempt on the day of filing, each sentence once; nothing before the law's own day."""
    if not law.in_force_on(law.MASC_WAIT, on):
        return ()
    found = (_attempt(acts, FiledParty("debtor", name, "person"), on) for name in debtors)
    return tuple(dict.fromkeys(one.sentence for one in found if isinstance(one, Missing)))


def _attempt(before: Sequence[PreAction], debtor: FiledParty, on: date) -> Attempt | Missing:
    acts = [act for act in before if act.kind in {REQUEST, OFFER} and act.to in {None, debtor.name}]
    if not acts:
        return Missing(
            "negotiation attempt",
            f"No request to negotiate with {debtor.name} is recorded: it is a condition of admissibility"
            " (LO 1/2025 art. 5.1).",
            "pre-action",
        )
    act = max(acts, key=lambda one: one.received_on or one.sent_on or date.min)
    if act.sent_on is None or act.received_on is None or not act.proof:
        return _unproven(act, debtor)
    return _finished(on, act, debtor, act.sent_on, act.received_on, act.proof)


def _unproven(act: PreAction, debtor: FiledParty) -> Missing:
    lacking = "day of sending" if act.sent_on is None else "day of receipt" if act.received_on is None else "proof"
    return Missing(
        f"negotiation {lacking}",
        f"The {lacking} of the request to {debtor.name} is missing: it must be shown that the other side received it,"
        " on what day, and that its whole content was within reach (LO 1/2025 art. 10.2).",
        "pre-action",
    )


def _finished(
    on: date, act: PreAction, debtor: FiledParty, sent_on: date, received_on: date, proof: str
) -> Attempt | Missing:
    if act.answered_on is not None and act.outcome in ENDED:
        over_on = opens_on = runs_from = act.answered_on
    elif act.answered_on is not None:
        return Missing(
            "end of negotiation",
            f"{debtor.name} answered on {act.answered_on:%d/%m/%Y} and the talks are not recorded as ended: file once"
            " they are over (LO 1/2025 art. 10.4).",
            "pre-action",
        )
    else:
        waiting = law.reckon(law.MASC_OFFER if act.kind == OFFER else law.MASC_WAIT, received_on)
        over_on = waiting.statutory_on
        opens_on = waiting.opens_on or waiting.statutory_on
        runs_from = received_on
    if on < opens_on:
        return Missing(
            "end of the waiting time",
            f"The request reached {debtor.name} on {received_on:%d/%m/%Y}: without an answer the attempt is over and"
            f" the petition may be filed from {opens_on:%d/%m/%Y} (LO 1/2025 art. 10.4 and 17.4).",
            "pre-action",
        )
    lapse = law.reckon(law.MASC_LAPSE, runs_from)
    if on > lapse.statutory_on:
        return Missing(
            "recent negotiation attempt",
            f"The attempt towards {debtor.name} no longer counts: the petition was due by"
            f" {lapse.statutory_on:%d/%m/%Y} (LO 1/2025 art. 7.3). Make a new one.",
            "pre-action",
        )
    return Attempt(debtor, act.kind, sent_on, received_on, act.answered_on, over_on, runs_from, proof)


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """The request to negotiate, one letter for each debtor."""
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Solicitud de negociación previa a la vía judicial (Ley Orgánica 1/2025)"
    return Paper(
        kind=REQUEST,
        title=subject,
        language="es",
        template="es/pre_action/negotiation_request.html",
        context={
            **named(case_file, subject),
            "letters": letters_to(case_file),
            "channels": channels(case_file),
            "contract": contract_of(case_file.product),
            "items": item_lines(case_file),
            "assigned": needs.is_assigned(case_file),
            "answer_days": law.length(law.MASC_WAIT, case_file.on),
        },
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.creditor(case_file)
    yield from needs.addressees(case_file)
    yield from needs.origin(case_file)
    yield from needs.figures(case_file)
    yield from needs.deeds(case_file)
    yield from needs.contact(case_file)
    yield from needs.bank(case_file)
    yield from needs.signatory(case_file)


REQUEST_TO_NEGOTIATE = PaperKind(
    code=REQUEST,
    title="Request to negotiate before court (MASC)",
    language="es",
    prepare=prepare,
)
