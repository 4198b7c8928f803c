"""Reader of filings.yml: what item titles and exhibit types mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError, model_validator

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from pipeline.vocabulary import DocumentKind, Tier

_ITEM = re.compile(r"^item (\d\.\d{2})\b", re.IGNORECASE | re.MULTILINE)
_OLDER_ITEM = re.compile(r"^item (\d{1,2})(?:[.:]| [|–—-])", re.IGNORECASE | re.MULTILINE)
_EXHIBIT = re.compile(r"EX-(\d+)(?:\.0*(\d+))?")


class Exhibit(Frozen):
    """How exhibits of one number are read."""

    number: int = Field(gt=0)
    tier: Tier
    kind: DocumentKind
    what: str


class Item(Frozen):
    """One title of an item of Form 8-K; several spellings may share a number."""

    number: str = Field(pattern=r"^\d{1,2}(\.\d{2})?$")
    title: str = Field(min_length=1)


class FilingRules(Frozen):
    """The whole of filings.yml."""

    exhibits: tuple[Exhibit, ...]
    renumbered_on: date
    other_industries: tuple[str, ...] = ()
    """Of the issuers of a Form D."""
    items: tuple[Item, ...]
    items_before_renumbering: tuple[Item, ...]

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> FilingRules:
        _refuse_twice("exhibit", [str(exhibit.number) for exhibit in self.exhibits])
        _refuse_twice("industry", [industry.casefold() for industry in self.other_industries])
        _refuse_twice("item title", [item.title.casefold() for item in self.items])
        _refuse_twice("older item title", [item.title.casefold() for item in self.items_before_renumbering])
        return self

    def exhibit(self, type_: str) -> Exhibit | None:
        """The rule for a document type as filed ("EX-99.01"); None for what is not read."""
        found = _EXHIBIT.match(type_)
        number = int(found.group(1)) if found else 0
        return next((rule for rule in self.exhibits if rule.number == number), None)

    def item_numbers(self, stated: Iterable[str], *, filed_on: date | None) -> tuple[str, ...]:
        """Numbers of items a header states as titles or numbers; an unknown title stays as it is."""
        titles = self.items_before_renumbering if self._is_older(filed_on) else self.items
        by_title = {item.title.casefold(): item.number for item in titles}
        return tuple(dict.fromkeys(by_title.get(item.casefold(), item) for item in stated))

    def items_in(self, text: str, *, form: str | None, filed_on: date | None) -> tuple[str, ...]:
        """Numbers of items of Form 8-K that stand at the start of a line, where no header names them.

        The older numbers are those of other forms too, so they count in a Form 8-K only.
        """
        if not self._is_older(filed_on):
            return tuple(dict.fromkeys(_ITEM.findall(text)))
        known = {item.number for item in self.items_before_renumbering}
        found = _OLDER_ITEM.findall(text) if (form or "").startswith("8-K") else ()
        return tuple(dict.fromkeys(number for number in found if number in known))

    def is_other_industry(self, industry: str) -> bool:
        """Whether a Form D's industry is certainly not that of AI infrastructure."""
        return industry.casefold() in {other.casefold() for other in self.other_industries}

    def _is_older(self, filed_on: date | None) -> bool:
        return filed_on is not None and filed_on < self.renumbered_on


def normalise_exhibit(type_: str) -> str | None:
    """ "EX-99.01" and "EX-99.1(A)" are "EX-99.1"; None for what is no exhibit."""
    found = _EXHIBIT.match(type_)
    if found is None:
        return None
    number, part = found.groups()
    return f"EX-{int(number)}.{part}" if part else f"EX-{int(number)}"


def read_filing_rules(content: str, *, name: str) -> FilingRules:
    """Validate a rules file; raises BadDataFileError naming the file and what is wrong in it."""
    try:
        return FilingRules.model_validate(yaml.safe_load(content))
    except yaml.YAMLError as error:
        raise BadDataFileError(f"{name}: {error}") from error
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadDataFileError(f"{name}: {where}") from error


@cache
def filing_rules() -> FilingRules:
    """The rules this package ships."""
    file = files("extractors.text") / "filings.yml"
    return read_filing_rules(file.read_text(encoding="utf-8"), name=file.name)


def _refuse_twice(what: str, keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{what} given twice: {', '.join(twice)}")
