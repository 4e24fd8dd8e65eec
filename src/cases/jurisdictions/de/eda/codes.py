"""What an EDA file carries (Belegart, KEZI), and the salutations of an attorney."""

from enum import IntEnum, StrEnum


class Document(StrEnum):
    """Outbound 01, 07, 08, 10, 20, 25, 29, 30; inbound 03, 05, 16, 18, 20, 22, 90."""

    MAHNBESCHEIDSANTRAG = "01"
    KOSTENMITTEILUNG_MB = "03"
    ZUSTELLUNGSNACHRICHT = "05"
    NEUZUSTELLUNG_MB = "07"
    VOLLSTRECKUNGSBESCHEIDSANTRAG = "08"
    NEUZUSTELLUNG_VB = "10"
    ABGABENACHRICHT = "16"
    WIDERSPRUCHSNACHRICHT = "18"
    MONIERUNG_UND_ANTWORT = "20"
    KOSTENMITTEILUNG_VB = "22"
    RÜCKNAHME_ODER_ERLEDIGUNG = "25"
    KOSTENEINZUG_ODER_ABGABE = "29"
    WIDERSPRUCH = "30"
    QUITTUNG = "90"

    @property
    def inbound(self) -> bool:
        """Whether the court sends it. 20 goes both ways: the court's query, and the answer to it."""
        return self.value in {"03", "05", "16", "18", "20", "22", "90"}


class Representative(IntEnum):
    """Anrede of the representative, 1 to 9; of the meanings only 8 was read."""

    EINS = 1
    ZWEI = 2
    DREI = 3
    VIER = 4
    FÜNF = 5
    SECHS = 6
    SIEBEN = 7
    INKASSO = 8
    NEUN = 9
