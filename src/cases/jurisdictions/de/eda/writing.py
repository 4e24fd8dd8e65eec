"""An application for a Mahnbescheid as records, in the order of the court's areas C01 to C34."""

from collections.abc import Iterator, Mapping, Sequence

from cases.jurisdictions.de.eda.applications import (
    Address,
    Application,
    Assignment,
    Attorney,
    CatalogueClaim,
    ConsumerCredit,
    InterestStep,
    OtherClaim,
    Person,
)
from cases.jurisdictions.de.eda.short_values import cents_text, day_text, rate_text
from cases.jurisdictions.de.eda.taking import KEY_RECORD, table_of
from kernel.errors import Invalid

type Given = tuple[str, Mapping[str, str]]
EXPENSES = (("dunning", "MAHNK"), ("information", "AUSK"), ("returned_debit", "BKRL"), ("collection", "INKB"))
POINTS, FIXED = "B", "F"
YEARLY = "1"


def written(given: Sequence[Given], *, codec: str) -> bytes:
    """Records one after the other, by their tables."""
    return b"".join(record(name, values, codec=codec) for name, values in given)


def record(name: str, values: Mapping[str, str], *, codec: str) -> bytes:
    """Invalid where no layout of the record is known or a value does not fit it."""
    table = table_of(name)
    if table is None:
        raise Invalid(f"No layout of the record {name} is known.")
    kind, mark, part = name.split(" ")
    return table.write({"kind": kind, "mark": mark, "part": part, **values}, codec=codec)


def application_records(application: Application, *, codec: str) -> bytes:
    """Hold it against `checks.application_faults` before: here only what a record cannot hold is refused."""
    return written(list(_given(application)), codec=codec)


def _given(one: Application) -> Iterator[Given]:
    yield (
        KEY_RECORD,
        {
            "reference": one.reference,
            "claimant_code": one.claimant_code or "",
            "attorney_code": one.attorney_code or "",
            "court_postcode": one.court_postcode,
            "court_city": one.court_city,
            "contested": "X" if one.contested else "",
            **{f"mark_{at}": "X" for at in one.marks},
        },
    )
    for claimant in one.claimants:
        yield from _party("AS", claimant)
    if one.attorney is not None:
        yield from _attorney(one.attorney)
    if one.account is not None:
        yield "01 BANK 00", {"belongs_to": "1", "iban": one.account.iban, "bic": one.account.bic or ""}
    for defendant in one.defendants:
        yield from _defendant(one, defendant)
    for claim in one.catalogue:
        yield from _catalogue(claim)
    for other in one.others:
        yield from _other(other)
    yield from _ancillary(one)


def _address(address: Address) -> dict[str, str]:
    return {"street": address.street, "postcode": address.postcode, "city": address.city}


def _party(who: str, person: Person) -> Iterator[Given]:
    first, second, third, fourth = (*person.name, "", "", "")[:4]
    salutation = "" if person.salutation is None else str(person.salutation.value)
    yield (
        f"01 {who} 01",
        {"salutation": salutation, "legal_form": person.legal_form or "", "name_1": first, "name_2": second},
    )
    if third:
        yield f"01 {who} 02", {"name_3": third, "name_4": fourth}
    yield f"01 {who} 03", _address(person.address)
    if who == "AS":
        yield from _officers(who, person)


def _officers(who: str, person: Person) -> Iterator[Given]:
    for officer in person.representatives:
        yield f"01 {who}GV 01", {"position": officer.position, "name": officer.name}


def _attorney(attorney: Attorney) -> Iterator[Given]:
    first, second, third = (*attorney.name, "", "")[:3]
    salutation = str(attorney.salutation.value)
    yield "01 ASPV 01", {"salutation": salutation, "name_1": first, "name_2": second, "name_3": third}
    yield "01 ASPV 02", {"legal_form": attorney.legal_form or "", **_address(attorney.address)}


def _defendant(one: Application, defendant: Person) -> Iterator[Given]:
    yield from _party("AG", defendant)
    court = one.dispute
    yield (
        "01 AG 04",
        {"court_kind": str(court.kind.value), "court_postcode": court.postcode, "court_city": court.city},
    )
    yield from _officers("AG", defendant)


def _catalogue(claim: CatalogueClaim) -> Iterator[Given]:
    yield (
        "01 ASPK 00",
        {
            "number": str(claim.number),
            "ground": claim.ground or "",
            "invoice": claim.invoice or "",
            "first_on": day_text(claim.first_on),
            "last_on": day_text(claim.last_on),
            "amount": cents_text(claim.amount),
        },
    )
    yield from _of_claim(claim.assignment, claim.interest, claim.credit)


def _other(claim: OtherClaim) -> Iterator[Given]:
    yield (
        "01 ASPS 01",
        {
            "words": claim.words,
            "first_on": day_text(claim.first_on),
            "last_on": day_text(claim.last_on),
            "amount": cents_text(claim.amount),
        },
    )
    yield from _of_claim(claim.assignment, claim.interest, None)


def _of_claim(
    assignment: Assignment | None, steps: Sequence[InterestStep], credit: ConsumerCredit | None
) -> Iterator[Given]:
    if assignment is not None:
        yield (
            "01 ABT 00",
            {
                "assigned_on": day_text(assignment.assigned_on),
                "assignor": assignment.assignor,
                "postcode": assignment.postcode,
                "city": assignment.city,
            },
        )
    for step in steps:
        yield (
            "01 ZINS 00",
            {
                "rate": rate_text(step.rate),
                "above": POINTS if step.over_base_rate else FIXED,
                "period": YEARLY,
                "first_on": day_text(step.first_on),
                "last_on": day_text(step.last_on),
                "base": cents_text(step.base),
            },
        )
    if credit is not None:
        yield (
            "01 VKG 00",
            {"contract_on": day_text(credit.contract_on), "annual_rate": rate_text(credit.annual_rate)},
        )


def _ancillary(one: Application) -> Iterator[Given]:
    if one.expenses is not None:
        for name, mark in EXPENSES:
            if (amount := getattr(one.expenses, name)) is not None:
                yield f"01 {mark} 00", {"amount": cents_text(amount)}
        if one.expenses.vv_2300 is not None:
            yield "01 VV23 00", {"amount": cents_text(one.expenses.vv_2300)}
    for claim in one.ancillary:
        yield "01 ANF 00", {"amount": cents_text(claim.amount), "words": claim.words}
