"""The classes in which periods are set; which document is of which is said by the database (`retention_class`)."""

CLASSES = {
    "evidence": "Evidence of a claim: contracts, statements, notices, proofs of delivery",
    "filing": "Papers we wrote for a case",
    "court": "What came from courts and by post",
    "trade": "Papers of a sale or listing",
    "mandate": "Powers of attorney",
    "other": "Everything else",
}
COUNTS_FROM = {"stored": "when it came into the vault", "case_closed": "when the last case on its claim was closed"}
BASES = {"duty": "A law obliges us", "practice": "Our own policy"}
STOPS = {
    "hold": "A legal hold lies on it.",
    "open_case": "A case is open on its claim.",
    "offered": "Its claim is listed or being sold.",
    "two_sides": "The other side of the sale holds it too.",
    "no_rule": "Nobody has set a period for its class.",
    "without_end": "Its class is kept without end.",
    "duty": "A law obliges us to keep it, as our rule says.",
    "others": "It names somebody else who is not erased.",
    "gone": "It was destroyed before.",
    "refused": "The destruction was refused.",
    "not_due": "Its time is not over any more.",
}
"""Why a paper is not destroyed, in a word and in a sentence."""
