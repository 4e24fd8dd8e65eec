"""What an EDA file carries (Belegart, KEZI), salutations, and kinds of courts."""

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
    """Anrede of the representative before the court, as one program names them; 8 in two."""

    RECHTSANWALT = 1
    RECHTSANWÄLTE = 2
    RECHTSBEISTAND = 3
    HERR_ODER_FRAU = 4
    RECHTSANWÄLTIN = 5
    RECHTSANWÄLTINNEN = 6
    RECHTSANWALTSGESELLSCHAFT = 7
    INKASSO = 8
    VERBRAUCHERVERBAND = 9


class PartySalutation(IntEnum):
    """Anrede of a natural person who is a party, as one program names them."""

    HERR_ODER_FRAU = 0
    HERR = 1
    FRAU = 2


class CourtKind(IntEnum):
    """Which court hears the dispute: two programs agree on the digits."""

    AMTSGERICHT = 1
    LANDGERICHT = 2
    LANDGERICHT_HANDELSSACHEN = 3
    FAMILIENGERICHT = 6
    SOZIALGERICHT = 8


FORMATS: dict[Document, str] = {
    Document.MAHNBESCHEIDSANTRAG: "4000",
    Document.VOLLSTRECKUNGSBESCHEIDSANTRAG: "4100",
    Document.MONIERUNG_UND_ANTWORT: "4000",
    Document.RÜCKNAHME_ODER_ERLEDIGUNG: "4000",
}
"""The version of the record format for what the house writes: two programs agree."""
