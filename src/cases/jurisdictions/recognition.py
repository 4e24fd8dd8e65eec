"""A court's file of any format the house knows: what it is, what it holds, and what is wrong with it."""

from dataclasses import dataclass
from typing import Literal

from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.xml_parsing import LARGEST_FILE, Node, parse, without_soap
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.de.eda import files as eda
from cases.jurisdictions.de.eda.trailer import sum_faults
from cases.jurisdictions.gb_ew.sdt import answers as sdt_answers
from cases.jurisdictions.gb_ew.sdt import batches as sdt
from cases.jurisdictions.gb_ew.sdt import envelope, limits
from cases.jurisdictions.gb_ew.sdt import reading as sdt_reading
from cases.jurisdictions.gb_ew.sdt.defences import Defences
from cases.jurisdictions.pl.epu import reading as epu
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch
from cases.jurisdictions.pl.epu.letters import LetterBatch
from kernel.errors import Invalid, Place

__all__ = ["LARGEST_FILE", "CourtFile", "recognise"]


@dataclass(frozen=True, slots=True)
class CourtFile:
    """`rows` are typed structs of the jurisdiction; `faults` what a court would refuse or nobody should trust."""

    title: str
    jurisdiction: str
    direction: Literal["to the court", "from the court"]
    root: str
    rows: tuple[object, ...]
    faults: tuple[Fault, ...]


def recognise(content: bytes) -> CourtFile:
    """The file by its content, never by its name. Invalid with places where it is of no known format, malformed or
    harmful.
    """
    if content[:2] == b"AA":
        return _eda(content)
    if b"<" not in content[:200]:
        raise Invalid(
            "The file is of no format the house knows.",
            places=[Place("first bytes", repr(content[:16]), "Known are HMCTS SDT and e-court XML, and EDA records.")],
        )
    root = without_soap(parse(content))
    if (root.namespace, root.name) == (limits.BULK, "bulkRequest"):
        return _bulk_request(root)
    if (root.namespace, root.name) in sdt_reading.ROOTS:
        return _sdt_answer(root)
    if epu.is_ours(root):
        return _epu_batch(root)
    if not epu.is_answer(root):
        raise Invalid(
            f"The file is a <{root.name}> of no format the house knows.",
            places=[Place("namespace", root.namespace, "Known are HMCTS SDT and e-court XML, and EDA records.")],
        )
    answer = epu.answer_of(root)
    said = f"Answer of the e-court: {answer.code}{f', {answer.information}' if answer.information else ''}"
    return CourtFile(said, "pl", "from the court", root.name, answer.rows or (answer,), ())


def _bulk_request(root: Node) -> CourtFile:
    bulk = read(envelope.BULK_REQUEST, root, case="the file")
    found = sdt.batch_faults(bulk)
    return CourtFile("Bulk request to Money Claim Online", "gb_ew", "to the court", root.name, bulk.requests, found)


def _sdt_answer(root: Node) -> CourtFile:
    answer = sdt_reading.answer_of(root)
    rows: tuple[object, ...]
    match answer:
        case sdt_answers.Feedback():
            title, rows = f"Feedback on {answer.bulk.bulk_reference}", answer.answers or (answer.bulk,)
        case Defences():
            title, rows = "Responses of defendants", answer.defences
        case _:
            title, rows = f"Acknowledgement of {answer.reference}: {answer.status.code.value}", (answer,)
    return CourtFile(title, "gb_ew", "from the court", root.name, rows, ())


def _epu_batch(root: Node) -> CourtFile:
    batch = epu.batch_of(root)
    found = epu.batch_faults(batch)
    rows: tuple[object, ...]
    match batch:
        case ClaimBatch():
            title, rows = f"Batch of claims {batch.designation}", batch.claims
        case LetterBatch():
            title, rows = f"Batch of letters {batch.designation}", batch.letters
        case Claim():
            title, rows = f"Claim {batch.reference}", (batch,)
        case _:
            title, rows = f"Batch of applications for enforcement {batch.designation}", batch.applications
    return CourtFile(title, "pl", "to the court", root.name, rows, found)


def _eda(content: bytes) -> CourtFile:
    file = eda.read(content)
    kind = file.document.name.replace("_", " ").title() if file.document else "unknown document"
    inbound = file.document is not None and file.document.inbound
    return CourtFile(
        f"EDA file of participant {file.participant}: {kind}", "de",
        "from the court" if inbound else "to the court", "EDA", file.records, tuple(sum_faults(file)),
    )  # fmt: skip
