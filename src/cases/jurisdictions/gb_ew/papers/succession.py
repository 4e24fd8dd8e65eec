"""Substitution of the claimant (CPR 19.2), and permission to enforce after a change of parties (CPR 83.2(3)(b))."""

from cases.jurisdictions.paperwork.succession import SuccessionLaw, succession

SUCCESSION = succession(
    SuccessionLaw(
        title="Substitution of the claimant (CPR 19.2, 83.2)",
        language="en",
        template="gb_ew/succession/application.html",
        subject="Application to substitute the Claimant",
        rule="CPR 19.2 and 83.2(3)",
        notified=True,
    )
)
