"""Reads the period a figure speaks about: "2026", "FY2027", "Q3 2025", "nine months to June 2025", "by 2030".

Parts of a year are never written as the year: their sums would be taken for its own.
"""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d{2}"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = r"(?:(?:" + "|".join(f"{name}|{name[:3]}" for name in MONTH_NAMES) + r"|Sept)\b\.?)"
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
LENGTHS = {"three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "twelve": 12, "12": 12}
WORDS = {3: "three", 6: "six", 9: "nine", 12: "twelve"}
LENGTH = r"(?:three|six|nine|twelve|3|6|9|12)"
PART = rf"(?:quarter|half(?:[\s-]year|(?![\s-]year|\sof))|period|stretch|{LENGTH}[\s-]months?(?:\speriod)?)"
OF_YEAR = rf"(?:fiscal\s(?:year\s)?|FY\s?)?{YEAR}|FY\s?'?\d{{2}}\b"
TO_NEW_YEAR_DAYS = 10
"""A period of weeks that ends in the first days of a month ends with the month before."""
DATELINE = rf"^(?:[^\W\d_][\w .,'’/()-]{{0,60}},\s)?(?:{MONTH}\s\d{{1,2}},?|\d{{1,2}}\s{MONTH})\s{YEAR}"
"""The day of a release at its beginning, which is no period: "OSLO, June 3, 2025 - Revenue rose"."""
PERIOD = re.compile(
    rf"""(?P<dateline>{DATELINE}\s?(?:\([^()]{{0,40}}\)\s?)?(?:--|[–—-]))
    |(?P<span>(?P<between>from\s|between\s)?\b(?P<from>{YEAR})\s?(?:–|-|to|and|through)\s?(?P<to>{YEAR}))
    |\b(?P<ended>(?:(?P<length>{LENGTH})[\s-]months?(?:\speriods?)?
        |(?:(?:first|second|third|fourth)[\s-])?(?:fiscal\s)?(?P<unit>quarter|half(?:[\s-]year)?)
        |(?P<years>(?:fiscal\s)?year))
      ,?\s(?:which\s|that\s)?(?P<verb>ended|ending|to|through|until)\s(?:on\s)?(?:the\s)?(?:end\sof\s)?
      (?:(?P<dayfirst>\d{{1,2}})\s)?(?P<month>{MONTH})(?:\s(?P<day>\d{{1,2}}))?,?\s(?P<endyear>{YEAR}))
    |\b(?P<frommonth>{MONTH})\s?(?:to|through|–|-)\s?(?P<tomonth>{MONTH})\s(?P<toyear>{YEAR})
    |\bfirst\s(?P<months>three|six|nine|3|6|9)\smonths(?:\s(?:of|in)\s(?P<monthsyear>{OF_YEAR}))?
    |\b(?P<half>first|second)[\s-]half(?:\s(?:of|in))?(?:\s(?P<halfyear>{OF_YEAR}))?
    |\b(?:H(?P<h>[12])|(?P<hh>[12])H)\s?(?:of\s)?(?P<hyear>{OF_YEAR}|'?\d{{2}}\b)
    |\b(?P<fiscalfirst>fiscal\s)?(?P<ordinal>first|second|third|fourth)[\s-](?P<fiscalquarter>fiscal\s)?quarter
      (?:\sof)?(?:\s(?P<ofyear>{OF_YEAR}))?
    |\b(?P<yearfirst>{YEAR})\s(?P<quarterafter>first|second|third|fourth)[\s-]quarter
    |\bQ(?P<quarter>[1-4])(?:\sof)?\s?(?P<qyear>{OF_YEAR})?
    |\b(?P<before>(?:same|comparable|corresponding|prior[\s-]year|year[\s-](?:ago|earlier))\s{PART}
        (?:\s(?:of|in|last\syear|a\syear\s(?:earlier|ago|before)|the\s(?:previous|prior)\syear))?
        (?:\s(?P<beforeyear>{YEAR}))?
      |a\syear\s(?:earlier|ago|before)|the\s(?:previous|prior|preceding)\syear|the\syear\sbefore)\b
    |\b(?P<vague>(?:the|this|last|latest|previous|prior|current|next|recent|single)\s(?:fiscal\s)?{PART}
      (?:\s(?:of|in)\s{YEAR})?|last\syear|(?:year[\s-]to[\s-]date|so\sfar)(?:\s(?:in|of)\s{YEAR})?)
      \b(?!(?:\speriod)?,?\s(?:which\s|that\s)?(?:ended|ending|to|through|until)\s)
    |\b(?:FY|fiscal\s(?:year\s)?)\s?'?(?P<fiscal>{YEAR}|\d{{2}})\b
    |\b(?P<by>by(?:\sthe\send\sof)?|end\sof|end-|through|until)\s?(?P<byyear>{YEAR})
    |\b(?P<date>(?:on|dated|ended|ending)\s(?:{MONTH}\s\d{{1,2}},?|\d{{1,2}}\s{MONTH})\s{YEAR})
    |\b(?P<inmonth>{MONTH})\s(?P<monthyear>{YEAR})
    |(?<![\d,.$€£-])(?P<year>{YEAR})(?![\d,]*\d)(?!\s(?:GPU|chip|MW))""",
    re.IGNORECASE | re.VERBOSE,
)
BESIDE = re.compile(
    r"\b(?:from|than|over|versus|vs\.?|against|with|to|on|above|below)\s(?:the\s|that\sof\sthe\s)?$", re.I
)
"""What stands before a period that a number is compared with and not told of."""
ITS_NUMBER = re.compile(r",?\s(?:when|in\swhich)\b", re.I)
OF = re.compile(r"\s(?:(?:in|for|during)\s(?:the\s)?)?", re.I)
AND_YEAR = re.compile(rf"\sand\s(?:{MONTH}\s\d{{1,2}},\s)?({YEAR})\b")
SECOND_OF_TWO = re.compile(r"\d[^\d]{0,20}\band\s\D{0,5}$")


def find_period(text: str, start: int, end: int) -> str | None:
    """The period named nearest to `text[start:end]`, in the notation of the figures; None where unclear."""
    best, nearest, read_to = None, len(text) + 1, 0
    named: str | None = None
    for match in PERIOD.finditer(text):
        if (
            match.start() < read_to
            or match["date"]
            or match["dateline"]
            or (match.start() < end and start < match.end())
        ):
            continue
        period, others = _normal(match), AND_YEAR.match(text, match.end())
        if match["before"]:
            if BESIDE.search(text, 0, match.start()) and not ITS_NUMBER.match(text, match.end()):
                continue
            period = _year_before(named, match["beforeyear"])
        elif match["span"] and int(match["to"]) < int(match["from"]):
            period = _of_two(text, (start, end), match.start(), match["from"], match["to"])
        elif others and not match["span"] and period:
            read_to = others.end()
            second = re.sub(YEAR, others[1], period)
            period = _of_two(text, (start, end), match.start(), period, second)
        else:
            named = period
        distance = _distance(text, (start, end), match)
        if distance < nearest:
            best, nearest = period, distance
    return best


def _distance(text: str, number: tuple[int, int], match: re.Match[str]) -> int:
    """Characters between a number and a period; none from "$9 billion" to "for the same period"."""
    start, end = number
    if match.start() < end:
        return start - match.end()
    return 0 if OF.fullmatch(text, end, match.start()) else match.start() - end


def _of_two(text: str, number: tuple[int, int], at: int, first: str, second: str) -> str | None:
    """Which of two years a number is of: "$11 billion and $7 billion in 2025 and 2024"."""
    start, end = number
    if at >= end and re.search(r"\band\s\D{0,5}\d", text[end:at]):
        return first
    return second if at >= end and SECOND_OF_TWO.search(text[:start]) else None


def _year_before(named: str | None, year: str | None) -> str | None:
    """The like of the period named before it, in the year given or else the year before."""
    known = re.findall(YEAR, named or "")
    if named is None or len(known) != 1 or named.startswith("by"):
        return None
    if year and re.fullmatch(rf"(?:FY)?{YEAR}", named):
        return None
    return named.replace(known[0], year or str(int(known[0]) - 1))


def _normal(match: re.Match[str]) -> str | None:
    if match["span"]:
        return f"{match['from']}-{match['to']}"
    if match["before"] or match["vague"]:
        return None
    part = _part_of_a_year(match)
    if part:
        return part
    if match["inmonth"]:
        return f"{MONTH_NAMES[_month(match['inmonth']) - 1]} {match['monthyear']}"
    if match["fiscal"]:
        return _year(f"FY{match['fiscal']}")
    if match["byyear"]:
        word = match["by"].lower()
        return f"{'end of' if 'end' in word and not word.startswith('by') else 'by'} {match['byyear']}"
    return str(match["year"])


def _part_of_a_year(match: re.Match[str]) -> str | None:
    if match["ended"]:
        return _ended(match)
    if match["frommonth"]:
        last = _month(match["tomonth"])
        return _months_to((last - _month(match["frommonth"])) % 12 + 1, last, int(match["toyear"]))
    if match["months"]:
        return _first_months(LENGTHS[match["months"].lower()], match["monthsyear"])
    if match["half"]:
        return _numbered("H", ORDINALS[match["half"].lower()], match["halfyear"])
    if match["hyear"]:
        return _numbered("H", int(match["h"] or match["hh"]), match["hyear"])
    if match["ordinal"]:
        fiscal = bool(match["fiscalfirst"] or match["fiscalquarter"])
        return _numbered("Q", ORDINALS[match["ordinal"].lower()], match["ofyear"], fiscal=fiscal)
    if match["yearfirst"]:
        return _numbered("Q", ORDINALS[match["quarterafter"].lower()], match["yearfirst"])
    return _numbered("Q", int(match["quarter"]), match["qyear"]) if match["quarter"] else None


def _ended(match: re.Match[str]) -> str:
    """What ends on a day or in a month, by the calendar."""
    month, year = _month(match["month"]), int(match["endyear"])
    day = match["dayfirst"] or match["day"]
    if day and int(day) <= TO_NEW_YEAR_DAYS:
        month, year = (month - 1, year) if month > 1 else (12, year - 1)
    if not match["years"]:
        length = LENGTHS[match["length"].lower()] if match["length"] else 6
        return _months_to(3 if (match["unit"] or "").lower() == "quarter" else length, month, year)
    if month == 12:
        return str(year)
    if match["verb"].lower().startswith("end") or "fiscal" in match["years"].lower():
        return f"FY{year}"
    return f"year to {MONTH_NAMES[month - 1]} {year}"


def _months_to(length: int, month: int, year: int) -> str:
    if length == month == 12:
        return str(year)
    if length == 3 and month % 3 == 0:
        return f"Q{month // 3} {year}"
    if length == 6 and month % 6 == 0:
        return f"H{month // 6} {year}"
    return f"{WORDS.get(length, length)} months to {MONTH_NAMES[month - 1]} {year}"


def _first_months(length: int, year: str | None) -> str:
    if length == 9:
        return f"first nine months of {_year(year)}" if year else "first nine months"
    return _numbered("Q" if length == 3 else "H", 1, year)


def _numbered(letter: str, number: int, year: str | None, *, fiscal: bool = False) -> str:
    named = _year(year) if year else ""
    return f"{letter}{number} {'FY' if fiscal and named and 'FY' not in named else ''}{named}".rstrip()


def _year(written: str) -> str:
    """ "2025", or "FY2026" of a fiscal year."""
    digits = re.sub(r"\D", "", written)
    fiscal = written[:1] in "fF"
    return f"{'FY' if fiscal else ''}{digits if len(digits) > 2 else '20' + digits}"


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1
