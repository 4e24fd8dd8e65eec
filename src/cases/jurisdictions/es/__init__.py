"""Spain: the monitorio, its deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.es.monitorio import monitorio
from cases.jurisdictions.folder import open_folder

FOLDER = Path(__file__).parent
_LAW = open_folder(FOLDER, zone="Europe/Madrid")

ES = Jurisdiction(
    code="es",
    name="Spain",
    countries=("es",),
    language="es",
    currency="EUR",
    time_zone="Europe/Madrid",
    procedures={"monitorio": monitorio(_LAW.deadlines)},
    reckon=_LAW.deadlines,
    limitation=_LAW.limitation,
    interest=_LAW.interest,
    fee=_LAW.fees,
    locate=_LAW.territories.locate,
    court=_LAW.courts.court,
    seats=_LAW.seats.names,
)

__all__ = ["ES", "FOLDER"]
