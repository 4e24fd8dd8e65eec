"""Form A from a case file: section by section, nothing that the file does not hold."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, FiledParty
from cases.jurisdictions.eu.form_a import amounts, choices
from cases.jurisdictions.eu.form_a.choices import home_of
from cases.jurisdictions.eu.form_a.form import (
    Assignor,
    Consumer,
    Cost,
    Court,
    CrossBorder,
    Detail,
    Evidence,
    Fee,
    FormA,
    Ground,
    Party,
    Principal,
)
from cases.jurisdictions.eu.form_a.wording import day_in, language_of, money_in, words_in
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letters import sender_of
from kernel.money import Money


def form_of(case_file: CaseFile, seat: str, application_fee: Money | None) -> FormA:
    """The application before the courts of `seat`; what `needs.application` asks for must be there."""
    left = amounts.claims(case_file)
    consumer = choices.is_consumer_contract(case_file) is True
    signatory = case_file.signatory
    return FormA(
        language=language_of(seat),
        court=Court(
            name=case_file.court or "", country=seat.upper(), address=said(case_file, "eop_court_address") or None
        ),
        parties=tuple(_parties(case_file)),
        grounds=(
            Ground(
                code=choices.ground_of(case_file, seat) or "", details=said(case_file, "eop_ground_details") or None
            ),
        ),
        cross_border=CrossBorder(
            claimant=_state(case_file.creditor) or "",
            defendants=tuple(dict.fromkeys(_state(debtor) or "" for debtor in case_file.debtors)),
            court=seat.upper(),
        ),
        fee=_fee(case_file),
        account=case_file.bank_account,
        currency=case_file.currency,
        principals=tuple(_principal(case_file, one, language_of(seat)) for one in left),
        total=sum((one.amount for one in left), Money.zero(case_file.currency)).text(),
        assignors=tuple(_assignors(case_file)),
        consumer=Consumer(contract=True, defendant=True, domicile=True) if consumer else Consumer(contract=False),
        interest=amounts.interest_lines(case_file),
        costs=tuple(_costs(case_file, application_fee)),
        evidence=tuple(_evidence(case_file)),
        statements=tuple(_statements(case_file, language_of(seat))),
        place=sender_of(case_file).city or "",
        signed_on=case_file.on,
        signed_by=signatory.name if signatory else "",
        after_opposition=choices.after_of(case_file),
    )


def _parties(case_file: CaseFile) -> Iterator[Party]:
    yield _party("01", case_file.creditor)
    for debtor in case_file.debtors:
        yield _party("02", debtor)
    if case_file.representative is not None:
        yield _party("03", case_file.representative)


def _party(role: str, party: FiledParty) -> Party:
    return Party(
        role=role,
        name=party.name,
        id_code=party.national_id,
        address=party.street,
        postcode=party.postcode,
        city=party.city,
        country=_state(party),
        phone=party.phone,
        email=party.email,
        birth_on=party.birth_on if party.kind == "person" else None,
    )


def _state(party: FiledParty) -> str | None:
    home = home_of(party)
    return home.upper() if home else None


def _principal(case_file: CaseFile, left: amounts.Left, language: str) -> Principal:
    code = choices.kind_of(case_file) or ""
    details: list[Detail] = []
    if case_file.contract_on is not None:
        kind = choices.CONTRACT_DATE if code == choices.KINDS["consumer_loan"] else choices.OTHER_DETAIL
        details.append(Detail(code=kind, text=day_in(language, case_file.contract_on)))
    if left.item.reference:
        details.append(Detail(code=choices.OTHER_DETAIL, text=left.item.reference))
    return Principal(
        id=left.id,
        amount=left.amount.text(),
        kind=code,
        circumstance=choices.circumstance_of(case_file),
        details=tuple(details),
        explained=said(case_file, "eop_explained") or None,
    )


def _assignors(case_file: CaseFile) -> Iterator[Assignor]:
    """Everybody who held the claim before: the last first, as the form asks from whom the claimant has it."""
    for link in reversed(case_file.title[:-1]):
        yield Assignor(name=link.holder, id_code=link.holder_id)


def _fee(case_file: CaseFile) -> Fee | None:
    way = choices.FEE_WAYS.get(said(case_file, "eop_fee_by").casefold())
    return Fee(code=way, details=said(case_file, "eop_fee_details") or None) if way else None


def _costs(case_file: CaseFile, application_fee: Money | None) -> Iterator[Cost]:
    yield Cost(code=choices.APPLICATION_FEE, amount=application_fee.text() if application_fee is not None else None)
    for number, item in amounts.costs(case_file):
        yield Cost(
            code=choices.OTHER_COST, amount=item.amount.text(), details=item.reference or f"{item.kind} {number}"
        )


def _evidence(case_file: CaseFile) -> Iterator[Evidence]:
    """Every document proves every claim of the form: they have one cause."""
    claims = ", ".join(one.id for one in amounts.claims(case_file))
    for exhibit in case_file.exhibits:
        yield Evidence(id=claims, code=choices.DOCUMENT, description=exhibit.title, dated_on=exhibit.dated_on)


def _statements(case_file: CaseFile, language: str) -> Iterator[str]:
    text = words_in(language).text
    if case_file.contract_on is not None:
        yield text["contract_with"].format(
            day=day_in(language, case_file.contract_on), creditor=case_file.original_creditor
        )
    for giver, taker in zip(case_file.title, case_file.title[1:], strict=False):
        if taker.from_on is not None:
            yield text["assigned_on"].format(
                day=day_in(language, taker.from_on), giver=giver.holder, taker=taker.holder, deed=taker.deed or ""
            )
    if case_file.payments.minor:
        yield text["paid"].format(amount=money_in(language, case_file.payments))
    if more := said(case_file, "eop_statements"):
        yield more
