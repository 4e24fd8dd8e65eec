"""Every folder's own examples: what is given, what its data must answer."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cases import jurisdictions
from cases.jurisdictions.contract import Jurisdiction, LimitationFacts
from cases.jurisdictions.registry import JURISDICTIONS
from kernel.money import Money

FOLDER = Path(str(jurisdictions.__file__)).parent


def every_example() -> Iterator[Any]:
    for jurisdiction in JURISDICTIONS:
        for path in sorted((FOLDER / jurisdiction.code / "examples").glob("*.toml")):
            for example in tomllib.loads(path.read_text())["examples"]:
                yield pytest.param(jurisdiction, example, id=f"{jurisdiction.code}/{path.stem}: {example['name']}")


@pytest.mark.parametrize(("jurisdiction", "example"), list(every_example()))
def test_the_folder_answers_its_example(jurisdiction: Jurisdiction, example: dict[str, Any]) -> None:
    assert example["source"]
    answer = ANSWERS[next(kind for kind in ANSWERS if kind in example["given"])](jurisdiction, **example["given"])
    assert {name: answer[name] for name in example["expect"]} == example["expect"]


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS, ids=lambda one: one.code)
def test_every_kind_of_answer_has_examples(jurisdiction: Jurisdiction) -> None:
    files = {path.stem for path in (FOLDER / jurisdiction.code / "examples").glob("*.toml")}
    assert {"deadlines", "limitation", "interest", "fees"} <= files


def deadline_answer(jurisdiction: Jurisdiction, deadline: str, event: date, seat: str | None = None) -> dict[str, Any]:
    found = jurisdiction.reckon(deadline, event, seat=seat)
    return {"safe_on": found.safe_on, "statutory_on": found.statutory_on, "opens_on": found.opens_on}


def limitation_answer(jurisdiction: Jurisdiction, limitation: dict[str, Any], on: date) -> dict[str, Any]:
    found = jurisdiction.limitation(LimitationFacts(**({"due_on": None} | limitation)), on)
    return {"outcome": found.outcome, "ends_on": found.ends_on, "safe_on": found.safe_on}


def interest_answer(
    jurisdiction: Jurisdiction, interest: str, base: str, first_on: date, last_on: date, debtor: Any
) -> dict[str, Any]:
    money = Money.parse(base, jurisdiction.currency)
    sheet = jurisdiction.interest(money, interest, first_on, last_on, debtor, None)
    provisional = sheet.provisional is not None
    return {"total": sheet.total.text(), "periods": len(sheet.periods), "provisional": provisional}


def fee_answer(jurisdiction: Jurisdiction, fee: str, value: str, party: Any, on: date) -> dict[str, Any]:
    found = jurisdiction.fee(fee, Money.parse(value, jurisdiction.currency), on, party)
    amount = "none" if found.amount is None else found.amount.text()
    return {"amount": amount, "verified": found.authority.verified}


ANSWERS: dict[str, Any] = {
    "deadline": deadline_answer,
    "limitation": limitation_answer,
    "interest": interest_answer,
    "fee": fee_answer,
}


def test_interest_runs_are_rounded_once_and_add_up() -> None:
    for jurisdiction in JURISDICTIONS:
        base = Money(123_457, jurisdiction.currency)
        sheet = jurisdiction.interest(base, "statutory", date(2021, 3, 1), date(2026, 9, 30), "company", None)
        assert sum(period.days for period in sheet.periods) == (date(2026, 9, 30) - date(2021, 3, 1)).days + 1
        unrounded = sum((period.amount for period in sheet.periods), Decimal(0))
        assert abs(sheet.total.amount - unrounded) <= Decimal("0.005")
