"""From filings to files the court takes: each checked before it is written, bad ones left out with their reasons, the
good ones never lost.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import batched

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault, refuse
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.court_files.xml_parsing import parse
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.characters import Transliteration, proposals
from cases.jurisdictions.gb_ew.sdt.envelope import BULK_REQUEST, HEADER, LAYOUTS, REQUEST
from cases.jurisdictions.gb_ew.sdt.messages import BulkRequest, Filing, Header
from kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Sender:
    """Who files: the customer of Secure Data Transfer, and for which application."""

    customer_id: int
    target: str = "mcol"


@dataclass(frozen=True, slots=True)
class File:
    """A finished bulk request; `reference` is its customer reference, which answers repeat."""

    reference: str
    content: bytes
    request_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedFiling:
    """A filing that is in no file, why, and the wordings somebody may sign off (`characters.signed_off`)."""

    filing: Filing
    faults: tuple[Fault, ...]
    proposals: tuple[Transliteration, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    files: tuple[File, ...]
    refused: tuple[RefusedFiling, ...]


def filing_faults(filing: Filing) -> tuple[Fault, ...]:
    """Everything the court's format would refuse in one filing."""
    return tuple(faults(REQUEST, filing, case=filing.case))


def batch(
    filings: Iterable[Filing], *, sender: Sender, reference: str, used_request_ids: Set[str] = frozenset()
) -> Batch:
    """Files of at most 2,000 requests, named `reference-001` and on, and what was left out.

    A request id is used once and never again: give those already sent. Of two filings with one id the first goes.
    Invalid where sender or reference are unfit: then nothing can be sent.
    """
    good: list[Filing] = []
    refused: list[RefusedFiling] = []
    taken = dict.fromkeys(used_request_ids, "an earlier file")
    for filing in filings:
        wrong = (*filing_faults(filing), *_taken(filing, taken))
        if wrong:
            refused.append(RefusedFiling(filing, wrong, proposals(filing)))
        else:
            taken[filing.request_id] = f"case {filing.case}"
            good.append(filing)
    parts = list(batched(good, limits.MOST_REQUESTS, strict=False))
    files = [_file(part, sender, f"{reference}-{number:03}") for number, part in enumerate(parts, start=1)]
    return Batch(tuple(files), tuple(refused))


def _taken(filing: Filing, taken: dict[str, str]) -> Iterable[Fault]:
    if filing.request_id in taken:
        limit = f"The request id was used by {taken[filing.request_id]}; the court takes each id once."
        yield Fault(filing.case, "request_id", filing.request_id, limit, "Give this filing another id.")


def _file(filings: Sequence[Filing], sender: Sender, reference: str) -> File:
    header = Header(customer_id=sender.customer_id, target=sender.target, count=len(filings), reference=reference)
    if wrong := tuple(faults(HEADER, header, case="the batch", path="header")):
        raise refuse("The batch cannot be sent as named.", wrong)
    bulk = BulkRequest(header=header, requests=tuple(filings))
    content = as_bytes(tree("bulkRequest", BULK_REQUEST, bulk, limits.BULK))
    return File(reference, content, tuple(one.request_id for one in filings))


def read_batch(content: bytes) -> BulkRequest:
    """A bulk request as it was written, whoever wrote it; Invalid with places where it cannot be read."""
    root = parse(content)
    if (root.namespace, root.name) != (limits.BULK, "bulkRequest"):
        raise Invalid(f"The file is a <{root.name}>, not an HMCTS bulkRequest.")
    bulk: BulkRequest = read(BULK_REQUEST, root, case="the file")
    return bulk


def batch_faults(bulk: BulkRequest) -> tuple[Fault, ...]:
    """Everything the court would refuse in a file, request by request."""
    whole = [one for one in faults(BULK_REQUEST, bulk, case="the file") if not one.field.startswith("requests.")]
    return (*whole, *(fault for filing in bulk.requests for fault in filing_faults(filing)))


def readable(filing: Filing) -> Section:
    """The readable twin of one request."""
    return twin(LAYOUTS[type(filing.message)], filing.message)
