"""Letters in a case (Dokumenty.xsd)."""

from typing import Any

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Moment
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import letters, limits
from cases.jurisdictions.pl.epu.codes import LetterKind
from cases.jurisdictions.pl.epu.party_layouts import FILER, MENTIONED
from cases.jurisdictions.pl.epu.person_layouts import Broken


def _answers_a_delivery(letter: Any) -> Broken:
    if letter.kind is LetterKind.UZUPEŁNIENIE_ADRESU and letter.delivery_id is None:
        yield "delivery_id", "An address is completed in answer to a delivery, and none is named.", "Name its id."


def _letter(signature: str, **other: Any) -> letters.Letter:
    return letters.Letter(case=signature, signature=signature, **other)


LETTER = Layout(
    "Pismo",
    _letter,
    (
        Field("IDSprawy", "court_case_id", "ID sprawy", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(120)),
        Field("IDDoreczenia", "delivery_id", "ID doręczenia", limits.IDENTIFIER, optional=True),
        Field("DataZlozenia", "filed_at", "Data złożenia", Moment()),
        Field("Rodzaj", "kind", "Rodzaj", Code(LetterKind)),
        Field("Przedmiot", "subject", "Przedmiot", limits.LONG, optional=True),
        Field("OsobaSkladajaca", "filer", "Osoba składająca", FILER, optional=True),
        Field("Powod", "claimants", "Powód", MENTIONED, many=(0, None), wrapper="ListaPowodow", optional=True),
        Field("Pozwany", "defendants", "Pozwany", MENTIONED, many=(0, None), wrapper="ListaPozwanych", optional=True),
        Field("Tresc", "text", "Treść", limits.LONG, optional=True),
    ),
    rules=(_answers_a_delivery,),
)
LETTERS = Layout(
    "Paczka pism",
    letters.LetterBatch,
    (
        attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("DokumentEPU", "letters", "Pismo", LETTER, many=(1, None)),
    ),
)
