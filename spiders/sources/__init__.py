"""Sources as data: one YAML file each, beside this file; `load_sources` reads and checks them all."""

from spiders.sources.load import load_sources
from spiders.sources.model import Company, Source, SourceKind

__all__ = ["Company", "Source", "SourceKind", "load_sources"]
