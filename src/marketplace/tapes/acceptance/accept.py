"""Accepting a checked tape. Killed anywhere it leaves nothing; run again, it finds its work done."""

from collections.abc import AsyncIterator, Generator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl

from cases.claims.facts import ClaimsAccepted
from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import Invalid, NotFound, Place, Problem, Refused, StaleState
from kernel.money import Money
from kernel.progress import Progress, working
from marketplace.tapes.acceptance.accounts import accounts
from marketplace.tapes.acceptance.ahead import ahead
from marketplace.tapes.acceptance.identity import new_id_bytes
from marketplace.tapes.acceptance.parties import PartySealer
from marketplace.tapes.acceptance.writing import Owner, Written, move_on, prepare_stage, stage
from marketplace.tapes.checks.twins import ITEM_FIELDS
from marketplace.tapes.copying import as_csv
from marketplace.tapes.examine import examine
from marketplace.tapes.facts import TapeAcceptanceStopped, TapeAccepted
from marketplace.tapes.issues import known_before, refuse_orphans, replace_former
from marketplace.tapes.scrub.scrubbing import Known, scrub_of
from marketplace.tapes.states import TAPES
from marketplace.tapes.stored import StoredTape, fetched, stored_tape
from marketplace.tapes.telling import FETCHING, Reading, telling
from marketplace.tapes.whole_rows import whole

ROWS = 20_000
"""Rows of one round: while the database writes one, the next is read."""


@dataclass(frozen=True, slots=True)
class AcceptedTape:
    """What became of a tape. `balances` adds up the claims, one amount for each currency."""

    tape_id: UUID
    read: int
    accepted: int
    rejected: int
    left_out: int
    written: Written
    balances: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class _Round:
    """One chunk of the file, ready for COPY."""

    rows: BytesIO
    parties: BytesIO
    accepted: int
    rejected: int
    left_out: int


async def accept_tape(seller: Actor, tape_id: UUID) -> AcceptedTape | None:
    """Writes claims, items, parties, titles and proceedings of an accepting tape in one transaction.

    None if the tape was accepted before. A refusal puts the tape back to `checked` and says why on it.
    """
    tape = await stored_tape(seller, tape_id)
    if tape.status != "accepting":
        return None
    async with working(seller, tape_id, "accept") as progress:
        try:
            await progress.report(0, tape.rows_read, FETCHING)
            async with fetched(tape) as path:
                done = await _accept(seller, tape, path, progress)
        except Problem as problem:
            await _stop(seller, tape_id, problem)
            raise
        if done is not None:
            await progress.finish(done.read, f"{done.written.claims} claims accepted")
    if done is not None:
        await db.count_anew(seller, "claims", "claim_items", "parties", "claim_titles", "proceedings")
    return done


async def _accept(seller: Actor, tape: StoredTape, path: Path, progress: Progress) -> AcceptedTape | None:
    async with db.transaction(seller):
        key = await open_key(tape.data_key_id)
        name = await db.fetch_value("SELECT name FROM organisations WHERE id = $1", seller.organisation)
    owner = Owner(tape.id, seller.organisation, name, tape.originator_kind, tape.cut_off_on, key.id)
    items = bool(tape.sure_mapping.fields & ITEM_FIELDS)
    known = await known_before(seller, tape.id)
    reading = Reading()
    with closing(_rounds(path, tape, key, known, reading)) as rounds:
        async with AsyncExitStack() as held:
            async with telling(progress, reading, "Reading rows"):
                ready = await held.enter_async_context(ahead(rounds))
            await held.enter_async_context(db.transaction(seller))
            # The lock makes a second worker wait, and then find the tape accepted.
            locked = await db.fetch_value("SELECT status FROM tapes WHERE id = $1 FOR UPDATE", tape.id)
            if locked != "accepting":
                return None
            again = await replace_former(seller, tape.id)
            owner = replace(owner, again=again)
            counts, written = await _write_all(ready, owner, progress, items=items, total=tape.rows_read)
            accepted, rejected, left_out = counts
            if again:
                await refuse_orphans(seller)
            _compare(tape, accepted, rejected, left_out)
            await progress.report(sum(counts), sentence="Adding up and sealing what was written")
            return await _settle(seller, tape, written, rejected=rejected, left_out=left_out, accepted=accepted)


async def _write_all(
    ready: AsyncIterator[_Round], owner: Owner, progress: Progress, *, items: bool, total: int | None
) -> tuple[tuple[int, int, int], Written]:
    await prepare_stage()
    accepted = rejected = left_out = 0
    written = Written()
    async for one in ready:
        await stage(one.rows, one.parties)
        # Items of one account may lie far apart in the file: they are written when all are staged.
        if not items:
            written += await move_on(owner, items=False)
        accepted, rejected, left_out = accepted + one.accepted, rejected + one.rejected, left_out + one.left_out
        await progress.report(accepted + rejected + left_out, total, "Writing claims")
    if items:
        await _refuse_overpaid()
        written = await move_on(owner, items=True)
    return (accepted, rejected, left_out), written


async def _refuse_overpaid() -> None:
    rows = await db.fetch(
        "SELECT min(row_no) AS row_no, reference FROM staged_rows GROUP BY claim_id, reference"
        " HAVING sum(item_amount_minor) - max(payments_minor) FILTER (WHERE first) <= 0 ORDER BY 1 LIMIT 100"
    )
    if rows:
        places = [Place(f"row {row['row_no']}", row["reference"], "Take the account out.") for row in rows]
        raise Invalid("Of some accounts, the payments cover all items: nothing is owed.", places=places)


def _compare(tape: StoredTape, accepted: int, rejected: int, left_out: int) -> None:
    if (accepted, rejected, left_out) != (tape.rows_accepted, tape.rows_rejected, tape.rows_left_out):
        raise Refused("The checks answer differently than when the tape was checked. Check it again, then accept it.")


async def _settle(
    seller: Actor, tape: StoredTape, written: Written, *, accepted: int, rejected: int, left_out: int
) -> AcceptedTape:
    sums = await db.fetch(
        "SELECT currency, sum(balance_minor)::bigint AS balance FROM claims"
        " WHERE organisation_id = $1 AND tape_id = $2 GROUP BY currency ORDER BY currency",
        seller.organisation,
        tape.id,
    )
    balances = tuple(Money(row["balance"], row["currency"]) for row in sums)
    digest = await db.fetch_value(
        "SELECT sha256(convert_to(string_agg(reference || '|' || balance_minor, E'\\n'"
        " ORDER BY reference COLLATE \"C\"), 'UTF8')) FROM claims WHERE organisation_id = $1 AND tape_id = $2",
        seller.organisation,
        tape.id,
    )
    if digest is None:
        raise Refused("No row of the tape can be accepted. See its findings, mend the file and upload it again.")
    await db.move(
        "tapes",
        tape.id,
        TAPES["accept"],
        accepted_at=seller.now(),
        claims_count=written.claims,
        balances=balances_text(balances),
        failure=None,
    )
    told = TapeAccepted(subject_id=tape.id, claims=written.claims, parties=written.parties, items=written.items)
    await facts.record(seller, told)
    await facts.record(seller, ClaimsAccepted(subject_id=tape.id, claims=written.claims, digest=digest.hex()))
    read = accepted + rejected + left_out
    return AcceptedTape(tape.id, read, accepted, rejected, left_out, written, balances)


def balances_text(balances: tuple[Money, ...]) -> str:
    """As `tapes.balances` holds them: currency to amount, as text."""
    return msgspec.json.encode({one.currency: one.text() for one in balances}).decode()


async def _stop(seller: Actor, tape_id: UUID, problem: Problem) -> None:
    """The transaction is gone with all it wrote; the tape waits for the seller again."""
    async with db.transaction(seller):
        try:
            await db.move("tapes", tape_id, TAPES["stop_accepting"], failure=problem.sentence)
        except (NotFound, StaleState):
            return
        await facts.record(seller, TapeAcceptanceStopped(subject_id=tape_id))


def _rounds(path: Path, tape: StoredTape, key: DataKey, known: Known, reading: Reading) -> Generator[_Round]:
    """The file checked and prepared chunk by chunk, away from the event loop."""
    sealer = PartySealer(key)
    ids: dict[str, bytes] = {}
    by_account = bool(tape.sure_mapping.fields & ITEM_FIELDS)
    scrub = scrub_of(tape.scrub_policy, tape.cut_off_on, known)
    day, heard = tape.cut_off_on, reading.heard
    layout, mapping = tape.layout, tape.sure_mapping
    for chunk in examine(path, mapping, today=day, layout=layout, rows=ROWS, scrub=scrub, on_read=heard):
        rows = whole(chunk.accepted)
        rows = _numbered(rows, ids) if by_account else _each_numbered(rows)
        first = rows.filter("first")
        yield _Round(
            as_csv(accounts(rows)),
            as_csv(sealer.parties(first)),
            chunk.accepted.height,
            chunk.rejected.height,
            chunk.left_out,
        )


def _each_numbered(rows: pl.DataFrame) -> pl.DataFrame:
    ids = pl.Series("claim_id", new_id_bytes(rows.height), pl.Binary).bin.encode("hex")
    return rows.with_columns(ids, pl.lit(value=True).alias("first"))


def _numbered(rows: pl.DataFrame, ids: dict[str, bytes]) -> pl.DataFrame:
    """Rows of one reference are one claim, told by the first of them; `ids` grows from chunk to chunk."""
    names = rows["reference"].to_list()
    fresh = [name for name in dict.fromkeys(names) if name not in ids]
    ids.update(zip(fresh, new_id_bytes(len(fresh)), strict=True))
    claim_id = pl.Series("claim_id", [ids[name] for name in names], pl.Binary).bin.encode("hex")
    new = pl.col("reference").is_in(pl.Series(fresh, dtype=pl.String).implode())
    return rows.with_columns(claim_id, (new & pl.col("reference").is_first_distinct()).alias("first"))
