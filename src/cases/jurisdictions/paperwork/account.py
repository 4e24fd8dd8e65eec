"""The statement of account: items, interest by runs, payments with their days, and the balance they give."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.everyday import ACCOUNT, Words, due_of, nothing, paper_of

WHY = "an account says what is owed, for what and since when"


def statement_of_account(words: Words) -> PaperKind:
    """One sheet for each debtor, which names no other; to enclose with a letter or to show to a court."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(account_needed(case_file, words, WHY)):
            return missing
        due = due_of(case_file, words)
        more = {"due": due, "received": case_file.received}
        return paper_of(case_file, words, ACCOUNT, more, owed=due.total)

    return PaperKind(ACCOUNT, "Statement of account", words.language, prepare)


def account_needed(case_file: CaseFile, words: Words, why: str) -> needs.Needs:
    """What a paper needs that states the whole account to the debtor; `why` it does."""
    yield from needs.letter(case_file, {words.currency}, why)
    yield from needs.origin(case_file, why)
    yield from needs.deeds(case_file)
    yield from _each_payment(case_file)
    yield from _something_due(case_file, words)


def _each_payment(case_file: CaseFile) -> needs.Needs:
    told = sum((one.amount for one in case_file.received), nothing(case_file))
    if told != case_file.payments:
        yield Missing(
            "payments one by one",
            f"Payments are stated as {case_file.payments}, but those listed come to {told}: an account lists each.",
            "items",
        )


def _something_due(case_file: CaseFile, words: Words) -> needs.Needs:
    if case_file.currency == words.currency and due_of(case_file, words).total.minor <= 0 < case_file.total.minor:
        yield Missing(
            "amount", "Nothing is owed but what a court may still award: there is nothing to ask for.", "items"
        )
