"""Exchange rates to US dollars: ECB reference rates, and a small file of currencies the ECB lacks."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path

import currency_converter
import duckdb

from warehouse.sql import HERE, read_query

ECB_FILE = Path(currency_converter.CURRENCY_FILE)
FIXED_FILE = HERE / "data" / "fixed_rates.csv"


def load_rates(connection: duckdb.DuckDBPyConnection) -> bool:
    """Fill `ref_fx_rates`, unless it was filled from these very files; whether it was filled anew.

    A rate holds on the weekend and holidays after its day. It holds at most 180 days, which covers the
    age of an installed package; after that an amount has no USD value rather than a wrong one (the ECB
    stopped quoting RUB in 2022).
    """
    checksum = hashlib.sha256(ECB_FILE.read_bytes() + FIXED_FILE.read_bytes()).hexdigest()
    kept = connection.execute(read_query("read_reference_checksum"), {"name": "fx_rates"}).fetchone()
    if kept == (checksum,):
        return False
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(ECB_FILE) as archive:
        (csv_name,) = archive.namelist()
        path = archive.extract(csv_name, folder)
        connection.begin()
        connection.execute(read_query("clear_fx_rates"))
        connection.execute(read_query("fill_fx_rates"), {"ecb": path, "fixed": str(FIXED_FILE)})
        connection.execute(
            read_query("record_reference_checksum"), {"name": "fx_rates", "checksum": checksum}
        )
        connection.commit()
    return True
