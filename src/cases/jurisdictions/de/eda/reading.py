"""Records read back into the application they carry."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.de.eda.applications import (
    Account,
    Address,
    Ancillary,
    Application,
    Assignment,
    Attorney,
    CatalogueClaim,
    ConsumerCredit,
    DisputeCourt,
    Expenses,
    InterestStep,
    Officer,
    OtherClaim,
    Person,
)
from cases.jurisdictions.de.eda.codes import CourtKind, PartySalutation, Representative
from cases.jurisdictions.de.eda.limits import FIRST_MARK, LAST_MARK
from cases.jurisdictions.de.eda.short_values import cents_of, day_of, rate_of
from cases.jurisdictions.de.eda.taking import KEY_RECORD, Records, given
from cases.jurisdictions.de.eda.writing import EXPENSES, POINTS
from kernel.errors import Invalid, Place
from kernel.money import Money


def application_of(content: bytes, *, codec: str) -> Application:
    """Invalid where the records are not those of one application."""
    records = Records(content, codec=codec)
    key = records.take(KEY_RECORD)
    claimants = _parties(records, "AS")
    attorney = _attorney(records)
    account = _account(records)
    defendants, courts = _defendants(records)
    read = Application(
        reference=key["reference"],
        court_postcode=key["court_postcode"],
        court_city=key["court_city"],
        marks=tuple(at for at in range(FIRST_MARK, LAST_MARK + 1) if key[f"mark_{at}"]),
        contested=bool(key["contested"]),
        claimants=claimants,
        claimant_code=key["claimant_code"] or None,
        attorney=attorney,
        attorney_code=key["attorney_code"] or None,
        account=account,
        defendants=defendants,
        dispute=_one_court(courts),
        catalogue=_catalogue(records),
        others=_others(records),
    )
    read = replace(read, expenses=_expenses(records), ancillary=_ancillary(records))
    records.end()
    return read


def _code[C: (PartySalutation, Representative, CourtKind)](kind: type[C], text: str) -> C:
    try:
        return kind(int(text))
    except ValueError as error:
        known = ", ".join(str(one.value) for one in kind)
        raise Invalid(
            f"{text!r} is none of {known}.", places=[Place(kind.__name__, text, f"One of {known}.")]
        ) from error


def _address(fields: dict[str, str]) -> Address:
    return Address(street=fields["street"], postcode=fields["postcode"], city=fields["city"])


def _parties(records: Records, who: str) -> tuple[Person, ...]:
    found: list[Person] = []
    while records.next_is(f"01 {who} 01"):
        person = _party(records, who)
        found.append(replace(person, representatives=_officers(records, who)))
    return tuple(found)


def _party(records: Records, who: str) -> Person:
    head = records.take(f"01 {who} 01")
    more = records.take_if(f"01 {who} 02")
    return Person(
        salutation=_code(PartySalutation, head["salutation"]) if head["salutation"] else None,
        legal_form=head["legal_form"] or None,
        name=given((head["name_1"], head["name_2"], more.get("name_3", ""), more.get("name_4", ""))),
        address=_address(records.take(f"01 {who} 03")),
    )


def _officers(records: Records, who: str) -> tuple[Officer, ...]:
    found: list[Officer] = []
    while records.next_is(f"01 {who}GV 01"):
        fields = records.take(f"01 {who}GV 01")
        found.append(Officer(position=fields["position"], name=fields["name"]))
    return tuple(found)


def _defendants(records: Records) -> tuple[tuple[Person, ...], set[DisputeCourt]]:
    found: list[Person] = []
    courts: set[DisputeCourt] = set()
    while records.next_is("01 AG 01"):
        person = _party(records, "AG")
        fields = records.take("01 AG 04")
        kind = _code(CourtKind, fields["court_kind"])
        courts.add(DisputeCourt(kind=kind, postcode=fields["court_postcode"], city=fields["court_city"]))
        found.append(replace(person, representatives=_officers(records, "AG")))
    return tuple(found), courts


def _one_court(courts: set[DisputeCourt]) -> DisputeCourt:
    if len(courts) != 1:
        raise Invalid(f"The defendants have {len(courts)} courts for the dispute; the house writes one for all.")
    return courts.pop()


def _attorney(records: Records) -> Attorney | None:
    head = records.take_if("01 ASPV 01")
    if not head:
        return None
    fields = records.take("01 ASPV 02")
    return Attorney(
        salutation=_code(Representative, head["salutation"]),
        name=given((head["name_1"], head["name_2"], head["name_3"])),
        address=_address(fields),
        legal_form=fields["legal_form"] or None,
    )


def _account(records: Records) -> Account | None:
    fields = records.take_if("01 BANK 00")
    return Account(iban=fields["iban"], bic=fields["bic"] or None) if fields else None


def _catalogue(records: Records) -> tuple[CatalogueClaim, ...]:
    found: list[CatalogueClaim] = []
    while records.next_is("01 ASPK 00"):
        fields = records.take("01 ASPK 00")
        if not (fields["number"].isascii() and fields["number"].isdigit()):
            raise Invalid("A claim has no number of the catalogue.")
        found.append(
            CatalogueClaim(
                number=int(fields["number"]),
                ground=fields["ground"] or None,
                invoice=fields["invoice"] or None,
                **_common(records, fields),
                credit=_credit(records),
            )
        )
    return tuple(found)


def _others(records: Records) -> tuple[OtherClaim, ...]:
    found: list[OtherClaim] = []
    while records.next_is("01 ASPS 01"):
        fields = records.take("01 ASPS 01")
        found.append(OtherClaim(words=fields["words"], **_common(records, fields)))
    return tuple(found)


def _common(records: Records, fields: dict[str, str]) -> Any:
    return {
        "amount": _amount(fields["amount"]),
        "first_on": _day(fields["first_on"]),
        "last_on": day_of(fields["last_on"]),
        "assignment": _assignment(records),
        "interest": _interest(records),
    }


def _amount(text: str) -> Money:
    amount = cents_of(text)
    if amount is None:
        raise Invalid("An amount is blank where one must stand.")
    return amount


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise Invalid("A day is blank where one must stand.")
    return day


def _assignment(records: Records) -> Assignment | None:
    fields = records.take_if("01 ABT 00")
    if not fields:
        return None
    return Assignment(
        assigned_on=_day(fields["assigned_on"]),
        assignor=fields["assignor"],
        postcode=fields["postcode"],
        city=fields["city"],
    )


def _interest(records: Records) -> tuple[InterestStep, ...]:
    found: list[InterestStep] = []
    while records.next_is("01 ZINS 00"):
        fields = records.take("01 ZINS 00")
        found.append(
            InterestStep(
                rate=rate_of(fields["rate"]),
                over_base_rate=fields["above"] == POINTS,
                first_on=day_of(fields["first_on"]),
                last_on=day_of(fields["last_on"]),
                base=cents_of(fields["base"]),
            )
        )
    return tuple(found)


def _credit(records: Records) -> ConsumerCredit | None:
    fields = records.take_if("01 VKG 00")
    if not fields:
        return None
    return ConsumerCredit(contract_on=_day(fields["contract_on"]), annual_rate=rate_of(fields["annual_rate"]))


def _expenses(records: Records) -> Expenses | None:
    found: dict[str, Money] = {}
    for name, mark in (*EXPENSES, ("vv_2300", "VV23")):
        if fields := records.take_if(f"01 {mark} 00"):
            found[name] = _amount(fields["amount"])
    return Expenses(**found) if found else None


def _ancillary(records: Records) -> tuple[Ancillary, ...]:
    found: list[Ancillary] = []
    while records.next_is("01 ANF 00"):
        fields = records.take("01 ANF 00")
        found.append(Ancillary(words=fields["words"], amount=_amount(fields["amount"])))
    return tuple(found)
