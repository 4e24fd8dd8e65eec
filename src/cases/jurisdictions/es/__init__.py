"""Spain: the monitorio, its deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.es.monitorio import monitorio
from cases.jurisdictions.folder import open_folder

_FOLDER = open_folder(Path(__file__).parent, zone="Europe/Madrid")

ES = Jurisdiction(
    code="es",
    name="Spain",
    countries=("es",),
    language="es",
    currency="EUR",
    time_zone="Europe/Madrid",
    procedures={"monitorio": monitorio(_FOLDER.deadlines)},
    reckon=_FOLDER.deadlines,
    limitation=_FOLDER.limitation,
    interest=_FOLDER.interest,
    fee=_FOLDER.fees,
    locate=_FOLDER.territories.locate,
    court=_FOLDER.courts.court,
    seats=_FOLDER.seats.names,
)

__all__ = ["ES"]
