"""What of a party is sealed: identifiers and contacts. Opened only where a paper or a person needs them."""

from datetime import date
from uuid import UUID

import msgspec

from kernel.keys import ColumnSealer

PLACE = ("parties", "sealed")


class Identifiers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sealed column of a party, names as in the field catalogue of tapes; `birth_date` as ISO text."""

    national_id: str | None = None
    birth_date: str | None = None
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    employer: str | None = None

    @property
    def born_on(self) -> date | None:
        return date.fromisoformat(self.birth_date[:10]) if self.birth_date else None


def seal_identifiers(data_key: bytes, party_id: UUID, identifiers: Identifiers) -> bytes:
    """For one party; for a whole tape make one `ColumnSealer(data_key, *PLACE)` and reuse it."""
    return ColumnSealer(data_key, *PLACE).seal(party_id, identifiers)


def open_identifiers(data_key: bytes, party_id: UUID, sealed: bytes) -> Identifiers:
    return ColumnSealer(data_key, *PLACE).open(party_id, sealed, Identifiers)
