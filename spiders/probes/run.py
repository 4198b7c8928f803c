"""Asks probes in this process: ProbeJob as JSON on stdin, ProbeReport as JSON on stdout, log on stderr."""

from __future__ import annotations

import sys

from spiders.probes.ask import ProbeJob, ProbeReport
from spiders.probes.model import unanswered
from spiders.probes.spider import ProbeSpider
from spiders.process import run_spider


def run(job: ProbeJob) -> ProbeReport:
    """All probes of a file, once per process."""
    crawler = run_spider(ProbeSpider, job.asked.politeness, job, probes=job.asked.probes)
    spider = crawler.spider
    assert isinstance(spider, ProbeSpider)
    probes = job.asked.probes
    return ProbeReport(probed=unanswered(probes, "the probe itself failed; see the log", spider.results))


def main() -> None:
    """Entry point of `python -m spiders.probes.run`."""
    job = ProbeJob.model_validate_json(sys.stdin.read())
    sys.stdout.write(run(job).model_dump_json())


if __name__ == "__main__":
    main()
