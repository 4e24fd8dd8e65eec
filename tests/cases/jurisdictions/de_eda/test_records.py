"""An application becomes records and comes back from them as it was."""

import pytest
from hypothesis import given, settings

from cases.jurisdictions.de.eda.applications import Application
from cases.jurisdictions.de.eda.checks import application_faults
from cases.jurisdictions.de.eda.reading import application_of
from cases.jurisdictions.de.eda.records import LENGTH
from cases.jurisdictions.de.eda.writing import application_records
from kernel.errors import Invalid
from tests.builders.eda import legal_applications


@settings(deadline=None)
@given(application=legal_applications())
def test_every_legal_application_comes_back_from_its_records(application: Application) -> None:
    assert application_faults(application) == ()
    content = application_records(application, codec="cp850")
    assert len(content) % LENGTH == 0
    assert application_records(application, codec="cp858") == content
    assert application_of(content, codec="cp850") == application


@settings(deadline=None, max_examples=10)
@given(application=legal_applications())
def test_a_record_lost_or_out_of_place_is_noticed(application: Application) -> None:
    content = application_records(application, codec="cp850")
    for broken in (content[LENGTH:], content + content[:LENGTH], content[:-1]):
        with pytest.raises(Invalid):
            application_of(broken, codec="cp850")
