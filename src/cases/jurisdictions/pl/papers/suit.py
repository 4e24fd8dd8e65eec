"""The suit for payment (KPC 126, 187), complete from the case file or refused with reasons.

The sum demanded holds the interest reckoned to the day of the suit; interest on what is left of the principal runs on
from the next day. The fee is taken on the whole sum demanded: the sources say that interest claimed beside the
principal does not count and are silent on interest already reckoned into the sum, so the higher reading is paid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, Exhibit, Fee, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letter_kinds import DEMAND
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.pl.law import LAW
from cases.jurisdictions.pl.papers.settlement import UNTRIED, settlement_tried
from cases.jurisdictions.pl.papers.wording import EXHIBITS, contract_of, ground_of, label_of

CODE = "pozew"
DISTRICT_COURT = "sąd rejonowy"
_PARTIES = "KPC 126 §2"
_DEMAND = "KPC 187 §1"


@dataclass(frozen=True, slots=True)
class Proof:
    """A document and the fact it is to prove (KPC 126 §1)."""

    exhibit: Exhibit
    fact: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """The demand sent to one defendant."""

    name: str
    sent_on: date


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    return tuple(suit_needed(case_file)) or suit_paper(case_file, CODE)


def suit_paper(case_file: CaseFile, code: str, more: Mapping[str, object] | None = None) -> Paper:
    """Of a complete file; `more` is what a variant of the suit says besides."""
    subject = "Pozew o zapłatę"
    return Paper(
        kind=code,
        title=subject,
        language="pl",
        template="pl/pozew/suit.html",
        context={
            **named(case_file, subject),
            "several": len(case_file.debtors) > 1,
            "addresses": tuple(one_line(debtor) for debtor in case_file.debtors),
            "claimant_address": one_line(case_file.creditor),
            "attorney_address": one_line(case_file.representative) if case_file.representative else None,
            "contract": contract_of(case_file.product),
            "consumer": all(debtor.kind == "person" for debtor in case_file.debtors) and case_file.product != "invoice",
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": figures.item_lines(case_file, label_of),
            "periods": figures.period_lines(case_file, ground_of),
            "running": figures.running(case_file, ground_of),
            "fee": court_fee(case_file),
            "attempts": tuple(_attempts(case_file)),
            "untried": said(case_file, UNTRIED),
            "proofs": tuple(Proof(one, EXHIBITS[one.kind]) for one in case_file.exhibits if one.kind in EXHIBITS),
            "copies": len(case_file.debtors),
            **(more or {"epu": None}),
        },
        attachments=tuple(f"{one.number:02d} {one.title}" for one in case_file.exhibits),
    )


def court_fee(case_file: CaseFile) -> Fee:
    """The fee for a suit on the whole sum demanded."""
    return LAW.fees("suit", case_file.total, case_file.on, case_file.creditor.kind)


def _attempts(case_file: CaseFile) -> Iterator[Attempt]:
    for debtor in case_file.debtors:
        if sent_on := needs.last_sent(case_file, DEMAND, debtor.name):
            yield Attempt(debtor.name, sent_on)


def suit_needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.court(case_file, "KPC 126 §1")
    yield from _court_for_the_value(case_file)
    yield from needs.identity(case_file.creditor, _PARTIES, number="KRS, other register number or PESEL")
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, _PARTIES, needs.POSTED)
    if not case_file.debtors:
        yield Missing("debtors", f"No defendant is entered ({_PARTIES}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, _PARTIES, needs.POSTED)
        yield from needs.lives_in(debtor, {"pl"}, "Poland", "KPC 126 §2", "Elsewhere the European order may serve.")
    yield from needs.joint(case_file, " (the demand must be exact, KPC 187 §1 pkt 1)")
    yield from needs.origin(case_file, _DEMAND)
    yield from needs.figures(case_file, {"PLN"}, _DEMAND)
    yield from needs.rates_known(case_file, "KPC 187 §1 pkt 1")
    yield from needs.deeds(case_file)
    if needs.is_assigned(case_file):
        yield from needs.exhibit(case_file, "assignment", "deed of assignment or certified extract of it", "KPC 126 §1")
    yield from needs.proof(case_file, "KPC 126 §1")
    yield from needs.exhibit(case_file, "power", "power of attorney or register extract", "KPC 126 §3")
    yield from needs.exhibit(case_file, "fee", "proof that the court fee was paid", "KPC 130²")
    yield from needs.files(case_file, "KPC 126 §1")
    yield from settlement_tried(case_file)
    yield from needs.signatory(case_file)


def _court_for_the_value(case_file: CaseFile) -> needs.Needs:
    """A value in dispute above the limit belongs before the Sąd Okręgowy (KPC 17 pkt 4)."""
    limit = LAW.courts.limit("district", case_file.on)
    if DISTRICT_COURT in (case_file.court or "").casefold() and case_file.total > limit:
        yield Missing(
            "court for the value",
            f"The value in dispute, {case_file.total}, is above {limit}: it belongs before the Sąd Okręgowy, and the"
            " suit names a Sąd Rejonowy (KPC 17 pkt 4).",
            "court",
        )


SUIT = PaperKind(CODE, "Suit for payment (KPC 187)", "pl", _prepare)
