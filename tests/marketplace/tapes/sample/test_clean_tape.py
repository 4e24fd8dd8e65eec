"""A clean tape is one a careful reader finds nothing wrong in."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import stdnum.de.handelsregisternummer
import stdnum.de.idnr
import stdnum.es.nif
import stdnum.iban
import stdnum.pl.nip
import stdnum.pl.pesel
import stdnum.se.orgnr
import stdnum.se.personnummer

from marketplace.tapes.sample import COUNTRIES, CUT_OFF, write_tape
from marketplace.tapes.sample.country import load_country
from marketplace.tapes.sample.headers import headers_of, words_of
from tests.marketplace.tapes.sample.reading import WRITTEN, ReadTape, read_tape

ROWS = 3_000
IDENTIFIERS = {
    "es": (stdnum.es.nif, stdnum.es.nif),
    "pl": (stdnum.pl.pesel, stdnum.pl.nip),
    "se": (stdnum.se.personnummer, stdnum.se.orgnr),
    "de": (stdnum.de.idnr, stdnum.de.handelsregisternummer),
}


@pytest.fixture(scope="module", params=COUNTRIES)
def tape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ReadTape:
    path = tmp_path_factory.mktemp("tape") / f"{request.param}.csv"
    write_tape(country=request.param, rows=ROWS, seed=11, out=path)
    return read_tape(path, request.param)


def said(tape: ReadTape, code: str) -> str:
    return next(word.text for word in words_of(tape.country) if word.code == code)


def persons(tape: ReadTape) -> list[dict[str, str]]:
    return [row for row in tape.rows if row["debtor_kind"] == said(tape, "person")]


def name(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row.get(field, "") for field in ("debtor_name", "debtor_first_name", "debtor_last_name"))


def test_has_as_many_rows_as_asked_and_every_reference_once(tape: ReadTape) -> None:
    assert len(tape.rows) == ROWS
    assert len({row["reference"] for row in tape.rows}) == ROWS


def test_every_identifier_is_valid_and_belongs_to_one_party(tape: ReadTape) -> None:
    if tape.country == "gb":
        assert not any(row["national_id"] for row in persons(tape))
        return
    of_person, of_company = IDENTIFIERS[tape.country]
    owners = defaultdict(set)
    for row in tape.rows:
        if row["national_id"]:
            kind = of_person if row["debtor_kind"] == said(tape, "person") else of_company
            assert kind.is_valid(row["national_id"]), row["national_id"]
            owners[row["national_id"]].add(name(row))
        if row["codebtor_national_id"]:
            assert of_person.is_valid(row["codebtor_national_id"])
            owners[row["codebtor_national_id"]].add((row["codebtor_name"],))
    assert all(len(found) == 1 for found in owners.values())


def test_an_identifier_that_tells_the_birth_date_tells_the_one_of_the_row(tape: ReadTape) -> None:
    if tape.country not in ("pl", "se"):
        return
    module = IDENTIFIERS[tape.country][0]
    told = [row for row in persons(tape) if row["national_id"] and row["birth_date"]]
    assert told
    assert all(module.get_birth_date(row["national_id"]) == tape.day(row, "birth_date") for row in told)


def test_every_account_has_a_valid_iban_of_the_country(tape: ReadTape) -> None:
    ibans = [row["iban"] for row in tape.rows if row["iban"]]
    assert len(ibans) > ROWS / 2
    assert all(stdnum.iban.is_valid(iban) and iban.startswith(tape.country.upper()) for iban in ibans)


def test_town_region_and_postcode_belong_together(tape: ReadTape) -> None:
    ranges = defaultdict(list)
    for city in load_country(tape.country).cities:
        ranges[city.name, city.region].append(city.postcodes.split("-"))
    for row in tape.rows:
        district = row["postcode"].split()[0] if tape.country == "gb" else row["postcode"]
        area, number = split(district)
        bounds = [[split(bound) for bound in pair] for pair in ranges[row["city"], row["region"]]]
        assert any(low[0] == area and low[1] <= number <= high[1] for low, high in bounds), row["postcode"]


def split(postcode: str) -> tuple[str, int]:
    letters = "".join(sign for sign in postcode if sign.isalpha())
    return letters, int("".join(sign for sign in postcode if sign.isdigit()))


def test_the_larger_the_town_the_more_debtors_live_there(tape: ReadTape) -> None:
    people: Counter[str] = Counter()
    for city in load_country(tape.country).cities:
        people[city.name] += city.population
    counted = Counter(row["city"] for row in tape.rows)
    assert counted.most_common(1)[0][0] == people.most_common(1)[0][0]


def test_every_balance_is_positive_and_the_sum_of_its_parts(tape: ReadTape) -> None:
    for row in tape.rows:
        principal, interest, costs, payments, balance = (
            tape.amount(row, field) for field in ("principal", "interest", "costs", "payments", "balance")
        )
        assert balance == principal + interest + costs - payments
        assert balance > 0
        assert min(principal, interest, costs, payments) >= 0


def test_a_payment_that_reduced_the_balance_has_a_date_after_the_default(tape: ReadTape) -> None:
    for row in tape.rows:
        paid_on, default = tape.day(row, "last_payment_date"), tape.day(row, "default_date")
        assert bool(row["last_payment_amount"]) == bool(paid_on)
        if tape.amount(row, "payments") > 0:
            assert paid_on is not None
            assert default is not None
            assert paid_on > default
            assert tape.amount(row, "last_payment_amount") <= tape.amount(row, "payments")


def test_dates_follow_each_other_and_none_is_after_the_cut_off(tape: ReadTape) -> None:
    order = ("contract_date", "due_date", "default_date", "termination_date")
    for row in tape.rows:
        days = [day for day in (tape.day(row, field) for field in order) if day]
        assert days == sorted(days)
        assert days[0] < days[1]
        others = [tape.day(row, field) for field in ("last_payment_date", "acknowledged_on", "last_act_on", "title_on")]
        assert max([*days, *(day for day in others if day)]) <= CUT_OFF


def test_everybody_was_of_age_when_he_signed(tape: ReadTape) -> None:
    for row in persons(tape):
        born, signed = tape.day(row, "birth_date"), tape.day(row, "contract_date")
        if born and signed:
            assert signed >= date(born.year + 18, born.month, min(born.day, 28))


def test_some_debtors_owe_on_several_accounts(tape: ReadTape) -> None:
    accounts = Counter(row["national_id"] for row in persons(tape) if row["national_id"])
    if tape.country == "gb":
        accounts = Counter("|".join(name(row)) + row["street"] for row in persons(tape))
    several = sum(1 for count in accounts.values() if count > 1) / len(accounts)
    assert 0.05 < several < 0.12


def test_courts_appear_where_a_proceeding_runs_and_nowhere_else(tape: ReadTape) -> None:
    running = [row for row in tape.rows if row["stage"]]
    assert 0.03 < len(running) / ROWS < 0.12
    assert {row["stage"] for row in running} == {said(tape, code) for code in ("filed", "judgment", "enforcement")}
    assert all(row["court"] and row["court_number"] and row["last_act_on"] for row in running)
    titled = [row for row in running if row["stage"] != said(tape, "filed")]
    assert all(row["title_kind"] and row["title_on"] for row in titled)
    assert not any(row["court"] or row["title_on"] for row in tape.rows if not row["stage"])


def test_there_are_companies_codebtors_and_guarantors(tape: ReadTape) -> None:
    assert 0.04 < 1 - len(persons(tape)) / ROWS < 0.11
    roles = Counter(row["codebtor_role"] for row in tape.rows)
    assert min(roles[said(tape, "co-debtor")], roles[said(tape, "guarantor")]) > 10
    assert all(bool(row["codebtor_name"]) == bool(row["codebtor_role"]) for row in tape.rows)


def test_no_clean_cell_begins_like_a_formula(tape: ReadTape) -> None:
    assert not [cell for row in tape.rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_middle_balance_is_that_of_a_consumer_book(tape: ReadTape) -> None:
    balances = sorted(tape.amount(row, "balance") for row in tape.rows)
    scale = Decimal(str(load_country(tape.country).amount_scale))
    assert 1_000 * scale < balances[ROWS // 2] < 4_000 * scale
    assert balances[-1] > 10 * balances[ROWS // 2]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_file_is_written_as_the_country_writes(country: str, tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    write_tape(country=country, rows=50, seed=1, out=path)
    raw, (delimiter, decimal, _, encoding) = path.read_bytes(), WRITTEN[country]
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    head = raw.decode(encoding).split("\r\n")[0]
    assert head == delimiter.join(header.text for header in headers_of(country))
    assert decimal in read_tape(path, country).rows[0]["balance"]
