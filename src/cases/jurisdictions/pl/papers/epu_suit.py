"""The suit in the EPU (KPC 505³¹, 505³²): a readable paper and, inside it, the element the e-court takes.

Both are made of the one claim, so that neither says what the other does not. Nothing is signed: who files is named by
the account (KPC 505³¹ leaves art. 126 §5 out).
"""

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.pl.epu.account import namespace_of
from cases.jurisdictions.pl.epu.claim_layouts import IN_BATCH
from cases.jurisdictions.pl.epu.claims import Claim
from cases.jurisdictions.pl.epu.reasons import reasons_of
from cases.jurisdictions.pl.epu.suing import claim_of
from cases.jurisdictions.pl.epu.suit_shown import demands_shown, one_line, sides_shown

CODE = "epu_suit"
PART = "pozew-epu.xml"
ROOT = "PozewEPU"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    claim = claim_of(case_file)
    if not isinstance(claim, Claim):
        return claim
    subject = "Pozew w elektronicznym postępowaniu upominawczym"
    return Paper(
        kind=CODE,
        title=subject,
        language="pl",
        template="pl/epu/suit.html",
        context={
            **named(case_file, subject),
            "claim": claim,
            "owed": claim.dispute_value,
            "claimants": sides_shown(claim.claimants),
            "defendants": sides_shown(claim.defendants),
            "filer_address": one_line(claim.filer.address),
            "demands": demands_shown(claim),
            "paragraphs": reasons_of(case_file),
        },
        machine=(MachineFile(PART, part_of(claim, case_file), "Pozew jako element PozewEPU dla e-Sądu"),),
    )


def part_of(claim: Claim, case_file: CaseFile) -> bytes:
    """The element alone; the e-court takes it within its batch."""
    return as_bytes(tree(ROOT, IN_BATCH, claim, namespace_of(case_file.court_account)))


EPU_SUIT = PaperKind(CODE, "Suit in the EPU (KPC 505³¹)", "pl", _prepare)
