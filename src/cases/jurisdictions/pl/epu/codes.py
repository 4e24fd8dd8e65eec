"""The codes of the e-court's schemas (TypyDanych.xsd 2.0), with the meanings its annotations give."""

from enum import IntEnum, StrEnum


class PartyKind(IntEnum):
    OSOBA_FIZYCZNA = 0
    OSOBA_FIZYCZNA_PROWADZĄCA_DZIAŁALNOŚĆ = 1
    OSOBA_PRAWNA = 2
    JEDNOSTKA_ORGANIZACYJNA = 3


class Representation(IntEnum):
    PEŁNOMOCNIK = 1
    REPREZENTANT = 4


class Register(IntEnum):
    BRAK = 0
    KRS = 1
    INNY_REJESTR = 2


class Solidarity(IntEnum):
    """How several claimants and defendants stand to one another."""

    SOLIDARNIE = 0
    INNY = 1
    INNY_POWODOWIE = 2
    INNY_POZWANI = 3
    IN_SOLIDUM = 4


class Nature(IntEnum):
    CYWILNE = 0
    GOSPODARCZE = 1
    PRAWO_PRACY = 2


class OrderedNature(IntEnum):
    """What a sum in an order is."""

    CYWILNE = 0
    GOSPODARCZE = 1
    PRAWO_PRACY = 2
    KOSZTY_PROCESU = 13
    ŁĄCZNA_KWOTA_BEZ_KOSZTÓW = 16


class Interest(IntEnum):
    """`czyUstawowe`: the kind of interest claimed; the annotation of typOkresOdsetkowy words each in full."""

    USTAWOWE = 0
    UMOWNE = 1
    UMOWNE_DO_LOMBARDOWYCH = 2
    UMOWNE_LOMBARDOWE = 3
    UMOWNE_DO_MAKSYMALNYCH = 4
    LOMBARDOWE_DO_MAKSYMALNYCH = 5
    LOMBARDOWE_OD_2016_DO_MAKSYMALNYCH = 6
    MAKSYMALNE = 7
    USTAWOWE_ZA_OPÓŹNIENIE = 8
    USTAWOWE_OD_2016_ZA_OPÓŹNIENIE = 9
    UMOWNE_DO_MAKSYMALNYCH_ZA_OPÓŹNIENIE = 10
    MAKSYMALNE_ZA_OPÓŹNIENIE = 11
    LOMBARDOWE_OD_2016_DO_MAKSYMALNYCH_ZA_OPÓŹNIENIE = 12
    LOMBARDOWE_DO_MAKSYMALNYCH_ZA_OPÓŹNIENIE = 13
    UMOWNE_OD_2016_DO_MAKSYMALNYCH_ZA_OPÓŹNIENIE = 14
    TRANSAKCJE_HANDLOWE = 15
    USTAWOWE_OD_2016_TRANSAKCJE_HANDLOWE = 16
    PODATKOWE_OD_2016_TRANSAKCJE_HANDLOWE = 17
    WŁASNY_OPIS = 18


class Period(IntEnum):
    """What a contractual rate is counted by."""

    ROCZNIE = 0
    KWARTALNIE = 1
    MIESIĘCZNIE = 2
    TYGODNIOWO = 3
    DZIENNIE = 4


class Currency(StrEnum):
    PLN = "PLN"
    USD = "USD"
    EUR = "EUR"
    CHF = "CHF"
    GBP = "GBP"
    AUD = "AUD"
    CAD = "CAD"
    CZK = "CZK"
    DKK = "DKK"
    HUF = "HUF"
    JPY = "JPY"


class EvidenceKind(StrEnum):
    INNY = "inny"
    UMOWA = "umowa"
    FAKTURA = "faktura"
    AKT_NOTARIALNY = "akt notarialny"


class LetterKind(IntEnum):
    PISMO = 3
    WNIOSEK = 4
    UZUPEŁNIENIE_ADRESU = 5
    UZUPEŁNIENIE_BRAKÓW = 6
    REZYGNACJA_Z_PEŁNOMOCNICTWA = 13
    ZGŁOSZENIE_PEŁNOMOCNIKA = 14


class Means(StrEnum):
    """Ways of enforcement."""

    RUCHOMOŚCI = "z ruchomości"
    WYNAGRODZENIE = "z wynagrodzenia za pracę"
    RACHUNKI_BANKOWE = "z rachunków bankowych"
    WIERZYTELNOŚCI = "z wierzytelności"
    NIERUCHOMOŚCI = "z nieruchomości"
    INNY = "inny"
