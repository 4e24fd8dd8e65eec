"""The notice of the transfer and the demand, the same in facts wherever a country only gives the words."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, FiledItem, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letters import shared_by_letters

NOTICE = "assignment_notice"
DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A country's language and words. Its templates are `assignment/notice.html` and `demand/demand.html`.

    `demand` names the kind of demand to those who choose it, with the rule that asks for it where one does;
    `complaints` is the rule by which the notice of bought bank credit names an authority for complaints.
    """

    folder: str
    language: str
    currency: str
    notice_subject: str
    demand_subject: str
    demand: str
    contract_of: Callable[[str], str]
    channels: Callable[[CaseFile], str]
    label_of: Callable[[FiledItem], str]
    ground_of: figures.GroundOf
    complaints: str = "Directive (EU) 2021/2167 art. 10(2)"


def notice_of_assignment(words: LetterWords) -> PaperKind:
    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed_by_notice(case_file, words)):
            return missing
        more = {"assignor": case_file.title[-2].holder, "assignment": case_file.title[-1]}
        return _letter(case_file, words, NOTICE, words.notice_subject, "assignment/notice.html", more)

    return PaperKind(NOTICE, "Notice of assignment to the debtor", words.language, prepare)


def demand_for_payment(words: LetterWords) -> PaperKind:
    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed_by_demand(case_file, words)):
            return missing
        more: dict[str, object] = {
            "days": int(said(case_file, needs.DAYS_TO_PAY)),
            "items": figures.item_lines(case_file, words.label_of),
            "periods": figures.period_lines(case_file, words.ground_of),
            "daily": figures.daily(case_file),
            "assigned": needs.is_assigned(case_file),
        }
        return _letter(case_file, words, DEMAND, words.demand_subject, "demand/demand.html", more)

    return PaperKind(DEMAND, words.demand, words.language, prepare)


def _letter(
    case_file: CaseFile, words: LetterWords, code: str, subject: str, template: str, more: dict[str, object]
) -> Paper:
    spoken = {"contract": words.contract_of(case_file.product), "channels": words.channels(case_file)}
    context = {**shared_by_letters(case_file, subject), **spoken, **more}
    return Paper(code, subject, words.language, f"{words.folder}/{template}", context)


def _needed_by_notice(case_file: CaseFile, words: LetterWords) -> needs.Needs:
    yield from needs.letter(case_file, {words.currency}, "the notice says what is owed")
    yield from needs.assigned(case_file)
    yield from needs.complaints(case_file, words.complaints)


def _needed_by_demand(case_file: CaseFile, words: LetterWords) -> needs.Needs:
    yield from needs.letter(case_file, {words.currency}, "a demand says what is owed, for what and since when")
    yield from needs.origin(case_file, "a demand names the agreement and the first creditor")
    yield from needs.deeds(case_file)
    yield from needs.days_to_pay(case_file)
