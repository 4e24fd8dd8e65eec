"""Questions anybody may ask: what is answered, and what is refused with the rule or the place that says so."""

import json

import pytest
from click.testing import CliRunner, Result

from kernel.errors import Problem
from web.cli.law import law


def ask(*words: str) -> Result:
    return CliRunner().invoke(law, words)


def answered(*words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(ask(*words, "--json").output)
    return found


def test_a_deadline_has_both_dates_its_reckoning_and_its_source() -> None:
    found = answered("deadline", "es", "ES-MON-20", "2026-07-20", "--seat", "Bilbao")
    assert (found["safe_on"], found["statutory_at"]) == ("2026-09-15", "2026-09-17T15:00:00+02:00")
    assert found["authority"]["verified"] is True  # type: ignore[index]
    assert found["steps"]
    said = ask("deadline", "es", "ES-MON-20", "2026-07-20", "--seat", "Bilbao").output
    assert "Friday 31 July 2026: does not count (San Ignacio)." in said
    assert "official text  seen" in said


def test_what_was_not_read_in_the_official_text_says_so() -> None:
    assert "NOT seen: unverified" in ask("deadline", "gb-ew", "EW-CLAIM", "2026-03-02").output
    assert "NOT seen" in ask("interest", "pl", "100.00", "2026-01-01", "2026-01-31", "--debtor", "company").output


@pytest.mark.parametrize(
    ("words", "last_on"),
    [
        (("es", "2026-07-25", "10", "--seat", "bilbao"), "2026-09-08"),
        (("es", "2027-08-23", "5", "working-days", "--seat", "bilbao", "--under", "Ley 39/2015"), "2027-08-31"),
        (("es", "2026-09-14", "1", "--holiday", "2026-09-15"), "2026-09-16"),
        (("pl", "2026-11-24", "1", "months"), "2026-12-28"),
        (("se", "2026-05-22", "4", "weeks"), "2026-06-22"),
        (("de", "2026-05-04", "1", "months", "--seat", "NW"), "2026-06-05"),
        (("de", "2026-05-04", "1", "months", "--seat", "NW", "--no-roll"), "2026-06-04"),
        (("gb-ew", "2017-03-14", "5", "--back"), "2017-03-06"),
        (("eu", "2026-11-24", "30", "--seat", "Sweden"), "2026-12-28"),
    ],
)
def test_a_period_is_counted_by_the_law_of_the_place(words: tuple[str, ...], last_on: str) -> None:
    assert answered("count", *words)["last_on"] == last_on


def test_a_contested_day_gives_both_dates() -> None:
    found = answered("count", "eu", "2026-11-24", "30", "--seat", "se")
    assert (found["contested"], found["safe_on"], found["last_on"]) == (True, "2026-12-24", "2026-12-28")
    deemed = answered("service", "gb-ew", "first class post", "2026-06-05", "--document", "claim form")
    assert (deemed["deemed_on"], deemed["arguable_on"]) == ("2026-06-09", "2026-06-08")


def test_rates_fees_interest_and_limitation_are_answered() -> None:
    assert answered("rate", "de", "base", "2026-07-01")["percent"] == "1.52"
    fee = answered("fee", "pl", "epu", "15000.00", "--on", "2026-11-22")
    assert (fee["amount"], fee["tariff"]) == ("188.00", "187.50")
    assert answered("fee", "pl", "recovery_compensation", "5000.00")["assignable"] is False
    sheet = answered("interest", "pl", "12400.00", "2026-01-10", "2026-02-22", "--debtor", "company")
    assert sheet["total"] == "209.27"
    barred = answered("limitation", "pl", "--due", "2015-07-09", "--on", "2026-11-22")
    assert (barred["outcome"], barred["ends_on"]) == ("barred", "2018-12-31")
    assert "no longer be asserted" in str(barred["effect"])
    unknown = answered("limitation", "se", "--product", "telecom", "--due", "2024-03-05", "--on", "2026-11-22")
    assert unknown["outcome"] == "unknown"
    assert "arose" in str(unknown["missing"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deadline", "es", "ES-MON-20", "2026-02-30"), "'2026-02-30' is no day"),
        (("deadline", "es", "ES-MON-20", "0026-02-03"), "outside of what is reckoned"),
        (("deadline", "es", "ES-MON-20", "2026-03-02T10:00+01:00"), "without a zone"),
        (("deadline", "es", "ES-MON-20", "2026-03-02", "--seat", "Atlantis"), "There is no seat 'Atlantis'"),
        (("deadline", "es", "ES-MOON", "2026-03-02"), "There is no deadline 'ES-MOON'"),
        (("deadline", "es", "ES-MASC-30", "2020-01-02"), "no length of this deadline is known"),
        (("deadline", "es", "ES-MON-20", "2026-03-02", "--cause", "2026-03-03"), "comes before its cause"),
        (("count", "es", "2026-03-02", "3", "moons"), "Nothing is counted in 'moons'"),
        (("count", "es", "2026-03-02", "99999999"), "is not counted"),
        (("count", "es", "2026-03-02", "3", "--under", "Sharia"), "No way of counting here"),
        (("service", "gb-ew", "pigeon", "2026-03-02"), "(CPR 6.26)"),
        (("service", "de", "post", "2026-03-02"), "No rule of service"),
        (("rate", "de", "magic", "2026-03-02"), "There is no rate 'magic'"),
        (("rate", "de", "base", "1999-03-02"), "no rate is known"),
        (("interest", "de", "1.00", "2026-03-02", "2026-03-01"), "cannot precede its cause"),
        (("interest", "de", "1.00", "2026-03-02", "2026-03-03", "--currency", "PLN"), "for EUR, not PLN"),
        (("interest", "de", "1,000.00", "2026-03-02", "2026-03-03"), "1,000.00"),
        (
            ("interest", "de", "1.00", "2026-03-02", "2026-03-03", "--kind", "contractual", "--percent", "1e99"),
            "is no rate",
        ),
        (("fee", "pl", "--", "suit", "-1.00"), "not below nought"),
        (("fee", "pl", "suit", "1.00", "--on", "2015-01-01"), "no fee table is known"),
        (("fee", "pl", "suit", "1.00", "--party", "ghost"), "no kind of party"),
        (("limitation", "es", "--due", "2024-01-01", "--region", "Utopia"), "'Utopia' is not known here"),
        (("limitation", "pl", "--due", "2024-03-05", "--titled", "2023-01-01"), "comes before the due date"),
        (("limitation", "pl", "--contract", "2024-03-05", "--last-payment", "2023-01-01"), "comes before the contract"),
        (("limitation", "eu"), "has no limitation of its own"),
        (("rate", "xx", "base", "2026-01-01"), "There is no law 'xx'"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(words: tuple[str, ...], told: str) -> None:
    found = ask(*words)
    assert isinstance(found.exception, Problem), found.output
    said = [found.exception.sentence, *(place.sentence for place in found.exception.places)]
    assert told in " ".join([*said, *(str(place.value) for place in found.exception.places)])


@pytest.mark.parametrize("code", ["es", "gb-ew", "pl", "se", "de", "eu"])
def test_every_code_that_is_listed_can_be_asked(code: str) -> None:
    listed = answered("list", code)
    for rule in listed["deadlines"]:  # type: ignore[attr-defined]
        assert answered("deadline", code, rule, "2026-03-02")["rule"] == rule
    for table in listed["rates"]:  # type: ignore[attr-defined]
        assert answered("rate", code, table, "2026-03-02")["table"] == table
    for fee in listed["fees"]:  # type: ignore[attr-defined]
        found = ask("fee", code, fee, "2500.00", "--on", "2026-03-02")
        assert found.exit_code == 0 or "no fee table is known" in str(found.exception)


@pytest.mark.parametrize(
    ("words", "ends_on"),
    [
        (("de", "--product", "invoice", "--item", "interest"), "2025-12-31"),
        (("de", "--product", "consumer_loan", "--item", "interest"), "2051-06-01"),
        (("de", "--product", "consumer_loan", "--item", "interest", "--debtor", "company"), "2025-12-31"),
        (("pl", "--item", "interest"), "2025-12-31"),
    ],
)
def test_interest_that_falls_due_after_the_title_has_a_time_of_its_own(words: tuple[str, ...], ends_on: str) -> None:
    days = ("--due", "2022-03-05", "--titled", "2021-06-01", "--on", "2024-11-22")
    assert answered("limitation", *words, *days)["ends_on"] == ends_on


def test_an_order_on_documents_was_objected_to_in_two_weeks_before_september_2021() -> None:
    before = answered("deadline", "pl", "PL-NAKAZ", "2021-09-01")
    assert (before["statutory_on"], before["authority"]["verified"]) == ("2021-09-15", False)  # type: ignore[index]
    assert answered("deadline", "pl", "PL-NAKAZ", "2021-10-04")["statutory_on"] == "2021-11-04"


def test_what_happened_interrupts_or_suspends_as_the_law_says() -> None:
    asked = ("limitation", "se", "--contract", "2020-03-15", "--product", "invoice", "--on", "2022-11-22")
    assert answered(*asked)["ends_on"] == "2023-03-15"
    assert answered(*asked, "--happened", "demanded 2022-05-01 writing")["ends_on"] == "2025-05-01"
    assert answered(*asked, "--happened", "demanded 2022-05-01")["ends_on"] == "2023-03-15"
    mediated = ("limitation", "pl", "--due", "2022-01-10", "--happened")
    assert answered(*mediated, "mediated 2023-02-01 2023-03-01")["ends_on"] == "2025-12-31"
    assert answered(*mediated, "mediated 2023-02-01 2024-03-01")["ends_on"] == "2026-12-31"
    assert answered(*mediated, "mediated 2025-12-01 2026-02-15")["ends_on"] == "2026-02-15"
    twice = (*mediated, "mediated 2023-02-01 2023-08-01", "--happened", "mediated 2024-01-01 2024-08-01")
    assert answered(*twice)["ends_on"] == "2026-12-31"
    assert "does not say what happened" in str(ask(*asked, "--happened", "hoped 2022-05-01").exception)
