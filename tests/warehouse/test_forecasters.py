"""The file of those who forecast for others: each name once, of a known kind, by its normal form."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadDataFileError
from warehouse.forecasters import read_forecasters
from warehouse.names import normalise_name


def test_names_are_found_by_their_normal_form() -> None:
    kinds = read_forecasters()
    told = ("Gartner, Inc.", "Dell'Oro Group", "The Wall Street Journal", "J.P. Morgan")
    assert [kinds[normalise_name(name)] for name in told] == ["research", "research", "press", "bank"]
    assert normalise_name("Microsoft") not in kinds


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("research: [Gartner, Gartner Inc]\npress: []\nbank: []\n", "gartner stands there twice"),
        ("research: [Gartner]\npress: []\nbank: []\nhouses: []\n", "houses"),
        ("- Gartner\n", "forecasters.yml"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "forecasters.yml").write_text(content)
    with pytest.raises(BadDataFileError, match=told):
        read_forecasters(tmp_path / "forecasters.yml")
