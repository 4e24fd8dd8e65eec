"""Poland: EPU, the suit after it, their deadlines, limitation, interest, fees. Sources: LAW.md."""

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.eu import order_before
from cases.jurisdictions.pl.electronic_order import electronic_order
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.law import FOLDER, LAW
from cases.jurisdictions.pl.suit import suit

PL = Jurisdiction(
    code="pl",
    name="Poland",
    countries=("pl",),
    language="pl",
    currency="PLN",
    time_zone="Europe/Warsaw",
    procedures={
        "epu": electronic_order(LAW.deadlines),
        "pozew": suit(LAW.deadlines),
        "european_order": order_before("pl"),
    },
    reckon=LAW.deadlines,
    limitation=LAW.limitation,
    interest=LAW.interest,
    fee=LAW.fees,
    locate=LAW.territories.locate,
    court=LAW.courts.court,
    seats=LAW.seats.names,
    channels=(EPU,),
)

__all__ = ["FOLDER", "LAW", "PL"]
