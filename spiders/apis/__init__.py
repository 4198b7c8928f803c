"""JSON APIs that sources are asked through, a file each; `Query` is what a source file may say of one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from spiders.apis.base import Api, Page, Window
from spiders.apis.ec_press_corner import EcPressCorner
from spiders.apis.edgar_search import EdgarSearch
from spiders.apis.federal_register import FederalRegister
from spiders.apis.gdelt import Gdelt
from spiders.apis.gdelt_bulk import GdeltBulk
from spiders.apis.hkex import Hkex
from spiders.apis.usaspending import UsaSpending

Query = Annotated[
    EcPressCorner | EdgarSearch | FederalRegister | Gdelt | GdeltBulk | Hkex | UsaSpending,
    Field(discriminator="api"),
]

__all__ = ["Api", "Page", "Query", "Window"]
