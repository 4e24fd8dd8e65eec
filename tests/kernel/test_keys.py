"""Keys: what is sealed opens in its place only, and bids open for the closing worker only."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid, Refused
from kernel.ids import new_id
from kernel.keys import (
    ColumnSealer,
    PlatformKey,
    closing_public_key,
    load_closing_key,
    load_platform_key,
    new_data_key,
    open_sealed,
    seal_to,
)
from kernel.settings import read_settings


def test_a_value_moved_to_another_row_column_or_table_does_not_open() -> None:
    key, row = new_data_key(), new_id()
    sealed = ColumnSealer(key, "parties", "sealed").seal(row, {"national_id": "12345678Z"})
    assert ColumnSealer(key, "parties", "sealed").open(row, sealed, dict) == {"national_id": "12345678Z"}
    for table, column, where in (("parties", "sealed", new_id()), ("parties", "x", row), ("claims", "sealed", row)):
        with pytest.raises(Refused):
            ColumnSealer(key, table, column).open(where, sealed, dict)
    with pytest.raises(Refused):
        ColumnSealer(new_data_key(), "parties", "sealed").open(row, sealed, dict)


def test_a_wrapped_key_opens_under_its_own_id_only() -> None:
    platform, key_id, secret = PlatformKey(os.urandom(32)), new_id(), new_data_key()
    wrapped = platform.wrap(secret, key_id)
    assert platform.unwrap(wrapped, key_id) == secret
    with pytest.raises(Refused):
        platform.unwrap(wrapped, new_id())
    with pytest.raises(Refused):
        PlatformKey(os.urandom(32)).unwrap(wrapped, key_id)


@given(st.text(min_size=1, max_size=20))
def test_a_search_hash_finds_the_same_value_however_it_is_spaced(value: str) -> None:
    platform = PlatformKey(bytes(32))
    assert platform.search_hash("id", value) == platform.search_hash("id", f" {value} ")
    assert platform.search_hash("id", value) != platform.search_hash("iban", value)
    assert platform.search_hash("id", value) != PlatformKey(bytes(31) + b"\1").search_hash("id", value)


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_a_sealed_box_opens_with_the_private_key_and_its_context_only(value: bytes, context: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    box = seal_to(private.public_key().public_bytes_raw(), value, context)
    assert open_sealed(private.private_bytes_raw(), box, context) == value
    for key, given_box, given_context in (
        (X25519PrivateKey.generate().private_bytes_raw(), box, context),
        (private.private_bytes_raw(), box[:-1] + bytes([box[-1] ^ 1]), context),
        (private.private_bytes_raw(), box, context + b"x"),
    ):
        with pytest.raises((Refused, InvalidTag)):
            open_sealed(key, given_box, given_context)


def test_keys_are_born_once_for_the_owner_alone(tmp_path: Path) -> None:
    first = load_platform_key("", tmp_path)
    assert load_platform_key("", tmp_path) == first
    assert closing_public_key("", tmp_path) == closing_public_key("", tmp_path)
    assert load_closing_key("", tmp_path) != first.secret
    for name in ("platform.key", "closing.key"):
        assert stat.S_IMODE((tmp_path / "keys" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["zz", "ab" * 31])
def test_a_key_that_is_not_one_is_refused_by_its_name(text: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="RECOURSE_KEY"):
        load_platform_key(text, tmp_path)


def test_production_makes_nothing_up() -> None:
    with pytest.raises(Invalid) as refused:
        read_settings({"RECOURSE_ENV": "production"})
    assert {place.where for place in refused.value.places} >= {"DATABASE_URL", "RECOURSE_KEY", "S3_ENDPOINT"}
    with pytest.raises(Invalid, match="POOL_SIZE"):
        read_settings({"POOL_SIZE": "many"})


def test_production_sends_no_password_unencrypted() -> None:
    names = ("DATABASE_URL", "PLATFORM_URL", "S3_ENDPOINT", "RECOURSE_KEY", "CLOSING_PUBLIC_KEY")
    whole = {"RECOURSE_ENV": "production", "BASE_URL": "https://recourse.example", **dict.fromkeys(names, "ab" * 32)}
    assert read_settings({**whole, "EPU_URL": "https://court.example/epu"}).epu_url
    with pytest.raises(Invalid, match="unencrypted") as refused:
        read_settings({**whole, "EPU_URL": "http://court.example/epu"})
    assert [place.where for place in refused.value.places] == ["EPU_URL"]
