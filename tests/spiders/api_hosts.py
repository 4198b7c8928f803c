"""Stand-ins for the hosts of the shipped API sources, for the cassettes: what they answer, written for this.

Each shipped source file is taken with its hosts exchanged for ones under `.example`. Pages that the answers
name are those of the bundled world; filings that it lacks, and documents of an API's own, are here.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from spiders.apis.usaspending import CODES
from spiders.sources.load import LIVE_SOURCES
from spiders.submissions import submission_url
from spiders.world.filings import read_companies
from spiders.world.serve import SOURCES_DIR
from spiders.world.sites import WORLD
from tests.spiders.web import Page, Web

SEARCH, ARCHIVE, NOTICES = "efts.edgar.example", "www.edgar.example", "notices.edgar.example"
GDELT, FILES = "api.gdelt.example", "data.gdelt.example"
HKEX, PRESS, AWARDS = "www1.hkex.example", "ec.press.example", "api.awards.example"
HOSTS: Mapping[str, Mapping[str, str]] = {
    "ec_press_corner": {"ec.europa.eu": PRESS},
    "edgar_placements": {"efts.sec.gov": SEARCH, "www.sec.gov": NOTICES},
    "edgar_search": {"efts.sec.gov": SEARCH, "www.sec.gov": ARCHIVE},
    "gdelt": {"api.gdeltproject.org": GDELT},
    "gdelt_bulk": {"data.gdeltproject.org": FILES},
    "hkex": {"www1.hkexnews.hk": HKEX},
    "usaspending": {"api.usaspending.gov": AWARDS},
}
STORIES = (
    "http://www.harbourwire.example/deals/brightmoor-tessera-lease-2026-01-20",
    "http://www.harbourwire.example/deals/aligned-data-centers-consortium-2025-10-15",
    "http://www.rackandgrid.example/2025/10/nscale-microsoft-gpus/",
    "http://www.harbourwire.example/commodities/arabica-frost-2025-08-14",
)
PLACEMENTS = {9990011: "Lathe Compute, Inc.", 9990012: "Quern AI Infrastructure LP"}
NEWEST, EARLIER = "20260120153000", "20260120151500"
TABLES = ("export.CSV", "mentions.CSV", "gkg.csv")


def recorded_sources(folder: Path) -> Path:
    """The sources of all cassettes: those of the bundled world, and the shipped APIs at their stand-ins."""
    folder.mkdir()
    for path in SOURCES_DIR.glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for name, hosts in HOSTS.items():
        text = (LIVE_SOURCES / f"{name}.yml").read_text(encoding="utf-8").replace("https://", "http://")
        for real, twin in hosts.items():
            text = text.replace(real, twin)
        quick = {"live": False, "politeness": {"seconds": 0.01}}
        (folder / f"{name}.yml").write_text(yaml.safe_dump(yaml.safe_load(text) | quick), encoding="utf-8")
    return folder


def fill(web: Web) -> None:
    """Puts all answers at their addresses; every host but the search's has no robots.txt."""
    web.put(f"http://{SEARCH}/robots.txt", "Forbidden", status=403)  # as the SEC's
    for cik, name in PLACEMENTS.items():
        web.put(submission_url(f"http://{NOTICES}", cik, _accession(cik)), _notice(cik, name))
    files = f"http://{FILES}/gdeltv2"
    lines = [f"{number} {'0' * 32} {files}/{NEWEST}.{table}.zip\n" for number, table in enumerate(TABLES)]
    web.put(f"{files}/lastupdate.txt", "".join(lines))
    web.put(f"{files}/{NEWEST}.mentions.CSV.zip", _mentions(STORIES[:2], NEWEST))
    web.put(f"{files}/{EARLIER}.mentions.CSV.zip", _mentions(STORIES[2:], EARLIER))
    _press_corner(web)
    _hong_kong(web)
    _awards(web)
    web.otherwise = _by_query


def known_as(uri: str, body: str | None = None) -> str:
    """The address under which the landing knows an answer; queries in the order of the cassettes."""
    address = urlsplit(uri)
    query = parse_qsl(address.query, keep_blank_values=True)
    if address.hostname == AWARDS and body:
        asked = json.loads(body)
        codes = tuple(asked["filters"]["award_type_codes"])
        [group] = [name for name, its in CODES.items() if its == codes]
        query = [("__wb_method", "POST"), ("group", group), ("page", asked["page"])]
    path = re.sub(r"(?<=/gdeltv2/)\d{8}(?=\d{6}\.)", "", address.path)
    return urlunsplit(address._replace(path=path, query=urlencode(sorted(query))))


def _by_query(url: str) -> Page:
    address = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    if address.hostname == SEARCH and address.path == "/LATEST/search-index":
        hits = [hit for hit in _hits() if hit["_source"]["form"] in asked["forms"].split(",")]
        found = [hit for hit in hits if _holds(str(hit.pop("text")), asked["q"])]
        return _json({"hits": {"total": {"value": len(found), "relation": "eq"}, "hits": found}})
    if address.hostname == GDELT and address.path == "/api/v2/doc/doc":
        row = {"title": "A story", "seendate": "20260120T153000Z", "language": "English"}
        rows = [row | {"url": story} for story in STORIES[:3]]
        return _json({"articles": [*rows, row | {"url": STORIES[3], "language": "Welsh"}]})
    return Page(b"no such page", 404)


def _hits() -> list[dict[str, Any]]:
    """A hit for each submission of the bundled world and for each notice, with its text."""
    folder = WORLD / "edgar"
    hits = [
        _hit(int(company.cik), company.name, filing.accession, filing.form)
        | {"text": (folder / f"{filing.accession}.txt").read_text(encoding="utf-8")}
        for company in read_companies(folder)
        for filing in company.filings
        if not filing.is_missing
    ]
    notices = [
        _hit(cik, name, _accession(cik), "D") | {"text": _notice(cik, name)}
        for cik, name in PLACEMENTS.items()
    ]
    return hits + notices


def _hit(cik: int, name: str, accession: str, form: str) -> dict[str, Any]:
    named = [f"{name}  (CIK {cik:010})"]
    found = {"adsh": accession, "ciks": [f"{cik:010}"], "form": form, "display_names": named}
    return {"_id": f"{accession}:a.htm", "_source": found | {"file_date": "2026-01-20"}}


def _holds(text: str, query: str) -> bool:
    """Any of the parts between OR, all words and phrases of it."""
    return any(
        all(
            re.search(rf"\b{re.escape(phrase or word)}\b", text, re.IGNORECASE)
            for phrase, word in re.findall(r'"([^"]+)"|(\w+)', part)
        )
        for part in query.split(" OR ")
    )


def _accession(cik: int) -> str:
    return f"{cik:010}-26-000001"


def _notice(cik: int, name: str) -> str:
    head = (
        f"<SEC-DOCUMENT>{_accession(cik)}.txt : 20260120\n<SEC-HEADER>{_accession(cik)}.hdr.sgml : 20260120\n"
        f"<ACCEPTANCE-DATETIME>20260120120000\nACCESSION NUMBER:\t\t{_accession(cik)}\n"
        f"CONFORMED SUBMISSION TYPE:\tD\nFILED AS OF DATE:\t\t20260120\n</SEC-HEADER>\n"
    )
    xml = (
        '<?xml version="1.0"?>\n<edgarSubmission><submissionType>D</submissionType>'
        f"<primaryIssuer><cik>{cik:010}</cik><entityName>{name}</entityName></primaryIssuer>"
        "<offeringData><offeringSalesAmounts><totalOfferingAmount>40000000</totalOfferingAmount>"
        "<totalAmountSold>25000000</totalAmountSold></offeringSalesAmounts></offeringData></edgarSubmission>"
    )
    document = f"<TYPE>D\n<SEQUENCE>1\n<FILENAME>primary_doc.xml\n<TEXT>\n<XML>\n{xml}\n</XML>\n</TEXT>"
    return f"{head}<DOCUMENT>\n{document}\n</DOCUMENT>\n</SEC-DOCUMENT>\n"


def _mentions(links: tuple[str, ...], stamp: str) -> bytes:
    lines = ["\t".join(["7", stamp, stamp, "1", "site.example", link, *("0",) * 9, ""]) for link in links]
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        member = ZipInfo(f"{stamp}.mentions.CSV", date_time=(2026, 1, 20, 15, 30, 0))
        archive.writestr(member, "".join(f"{line}\n" for line in lines), ZIP_DEFLATED)
    return file.getvalue()


def _press_corner(web: Web) -> None:
    kinds = {
        "IP/26/17": "The Commission clears a plan for a chip plant",
        "MEX/26/18": "Daily news",
        "SPEECH/26/3": "-",
    }
    rows = [{"refCode": code, "title": title, "eventDate": "2026-01-20"} for code, title in kinds.items()]
    api = f"http://{PRESS}/commission/presscorner/api"
    newest = urlencode({"language": "en", "pagesize": 100, "pagenumber": 1})
    web.put(f"{api}/latestnews?{newest}", json.dumps({"docuLanguageListResources": rows}))
    for code, title in kinds.items():
        release = {"title": title, "htmlContent": f"<p>{title}, in a few words.</p>"}
        asked = urlencode({"reference": code, "language": "en"})
        web.put(f"{api}/documents?{asked}", json.dumps({"docuLanguageResource": release}))


def _hong_kong(web: Web) -> None:
    told = {"00992": "Supply of servers", "00981": "New fab", "00001": "Next day disclosure return"}
    rows = [
        {
            "title": title,
            "relTime": "20/01/2026 17:30",
            "webPath": f"/listedco/{code}.htm",
            "stock": [{"sc": code, "sn": f"STOCK {code}"}],
        }
        for code, title in told.items()
    ]
    web.put(
        f"http://{HKEX}/ncms/json/eds/lcisehk7relsde_1.json",
        json.dumps({"newsInfoLst": rows, "maxNumOfFile": 1}),
    )
    for code, title in told.items():
        web.put(f"http://{HKEX}/listedco/{code}.htm", f"<html><body><p>{title}.</p></body></html>")


def _awards(web: Web) -> None:
    api = f"http://{AWARDS}/api/v2"
    pages = []
    for group in CODES:
        ids = [f"AWARD_{group.upper()}_{number}" for number in (1, 2)]
        rows = [
            {"generated_internal_id": one, "Recipient Name": "HALDEN POWER LLC", "Award Amount": 1500000.5}
            for one in ids
        ]
        pages.append(_json({"results": rows, "page_metadata": {"page": 1, "hasNext": False}}))
        for one in ids:
            web.put(
                f"{api}/awards/{one}/", json.dumps({"description": f"Racks for a supercomputer, {group}."})
            )
    web.pages[f"{api}/search/spending_by_award/"] = pages


def _json(body: object) -> Page:
    return Page(json.dumps(body).encode(), headers={"Content-Type": "application/json"})
