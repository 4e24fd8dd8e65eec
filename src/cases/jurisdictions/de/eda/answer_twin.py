"""A file of a Mahngericht as a person reads it: its head, and one notice with every record of it, none left out."""

from collections.abc import Iterator

from cases.jurisdictions.court_files.twin import Row, Section
from cases.jurisdictions.de.eda.files import read
from cases.jurisdictions.de.eda.notices import CODEC
from cases.jurisdictions.de.eda.records import known, name_of
from cases.jurisdictions.de.eda.short_values import cents_of, day_of
from cases.jurisdictions.de.eda.trailer import EdaFile, Record
from kernel.errors import Invalid

FRAME = frozenset({"kind", "mark", "part"})
LABELS = {
    "participant": "Kennziffer",
    "number": "Geschäftsnummer",
    **{f"number_{at}": f"Geschäftsnummer {at}" for at in range(1, 6)},
    "reference": "Geschäftszeichen des Antragstellers",
    "debtor_reference": "Geschäftszeichen des Antragsgegners",
    "issued_on": "Erlassen am",
    "served_on": "Zugestellt am",
    "handed_over_on": "Abgegeben am",
    "opposed_on": "Widerspruch vom",
    "queried_on": "Monierung vom",
    "applied_on": "Antrag vom",
    "about": "Betroffener Antrag",
    "what": "Art der Nachricht",
    "why": "Grund",
    "said": "Text",
    "extent": "Umfang",
    "principal": "Hauptforderung",
    "value": "Wert",
    "costs": "Kosten",
    "court_kind": "Art des Gerichts",
    "court_postcode": "PLZ des Gerichts",
    "court_city": "Ort des Gerichts",
    "court_fee": "Gerichtskosten",
    "outlays": "Auslagen des Antragstellers",
    "service": "Zustellkosten",
    "attorney_fee": "Anwaltsvergütung",
    "attorney_outlays": "Auslagen des Anwalts",
    "tax": "Umsatzsteuer",
    "interest": "Zinsen",
    "ancillary": "Nebenforderungen",
}
AMOUNTS = frozenset(
    {"principal", "value", "costs", "court_fee", "outlays", "service", "attorney_fee", "attorney_outlays", "tax"}
    | {"interest", "ancillary"}
)


def answer_twin(content: bytes, record: str | None) -> tuple[Section, ...]:
    """Invalid for what is no EDA file. A record of no known layout is shown as it stands."""
    file = read(content, codec=CODEC)
    kind = file.document.value if file.document else "?"
    rows = (Row("Datei", file.name), Row("Belegart", kind), Row("Erstellt", _shown("created_on", file.created)))
    head = Section("Datei des Mahngerichts", tuple(one for one in rows if one.value), ())
    if record is None:
        return (head, Section("Sätze", (), tuple(_record(one) for one in file.records)))
    return (head, *_notice(file, record))


def _notice(file: EdaFile, record: str) -> Iterator[Section]:
    for number, records in enumerate(_groups(file), start=1):
        name = notice_name(number, records[0].number)
        if name == record:
            yield Section(f"Nachricht {number}", (), tuple(_record(one) for one in records))


def notice_name(number: int, begins: int) -> str:
    """How a notice of a file is called, in a sentence and here: by its first record's place in the file."""
    return f"Notice {number}, from record {begins}"


def _groups(file: EdaFile) -> list[list[Record]]:
    groups: list[list[Record]] = []
    for one in file.records:
        if name_of(one.content, codec=CODEC).endswith(" KS 00"):
            groups.append([])
        if groups:
            groups[-1].append(one)
    return groups


def _record(record: Record) -> Section:
    name = name_of(record.content, codec=CODEC)
    table = known().get(name)
    label = f"Satz {record.number} ({name.strip()})"
    if table is None:
        return Section(label, (Row("Inhalt", record.content.decode(CODEC).strip()),))
    fields = table.read(record.content, codec=CODEC)
    told = tuple(
        Row(LABELS.get(field, field), _shown(field, value))
        for field, value in fields.items()
        if field not in FRAME and value.strip(" 0")
    )
    return Section(label, (*told, Row("Satz im Wortlaut", record.content.decode(CODEC).rstrip())))


def _shown(field: str, value: str) -> str:
    """The value as a person reads it; as it stands where it holds no day or amount."""
    try:
        if field.endswith("_on"):
            day = day_of(value)
            return day.isoformat() if day else value
        if field in AMOUNTS:
            amount = cents_of(value)
            return str(amount) if amount else value
    except Invalid:
        return value
    return value
