"""Letters in a case before the e-court: a readable paper with the DokumentEPU inside, one kind for each of its kinds.

A completed address is written from the debtors' own; every other letter says what a person entered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import NUMBER, court_number, entered_number, lacking, said
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.pl.epu.account import account_needed, filer_of, is_professional, namespace_of
from cases.jurisdictions.pl.epu.batches import letter_faults
from cases.jurisdictions.pl.epu.broken import as_missing
from cases.jurisdictions.pl.epu.codes import LetterKind
from cases.jurisdictions.pl.epu.letter_layouts import LETTER
from cases.jurisdictions.pl.epu.letters import Letter
from cases.jurisdictions.pl.epu.limits import IDENTIFIER
from cases.jurisdictions.pl.epu.seat import SEAT
from cases.jurisdictions.pl.epu.sides import claimant_of, defendant_of, needed_of
from cases.jurisdictions.pl.epu.suit_shown import one_line, sides_shown

PART = "pismo-epu.xml"
ROOT = "DokumentEPU"
CASE_ID, DELIVERY_ID, SUBJECT, TEXT = "epu_case_id", "epu_delivery_id", "epu_letter_subject", "epu_letter_text"


@dataclass(frozen=True, slots=True)
class Written:
    """One kind of letter: its code as a paper, its title for the desk and its heading for the court."""

    code: str
    kind: LetterKind
    title: str
    heading: str


ADDRESS = "epu_address"
WRITTEN = (
    Written("epu_letter", LetterKind.PISMO, "Letter to the e-court", "Pismo"),
    Written("epu_motion", LetterKind.WNIOSEK, "Motion to the e-court", "Wniosek"),
    Written(ADDRESS, LetterKind.UZUPEŁNIENIE_ADRESU, "Address completed (KPC 505³⁴)", "Uzupełnienie adresu"),
    Written("epu_defects", LetterKind.UZUPEŁNIENIE_BRAKÓW, "Defects made good", "Uzupełnienie braków"),
    Written(
        "epu_power_ended",
        LetterKind.REZYGNACJA_Z_PEŁNOMOCNICTWA,
        "End of the power of attorney",
        "Rezygnacja z pełnomocnictwa",
    ),
    Written("epu_attorney", LetterKind.ZGŁOSZENIE_PEŁNOMOCNIKA, "A new attorney named", "Zgłoszenie pełnomocnika"),
)
LEAVES_AS = {ADDRESS: "obstacle_removed"}
TO_COURT = frozenset(one.code for one in WRITTEN)


def _prepared(written: Written) -> Callable[[CaseFile], Paper | tuple[Missing, ...]]:
    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed(case_file, written)):
            return missing
        letter = _letter(case_file, written)
        return as_missing(letter_faults(letter)) or _paper(case_file, written, letter)

    return prepare


def _letter(case_file: CaseFile, written: Written) -> Letter:
    account = case_file.court_account
    answers = said(case_file, DELIVERY_ID)
    claimants = (claimant_of(case_file, 1, attorney=is_professional(account)),)
    defendants = tuple(
        defendant_of(one, number) for number, one in enumerate(case_file.debtors, start=1 + len(claimants))
    )
    addresses = (f"{one.name}: {one.address}" for one in sides_shown(defendants)) if written.code == ADDRESS else ()
    return Letter(
        case=case_file.case_reference,
        court_case_id=int(said(case_file, CASE_ID)),
        signature=said(case_file, NUMBER),
        filed_at=datetime.combine(case_file.on, time()),
        kind=written.kind,
        text="\n".join((*addresses, *said(case_file, TEXT).splitlines())),
        delivery_id=int(answers) if answers else None,
        subject=" ".join(said(case_file, SUBJECT).split()) or None,
        filer=filer_of(account),
        claimants=claimants,
        defendants=defendants,
    )


def _paper(case_file: CaseFile, written: Written, letter: Letter) -> Paper:
    content = as_bytes(tree(ROOT, LETTER, letter, namespace_of(case_file.court_account)))
    return Paper(
        kind=written.code,
        title=written.heading,
        language="pl",
        template="pl/epu/letter.html",
        context={
            **named(case_file, written.heading),
            "court": SEAT,
            "letter": letter,
            "filer_address": one_line(letter.filer.address) if letter.filer else "",
            "claimants": sides_shown(letter.claimants),
            "defendants": sides_shown(letter.defendants),
            "paragraphs": (letter.text or "").split("\n"),
        },
        machine=(MachineFile(PART, content, "Pismo jako element DokumentEPU dla e-Sądu"),),
    )


def _needed(case_file: CaseFile, written: Written) -> Iterator[Missing]:
    yield from account_needed(case_file)
    for party in (case_file.creditor, *case_file.debtors):
        yield from needed_of(party)
    if not case_file.debtors:
        yield Missing("debtors", "No defendant is entered (KPC 126 §1).", "parties")
    yield from court_number(case_file, giver="the e-court")
    numbers = {CASE_ID: "The number of the case in the e-court's service"}
    if written.code == ADDRESS or said(case_file, DELIVERY_ID):
        numbers[DELIVERY_ID] = "The number of the delivery that is answered"
    yield from lacking(*(entered_number(case_file, name, what, most=IDENTIFIER.most) for name, what in numbers.items()))
    if written.code != ADDRESS and not said(case_file, TEXT):
        yield Missing("text of the letter", "What the letter says is not entered (KPC 126 §1).", "claim")
    yield from needs.signatory(case_file)


EPU_LETTERS = tuple(PaperKind(one.code, one.title, "pl", _prepared(one)) for one in WRITTEN)
