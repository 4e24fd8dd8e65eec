"""The pages of a lodging, from the account to the court's receipt, as the lawyer clicks through them."""

from collections.abc import Awaitable, Callable

import pytest

from kernel import db
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.certificates import Authority
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def test_from_the_account_to_the_receipt(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    filings = await sealed_claims(desk, count=2)
    secret = Authority().shows("Northern Debts")
    shown = {"client_certificate": secret.certificate, "client_key": secret.key}
    async with browser(desk.lawyer) as lawyer:
        wrong = await lawyer.submit("/court-accounts/sdt", SDT_ACCOUNT | {"customer_id": "0123", "connector": "drop"})
        assert wrong.status_code == 422
        assert "Eight digits" in wrong.text
        await lawyer.submit("/court-accounts/sdt", SDT_ACCOUNT | {"connector": "drop", **shown})
        await lawyer.submit("/court-accounts/sdt/balance", {"balance": "1000.00", "on": "2026-11-20"})
        accounts = await lawyer.get("/court-accounts")
        assert "£1,000.00" in accounts.text
        assert secret.key.split("\n")[1] not in (await lawyer.get("/court-accounts/sdt")).text

        chosen = await lawyer.get("/submissions/new?channel=sdt")
        assert all(str(one) in chosen.text for one in filings)
        await lawyer.submit("/submissions", {"channel": "sdt", "side": "own", "filing": [str(one) for one in filings]})
        await run_jobs()
        async with db.transaction(desk.lawyer):
            row = await db.fetch_sure("SELECT id, batch_id, fee_minor, reference FROM submissions")
        assert row["reference"] in (await lawyer.get(f"/submissions/batches/{row['batch_id']}")).text
        shown = await lawyer.get(f"/submissions/{row['id']}")
        assert "Approve the fee and submit" in shown.text
        beyond = await lawyer.get(f"/submissions/{row['id']}?after=ffffffff-ffff-7fff-bfff-ffffffffffff")
        assert "No filing here" in beyond.text
        fee = f"{row['fee_minor'] / 100:.2f}"
        await lawyer.submit(f"/submissions/{row['id']}/approve", {"shown_amount": fee, "shown_currency": "GBP"})
        await lawyer.submit(f"/submissions/{row['id']}/handed-over", {"court_reference": "SDT-4711"})

        done = await lawyer.get(f"/submissions/{row['id']}")
        assert "SDT-4711" in done.text
        async with db.transaction(desk.lawyer):
            part = await db.fetch_value("SELECT id FROM submission_parts LIMIT 1")
            assert await db.fetch_value("SELECT count(*) FROM filings WHERE status = 'submitted'") == 2
        twin = await lawyer.get(f"/submissions/parts/{part}")
        assert "Aoife O&#39;Brien" in twin.text
        assert "14 Canal Row" in twin.text
