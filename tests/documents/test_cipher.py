"""The frames of stored objects: whatever is done to them is found."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.cipher import FRAME, HEADER, SealingReader, Unreadable, opened_frames, sealed_length
from kernel.keys import new_data_key

KEY = new_data_key()
PLACE = b"organisation/ab/abcd"
SEALED_FRAME = FRAME + 16


class Dribble(BytesIO):
    """A connection that gives less than asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 70_001) if size and size > 0 else size)


def seal(content: bytes, *, key: bytes = KEY, place: bytes = PLACE) -> bytes:
    return SealingReader(BytesIO(content), key, place).read()


def unseal(sealed: bytes, *, key: bytes = KEY, place: bytes = PLACE) -> bytes:
    return b"".join(opened_frames(BytesIO(sealed), key, place))


def three_frames() -> list[bytes]:
    sealed = seal(b"a" * FRAME + b"b" * FRAME + b"c" * 10)
    return [
        sealed[:HEADER],
        sealed[HEADER : HEADER + SEALED_FRAME],
        sealed[HEADER + SEALED_FRAME : HEADER + 2 * SEALED_FRAME],
        sealed[HEADER + 2 * SEALED_FRAME :],
    ]


@given(st.binary(max_size=300), st.integers(1, 90))
def test_any_content_survives_any_way_of_reading(content: bytes, step: int) -> None:
    reader = SealingReader(BytesIO(content), KEY, PLACE)
    sealed = b"".join(iter(lambda: reader.read(step), b""))

    assert len(sealed) == sealed_length(len(content))
    assert unseal(sealed) == content


@pytest.mark.parametrize("size", [0, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME])
def test_the_length_is_known_beforehand_around_a_frame(size: int) -> None:
    assert len(seal(bytes(size))) == sealed_length(size)


def test_short_reads_on_both_sides_change_nothing() -> None:
    content = bytes(range(256)) * 10_000

    sealed = SealingReader(Dribble(content), KEY, PLACE).read()

    assert b"".join(opened_frames(Dribble(sealed), KEY, PLACE)) == content


@given(st.binary(min_size=1, max_size=200), st.data())
def test_one_changed_bit_anywhere_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Unreadable):
        unseal(bytes(sealed))


@given(st.binary(max_size=200), st.data())
def test_an_end_cut_off_or_added_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = seal(content)

    with pytest.raises(Unreadable):
        unseal(sealed[: data.draw(st.integers(0, len(sealed) - 1))])
    with pytest.raises(Unreadable):
        unseal(sealed + b"x")


def test_frames_dropped_swapped_or_repeated_are_found() -> None:
    header, first, second, third = three_frames()

    assert unseal(header + first + second + third)
    for wrong in ([first, second], [first, third], [second, first, third], [first, first, second, third]):
        with pytest.raises(Unreadable):
            unseal(header + b"".join(wrong))


def test_frames_of_two_objects_do_not_mix_even_under_one_key() -> None:
    header, _, second, third = three_frames()
    _, foreign, _, _ = three_frames()

    with pytest.raises(Unreadable, match="frame 0"):
        unseal(header + foreign + second + third)


def test_another_key_or_another_place_opens_nothing() -> None:
    sealed = seal(b"what a debtor owes")

    with pytest.raises(Unreadable):
        unseal(sealed, key=new_data_key())
    with pytest.raises(Unreadable):
        unseal(sealed, place=b"another/place")


def test_the_same_content_is_never_sealed_alike() -> None:
    assert seal(b"paid") != seal(b"paid")


def test_a_key_of_another_length_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"x", key=b"short")
