"""Sweden: betalningsföreläggande, its deadlines, limitation, interest, fees, papers. Sources: LAW.md."""

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.eu import order_before
from cases.jurisdictions.se.law import FOLDER, LAW
from cases.jurisdictions.se.payment_order import payment_order

SE = Jurisdiction(
    code="se",
    name="Sweden",
    countries=("se",),
    language="sv",
    currency="SEK",
    time_zone="Europe/Stockholm",
    procedures={
        "betalningsforelaggande": payment_order(LAW.deadlines),
        "european_order": order_before("se", court_fee="european_order", fee=LAW.fees),
    },
    reckon=LAW.deadlines,
    limitation=LAW.limitation,
    interest=LAW.interest,
    fee=LAW.fees,
    locate=LAW.territories.locate,
    court=LAW.courts.court,
    seats=LAW.seats.names,
)

__all__ = ["FOLDER", "LAW", "SE"]
