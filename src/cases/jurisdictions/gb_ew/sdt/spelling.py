"""Spellings that a person decided on for the court's characters: applied to the machine part alone, never unasked."""

import re
from dataclasses import replace

from cases.jurisdictions.contract import CaseFile
from cases.jurisdictions.gb_ew.sdt.characters import proposals, signed_off
from cases.jurisdictions.gb_ew.sdt.limits import CHARACTERS
from cases.jurisdictions.gb_ew.sdt.messages import Filing, Message
from cases.jurisdictions.paperwork.entered import said

NAME = "court_spelling"
"""The particular: `Łukasz = Lukasz; Żak = Zak`, each word as it stands and as it is to be written."""
_PAIR = re.compile(r"\s*(?P<before>[^=;]+?)\s*=\s*(?P<after>[^=;]+?)\s*")


def decided(case_file: CaseFile) -> tuple[tuple[str, str], ...]:
    """What was decided, longest first; what is not a pair is passed over, and its word stays as it is."""
    found = (_PAIR.fullmatch(one) for one in re.split(r"[;\n]", said(case_file, NAME)))
    pairs = {one["before"]: one["after"] for one in found if one is not None}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def as_decided(case_file: CaseFile, filing: Filing) -> Message:
    """The message with every decided spelling, in the fields alone that the court's characters cannot hold."""
    pairs = decided(case_file)
    spelt = (replace(one, after=_spelt(one.before, pairs)) for one in proposals(filing)) if pairs else ()
    return signed_off(filing, [one for one in spelt if CHARACTERS.fullmatch(one.after)]).message


def _spelt(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for before, after in pairs:
        text = text.replace(before, after)
    return text
