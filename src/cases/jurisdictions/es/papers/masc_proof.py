"""The proof of the negotiation that goes to the court: who wrote to whom, on what and when; never what was offered.

What is used in the negotiation is confidential, save whether the parties came to it and its object (LO 1/2025 art. 9);
the receipt, its day and that the whole content was within reach are to be shown (art. 10.2).
"""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.es.papers import masc, needs
from cases.jurisdictions.es.papers.wording import contract_of
from cases.jurisdictions.paperwork.naming import named

CODE = "masc_proof"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    subject = "Acreditación de la actividad negociadora previa"
    return Paper(
        kind=CODE,
        title=subject,
        language="es",
        template="es/pre_action/proof.html",
        context={
            **named(case_file, subject),
            "contract": contract_of(case_file.product),
            "attempts": masc.attempts(case_file),
            "offer": masc.OFFER,
        },
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.creditor(case_file)
    yield from needs.addressees(case_file)
    yield from needs.origin(case_file)
    yield from masc.unfinished(case_file)
    yield from needs.signatory(case_file)


PROOF_OF_NEGOTIATION = PaperKind(CODE, "Proof of the negotiation for the court (LO 1/2025 art. 9, 10)", "es", _prepare)
