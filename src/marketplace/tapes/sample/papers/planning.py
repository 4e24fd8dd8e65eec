"""Which papers each claim of a sample tape has, and what is wrong with the way some of them are delivered."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from marketplace.tapes.sample.papers.truth import Outcome

HAVING = {"contract": 0.97, "statement": 0.95, "termination": 0.93, "delivery_proof": 0.90}
"""Shares of the claims that have the paper; invoices besides, so that a claim has 4.6 papers in the middle."""
INVOICES = (0.45, 0.30, 0.20, 0.05)
FLAWS = (
    "reference.rewritten",
    "index.silent",
    "class.unsaid",
    "file.twice",
    "reference.unknown",
    "reference.contradicted",
    "file.empty",
    "file.encrypted",
    "file.javascript",
    "file.disguised",
    "file.missing",
)
OUTCOMES = {
    "reference.unknown": Outcome.TRAY,
    "reference.contradicted": Outcome.TRAY,
    "file.empty": Outcome.REFUSED,
    "file.encrypted": Outcome.REFUSED,
    "file.javascript": Outcome.REFUSED,
    "file.disguised": Outcome.REFUSED,
    "file.missing": Outcome.MISSING,
}
"""What a flaw leads to; with the others the file still finds its claim."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the papers of one claim say."""

    reference: str
    name: str
    amount: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Planned:
    """One file. `said` is the reference in the index, None where the index does not name the file."""

    path: str
    account: Account
    kind: str
    said: str | None
    said_kind: str
    flaw: str

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES.get(self.flaw, Outcome.MATCHED)


@cache
def wording(country: str) -> dict[str, list[str]]:
    """Titles, names and index words of the country's papers."""
    whole = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = whole[country]
    return found


def planned(country: str, accounts: Sequence[Account], *, dirt: float, rng: np.random.Generator) -> Iterator[Planned]:
    """Every file of the delivery, in the order of the claims."""
    words, number = wording(country), 0
    for account in accounts:
        kinds = [kind for kind, share in HAVING.items() if rng.random() < share]
        kinds += ["invoice"] * int(rng.choice(len(INVOICES), p=INVOICES))
        for kind in kinds:
            number += 1
            flaw = FLAWS[int(rng.integers(len(FLAWS)))] if rng.random() < dirt else ""
            by_name = flaw == "index.silent" or (bool(rng.random() < 0.5) and flaw not in ("reference.unknown",))
            yield _file(account, accounts, kind, number, words, flaw, by_name, rng)


def _file(
    account: Account,
    accounts: Sequence[Account],
    kind: str,
    number: int,
    words: dict[str, list[str]],
    flaw: str,
    by_name: bool,
    rng: np.random.Generator,
) -> Planned:
    _, word, said_kind = words[kind]
    if flaw == "class.unsaid":
        word, said_kind, kind = "scan", "", "other"
    by_name = by_name or flaw == "reference.contradicted"
    folder = account.reference.replace("/", "-") if by_name else f"box{number // 500 + 1:03d}"
    path = f"{folder}/{word}_{number:06d}.pdf"
    said: str | None = account.reference
    if flaw == "reference.rewritten":
        said = "".join(one for one in account.reference if one.isalnum()).lower()
    elif flaw == "reference.unknown":
        said = account.reference + "99"
    elif flaw == "reference.contradicted":
        others = [one for one in accounts if one.reference != account.reference]
        said = others[int(rng.integers(len(others)))].reference if others else account.reference + "99"
    elif flaw == "index.silent":
        said = None
    return Planned(path, account, kind, said, said_kind, flaw)
