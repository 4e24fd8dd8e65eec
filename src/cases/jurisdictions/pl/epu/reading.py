"""The e-court's answers and our own batches read back, whatever namespace they are in."""

from collections.abc import Iterator
from dataclasses import replace

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.kinds import Amount, Flag, Moment, Text, Whole
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.xml_parsing import Node, parse, without_soap
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.pl.epu import answers
from cases.jurisdictions.pl.epu.claim_layouts import ALONE, BATCH
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch
from cases.jurisdictions.pl.epu.follow_up_layouts import APPLICATIONS, LETTERS
from cases.jurisdictions.pl.epu.follow_ups import ApplicationBatch, LetterBatch
from cases.jurisdictions.pl.epu.limits import NAMESPACE, OLDER_NAMESPACE
from kernel.errors import Invalid

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
EVENT = (("dataZdarzenia", "at", WHEN), ("kategoria", "category", WORDS), ("opis", "description", WORDS))


def _table(struct: type, columns: tuple[tuple[str, str, object], ...]) -> Layout:
    fields = tuple(Field(element, own, element, kind, optional=True) for element, own, kind in columns)  # type: ignore[arg-type]
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


def read_answer(content: bytes) -> answers.Answer:
    """The answer with its typed rows; Invalid where no result of the service is found in the file."""
    return answer_of(without_soap(parse(content)))


def is_answer(root: Node) -> bool:
    """Whether some element within carries the service's result code."""
    return any(node.child("kod") is not None for node in _all(root))


def answer_of(root: Node) -> answers.Answer:
    result = next((node for node in _all(root) if node.child("kod") is not None), None)
    if result is None:
        raise Invalid(f"The file is a <{root.name}> without a result of the e-court's service (no <kod>).")
    head: answers.Answer = read(HEAD, result, case="the answer", unknown_refused=False)
    rows: list[answers.Row] = []
    for name, layout in LISTS.items():
        listed = result.child(name)
        for number, row in enumerate(listed.children if listed else (), start=1):
            rows.append(read(layout, row, case=f"row {number} of {name}", unknown_refused=False))
    return replace(head, rows=tuple(rows))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


type Batch = ClaimBatch | LetterBatch | ApplicationBatch | Claim

ROOTS: dict[str, Layout] = {
    "Pozwy": BATCH,
    "DokumentyEPU": LETTERS,
    "WnioskiEgzekucyjneEPU": APPLICATIONS,
    "PozewEPU": ALONE,
}


def is_ours(root: Node) -> bool:
    return root.name in ROOTS and root.namespace in (NAMESPACE, OLDER_NAMESPACE)


def read_batch(content: bytes) -> Batch:
    """A batch or a single claim as it was written, whoever wrote it."""
    root = parse(content)
    if not is_ours(root):
        raise Invalid(f"The file is a <{root.name}> of {root.namespace or 'no namespace'}, not an e-court batch.")
    return batch_of(root)


def batch_of(root: Node) -> Batch:
    batch: Batch = read(ROOTS[root.name], root, case="the file")
    return batch


def batch_faults(batch: Batch) -> tuple[Fault, ...]:
    """Every limit the file breaks, ids used twice included."""
    match batch:
        case ClaimBatch():
            ids = [str(one.claim_id) for one in batch.claims]
            found = faults(BATCH, batch, case=batch.designation)
        case LetterBatch():
            ids, found = [], faults(LETTERS, batch, case=batch.designation)
        case ApplicationBatch():
            ids = [str(one.application_id) for one in batch.applications]
            found = faults(APPLICATIONS, batch, case=batch.designation)
        case Claim():
            ids, found = [], faults(ALONE, batch, case=batch.reference)
    twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
    limit = "stands in the batch more than once."
    return (*found, *(Fault("the file", "ID", one, f"The ID {one} {limit}", "Give each its own.") for one in twice))
