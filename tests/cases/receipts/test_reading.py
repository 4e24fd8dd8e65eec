"""Files of payments read without a database: what is understood, and what is told with its row and column."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cases.receipts.camt import read_camt
from cases.receipts.lines import Fault, Line, creditor_reference, digests
from cases.receipts.mapping import Mapping, confirmed, proposed
from cases.receipts.matching import names_of, words_of
from cases.receipts.sheets import format_of, headers_of, read_sheet
from kernel.errors import Invalid
from kernel.money import Money
from tests.builders.receipts import HEADERS, MAPPING, Paid, camt_of, csv_of, details, entry

TODAY = date(2026, 11, 20)


def read(content: bytes, mapping: Mapping = MAPPING) -> list[Line | Fault]:
    kind = format_of(content)
    return list(read_sheet(content, kind, mapping, headers_of(content, kind), TODAY))


@pytest.mark.parametrize("edition", ["camt.053.001.02", "camt.053.001.08"])
def test_a_statement_gives_its_credits_with_payer_account_words_and_reference(edition: str) -> None:
    told = details(
        payer="LUCIA NUNEZ", iban="ES7921000813610123456789", words="Pago R-00000012", reference="RF18539007547034"
    )
    content = camt_of(entry(details=told), entry(kind="DBIT"), edition=f"urn:iso:std:iso:20022:tech:xsd:{edition}")
    [line] = read_camt(content)
    assert isinstance(line, Line)
    assert (line.received_on, line.amount) == (date(2026, 10, 5), Money(15_000, "EUR"))
    assert (line.payer, line.iban) == ("LUCIA NUNEZ", "ES7921000813610123456789")
    assert (line.reference, line.own_number) == ("539007547034", "B-1")
    assert "R00000012" in words_of(line)


def test_a_batch_is_split_only_if_it_adds_up() -> None:
    two = details(amount="100.00", words="A") + details(amount="50.00", words="B")
    lines = list(read_camt(camt_of(entry(details=two))))
    assert [one.amount.text() for one in lines if isinstance(one, Line)] == ["100.00", "50.00"]
    short = details(amount="100.00") + details(amount="49.00")
    [fault] = read_camt(camt_of(entry(details=short)))
    assert isinstance(fault, Fault)
    assert "add up" in fault.reason


def test_a_payment_taken_back_and_one_not_booked_yet_are_told_and_not_booked() -> None:
    content = camt_of(entry(kind="DBIT", reversal="<RvslInd>true</RvslInd>"), entry(status="PDNG"))
    faults = [one for one in read_camt(content) if isinstance(one, Fault)]
    assert [(one.row_no, one.column) for one in faults] == [(1, "RvslInd"), (2, "Sts")]


@pytest.mark.parametrize(
    "content",
    [b"<Document><a></Document>", b"<html><body/></html>", b'<!DOCTYPE d [<!ENTITY x "y">]><Document>&x;</Document>'],
    ids=["torn", "another document", "entities"],
)
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        list(read_camt(content))


def test_a_bad_cell_is_told_with_row_column_value_and_what_was_wanted() -> None:
    rows = [
        Paid(on="31.02.2026"),
        Paid(amount="12,50"),
        Paid(amount="-20.00"),
        Paid(currency="EURO"),
        Paid(on="2027-01-01"),
        Paid(),
    ]
    found = read(csv_of(rows))
    faults = [one for one in found if isinstance(one, Fault)]
    assert [(one.row_no, one.column, one.value) for one in faults] == [
        (2, "Date", "31.02.2026"),
        (3, "Amount", "12,50"),
        (4, "Amount", "-20.00"),
        (5, "Currency", "EURO"),
        (6, "Date", "2027-01-01"),
    ]
    assert isinstance(found[-1], Line)


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [("1.234,56", ",", 123_456), ("1234,5", ",", 123_450), ("1,234.56", ".", 123_456), ("1 234,56", ",", 123_456)],
)
def test_marks_between_thousands_are_read_only_where_thousands_are(text: str, decimal: str, minor: int) -> None:
    mapping = Mapping(columns=MAPPING.columns, days="iso", decimal=decimal, currency="EUR")  # type: ignore[arg-type]
    [line] = read(csv_of([Paid(amount=text)]), mapping)
    assert isinstance(line, Line)
    assert line.amount.minor == minor
    [fault] = read(csv_of([Paid(amount="12.34,56" if decimal == "," else "12,34.56")]), mapping)
    assert isinstance(fault, Fault)


@given(amount=st.integers(min_value=1, max_value=10**11), day=st.dates(date(2000, 1, 1), TODAY))
def test_every_amount_and_day_that_is_written_is_read_again(amount: int, day: date) -> None:
    money = Money(amount, "EUR")
    german = Mapping(columns=MAPPING.columns, days="day first", decimal=",", currency="EUR")
    for mapping, paid in (
        (MAPPING, Paid(on=day.isoformat(), amount=f"{money.amount:,.2f}")),
        (german, Paid(on=f"{day:%d.%m.%Y}", amount=money.text().replace(".", ","))),
    ):
        [line] = read(csv_of([paid]), mapping)
        assert isinstance(line, Line)
        assert (line.amount, line.received_on) == (money, day)


def test_a_workbook_is_read_with_its_numbers_and_days() -> None:
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    sheet.write_datetime(1, 0, date(2026, 10, 5), book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write_number(1, 1, 1234.5)
    sheet.write_string(1, 3, "R-00000012")
    book.close()
    comma = Mapping(columns=MAPPING.columns, days="day first", decimal=",", currency="EUR")
    [line] = read(held.getvalue(), comma)
    assert isinstance(line, Line)
    assert (line.amount.text(), line.received_on, line.reference) == ("1234.50", date(2026, 10, 5), "R-00000012")


def test_columns_are_proposed_from_headers_in_several_languages() -> None:
    assert proposed(["Buchungstag", "Betrag", "Auftraggeber", "Verwendungszweck"]) == {
        "received_on": 0,
        "amount": 1,
        "payer": 2,
        "remittance": 3,
    }
    assert proposed(["Data księgowania", "Kwota", "Nadawca"]) == {"received_on": 0, "amount": 1, "payer": 2}


def test_a_mapping_without_day_or_amount_is_refused_with_both_places() -> None:
    with pytest.raises(Invalid) as refused:
        confirmed(Mapping(columns={"payer": 0, "iban": 0}, days="iso", decimal=".", currency="XXY"), ["Name"])
    assert [place.where for place in refused.value.places] == ["received_on", "amount", "columns", "currency"]


def test_a_creditor_reference_counts_only_with_its_check_digits() -> None:
    assert creditor_reference("RF18 5390 0754 7034") == "539007547034"
    assert creditor_reference("RF19539007547034") == "RF19539007547034"


def test_two_like_payments_of_one_day_are_two_and_the_same_statement_again_is_none() -> None:
    lines = [one for one in read(csv_of([Paid(), Paid(), Paid(amount="9.00")])) if isinstance(one, Line)]
    assert len(set(digests(lines))) == 3
    assert list(digests(lines)) == list(digests(lines))


def test_a_name_is_tried_with_the_family_name_at_either_end() -> None:
    [line] = [one for one in read(csv_of([Paid(payer="Núñez Peña, Lucía")])) if isinstance(one, Line)]
    assert names_of(line) == {"LUCIA NUNEZ PENA", "NUNEZ PENA LUCIA"}
    [company] = [one for one in read(csv_of([Paid(payer="Galán e Hijos, S.L.")])) if isinstance(one, Line)]
    assert "GALAN E HIJOS S.L." in names_of(company)
    [plain] = [one for one in read(csv_of([Paid(payer="Kowalska Anna")])) if isinstance(one, Line)]
    assert "ANNA KOWALSKA" in names_of(plain)
