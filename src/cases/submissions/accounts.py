"""An organisation's account with a court's channel: entered once, its secrets sealed and never shown again."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from cases.answers.channels import way_named
from cases.jurisdictions.court_channel import AccountField, CourtChannel
from cases.submissions.connectors.offered import DROP, connectors_of
from cases.submissions.connectors.tls import CERTIFICATE, KEY, client_tls
from cases.submissions.facts import CourtAccountEntered, CourtBalanceEntered
from kernel import data_keys, db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem
from kernel.ids import new_id
from kernel.keys import ColumnSealer
from kernel.money import Money

SHOWN = (
    "id, organisation_id, channel, connector, fields::text AS fields, secrets IS NOT NULL AS sealed, status, reason,"
    " verified_at, balance_minor, currency, balance_on, balance_at, collected_at, entered_at"
)
SHORTEST_SECRET = 4
"""A shorter one would blot out words that have nothing to do with it."""


@dataclass(frozen=True, slots=True)
class AccountShown:
    """`secrets_known`: secret fields were entered. `balance` is what somebody read at the court on `balance_on`."""

    id: UUID
    channel: str
    connector: str
    fields: Mapping[str, str]
    secrets_known: bool
    status: str
    reason: str | None
    verified_at: datetime | None
    balance: Money | None
    balance_on: date | None
    balance_at: datetime | None
    collected_at: datetime | None
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """With its secrets, for a connector alone. Never logged, never in a fact, a job or a page."""

    id: UUID
    channel: str
    connector: str
    fields: Mapping[str, str]
    collected_at: datetime | None
    secrets: tuple[str, ...] = ()

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """A court's service may repeat a password in its refusal: what leaves here no longer holds it."""
        try:
            yield
        except Problem as problem:
            problem.sentence = self.hush(problem.sentence)
            problem.args = (problem.sentence,)
            raise

    def hush(self, text: str) -> str:
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "•••")
        return text

    def __repr__(self) -> str:
        return f"OpenAccount({self.channel})"


async def enter_account(actor: Actor, channel: str, given: Mapping[str, str], *, connector: str = DROP) -> UUID:
    """Enters or changes the account. An empty secret field leaves what was entered before.

    Invalid with every field that is missing or does not fit, and for a connector the channel has not.
    """
    actor.must("filings.submit")
    wanted = way_named(channel).channel
    async with db.transaction(actor):
        # Of two who enter the first one at once, the second finds it: what is sealed belongs to one key and one row.
        lock = f"court_account:{actor.organisation}:{channel}"
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        row = await db.fetch_one(
            "SELECT id, data_key_id, secrets FROM court_accounts WHERE organisation_id = $1 AND channel = $2"
            " FOR UPDATE",
            actor.organisation,
            channel,
        )
        account_id = row["id"] if row else new_id()
        key = await data_keys.open_key(row["data_key_id"]) if row else await data_keys.make(actor, "object")
        sealer = ColumnSealer(key.secret, "court_accounts", "secrets")
        before = sealer.open(account_id, row["secrets"], dict[str, str]) if row and row["secrets"] else {}
        plain, secret = _fitting(wanted, given, before, connector)
        client_tls(secret.get(CERTIFICATE, ""), secret.get(KEY, ""))
        sealed = sealer.seal(account_id, secret) if secret else None
        await db.execute(
            "INSERT INTO court_accounts (id, organisation_id, channel, connector, fields, data_key_id, secrets, status,"
            " entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'entered', $8, $9)"
            " ON CONFLICT (organisation_id, channel) DO UPDATE SET connector = excluded.connector,"
            " fields = excluded.fields, secrets = excluded.secrets, status = 'entered', reason = NULL,"
            " verified_at = NULL, entered_by = excluded.entered_by, entered_at = excluded.entered_at,"
            " version = court_accounts.version + 1",
            account_id,
            actor.organisation,
            channel,
            connector,
            msgspec.json.encode(plain, order="deterministic").decode(),
            key.id,
            sealed,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, CourtAccountEntered(subject_id=account_id, channel=channel))
    return account_id


def _fitting(
    channel: CourtChannel, given: Mapping[str, str], before: Mapping[str, str], connector: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The plain and the secret fields. Nothing the channel does not ask for is kept."""
    plain: dict[str, str] = {}
    secret: dict[str, str] = {}
    places: list[Place] = []
    for field in channel.account:
        value = given.get(field.name, "").replace("\r\n", "\n").strip()
        if field.secret and not value:
            value = before.get(field.name, "")
        if value and not re.fullmatch(field.pattern, value):
            places.append(Place(field.name, None if field.secret else value[:40], _wanted(field)))
        elif not value and not field.optional:
            places.append(Place(field.name, None, f"{field.label} is needed. {field.advice}".strip()))
        elif value:
            (secret if field.secret else plain)[field.name] = value
    if connector not in connectors_of(channel.code):
        known = ", ".join(connectors_of(channel.code))
        places.append(Place("connector", connector[:40], f"Choose one of: {known}."))
    if places:
        raise Invalid(f"The account with {channel.name} is not complete.", places=places)
    return plain, secret


def _wanted(field: AccountField) -> str:
    return f"{field.label} does not have its form. {field.advice}".strip()


async def enter_balance(actor: Actor, channel: str, amount: Money, *, on: date) -> None:
    """What the account held on that day, as somebody read it at the court. Fees approved since are counted off it."""
    actor.must("filings.submit")
    places = []
    if amount.minor < 0:
        places.append(Place("balance", amount.text(), "A balance is nought or more."))
    if amount.currency != way_named(channel).jurisdiction.currency:
        places.append(Place("balance", amount.currency, f"Enter it in {way_named(channel).jurisdiction.currency}."))
    if on > actor.today(way_named(channel).jurisdiction.time_zone):
        places.append(Place("on", on.isoformat(), "A balance is read on a day that has come."))
    if places:
        raise Invalid("The balance cannot be entered like this.", places=places)
    async with db.transaction(actor):
        row = await db.fetch_one(
            "UPDATE court_accounts SET balance_minor = $3, currency = $4, balance_on = $5, balance_at = $6,"
            " version = version + 1 WHERE organisation_id = $1 AND channel = $2 RETURNING id",
            actor.organisation,
            channel,
            amount.minor,
            amount.currency,
            on,
            actor.now(),
        )
        if row is None:
            raise NotFound("Enter the account with the court first.")
        entered = CourtBalanceEntered(subject_id=row["id"], channel=channel, amount=str(amount), on=on.isoformat())
        await facts.record(actor, entered)


async def accounts(actor: Actor) -> dict[str, AccountShown]:
    """The organisation's accounts by channel."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(f"SELECT {SHOWN} FROM court_accounts WHERE organisation_id = $1", actor.organisation)
    return {row["channel"]: _shown(row) for row in rows}


async def account_at_hand(actor: Actor, channel: str) -> AccountShown:
    """The actor's account with the channel, in the open transaction. Invalid, with where to enter it, without one."""
    row = await db.fetch_one(
        f"SELECT {SHOWN} FROM court_accounts WHERE organisation_id = $1 AND channel = $2", actor.organisation, channel
    )
    if row is None:
        name = way_named(channel).channel.name
        sentence = f"Your organisation has no account with {name} entered. Enter it at /court-accounts."
        raise Invalid(sentence, places=[Place("channel", channel, sentence)])
    return _shown(row)


async def open_account(actor: Actor, account_id: UUID) -> OpenAccount:
    """The account with its secrets, for a connector. NotFound for anybody else's."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, channel, connector, fields::text AS fields, data_key_id, secrets, collected_at"
            " FROM court_accounts WHERE id = $1 AND organisation_id = $2",
            account_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such account here.")
        secret: dict[str, str] = {}
        if row["secrets"] is not None:
            key = await data_keys.open_key(row["data_key_id"])
            secret = ColumnSealer(key.secret, "court_accounts", "secrets").open(row["id"], row["secrets"], dict)
    fields = msgspec.json.decode(row["fields"], type=dict[str, str]) | secret
    known = tuple(one for one in secret.values() if len(one) >= SHORTEST_SECRET)
    return OpenAccount(row["id"], row["channel"], row["connector"], fields, row["collected_at"], known)


async def secrets_of(actor: Actor, channel: str) -> tuple[str, ...]:
    """The secrets of the house's account with the channel, to be blotted out of what a court repeats of them."""
    async with db.transaction(actor):
        account_id = await db.fetch_value(
            "SELECT id FROM court_accounts WHERE organisation_id = $1 AND channel = $2", actor.organisation, channel
        )
        return (await open_account(actor, account_id)).secrets if account_id is not None else ()


async def note_verified(actor: Actor, account_id: UUID, refused: str | None = None) -> None:
    """What the court's service said of the account's secrets: it let them in, or why not."""
    async with db.transaction(actor):
        await db.execute(
            "UPDATE court_accounts SET status = $3, reason = $4, verified_at = $5, version = version + 1"
            " WHERE id = $1 AND organisation_id = $2",
            account_id,
            actor.organisation,
            "verified" if refused is None else "refused",
            refused[:500] if refused else None,
            actor.now() if refused is None else None,
        )


def _shown(row: db.Row) -> AccountShown:
    balance = Money(row["balance_minor"], row["currency"]) if row["balance_minor"] is not None else None
    fields = msgspec.json.decode(row["fields"], type=dict[str, str])
    plain = {
        name: row[name]
        for name in AccountShown.__dataclass_fields__
        if name not in {"fields", "secrets_known", "balance"}
    }
    return AccountShown(**plain, fields=fields, secrets_known=row["sealed"], balance=balance)
