"""Feedback held against what was sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.jurisdictions.gb_ew.sdt.answers import Feedback, RequestAnswer


@dataclass(frozen=True, slots=True)
class Matching:
    """Feedback held against what was sent: every difference is for a person to look at."""

    answered: tuple[RequestAnswer, ...]
    unknown: tuple[RequestAnswer, ...]
    twice: tuple[RequestAnswer, ...]
    silent: tuple[str, ...]


def matched(feedback: Feedback, sent: Iterable[str]) -> Matching:
    """`answered` holds the first answer to each request of ours; a further one is `twice`, one to a request never sent
    `unknown`; `silent` are requests without any.
    """
    asked = dict.fromkeys(sent)
    answered: dict[str, RequestAnswer] = {}
    unknown: list[RequestAnswer] = []
    twice: list[RequestAnswer] = []
    for one in feedback.answers:
        if one.request_id not in asked:
            unknown.append(one)
        elif one.request_id in answered:
            twice.append(one)
        else:
            answered[one.request_id] = one
    silent = tuple(one for one in asked if one not in answered)
    return Matching(tuple(answered.values()), tuple(unknown), tuple(twice), silent)
