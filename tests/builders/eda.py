"""Random but legal applications for a Mahnbescheid and what follows them, in the letters that both code pages have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda import follow_ups as later
from cases.jurisdictions.de.eda.codes import CourtKind, PartySalutation, Representative
from kernel.money import Money

LETTERS = "ABCXYZabcxyzÄÖÜäöüßéøåñ0189 .,-/&'()§"
IBAN = "DE89370400440532013000"


def texts(most: int, *, least: int = 1) -> st.SearchStrategy[str]:
    """Without blanks at the ends: those are the record's filling."""
    return st.text(LETTERS, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)


DAYS = st.dates(date(1980, 1, 1), date(2079, 12, 31))
POSTCODES = st.from_regex(r"[0-9]{5}", fullmatch=True)
CODES = st.from_regex(r"[0-9]{8}", fullmatch=True)
RATES = st.integers(0, 99_999).map(lambda thousandths: Decimal(thousandths) / 1000)


def euros(digits: int) -> st.SearchStrategy[Money]:
    return st.integers(0, 10**digits - 1).map(lambda cents: Money(cents, "EUR"))


ADDRESSES = st.builds(applications.Address, street=texts(35), postcode=POSTCODES, city=texts(27))
OFFICERS = st.builds(applications.Officer, position=texts(35), name=texts(35))


def people() -> st.SearchStrategy[applications.Person]:
    names = st.lists(texts(35), min_size=1, max_size=4).map(tuple)
    human = st.builds(applications.Person, name=names, address=ADDRESSES, salutation=st.sampled_from(PartySalutation))
    firm = st.builds(
        applications.Person,
        name=names,
        address=ADDRESSES,
        legal_form=texts(35),
        representatives=st.lists(OFFICERS, max_size=6).map(tuple),
    )
    return human | firm


STEPS = st.builds(
    applications.InterestStep,
    rate=RATES,
    over_base_rate=st.booleans(),
    first_on=st.none() | DAYS,
    last_on=st.none() | DAYS,
    base=st.none() | euros(10),
)
ASSIGNMENTS = st.builds(
    applications.Assignment, assigned_on=DAYS, assignor=texts(35), postcode=POSTCODES, city=texts(27)
)
CLAIMS = st.builds(
    applications.CatalogueClaim,
    number=st.integers(1, 99),
    amount=euros(10),
    first_on=DAYS,
    last_on=st.none() | DAYS,
    ground=st.none() | texts(35),
    invoice=st.none() | texts(35),
    interest=st.lists(STEPS, max_size=3).map(tuple),
    assignment=st.none() | ASSIGNMENTS,
    credit=st.none() | st.builds(applications.ConsumerCredit, contract_on=DAYS, annual_rate=RATES),
)
OTHERS = st.builds(
    applications.OtherClaim,
    words=texts(93),
    amount=euros(10),
    first_on=DAYS,
    last_on=st.none() | DAYS,
    interest=st.lists(STEPS, max_size=3).map(tuple),
)
EXPENSES = st.builds(
    applications.Expenses,
    dunning=st.none() | euros(7),
    information=st.none() | euros(7),
    returned_debit=st.none() | euros(7),
    collection=st.none() | euros(10),
    vv_2300=euros(10),
)


@st.composite
def legal_applications(draw: st.DrawFn) -> applications.Application:
    """Named or coded claimant and attorney; never more of anything than one application carries."""
    claims = draw(st.lists(CLAIMS, min_size=1, max_size=4))
    application = applications.Application(
        reference=draw(texts(35)),
        court_postcode=draw(POSTCODES),
        court_city=draw(texts(27)),
        marks=tuple(sorted(draw(st.sets(st.integers(107, 114), min_size=1, max_size=3)))),
        contested=draw(st.booleans()),
        defendants=tuple(draw(st.lists(people(), min_size=1, max_size=3))),
        dispute=applications.DisputeCourt(
            kind=draw(st.sampled_from(CourtKind)), postcode=draw(POSTCODES), city=draw(texts(30))
        ),
        account=draw(st.none() | st.just(applications.Account(iban=IBAN))),
        catalogue=tuple(claims),
        others=tuple(draw(st.lists(OTHERS, max_size=2))),
        expenses=draw(st.none() | EXPENSES),
        ancillary=tuple(
            draw(st.lists(st.builds(applications.Ancillary, words=texts(35), amount=euros(8)), max_size=5))
        ),
    )
    attorney = st.builds(
        applications.Attorney,
        salutation=st.sampled_from(Representative),
        name=st.lists(texts(35), min_size=1, max_size=3).map(tuple),
        address=ADDRESSES,
        legal_form=st.none() | texts(35),
    )
    if draw(st.booleans()):
        application = replace(application, claimant_code=draw(CODES), attorney=draw(st.none() | attorney))
    else:
        given = tuple(draw(st.lists(people(), min_size=1, max_size=2)))
        application = replace(application, claimants=given, attorney_code=draw(st.none() | CODES))
    return application


NUMBERS = st.from_regex(r"[0-9]{10}[1-9]", fullmatch=True)


def follow_ups() -> st.SearchStrategy[later.FollowUp]:
    payments = st.builds(later.Payment, paid_on=DAYS, amount=euros(10))
    order = st.builds(
        later.EnforcementOrder,
        number=NUMBERS,
        reference=texts(30),
        applied_on=DAYS,
        by_court=st.booleans(),
        payments=st.lists(payments, max_size=6).map(tuple),
        interest_on_costs=st.booleans(),
    )
    with_costs = st.builds(
        lambda one, costs, ground: replace(one, other_costs=costs, other_ground=ground), order, euros(8), texts(35)
    )
    line = st.builds(
        later.QueryLine,
        fault=st.integers(0, 999),
        field=texts(20),
        first_index=st.integers(0, 99),
        second_index=st.integers(0, 99),
        page=st.integers(0, 9),
        line=st.integers(0, 9),
        half=st.integers(0, 9),
        form=st.sampled_from("12345678"),
        content=texts(35, least=0),
    )
    answer = st.builds(
        later.QueryAnswer,
        numbers=st.lists(NUMBERS, min_size=1, max_size=5).map(tuple),
        reference=texts(35),
        queried_on=DAYS,
        applied_on=DAYS,
        about=st.sampled_from(later.Queried),
        lines=st.lists(line, min_size=1, max_size=4).map(tuple),
    )
    withdrawal = st.builds(
        later.Withdrawal,
        number=NUMBERS,
        reference=texts(35),
        ending=st.sampled_from(later.Ending),
        electronic=st.booleans(),
    )
    return order | with_costs | answer | withdrawal
