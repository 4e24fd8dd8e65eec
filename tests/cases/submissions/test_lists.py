"""The lists of files and of papers to lodge go by an index that begins with the side they name."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from cases.desk.reach import COLUMN, Side
from cases.submissions.accounts import enter_account
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import submission_query
from cases.submissions.to_lodge import lodgeable_query
from kernel.actor import Actor
from kernel.settings import Settings
from tests.builders.cases import a_desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.cases.desk.test_lists import by_index

pytestmark = pytest.mark.usefixtures("object_store")
type Run = Callable[[], Awaitable[None]]
MANY = 5_000


async def test_every_list_reads_its_own_side_only(database: Settings, run_jobs: Run) -> None:
    big, small = await a_desk(country="GB", name="Great Purchaser plc"), await a_filing_desk()
    await enter_account(big.lawyer, "sdt", SDT_ACCOUNT)
    await order_lodging(big.lawyer, await sealed_claims(big), "sdt")
    await run_jobs()
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO submissions (id, batch_id, organisation_id, account_id, channel, connector, reference, name,"
        " document_id, parts, controls, fee_minor, currency, without_fee, status, made_at) SELECT uuidv7(), batch_id,"
        " organisation_id, account_id, channel, connector, 'R-' || n, name, document_id, 1, '[]', 0, 'GBP', 1, 'ready',"
        f" now() FROM submissions, generate_series(1, {MANY}) n"
    )
    await owner.execute(
        "INSERT INTO filings (id, case_id, organisation_id, procedure, kind, status, prepared_on, document_id,"
        " signatory_id, approved_by, version, created_at) SELECT uuidv7(), case_id, organisation_id, procedure,"
        " 'k' || n, 'sealed', current_date, document_id, signatory_id, approved_by, 0, now() FROM filings,"
        f" generate_series(1, {MANY}) n"
    )
    await owner.execute("ANALYZE submissions, filings, cases, submission_parts")
    await owner.close()

    sides: tuple[Side, ...] = ("own", "instructed")
    for side in sides:
        reader = Actor.system(small.owner_id)
        sql, arguments = submission_query(small.owner_id, side, status="", channel="", after=None)
        await by_index(reader, sql, arguments, "submissions", COLUMN[side])
        sql, wanted = lodgeable_query(small.owner_id, side, "sdt", after=None, limit=101)
        await by_index(reader, sql, list(wanted), "filings", COLUMN[side])
