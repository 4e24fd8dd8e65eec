"""A problem in one line: with what its places want, and with where they are."""

from kernel.errors import Invalid, Place


def test_a_problem_is_told_in_one_line() -> None:
    places = [Place("line 3", "x", "Write a day."), Place("", None, "Send it again.")]
    problem = Invalid("The file cannot be read.", places=places)
    assert problem.in_full == "The file cannot be read. Write a day. Send it again."
    assert problem.located == "The file cannot be read. line 3: Write a day. Send it again."
    assert Invalid("No.").in_full == Invalid("No.").located == "No."
