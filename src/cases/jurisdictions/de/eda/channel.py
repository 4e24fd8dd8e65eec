"""Electronic data exchange with the Mahngerichte (EDA) as a channel: files of records out, notices in."""

from cases.jurisdictions.court_channel import CourtChannel
from cases.jurisdictions.de.eda.account import ACCOUNT
from cases.jurisdictions.de.eda.answer_twin import answer_twin
from cases.jurisdictions.de.eda.answers import answers
from cases.jurisdictions.de.eda.lodging import MOST_APPLICATIONS, lodge
from cases.jurisdictions.de.eda.parts import KINDS, twin_of

EDA = CourtChannel(
    code="eda",
    name="Mahngericht (EDA)",
    parts={one.name: one.description for one in KINDS},
    account=ACCOUNT,
    most_per_file=MOST_APPLICATIONS,
    lodge=lodge,
    answers=answers,
    twin=twin_of,
    answer_twin=answer_twin,
    unverified=(
        "The positions of the records were not seen in the court's own description (Satzbeschreibung): have the court"
        " test a file before the first real batch."
    ),
)
