"""Particulars of claim fitted into the 24 lines of 45 characters the court's record has."""

from cases.jurisdictions.gb_ew.sdt.limits import LINE_LENGTH, MOST_LINES
from kernel.errors import Invalid, Place


def wrapped(text: str) -> tuple[str, ...]:
    """The text in lines, words whole, a new line where the text has one, empty lines left out.

    Invalid where a word is longer than a line or the lines are too many: nothing is cut.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += _lines(paragraph.split())
    if not lines:
        raise Invalid("The particulars are empty.", places=[Place("particulars", text, "Say what is claimed and why.")])
    if len(lines) > MOST_LINES:
        raise Invalid(
            f"The particulars need {len(lines)} lines of {LINE_LENGTH} characters; the court takes {MOST_LINES}.",
            places=[
                Place(
                    "particulars",
                    lines[MOST_LINES],
                    "Shorten them, or say in them that full particulars follow and mark so.",
                )
            ],
        )
    return tuple(lines)


def _lines(words: list[str]) -> list[str]:
    lines: list[str] = []
    for word in words:
        if len(word) > LINE_LENGTH:
            raise Invalid(
                f"A word of the particulars has {len(word)} characters; a line holds {LINE_LENGTH}.",
                places=[Place("particulars", word, "Divide it where a reader would.")],
            )
        if lines and len(lines[-1]) + 1 + len(word) <= LINE_LENGTH:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
