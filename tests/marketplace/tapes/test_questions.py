"""What reads two ways is asked once for each column, shown with both readings, and never taken over by itself."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from click.testing import CliRunner

from kernel.errors import Invalid
from marketplace.tapes.answers import answer
from marketplace.tapes.examine import examine, settled
from marketplace.tapes.looking import look_at, preview
from marketplace.tapes.mapping import confirm
from marketplace.tapes.proposal import Proposal, propose
from marketplace.tapes.reading import Layout, detect
from marketplace.tapes.sample import CUT_OFF
from tests.marketplace.tapes.tape_files import tape
from web.cli.tape import tape as command

TWO_WAYS = (
    "Account number;Balance;Date of default;Currency;Country",
    "A-1;1.250;03/04/2024;EUR;es",
    "A-2;2.500;05/06/2024;EUR;es",
    "A-3;7.125;01/02/2024;EUR;es",
)


def proposed(path: Path) -> tuple[Layout, Proposal]:
    layout = detect(path)
    return layout, propose(layout)


def accepted(path: Path, *answers: str) -> pl.DataFrame:
    layout, proposal = proposed(path)
    mapping = settled(answer(proposal, layout, answers))
    return pl.concat([chunk.accepted for chunk in examine(path, mapping, today=CUT_OFF, layout=layout)])


def test_each_ambiguous_column_asks_one_question_with_both_readings(tmp_path: Path) -> None:
    _, proposal = proposed(tape(tmp_path, lines=TWO_WAYS))
    assert [(one.kind, one.header) for one in proposal.questions] == [
        ("amount", "Balance"),
        ("date", "Date of default"),
    ]
    assert "3 April 2024 or 4 March 2024" in proposal.questions[1].sentence
    with pytest.raises(Invalid, match="needs an answer"):
        settled(proposal)


def test_the_answers_decide_what_the_cells_mean(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=TWO_WAYS)
    spanish = accepted(path, "Balance=decimal-comma", "Date of default=day-first")
    american = accepted(path, "Balance=decimal-comma", "Date of default=month-first")
    assert spanish["balance_minor"].to_list() == [125_000, 250_000, 712_500]
    assert spanish["default_date"].to_list() == [date(2024, 4, 3), date(2024, 6, 5), date(2024, 2, 1)]
    assert american["default_date"].to_list() == [date(2024, 3, 4), date(2024, 5, 6), date(2024, 1, 2)]
    assert accepted(path, "Balance=decimal-point", "Date of default=day-first").is_empty(), "three decimals of a euro"


def test_until_it_is_answered_the_preview_takes_nothing_over(tmp_path: Path) -> None:
    look = look_at(tape(tmp_path, lines=TWO_WAYS))
    shown = preview(look, propose(look.layout).mapping)
    assert shown.rows[0][shown.fields.index("balance")] is None
    assert shown.rows[0][shown.fields.index("default_date")] is None
    assert shown.rows[0][shown.fields.index("reference")] == "A-1"


def test_the_preview_shows_amounts_to_the_last_cent(tmp_path: Path) -> None:
    lines = ("Account number;Balance;Currency;Country", "A-1;3426,99;EUR;es", "A-2;0,05;EUR;es", "A-3;980;JPY;es")
    look = look_at(tape(tmp_path, lines=lines))
    shown = preview(look, propose(look.layout).mapping)
    assert [row[shown.fields.index("balance")] for row in shown.rows] == ["3426.99", "0.05", "980"]


def test_a_year_of_two_digits_keeps_its_two_digits_in_the_answer(tmp_path: Path) -> None:
    lines = ("Account number;Balance;Date of default;Country;Currency", "A-1;1.25;03/04/24;es;EUR")
    rows = accepted(tape(tmp_path, lines=lines), "Date of default=day-first")
    assert rows["default_date"].to_list() == [date(2024, 4, 3)]


@pytest.mark.parametrize(("said", "day"), [("excel", date(2023, 12, 31)), ("excel-1904", date(2028, 1, 1))])
def test_a_day_counted_by_a_spreadsheet_is_asked_for(tmp_path: Path, said: str, day: date) -> None:
    path = tmp_path / "tape.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["Account number", "Balance", "Date of default", "Currency", "Country"])
        sheet.write_row(1, 0, ["A-1", 12.5, 45291, "EUR", "es"])
    layout, proposal = proposed(path)
    (question,) = proposal.questions
    assert "31 December 2023 or 1 January 2028" in question.sentence
    with pytest.raises(Invalid, match="Which day is this"):
        confirm(proposal.mapping, layout)
    mapping = settled(answer(proposal, layout, [f"Date of default={said}"]))
    (chunk,) = examine(path, mapping, today=date(2030, 1, 1), layout=layout)
    assert chunk.accepted["default_date"].to_list() == [day]


def test_what_the_other_columns_decide_is_told(tmp_path: Path) -> None:
    lines = (
        "Account number;Balance;Date of default;Contract date;Currency;Country",
        *(f"A-{day};10.50;0{day}/04/2024;{day + 20}/01/2024;EUR;es" for day in range(1, 8)),
    )
    _, proposal = proposed(tape(tmp_path, lines=lines))
    assert proposal.questions == ()
    assert [(one.header, "Read as %d/%m/%Y" in one.sentence) for one in proposal.assumed] == [("Date of default", True)]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("Due=day-first", "about no column"),
        ("Balance=perhaps", "does not answer"),
        ("Balance=day-first", "to which 'day-first' is no answer"),
        ("Date of default=decimal-comma", "is no answer"),
    ],
)
def test_an_answer_that_answers_nothing_is_refused(tmp_path: Path, said: str, refused: str) -> None:
    layout, proposal = proposed(tape(tmp_path, lines=TWO_WAYS))
    with pytest.raises(Invalid, match=refused):
        answer(proposal, layout, [said])


def test_the_commands_ask_and_take_the_answer(tmp_path: Path) -> None:
    path, out = tape(tmp_path, lines=TWO_WAYS), tmp_path / "mapping.json"
    asked = CliRunner().invoke(command, ["map", str(path)])
    assert asked.exit_code == 2
    assert "question: In the column 'Balance'" in asked.stdout
    answers = ["--answer", "Balance=decimal-comma", "--answer", "Date of default=month-first"]
    told = CliRunner().invoke(command, ["map", str(path), *answers, "--out", str(out)])
    assert told.exit_code == 0
    assert "1250.00" in told.stdout
    checked = CliRunner().invoke(command, ["check", str(path), "--mapping", str(out), "--as-of", "2026-01-31"])
    assert "3 good, 0 rejected" in checked.stdout


def test_the_line_of_totals_is_no_account(tmp_path: Path) -> None:
    lines = (*TWO_WAYS, "TOTAL:;10.875;;EUR;es")
    layout, proposal = proposed(tape(tmp_path, lines=lines))
    mapping = settled(answer(proposal, layout, ["Balance=decimal-comma", "Date of default=day-first"]))
    (chunk,) = examine(tmp_path / "tape.csv", mapping, today=CUT_OFF)
    assert chunk.findings.filter(pl.col("severity") == "reject").select("row_no", "rule").rows() == [(4, "row.total")]


def test_a_sheet_that_is_not_read_is_named_and_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "tape.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, count in (("May", 3), ("June", 2)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Account number", "Balance", f"Comment of {name}"])
            for i in range(1, count + 1):
                sheet.write_row(i, 0, [f"{name}-{i}", "1.50"])
        book.add_worksheet("Cover").write_string(0, 0, "Tapes of the second quarter")
    assert (detect(path).sheet, detect(path).unread) == ("May", ("June",))
    assert detect(path, sheet="June").sheet == "June"
    with pytest.raises(Invalid, match="no sheet 'July'"):
        detect(path, sheet="July")
