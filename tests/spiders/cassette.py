"""`python -m tests.spiders.cassette record|replay FILE`: a spider's process under a vcrpy cassette."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import vcr
from vcr.record_mode import RecordMode
from vcr.request import Request

from spiders.run import main

DAYS = ["conditions[publication_date][gte]", "dateRange", "startdt", "enddt", "startdatetime"]
"""Differ from day to day."""
MODES = {"record": RecordMode.ALL, "replay": RecordMode.NONE}


def public(request: Request) -> Request:
    """The request as the public saw it: the route's loopback address differs from run to run."""
    host = request.headers.get("Host")
    host = host[0] if isinstance(host, list) else host
    request.uri = urlsplit(request.uri)._replace(netloc=host or "").geturl()
    return request


def run(mode: str, cassette: str) -> None:
    """The production entry point, with the transport below it recorded or played."""
    recorder = vcr.VCR(
        record_mode=MODES[mode],
        match_on=["method", "uri"],
        filter_headers=["User-Agent"],
        filter_query_parameters=DAYS,
        before_record_request=public,
    )
    with recorder.use_cassette(cassette):
        main()


if __name__ == "__main__":
    run(*sys.argv[1:])
