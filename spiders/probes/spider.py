"""The spider of probes: each address once, no redirect followed and nothing tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.failures import error_problem, refusal
from spiders.handler import IS_ROBOTS
from spiders.probes.compare import differences
from spiders.probes.model import Probe, Probed

REFUSALS = {"robots": "robots.txt forbids it, so it was not asked"}


class ProbeSpider(Spider):
    """Asks through the same guard, pace and identity as every crawl; lands nothing."""

    def __init__(self, *, probes: tuple[Probe, ...]) -> None:
        super().__init__(name="probes")
        self.probes = probes
        self.results: dict[str, Probed] = {}

    async def start(self) -> AsyncIterator[Request]:
        """All of them; the handler gives each host its pause."""
        for probe in self.probes:
            yield Request(
                probe.address,
                callback=self.answered,
                errback=self.failed,
                cb_kwargs={"probe": probe},
                meta={"dont_redirect": True, "dont_retry": True, IS_ROBOTS: probe.is_robots},
                dont_filter=True,
            )

    def answered(self, response: Response, probe: Probe) -> None:
        """Compares what came."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        found = list(
            differences(probe, status=response.status, content_type=content_type, body=response.body)
        )
        if location := response.headers.get("Location"):
            found.append(f"leads to {location.decode('latin-1')[:200]}")
        if probe.forbidden:
            found = ["robots.txt does not forbid it"]
        if "dataloss" in response.flags:
            found.append("it broke off")
        if found:
            self._note(probe, "differs", f"{'; '.join(found)}; believed ({probe.mark}): {probe.says}")
        else:
            told = f"{response.status}, {content_type or 'no type'}, {len(response.body):,} bytes"
            self._note(probe, "as expected", told)

    def failed(self, failure: Failure) -> None:
        """No answer, or no question: robots.txt, a private address, a host that rests."""
        error = failure.value
        assert error is not None
        probe: Probe = failure.request.cb_kwargs["probe"]  # type: ignore[attr-defined] # Scrapy adds it
        reason = refusal(error)
        told = REFUSALS.get(reason or "") or (str(error) if reason else error_problem(error).detail)
        is_expected = probe.forbidden and reason == "robots"
        self._note(probe, "as expected" if is_expected else "no answer", told)

    def _note(self, probe: Probe, outcome: str, told: str) -> None:
        self.results[probe.name] = Probed.model_validate(
            {"name": probe.name, "address": probe.address, "outcome": outcome, "told": told}
        )
