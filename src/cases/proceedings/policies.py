"""Who may move a paper of a case: True, or the sentence that says why not."""

from cases.desk.policies import Answer
from kernel import db
from kernel.actor import Actor

OF_THE_COURT = {("sealed", "submit"), ("submitted", "accept"), ("submitted", "reject"), ("submitted", "take_back")}
"""Status and verb of what a court's answer says, whoever takes it in."""


def can_move(actor: Actor, row: db.Row, verb: str) -> Answer:
    """A case is worked by its firm, else by its owner, who beside a firm moves only what his own people sign.

    `row` is a filing with `signed_here`: whether its signatory is of the actor's organisation. The database states the
    same in `keep_papers`.
    """
    firm = row["firm_organisation_id"]
    if firm in {None, actor.organisation} or row["signed_here"] or (row["status"], verb) in OF_THE_COURT:
        return True
    return "The law firm that works this case moves its papers; its client reads them."
