"""Before a sale every ground is found and treated as the seller says; the account of it adds up and is kept."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.checking import check_file
from marketplace.tapes.commands import begin_accepting
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.commands_scrub import save_scrub_policy
from marketplace.tapes.examine import examine
from marketplace.tapes.queries_scrub import scrub_lines, scrub_policy, scrub_report, write_scrub
from marketplace.tapes.scrub import GROUNDS, ScrubPolicy, Treatment, load_policy
from marketplace.tapes.scrub.scrubbing import scrub_of
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape
from tests.marketplace.tapes.tape_files import plain_mapping, tape

ON = date(2026, 1, 31)
FLAGS = {
    "Bankrupt": "insolvent",
    "Deceased": "deceased",
    "Minor": "minor",
    "Cease and desist": "cease_and_desist",
    "Sold": "already_sold",
    "Not assignable": "non_assignable",
}
HEADER = ";".join(["Account number", "Balance", "Date of default", *FLAGS])
ROWS = (
    "A-1;100.00;2025-01-31;no;no;no;no;no;no",
    "A-2;200.00;2025-01-31;yes;no;no;no;no;no",
    "A-3;300.00;2025-01-31;yes;yes;no;no;no;no",
    "A-4;400.00;2025-01-31;no;no;yes;no;no;no",
    "A-5;500.00;2025-01-31;no;no;no;yes;no;no",
    "A-6;600.00;2025-01-31;no;no;no;no;yes;no",
    "A-7;700.00;2001-01-31;no;no;no;no;no;no",
    "A-8;0.00;2025-01-31;yes;no;no;no;no;no",
)
COLUMNS = {"Account number": "reference", "Balance": "balance", "Date of default": "default_date", **FLAGS}
MAPPING = plain_mapping(columns=COLUMNS, product="consumer_loan")


def a_file(folder: Path, *rows: str) -> Path:
    return tape(folder, lines=(HEADER, *(rows or ROWS)))


def test_the_usual_policy_takes_out_what_cannot_be_sold_and_discloses_the_rest(tmp_path: Path) -> None:
    told = check_file(a_file(tmp_path), MAPPING, today=ON, policy=ScrubPolicy())
    report = told.scrub
    assert report is not None
    assert (told.read, told.accepted, told.rejected) == (8, 5, 3)
    assert (report.looked_at, report.excluded, report.flagged) == (7, 2, 4)
    found = {one.ground: (one.treatment, one.rows, one.balances) for one in report.grounds if one.rows}
    assert found == {
        "barred": (Treatment.FLAG, 1, {"EUR": "700.00"}),
        "insolvent": (Treatment.FLAG, 2, {"EUR": "500.00"}),
        "deceased": (Treatment.FLAG, 1, {"EUR": "300.00"}),
        "minor": (Treatment.EXCLUDE, 1, {"EUR": "400.00"}),
        "cease_and_desist": (Treatment.FLAG, 1, {"EUR": "500.00"}),
        "already_sold": (Treatment.EXCLUDE, 1, {"EUR": "600.00"}),
    }


def test_what_is_warranted_is_taken_out_and_promised(tmp_path: Path) -> None:
    policy = ScrubPolicy({"insolvent": Treatment.WARRANT, "barred": Treatment.EXCLUDE})
    told = check_file(a_file(tmp_path), MAPPING, today=ON, policy=policy)
    assert told.scrub is not None
    assert told.accepted == 2
    (warranty,) = told.scrub.warranties
    assert "2026-01-31" in warranty
    assert "“Debtor insolvent or bankrupt”" in warranty


def test_a_row_taken_out_is_rejected_with_its_reason(tmp_path: Path) -> None:
    scrub = scrub_of(ScrubPolicy(), ON)
    (chunk,) = examine(a_file(tmp_path), MAPPING, today=ON, scrub=scrub)
    reasons = chunk.findings.filter(pl.col("severity") == "reject").select("row_no", "rule", "sentence").rows()
    assert [(row, rule) for row, rule, _ in reasons] == [
        (4, "status.minor"),
        (6, "status.already_sold"),
        (8, "amount.zero"),
    ]
    assert reasons[0][2].endswith("Excluded by the seller's scrub policy.")


@pytest.mark.parametrize(("months", "near"), [(0, 0), (6, 1), (1, 0)])
def test_limitation_that_ends_soon_is_found_within_the_months_of_the_policy(
    tmp_path: Path, months: int, near: int
) -> None:
    # Three years where the territory is not known: the earliest any of them gives.
    path = a_file(tmp_path, "A-1;100.00;2023-05-15;no;no;no;no;no;no")
    told = check_file(path, MAPPING, today=ON, policy=ScrubPolicy(near_months=months))
    assert told.scrub is not None
    assert {one.ground: one.rows for one in told.scrub.grounds}["near"] == near


ROW = st.tuples(st.sampled_from(["1.00", "0.00", "x"]), *(st.sampled_from(["yes", "no"]) for _ in FLAGS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(ROW, min_size=1, max_size=8),
    treatments=st.dictionaries(
        st.sampled_from([one.name for one in GROUNDS]), st.sampled_from([Treatment.EXCLUDE, Treatment.WARRANT])
    ),
)
def test_every_row_stays_or_goes_and_no_excluded_ground_stays(
    tmp_path: Path, rows: list[tuple[str, ...]], treatments: dict[str, Treatment]
) -> None:
    lines = [f"A-{i};{row[0]};2025-01-31;{';'.join(row[1:])}" for i, row in enumerate(rows)]
    policy = ScrubPolicy(treatments)
    (chunk,) = examine(a_file(tmp_path, *lines), MAPPING, today=ON, scrub=scrub_of(policy, ON))
    assert sorted([*chunk.accepted["row_no"], *chunk.rejected["row_no"]]) == list(range(1, len(rows) + 1))
    for ground in GROUNDS:
        if policy.treatment(ground) is not Treatment.FLAG and ground.name in chunk.accepted.columns:
            assert not chunk.accepted[ground.name].fill_null(value=False).any()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("near_months = 99\n", "0 to 60 months"),
        ('[treatments]\npaid = "flag"\n', "cannot be sold"),
        ('[treatments]\nghost = "flag"\n', "no such ground"),
        ('[treatments]\nminor = "keep"\n', "cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_applied_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(Invalid, match=said):
        load_policy(path)


@pytest.mark.usefixtures("database", "object_store")
class TestStored:
    async def a_seller(self) -> Actor:
        return await a_member(organisation_id=await an_organisation(), roles=("seller",))

    async def test_the_report_stays_with_the_tape_and_lists_its_rows(self, tmp_path: Path) -> None:
        seller = await self.a_seller()
        tape_id = await a_checked_tape(seller, a_file(tmp_path), mapping=MAPPING, cut_off_on=ON)
        await begin_accepting(seller, tape_id)
        accepted = await accept_tape(Actor.system(seller.organisation, seller.clock), tape_id)
        report = await scrub_report(seller, tape_id)
        assert accepted is not None
        assert report is not None
        assert (accepted.accepted, report.looked_at, report.excluded) == (5, 7, 2)
        lines = await scrub_lines(seller, tape_id)
        assert [(one.row_no, one.reference, one.ground) for one in lines if one.ground != "near"] == [
            (2, "A-2", "insolvent"),
            (3, "A-3", "deceased"),
            (3, "A-3", "insolvent"),
            (4, None, "minor"),
            (5, "A-5", "cease_and_desist"),
            (6, None, "already_sold"),
            (7, "A-7", "barred"),
            (8, None, "insolvent"),
        ]
        await write_scrub(seller, tape_id, tmp_path / "scrub.csv")
        assert pl.read_csv(tmp_path / "scrub.csv").height == len(lines)
        with pytest.raises(NotFound):
            await scrub_report(await self.a_seller(), tape_id)

    async def test_a_policy_holds_from_the_next_check_on(self, tmp_path: Path) -> None:
        seller = await self.a_seller()
        tape_id = await a_checked_tape(seller, a_file(tmp_path), mapping=MAPPING, cut_off_on=ON)
        assert await scrub_policy(seller) == ScrubPolicy()
        await save_scrub_policy(seller, ScrubPolicy({"barred": Treatment.EXCLUDE}))
        before = await scrub_report(seller, tape_id)
        await check_tape(Actor.system(seller.organisation, seller.clock), tape_id)
        after = await scrub_report(seller, tape_id)
        assert before is not None
        assert after is not None
        assert (before.excluded, after.excluded) == (2, 3)
        colleague = await a_member(organisation_id=seller.organisation, roles=("lawyer",))
        with pytest.raises(Forbidden):
            await save_scrub_policy(colleague, ScrubPolicy())
