"""Of which days a collection tells: stated when files are read, kept in the manifest, and heard."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dashboard.clock.period import OPEN, Period
from dashboard.settings import ROOT
from dashboard.store.holdings import FORMAT, LATER_FIELDS, MANIFEST, read_manifest
from dashboard.tables import TableError

HOLDING = next((ROOT / "data" / "store" / "thailand-2020-10").glob("*/*"))


def test_an_older_manifest_lacks_what_was_not_recorded():
    manifest = read_manifest(HOLDING)
    assert manifest.format < FORMAT
    assert {getattr(manifest, name) for name in LATER_FIELDS} == {None}


@pytest.mark.parametrize("told", ["has none of the later fields", "is older and has one"])
def test_each_format_has_its_own_fields(tmp_path, told):
    table = json.loads((HOLDING / MANIFEST).read_text(encoding="utf-8"))
    table |= {"format": FORMAT} if told.startswith("has") else {"coverage": ".."}
    (tmp_path / MANIFEST).write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(TableError, match="expected"):
        read_manifest(tmp_path)


def test_a_source_covers_what_its_manifest_says(world):
    (source,) = world.sources_of("thailand-2020-10")
    assert source.covers == source.collection.covers, "of an older holding the catalogue tells"
    for coverage, period in (("..", OPEN), ("2019-05..", Period(date(2019, 5, 1), None))):
        manifest = replace(source.manifest, coverage=coverage)
        assert replace(source, manifest=manifest).covers == period
