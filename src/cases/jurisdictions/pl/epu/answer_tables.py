"""Which element of the service's answers holds which fact."""

from cases.jurisdictions.court_files.amounts import Amount
from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.days import Moment
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import answers

WORDS, ZLOTY, WHEN = Text(None, least=0), Amount("PLN"), Moment()
INTEGER = Whole(-(2**31), 2**31 - 1)
VALIDATED = (
    ("liczbaPorzadkowa", "ordinal", INTEGER), ("status", "passed", Flag()), ("kodWalidacji", "code", WORDS),
    ("kodWalidacjiPozwu", "claim_code", INTEGER), ("opisWalidacji", "description", WORDS),
    ("informacjaWalidacji", "information", WORDS), ("sygnaturaWgPowoda", "reference", WORDS),
    ("oplataSadowa", "fee", ZLOTY), ("wartoscPrzedniotuSporu", "dispute_value", ZLOTY),
)  # fmt: skip
SIGNED = (("sygnaturaSprawy", "signature", WORDS), ("sygnaturaWgPowoda", "reference", WORDS))
CASE = (
    ("id", "court_case_id", INTEGER), *SIGNED, ("stanSprawy", "state", WORDS), ("dataWplywu", "received", WHEN),
    ("dataPrawomocnosci", "final", WHEN), ("dataZakreslenia", "closed", WHEN), ("kwotaSporu", "dispute_value", ZLOTY),
)  # fmt: skip
ORDER = (
    ("id", "order_id", INTEGER), *SIGNED, ("dataOrzeczenia", "decided", WHEN), ("dataPrawomocnosci", "final", WHEN),
    ("kodDecyzji", "decision_code", INTEGER), ("statusDokumentu", "status", WORDS), ("dokumentXml", "document", WORDS),
)  # fmt: skip
DECISION = (
    ("id", "decision_id", INTEGER), *SIGNED, ("nazwaDecyzji", "name", WORDS), ("Status", "status", WORDS),
    ("dataOrzeczenia", "decided", WHEN), ("dataPrawomocnosci", "final", WHEN), ("id_klauzula", "clause_id", INTEGER),
    ("kodKlauzuli", "clause_code", WORDS), ("dataKlauzuli", "clause_given", WHEN), ("instancja", "instance", INTEGER),
    ("dokumentXml", "document", WORDS),
)  # fmt: skip
DELIVERY = (
    ("id", "delivery_id", INTEGER), *SIGNED, ("dataWyslania", "sent", WHEN), ("dataDoreczenia", "delivered", WHEN),
    ("idNakazu", "order_id", INTEGER), ("idOrzeczenia", "decision_id", INTEGER), ("opis", "description", WORDS),
)  # fmt: skip
LETTER = (
    ("id", "letter_id", INTEGER), *SIGNED, ("rodzajDokumentu", "kind", WORDS), ("statusDokumentu", "status", WORDS),
    ("dataDokumentu", "dated", WHEN), ("dataZakreslenia", "closed", WHEN),
)  # fmt: skip
LABELS = {
    "liczbaPorzadkowa": "Liczba porządkowa", "status": "Przeszedł walidację", "kodWalidacji": "Kod walidacji",
    "kodWalidacjiPozwu": "Kod walidacji pozwu", "opisWalidacji": "Opis walidacji",
    "informacjaWalidacji": "Informacja o walidacji", "sygnaturaWgPowoda": "Sygnatura według powoda",
    "oplataSadowa": "Opłata sądowa", "wartoscPrzedniotuSporu": "Wartość przedmiotu sporu",
    "sygnaturaSprawy": "Sygnatura sprawy", "id": "Numer w systemie", "stanSprawy": "Stan sprawy",
    "dataWplywu": "Data wpływu", "dataPrawomocnosci": "Data prawomocności", "dataZakreslenia": "Data zakreślenia",
    "kwotaSporu": "Kwota sporu", "dataOrzeczenia": "Data orzeczenia", "kodDecyzji": "Kod decyzji",
    "statusDokumentu": "Status dokumentu", "dokumentXml": "Dokument (XML)", "nazwaDecyzji": "Nazwa decyzji",
    "Status": "Status", "id_klauzula": "Numer klauzuli", "kodKlauzuli": "Kod klauzuli", "dataKlauzuli": "Data klauzuli",
    "instancja": "Instancja", "dataWyslania": "Data wysłania", "dataDoreczenia": "Data doręczenia",
    "idNakazu": "Numer nakazu", "idOrzeczenia": "Numer orzeczenia", "opis": "Opis",
    "rodzajDokumentu": "Rodzaj dokumentu", "dataDokumentu": "Data dokumentu", "dataZdarzenia": "Data zdarzenia",
    "kategoria": "Kategoria", "kod": "Kod",
    "informacja": "Informacja", "oznaczeniePaczki": "Oznaczenie paczki", "liczbaPozow": "Liczba pozwów",
    "sumaOplatySadawej": "Suma opłat sądowych", "lacznaWartoscPrzedmiotowSporu": "Łączna wartość przedmiotów sporu",
    "numerStrony": "Numer strony", "iloscStron": "Liczba stron",
}  # fmt: skip
"""What a person reads for each element."""
TITLES = {
    "wynikiWalidacji": "Wynik walidacji", "listaSpraw": "Sprawa", "mojeNakazy": "Nakaz zapłaty",
    "listaOrzeczen": "Orzeczenie", "mojeDoreczenia": "Doręczenie", "listaPism": "Pismo",
    "historiaSprawy": "Zdarzenie w sprawie",
}  # fmt: skip
EVENT = (("dataZdarzenia", "at", WHEN), ("kategoria", "category", WORDS), ("opis", "description", WORDS))


def _table(struct: type, columns: tuple[tuple[str, str, object], ...]) -> Layout:
    fields = tuple(Field(element, own, LABELS[element], kind, optional=True) for element, own, kind in columns)  # type: ignore[arg-type]
    return Layout(struct.__name__, struct, fields)


LISTS: dict[str, Layout] = {
    "wynikiWalidacji": _table(answers.Validated, VALIDATED),
    "listaSpraw": _table(answers.Case, CASE),
    "mojeNakazy": _table(answers.Order, ORDER),
    "listaOrzeczen": _table(answers.Decision, DECISION),
    "mojeDoreczenia": _table(answers.Delivery, DELIVERY),
    "listaPism": _table(answers.Letter, LETTER),
    "historiaSprawy": _table(answers.Event, EVENT),
}
"""Which list of an answer holds what."""
HEAD = _table(
    answers.Answer,
    (
        ("kod", "code", WORDS), ("opis", "description", WORDS), ("informacja", "information", WORDS),
        ("oznaczeniePaczki", "designation", WORDS), ("liczbaPozow", "claims", INTEGER),
        ("sumaOplatySadawej", "fees", ZLOTY), ("lacznaWartoscPrzedmiotowSporu", "dispute_values", ZLOTY),
        ("numerStrony", "page", INTEGER), ("iloscStron", "pages", INTEGER),
    ),
)  # fmt: skip
