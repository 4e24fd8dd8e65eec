"""What a claimant sends after form A: replies to forms B and C, the choice of appendix 2, and withdrawal."""

from collections.abc import Callable
from datetime import date
from functools import partial

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.eu.form_a import choices, needs
from cases.jurisdictions.eu.form_a.form import written
from cases.jurisdictions.eu.form_a.from_case import form_of
from cases.jurisdictions.eu.form_a.wording import day_in, money_in, words_in
from cases.jurisdictions.eu.papers.application import DESCRIPTION, FILE, Before, on_the_form
from cases.jurisdictions.paperwork import needs as shared
from cases.jurisdictions.paperwork.entered import (
    NUMBER,
    PLACE,
    court_number,
    entered_amount,
    entered_choice,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.letters import one_line, sender_of
from cases.jurisdictions.paperwork.naming import named

COMPLETION, ACCEPTANCE, REFUSAL = "form_b_reply", "form_c_acceptance", "form_c_refusal"
CHOICE, WITHDRAWAL = "appendix_2", "eop_withdrawal"
LODGED, ASKED, PROPOSED, ISSUED = "application", "completion", "modification", "order"
"""The kinds of act that the events of the procedure are."""
type Needed = Callable[[CaseFile, Before], shared.Needs]


def completion(before: Before) -> PaperKind:
    return PaperKind(
        COMPLETION,
        "Reply to form B: completion of the application (art. 9)",
        before.language,
        partial(_completion, before),
    )


def acceptance(before: Before) -> PaperKind:
    return PaperKind(
        ACCEPTANCE, "Reply to form C: acceptance (art. 10)", before.language, partial(_modification, before, True)
    )


def refusal(before: Before) -> PaperKind:
    return PaperKind(
        REFUSAL, "Reply to form C: refusal (art. 10)", before.language, partial(_modification, before, False)
    )


def choice(before: Before) -> PaperKind:
    return PaperKind(CHOICE, "Appendix 2, sent after form A (art. 7(4))", before.language, partial(_choice, before))


def withdrawal(before: Before) -> PaperKind:
    return PaperKind(WITHDRAWAL, "Withdrawal of the application", before.language, partial(_withdrawal, before))


def _completion(before: Before, case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """The answer, and the whole application anew as it now stands."""
    missing = [*_in_court(case_file), *_after(case_file, ASKED, "the court asked for completion (form B)")]
    if not said(case_file, "eop_completion"):
        told = "What the application is completed or rectified with is not entered (art. 9)."
        missing.append(Missing("completion", told, PLACE))
    asked_for = {one.sentence for one in missing}
    whole = needs.application(case_file, before.seat, before.members)
    missing += [one for one in whole if one.sentence not in asked_for and one.fact not in {"court", "signatory"}]
    if missing:
        return tuple(missing)
    form = form_of(case_file, before.seat, before.fee_of(case_file))
    text = words_in(before.language).text
    sentence = text["completion"].format(day=_spoken(before, case_file, ASKED))
    paper = _letter(before, case_file, COMPLETION, "completion_title", [sentence, said(case_file, "eop_completion")])
    context = {**paper.context, **on_the_form(case_file, form, text["completion_title"])}
    machine = (MachineFile(FILE, written(form), DESCRIPTION),)
    return Paper(COMPLETION, paper.title, paper.language, "eu/later/completion.html", context, machine=machine)


def _modification(before: Before, accepted: bool, case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = [*_in_court(case_file), *_after(case_file, PROPOSED, "the court proposed a smaller order (form C)")]
    proposed = entered_amount(case_file, "eop_proposed_sum", "The sum that the court proposes in form C (art. 10)")
    missing += lacking(proposed)
    if missing or isinstance(proposed, Missing):
        return tuple(missing)
    text = words_in(before.language).text
    words = text["accept" if accepted else "refuse"]
    sentence = words.format(day=_spoken(before, case_file, PROPOSED), amount=money_in(before.language, proposed))
    paper = _letter(before, case_file, ACCEPTANCE if accepted else REFUSAL, "accept_title", [sentence])
    return Paper(paper.kind, paper.title, paper.language, paper.template, {**paper.context, "owed": proposed})


def _choice(before: Before, case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """To the court until it issues the order, not after (art. 7(4))."""
    missing = [*_signed(case_file), *_after(case_file, LODGED, "the application was lodged")]
    what = "What shall follow an opposition (art. 7(4), 17(1))"
    after = entered_choice(case_file, "eop_after", what, choices.AFTER)
    missing += lacking(after)
    if _day(case_file, ISSUED) is not None:
        told = "The order is issued: the court can be told of the choice only before that (art. 7(4))."
        missing.append(Missing("order not yet issued", told, "events"))
    if missing or isinstance(after, Missing):
        return tuple(missing)
    words = words_in(before.language)
    number = said(case_file, NUMBER) or "–"
    lines = [words.text["appendix_2_intro"].format(number=number), words.after[choices.AFTER[after]]]
    return _letter(before, case_file, CHOICE, "appendix_2", lines)


def _withdrawal(before: Before, case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = [*_signed(case_file), *_after(case_file, LODGED, "the application was lodged")]
    if missing:
        return tuple(missing)
    sentence = words_in(before.language).text["withdrawal"].format(day=_spoken(before, case_file, LODGED))
    return _letter(before, case_file, WITHDRAWAL, "withdrawal_title", [sentence])


def _letter(before: Before, case_file: CaseFile, kind: str, title: str, lines: list[str]) -> Paper:
    text = words_in(before.language).text
    return Paper(
        kind=kind,
        title=text[title],
        language=before.language,
        template="eu/later/reply.html",
        context={
            **named(case_file, text[title]),
            "t": text,
            "number": said(case_file, NUMBER),
            "lines": tuple(lines),
            "claimant_address": one_line(case_file.creditor),
            "defendants": tuple((debtor.name, one_line(debtor)) for debtor in case_file.debtors),
            "place": sender_of(case_file).city or "",
        },
    )


def _in_court(case_file: CaseFile) -> shared.Needs:
    yield from _signed(case_file)
    yield from court_number(case_file)


def _signed(case_file: CaseFile) -> shared.Needs:
    yield from shared.court(case_file, "Regulation 1896/2006 art. 7")
    yield from shared.identity(case_file.creditor, "the court must know who writes", shared.POSTED)
    yield from shared.signatory(case_file)


def _after(case_file: CaseFile, kind: str, what: str) -> shared.Needs:
    if _day(case_file, kind) is None:
        yield Missing(kind, f"It is not recorded that {what}: enter the event with its day.", "events")


def _day(case_file: CaseFile, kind: str) -> date | None:
    found = [act.sent_on or act.received_on for act in case_file.pre_action if act.kind == kind]
    return max((one for one in found if one), default=None)


def _spoken(before: Before, case_file: CaseFile, kind: str) -> str:
    return day_in(before.language, _day(case_file, kind) or case_file.on)
