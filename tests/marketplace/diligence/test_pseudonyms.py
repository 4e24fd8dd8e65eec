"""Pseudonyms: one for each claim and copy, nothing shared between copies, and each vouches for its own."""

from hypothesis import assume, given
from hypothesis import strategies as st

from marketplace.diligence.pseudonyms import LENGTH, chance_of, pseudonym, vouched

keys = st.binary(min_size=32, max_size=32)


@given(key=keys, other=keys, value=st.text(min_size=1, max_size=40))
def test_a_pseudonym_vouches_for_its_own_copy_and_tells_nothing_in_another(
    key: bytes, other: bytes, value: str
) -> None:
    assume(key != other)
    told = pseudonym(key, "claim", value)
    assert len(told) == LENGTH
    assert told == pseudonym(key, "claim", value)
    assert vouched(key, told)
    assert not vouched(other, told)
    assert len({told, pseudonym(other, "claim", value), pseudonym(key, "debtor", value)}) == 3


@given(key=keys, values=st.sets(st.uuids(), min_size=2, max_size=60))
def test_distinct_claims_have_distinct_pseudonyms_and_two_of_them_are_no_accident(
    key: bytes, values: set[object]
) -> None:
    told = [pseudonym(key, "claim", str(value)) for value in values]
    assert len(set(told)) == len(values)
    assert chance_of(key, told) < 1e-12


@given(key=keys, other=keys, values=st.sets(st.uuids(), max_size=60))
def test_anothers_pseudonyms_are_as_likely_as_anything(key: bytes, other: bytes, values: set[object]) -> None:
    assume(key != other)
    assert chance_of(other, [pseudonym(key, "claim", str(value)) for value in values]) == 1.0
