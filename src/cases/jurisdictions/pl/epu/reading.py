"""The e-court's answers and our own batches read back, whatever namespace they are in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.xml_parsing import Node, parse, parse_answer, without_soap
from cases.jurisdictions.court_files.xml_reading import read
from cases.jurisdictions.pl.epu import answers
from cases.jurisdictions.pl.epu.answer_tables import HEAD, LISTS
from cases.jurisdictions.pl.epu.claim_layouts import ALONE, BATCH
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch
from cases.jurisdictions.pl.epu.enforcement import ApplicationBatch
from cases.jurisdictions.pl.epu.enforcement_layouts import APPLICATIONS
from cases.jurisdictions.pl.epu.letter_layouts import LETTERS
from cases.jurisdictions.pl.epu.letters import LetterBatch
from cases.jurisdictions.pl.epu.limits import NAMESPACE, OLDER_NAMESPACE
from kernel.errors import Invalid


def read_answer(content: bytes) -> answers.Answer:
    """The answer with its typed rows; Invalid where no result of the service is found in the file."""
    return answer_of(without_soap(parse_answer(content)))


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list of an answer: which it is, and its struct, or why it cannot be read."""

    name: str
    number: int
    node: Node
    row: answers.Row | Invalid


def read_rows(content: bytes) -> tuple[answers.Answer, tuple[Listed, ...]]:
    """The head of an answer and each of its rows read alone, so that a bad one takes no other with it."""
    head, result = head_of(without_soap(parse_answer(content)))
    return head, tuple(listed_in(result))


def listed_in(result: Node) -> Iterator[Listed]:
    for name, layout in LISTS.items():
        listed = result.child(name)
        for number, node in enumerate(listed.children if listed else (), start=1):
            try:
                row: answers.Row | Invalid = read(layout, node, case=row_name(name, number), unknown_refused=False)
            except Invalid as problem:
                row = problem
            yield Listed(name, number, node, row)


def row_name(name: str, number: int) -> str:
    """How a row of an answer is called, in a sentence and in its twin."""
    return f"row {number} of {name}"


def is_answer(root: Node) -> bool:
    """Whether some element within carries the service's result code."""
    return any(node.child("kod") is not None for node in _all(root))


def answer_of(root: Node) -> answers.Answer:
    head, result = head_of(root)
    rows: list[answers.Row] = []
    for one in listed_in(result):
        if isinstance(one.row, Invalid):
            raise one.row
        rows.append(one.row)
    return replace(head, rows=tuple(rows))


def head_of(root: Node) -> tuple[answers.Answer, Node]:
    result = next((node for node in _all(root) if node.child("kod") is not None), None)
    if result is None:
        raise Invalid(f"The file is a <{root.name}> without a result of the e-court's service (no <kod>).")
    head: answers.Answer = read(HEAD, result, case="the answer", unknown_refused=False)
    return head, result


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
