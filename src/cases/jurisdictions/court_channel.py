"""What a country offers for filing by machine: files cut from finished papers, and the court's answers read back.

The machine part of a filing travels inside its sealed paper; a file for the court is made of those parts and of nothing
else, so that what was approved is what is sent. Pure: a connector elsewhere carries the bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.twin import Section
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class AccountField:
    """What the organisation enters once about its account with the court. A secret one is never shown again.

    `pattern` is a regular expression for the whole value, `lines`: it has several.
    """

    name: str
    label: str
    pattern: str = ".{1,200}"
    secret: bool = False
    optional: bool = False
    advice: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The machine file of one sealed paper. `request_id`: 22 characters of letters, digits, `-` and `_`, never used
    twice.
    """

    request_id: str
    case_reference: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CourtFile:
    """A finished file. `reference` is what answers repeat; `controls` the counts and sums a clerk compares."""

    reference: str
    name: str
    content: bytes
    request_ids: tuple[str, ...]
    controls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One lodging: our `reference` for the whole, unlike any other; the day `on` which it is lodged; and `taken`, the
    references of the account's files that the court may still answer.
    """

    reference: str
    on: date
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    request_id: str
    case_reference: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Lodgement:
    """Every part is in exactly one file or left out with its reasons: a bad one never takes a good one with it."""

    files: tuple[CourtFile, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class CourtPaper:
    """A paper that comes inside an answer: an order, a defence. `content` is its bytes as the court sent them."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CourtAnswer:
    """One thing a court says, about one filing or case; or about a whole file, where `file_reference` alone is given.

    `file_reference`, `request_id` and `case_reference` are our own names as the court repeats them; `court_reference`
    is the court's name for the file, `court_number` its number of the case. `outcome`: `received` the court has it,
    `accepted` it is filed, `rejected` it never was, `told` anything later. `event` is the event of the case's procedure
    that it is, None where it changes nothing there. `amounts` and `said` are what it says, to be shown. `claimed` is
    the sum that the court repeats of our filing, to be held against what we filed; None where it repeats none. `code`
    is the court's code of a rejection. `of_one`: it is about one defendant; `defendant` is which, by the number that
    our filing gave it, None where the court does not say. `fault` is why a part of it could not be read: nobody
    concludes anything from it but a person; `mark` is a digest of that part, so that the same is known in another
    file. `record` is where in the file it stands, for that person.
    """

    outcome: Literal["received", "accepted", "rejected", "told"]
    sentence: str
    file_reference: str | None = None
    court_reference: str | None = None
    request_id: str | None = None
    case_reference: str | None = None
    court_number: str | None = None
    event: str | None = None
    on: date | None = None
    amounts: tuple[tuple[str, Money], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    claimed: Money | None = None
    of_one: bool = False
    defendant: int | None = None
    code: str | None = None
    papers: tuple[CourtPaper, ...] = ()
    fault: str | None = None
    mark: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class CourtChannel:
    """One court system that takes files. `parts` maps the name of a machine file inside a paper to what it is.

    `lodge` takes parts, the account's fields and the occasion, and gives the same files for the same; Invalid where
    account or reference are unfit. `answers` reads whatever the court sends, Invalid with places where it cannot.
    `twin` shows a machine part as labelled rows by its name and content; `answer_twin` does so with what the court
    sent: its head, and the one record of that name, with nothing left out. `unverified` says what of the format was
    not seen in an official source, as a sentence that every page with its files shows; None where it was. `short_fee`
    is the law's sentence where a fee that the account does not cover takes every filing of the file with it; None
    where it does not.
    """

    code: str
    name: str
    parts: Mapping[str, str]
    account: tuple[AccountField, ...]
    most_per_file: int | None
    lodge: Callable[[Sequence[Part], Mapping[str, str], Occasion], Lodgement]
    answers: Callable[[bytes], tuple[CourtAnswer, ...]]
    twin: Callable[[str, bytes], Section]
    answer_twin: Callable[[bytes, str | None], tuple[Section, ...]]
    unverified: str | None = None
    short_fee: str | None = None
