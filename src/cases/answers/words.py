"""What an answer says, as it is kept: sealed with the key of the file it came in, and gone with it."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.court_files.xml_parsing import first_words
from kernel.money import Money

SEALED = ("court_answers", "sealed")
"""Table and column, which the seal binds."""


class Sum(msgspec.Struct, frozen=True):
    label: str
    amount: str
    currency: str

    @property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """`papers` are names with their SHA-256; their bytes stay in the file."""

    sentence: str
    code: str | None = None
    court_reference: str | None = None
    claimed: Sum | None = None
    amounts: tuple[Sum, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    of_one: bool = False
    defendant: int | None = None
    fault: str | None = None


LONGEST_SENTENCE = 1000
LONGEST_SAID = 20_000
"""More than any defence has. What is longer is shown by its first words; all of it stays in the file."""


def words_of(answer: CourtAnswer) -> Words:
    return Words(
        first_words(answer.sentence, most=LONGEST_SENTENCE),
        _short(answer.code),
        _short(answer.court_reference),
        _sum("claimed", answer.claimed) if answer.claimed is not None else None,
        tuple(_sum(label, amount) for label, amount in answer.amounts),
        tuple((label, first_words(value, most=LONGEST_SAID)) for label, value in answer.said),
        tuple((one.name, sha256(one.content).hexdigest()) for one in answer.papers),
        answer.of_one,
        answer.defendant,
        _short(answer.fault),
    )


def _short(text: str | None) -> str | None:
    return first_words(text, most=LONGEST_SENTENCE) if text is not None else None


def _sum(label: str, amount: Money) -> Sum:
    return Sum(label, amount.text(), amount.currency)


def digest_of_answer(channel: str, answer: CourtAnswer) -> bytes:
    """SHA-256 of all it says, so that the same answer is known in another file.

    Of what could not be read little is told, wherever it stands: there its bytes decide.
    """
    named = (answer.file_reference, answer.request_id, answer.case_reference, answer.court_number)
    told = (answer.outcome, named, answer.event, answer.on, words_of(answer))
    said = [channel, *(told if answer.mark is None else ("unread", named, answer.mark))]
    return sha256(msgspec.json.encode(said)).digest()


def digest_of_all(digests: Sequence[bytes]) -> str:
    return sha256(b"".join(digests)).hexdigest()
