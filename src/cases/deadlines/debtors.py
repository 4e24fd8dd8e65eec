"""Deadlines of one debtor among several: what another does neither sets nor closes them."""

OF_THE_SAME_DEBTOR = (
    "NOT EXISTS (SELECT FROM case_events e WHERE e.id = n.event_id AND e.party_id IS NOT NULL"
    " AND e.party_id IS DISTINCT FROM (SELECT o.party_id FROM case_events o WHERE o.id = d.event_id))"
)
CLOSED_FOR_ALL = (
    f"({OF_THE_SAME_DEBTOR} OR (n.for_all AND EXISTS (SELECT FROM case_events o WHERE o.id = d.event_id"
    " AND o.party_id IS NULL)))"
)
"""Whether the event `n.event_id` speaks of the deadline `d`: one about a single debtor does only where that debtor's
own event set it; one about the whole case always does. An event names its debtor only in a case that has several.

`CLOSED_FOR_ALL`: or it is the last of all debtors to do what closes a deadline that all of them share.
"""
