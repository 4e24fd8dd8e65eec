"""The EDA file: header AA, records of 128 bytes, trailer BB with the control sums."""

from collections.abc import Mapping, Sequence

from cases.jurisdictions.de.eda.checks import CODEC
from cases.jurisdictions.de.eda.codes import Document
from cases.jurisdictions.de.eda.control import ControlSums
from cases.jurisdictions.de.eda.records import LENGTH, RecordTable, known
from cases.jurisdictions.de.eda.trailer import EdaFile, Record, sums_of
from kernel.errors import Invalid, Place

LARGEST_FILE = 32 * 1024 * 1024


type Tables = Mapping[str, RecordTable]


def write(
    header: Mapping[str, str],
    records: Sequence[bytes],
    sums: ControlSums,
    *,
    tables: Tables,
    codec: str = CODEC,
    ending: bytes = b"",
) -> bytes:
    """The file. Invalid where `tables` do not know AA and BB wholly (`records.supplied`) or the sums do not fit."""
    if sums.records != len(records):
        raise Invalid(f"The control sums count {sums.records} records; there are {len(records)}.")
    for number, record in enumerate(records, start=1):
        if len(record) != LENGTH:
            raise Invalid(f"Record {number} has {len(record)} bytes; a record has {LENGTH}.")
    first = tables["AA"].write({**header, "kind": "AA"}, codec=codec)
    last = tables["BB"].write(
        {
            "kind": "BB",
            "participant": header["participant"],
            "applications": str(sums.applications),
            "records": str(sums.records),
            "catalogue_numbers": str(sums.catalogue_numbers),
            "amounts": str(sums.amounts),
            "court_numbers": str(sums.court_numbers),
            "claims": str(sums.claims),
        },
        codec=codec,
    )
    return b"".join(one + ending for one in (first, *records, last))


def read(content: bytes, *, tables: Tables | None = None, codec: str = CODEC) -> EdaFile:
    """The file, or Invalid with the record where it stops being one."""
    by = tables or known()
    parts = _parts(content)
    if parts[0][:2] != b"AA" or parts[-1][:2] != b"BB" or len(parts) < 2:
        raise Invalid("An EDA file begins with a record AA and ends with a record BB; this one does not.")
    records: list[Record] = []
    for number, part in enumerate(parts, start=1):
        kind = part[:2].decode(codec)
        if not kind.isalnum() or (kind in {"AA", "BB"} and number not in {1, len(parts)}):
            raise Invalid(
                f"Record {number} begins with {kind!r}.",
                places=[Place(f"record {number}", kind, "Only the first is AA, only the last BB.")],
            )
        records.append(Record(number, kind, part))
    head, tail = by["AA"].read(parts[0], codec=codec), by["BB"].read(parts[-1], codec=codec)
    document = next((one for one in Document if one.value == head.get("document")), None)
    created, name = head.get("created", ""), head.get("name", "")
    return EdaFile(head.get("participant", ""), document, created, name, tuple(records[1:-1]), sums_of(tail))


def _parts(content: bytes) -> list[bytes]:
    if len(content) > LARGEST_FILE:
        raise Invalid(f"The file has {len(content):,} bytes; {LARGEST_FILE:,} are the most that is read.")
    lines = _lines(content)
    if lines and all(len(line) == LENGTH for line in lines):
        return lines
    if content and not lines and len(content) % LENGTH == 0:
        return [content[at : at + LENGTH] for at in range(0, len(content), LENGTH)]
    raise Invalid(
        f"The file's {len(content):,} bytes are not records of {LENGTH} bytes each. {_where(content)}".strip()
    )


def _lines(content: bytes) -> list[bytes]:
    """The records between ends of line, of either kind, the last with or without one; none where there are no such.

    Which one a court wants is agreed with it.
    """
    if b"\n" not in content:
        return []
    return content.removesuffix(b"\n").removesuffix(b"\r").replace(b"\r\n", b"\n").split(b"\n")


def _where(content: bytes) -> str:
    """The first record of another length, where ends of line part them; else what is left over at the end."""
    lines = _lines(content)
    for number, line in enumerate(lines, start=1):
        if len(line) != LENGTH:
            return f"Record {number} has {len(line)}."
    whole, left = divmod(len(content), LENGTH)
    return f"After {whole} records {left} are left over." if whole and left else ""
