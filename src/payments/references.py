"""References that a bank carries unharmed."""

from uuid import UUID


def creditor_reference(subject_id: UUID) -> str:
    """A structured creditor reference (ISO 11649): RF, two check digits mod 97-10, and up to 21 characters."""
    body = format(subject_id.int & (2**80 - 1), "x").upper()[-16:]
    digits = "".join(str(int(character, 36)) for character in body + "RF00")
    return f"RF{98 - int(digits) % 97:02d}{body}"
