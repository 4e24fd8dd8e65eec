"""From the elements inside sealed papers to the e-court's files: claims, letters and applications each in their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.jurisdictions.court_channel import CourtFile, LeftOut, Lodgement, Occasion, Part
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.xml_parsing import parse
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.pl.epu.account import ACCOUNT, namespace_of
from cases.jurisdictions.pl.epu.batches import (
    Batch,
    File,
    Filing,
    Service,
    application_batch,
    claim_batch,
    letter_batch,
)
from cases.jurisdictions.pl.epu.claim_layouts import IN_BATCH
from cases.jurisdictions.pl.epu.claims import Claim
from cases.jurisdictions.pl.epu.enforcement_layouts import APPLICATION
from cases.jurisdictions.pl.epu.letter_layouts import LETTER
from cases.jurisdictions.pl.epu.limits import NAMESPACE, OLDER_NAMESPACE
from kernel.errors import Invalid, Place
from kernel.money import Money

CLAIM_ROOT, LETTER_ROOT, APPLICATION_ROOT = "PozewEPU", "DokumentEPU", "WniosekEgzekucyjny"


@dataclass(frozen=True, slots=True)
class Root:
    """One kind of element: its layout, how it is put into a file, what its files' designations end with."""

    layout: Layout
    batch: Callable[..., Batch]
    ending: str


ROOTS: Mapping[str, Root] = {
    CLAIM_ROOT: Root(IN_BATCH, claim_batch, ""),
    LETTER_ROOT: Root(LETTER, letter_batch, "-PISMA"),
    APPLICATION_ROOT: Root(APPLICATION, application_batch, "-EGZ"),
}


def lodge(parts: Sequence[Part], account: Mapping[str, str], occasion: Occasion) -> Lodgement:
    """Files `reference-1` and on of claims, `reference-PISMA-1` of letters, `reference-EGZ-1` of applications."""
    _known(account)
    service = Service(namespace_of(account), int(account["most_per_file"]) if account.get("most_per_file") else None)
    left_out: list[LeftOut] = []
    read_parts: dict[str, list[tuple[Part, Filing]]] = {root: [] for root in ROOTS}
    for part in parts:
        try:
            root, filing = filing_of(part)
        except Invalid as invalid:
            left_out.append(LeftOut(part.request_id, part.case_reference, tuple(_faults(part, invalid))))
            continue
        read_parts[root].append((part, filing))
    files: list[CourtFile] = []
    for root, found in read_parts.items():
        if found:
            batch = ROOTS[root].batch(
                (filing for _, filing in found), designation=occasion.reference + ROOTS[root].ending, service=service
            )
            own, refused = _sorted(found, batch)
            files += own
            left_out += refused
    return Lodgement(tuple(files), tuple(left_out))


def filing_of(part: Part) -> tuple[str, Filing]:
    """The name of the element and what it says; Invalid with every fault where it is none of the e-court's."""
    node = parse(part.content)
    if node.name not in ROOTS or node.namespace not in (NAMESPACE, OLDER_NAMESPACE):
        raise Invalid(f"The part is a <{node.name}>, none of {', '.join(ROOTS)}.")
    filing: Any = read(ROOTS[node.name].layout, node, case=part.case_reference)
    return node.name, filing


def _known(account: Mapping[str, str]) -> None:
    secret = {one.name for one in ACCOUNT if one.secret or one.name == "user_name"}
    lacking = [one for one in ACCOUNT if not one.optional and one.name not in secret and not account.get(one.name)]
    if lacking:
        places = [Place(one.name, None, f"Enter: {one.label}.") for one in lacking]
        raise Invalid("The account with the e-court is not complete.", places=places)


def _sorted(found: Iterable[tuple[Part, Filing]], batch: Batch) -> tuple[list[CourtFile], list[LeftOut]]:
    """Filings keep their order, so that those not refused are the files' in turn."""
    refused = {id(one.filing): one.faults for one in batch.refused}
    left_out = [
        LeftOut(part.request_id, part.case_reference, refused[id(filing)])
        for part, filing in found
        if id(filing) in refused
    ]
    good = iter([(part, filing) for part, filing in found if id(filing) not in refused])
    files = [_file(file, [next(good) for _ in file.cases]) for file in batch.files]
    return files, left_out


def _file(file: File, filed: Sequence[tuple[Part, Filing]]) -> CourtFile:
    controls: list[tuple[str, str]] = [("filings", str(len(filed)))]
    claims = [filing for _, filing in filed if isinstance(filing, Claim)]
    if claims:
        value = sum((one.dispute_value for one in claims), Money.zero("PLN"))
        controls.append(("value in dispute", str(value)))
        controls.append(("court fees, to be paid in full with the file (KPC 130 §6)", str(file.fees)))
    return CourtFile(
        reference=file.designation,
        name=f"{file.designation}.xml",
        content=file.content,
        request_ids=tuple(part.request_id for part, _ in filed),
        controls=tuple(controls),
    )


def _faults(part: Part, invalid: Invalid) -> Iterable[Fault]:
    remedy = "Prepare the paper again."
    if not invalid.places:
        yield Fault(part.case_reference, "the part", None, invalid.sentence, remedy)
    for place in invalid.places:
        yield Fault(part.case_reference, place.where, place.value, place.sentence, remedy)
