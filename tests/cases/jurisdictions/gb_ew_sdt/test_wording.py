"""The court's characters and lines: nothing is respelt or cut unless a person says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.gb_ew.sdt.batches import Sender, batch, filing_faults
from cases.jurisdictions.gb_ew.sdt.characters import proposals, signed_off
from cases.jurisdictions.gb_ew.sdt.limits import CHARACTERS, LINE_LENGTH
from cases.jurisdictions.gb_ew.sdt.particulars import wrapped
from kernel.errors import Invalid, Refused
from tests.builders.court_files import PERMITTED_CHARACTERS
from tests.builders.money_claims import a_defendant, a_filing


def test_a_polish_name_is_refused_with_a_wording_to_sign_off_and_never_respelt_unasked() -> None:
    filing = a_filing(defendants=(a_defendant(name="Łukasz Żółć"),))
    done = batch([filing], sender=Sender(12345678), reference="BOOK7")
    assert done.files == ()
    (proposal,) = done.refused[0].proposals
    assert (proposal.field, proposal.after, proposal.open) == ("defendants.1.name", "Lukasz Zolc", ())
    assert done.refused[0].filing == filing
    agreed = signed_off(filing, [proposal])
    assert agreed.message.defendants[0].name == "Lukasz Zolc"  # type: ignore[union-attr]
    assert filing_faults(agreed) == ()


def test_letters_nobody_may_guess_at_stay_open() -> None:
    filing = a_filing(defendants=(a_defendant(name="李明 Ltd"),))
    (proposal,) = proposals(filing)
    assert proposal.open == ("李", "明")
    with pytest.raises(Refused, match="still holds characters"):
        signed_off(filing, [proposal])


def test_what_was_signed_off_holds_for_those_words_alone() -> None:
    filing = a_filing(defendants=(a_defendant(name="Łukasz"),))
    (proposal,) = proposals(filing)
    with pytest.raises(Refused, match="no longer says"):
        signed_off(a_filing(defendants=(a_defendant(name="Łukas"),)), [proposal])
    with pytest.raises(Refused, match="no longer says"):
        signed_off(a_filing(case="RC-OTHER", defendants=(a_defendant(name="Łukasz"),)), [proposal])


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_proposal_without_open_letters_is_always_acceptable(name: str) -> None:
    for one in proposals(a_filing(defendants=(a_defendant(name=name),))):
        assert bool(one.open) is (CHARACTERS.fullmatch(one.after) is None)


@settings(deadline=None)
@given(st.text(PERMITTED_CHARACTERS + "\n", min_size=1, max_size=700))
def test_particulars_keep_every_word_in_order(text: str) -> None:
    try:
        lines = wrapped(text)
    except Invalid:
        assert not text.split() or len(text) > LINE_LENGTH or text.count("\n") >= 24
        return
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= LINE_LENGTH for line in lines)
    assert len(lines) <= 24


def test_particulars_that_do_not_fit_are_refused_where_they_overflow() -> None:
    with pytest.raises(Invalid, match="need 30 lines"):
        wrapped("\n".join(f"line {number}" for number in range(30)))
    with pytest.raises(Invalid, match="A word of the particulars has 46"):
        wrapped("x" * 46)
