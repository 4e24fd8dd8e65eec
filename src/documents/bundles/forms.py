"""How the courts of each country take documents: in one bundle or each as a file; `forms.toml` says it with sources."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

type Form = Literal["one", "separate"]
FORMS: tuple[Form, ...] = ("one", "separate")
ELSEWHERE = "XX"


class CourtForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`label` is what a document is called on its stamp and in the index, before its number."""

    form: Form
    label: str
    language: str
    source: str
    checked_on: date
    verified: bool


@cache
def _forms() -> dict[str, CourtForm]:
    text = (files("documents.bundles") / "forms.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, CourtForm])


def form_of(country: str) -> CourtForm:
    """By ISO 3166 code in capitals; the plain bundle for a country that is not described."""
    return _forms().get(country.upper(), _forms()[ELSEWHERE])
