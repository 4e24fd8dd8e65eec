"""The people of a tape: what stays readable, what is sealed with the tape's key, and the hashes they are found by."""

from collections.abc import Callable, Iterable

import msgspec
import polars as pl
from msgspec import Struct

from kernel.data_keys import DataKey
from kernel.keys import ColumnSealer, platform_key
from marketplace.tapes.acceptance.identity import new_id_bytes
from marketplace.tapes.copying import hexed

COLUMNS = (
    "id",
    "claim_id",
    "role",
    "kind",
    "name",
    "given_name",
    "family_name",
    "street",
    "postcode",
    "city",
    "region",
    "country",
    "sealed",
    "person_hash",
    "national_id_hash",
    "iban_hash",
    "email_hash",
    "phone_hash",
)
PROTECTED = ("national_id", "birth_date", "email", "phone", "iban", "employer")
"""Fields held in `parties.sealed` as one msgpack map of those that are present; the day in ISO form."""

_OF_SECOND = {
    "codebtor_name": "name",
    "codebtor_national_id": "national_id",
    "codebtor_street": "street",
    "codebtor_postcode": "postcode",
    "codebtor_city": "city",
}


class Protected(Struct, frozen=True, omit_defaults=True):
    """What `parties.sealed` holds."""

    national_id: str | None = None
    birth_date: str | None = None
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    employer: str | None = None


class PartySealer:
    """Turns rows into parties with one tape's key; made once for a tape, since each key is derived once."""

    def __init__(self, key: DataKey) -> None:
        self._sealer = ColumnSealer(key.secret, "parties", "sealed")
        self._hash = {name: platform_key().search_hasher(name) for name in ("national_id", "iban", "email", "phone")}
        self._person = platform_key().search_hasher("person")

    def parties(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The debtor of each row of `whole` (one row a claim, with `claim_id`), and the second party where one is."""
        people = pl.concat([_debtors(rows), _second(rows)])
        ids = new_id_bytes(people.height)
        protected = people.select(PROTECTED).iter_rows()
        return people.select(
            hexed("id", ids, ""),
            pl.col(COLUMNS[1:12]),
            hexed("sealed", self._sealed(ids, protected)),
            hexed("person_hash", self._persons(people)),
            *(hexed(f"{name}_hash", _hashed(self._hash[name], people[name])) for name in self._hash),
        )

    def _sealed(self, ids: list[bytes], protected: Iterable[tuple[str | None, ...]]) -> list[bytes | None]:
        encode = msgspec.msgpack.Encoder().encode
        values = (encode(Protected(*each)) if any(each) else None for each in protected)
        return self._sealer.seal_encoded(ids, values)

    def _persons(self, people: pl.DataFrame) -> list[bytes | None]:
        """The key that tells debtors apart: the national number, else name, birth date and postcode, else the claim."""
        plain = pl.col("name").str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_uppercase()
        beside = [pl.col(name).fill_null("") for name in ("birth_date", "postcode")]
        told = pl.when(pl.col("name") != "").then(pl.concat_str([plain, *beside], separator="|"))
        keys = people.select(pl.coalesce(told, pl.concat_str(pl.lit("claim|"), "claim_id")).alias("key"))["key"]
        by_number = self._hash["national_id"]
        return [
            by_number(number) if number else self._person(key)
            for number, key in zip(people["national_id"], keys, strict=True)
        ]


def _debtors(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.concat_str("debtor_first_name", "debtor_last_name", separator=" ", ignore_nulls=True)
    name = pl.coalesce("debtor_name", pl.when(parts != "").then(parts), pl.lit(""))
    person = pl.col("debtor_kind").fill_null("person") == "person"
    apart = person & (pl.col("debtor_first_name") != "") & (pl.col("debtor_last_name") != "")
    return rows.select(
        "claim_id",
        pl.lit("debtor").alias("role"),
        pl.col("debtor_kind").fill_null("person").alias("kind"),
        name.alias("name"),
        pl.when(apart).then("debtor_first_name").alias("given_name"),
        pl.when(apart).then("debtor_last_name").alias("family_name"),
        pl.col("street", "postcode", "city", "region"),
        pl.coalesce("debtor_country", "country").alias("country"),
        "national_id",
        pl.col("birth_date").dt.to_string("iso"),
        pl.col("email", "phone", "iban", "employer"),
    )


def _second(rows: pl.DataFrame) -> pl.DataFrame:
    """Co-debtors and guarantors; a tape tells their name, number and address only."""
    named = rows.filter(pl.col("codebtor_name").is_not_null())
    untold = ("given_name", "family_name", "birth_date", "email", "phone", "iban", "employer")
    nothing = [pl.lit(None, pl.String).alias(name) for name in untold]
    own = [pl.col(old).alias(new) for old, new in _OF_SECOND.items()]
    country = pl.coalesce("debtor_country", "country").alias("country")
    return named.select(
        "claim_id",
        pl.col("codebtor_role").fill_null("co-debtor").alias("role"),
        pl.lit("person").alias("kind"),
        pl.lit(None, pl.String).alias("region"),
        country,
        *own,
        *nothing,
    ).select("claim_id", *COLUMNS[2:12], *PROTECTED)


def _hashed(hasher: Callable[[str], bytes], values: pl.Series) -> list[bytes | None]:
    return [hasher(value) if value else None for value in values]
