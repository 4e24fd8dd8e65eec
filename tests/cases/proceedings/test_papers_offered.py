"""What a batch offers: to lodge by machine is for court papers of countries whose courts take files."""

from cases.proceedings.papers_offered import BY_MACHINE, LETTERS


def test_a_spanish_petition_goes_by_no_machine_and_an_english_claim_does() -> None:
    assert {"claim", "epu_suit", "mahnantrag"} <= BY_MACHINE
    assert "monitorio_petition" not in BY_MACHINE


def test_no_letter_goes_to_a_court_by_machine() -> None:
    assert "assignment_notice" in LETTERS
    assert not BY_MACHINE & LETTERS
