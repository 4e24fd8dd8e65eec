"""The e-court as a channel for filing: its files, its answers, and the elements inside our papers."""

from cases.jurisdictions.court_channel import CourtChannel, Part
from cases.jurisdictions.court_files.twin import Section
from cases.jurisdictions.pl.epu.account import ACCOUNT
from cases.jurisdictions.pl.epu.answer_twin import answer_twin
from cases.jurisdictions.pl.epu.batches import readable
from cases.jurisdictions.pl.epu.lodging import filing_of, lodge
from cases.jurisdictions.pl.epu.telling import told
from cases.jurisdictions.pl.papers.epu_enforcement import PART as APPLICATION_PART
from cases.jurisdictions.pl.papers.epu_letters import PART as LETTER_PART
from cases.jurisdictions.pl.papers.epu_suit import PART as SUIT_PART

PARTS = {
    SUIT_PART: "Claim (PozewEPU)",
    LETTER_PART: "Letter (DokumentEPU)",
    APPLICATION_PART: "Application for enforcement (WniosekEgzekucyjny)",
}


def _twin(name: str, content: bytes) -> Section:
    """Invalid for what is none of the e-court's elements."""
    _, filing = filing_of(Part(request_id="", case_reference=name, content=content))
    return readable(filing)


EPU = CourtChannel(
    code="epu",
    name="e-Sąd (EPU)",
    parts=PARTS,
    account=ACCOUNT,
    most_per_file=None,
    lodge=lodge,
    answers=told,
    twin=_twin,
    answer_twin=answer_twin,
    unverified=(
        "The schemas are the court's own as kept in a public repository; which namespace the service takes today, how"
        " many claims it takes in one file and what the codes of its decisions mean was not seen in an official source."
    ),
    short_fee="Where the fees paid are short of the sum for filings lodged at once, none takes effect (KPC 130 §6).",
)
