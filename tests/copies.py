"""One release and what others make of it: copies, a follow-up, a report in own words."""

from __future__ import annotations


def paragraphs(text: str) -> str:
    """The text with each paragraph on one line, as documents have it."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


RELEASE = paragraphs(
    """Northgate Compute and Halden Data Centers sign ten-year hosting agreement

CALDER BAY, Nov. 4 - Northgate Compute today said it had signed a ten-year agreement under which Halden
Data Centers will host its training clusters at two campuses near Calder Bay and Port Ellison.

Under the agreement Halden will hand over 140 megawatts of critical IT load in three phases, the first
of them by the end of next summer. Northgate has taken an option on a further 60 megawatts, which it may
draw until the end of the following year.

The contract is worth about $2.3 billion over its life, including power. Northgate will pay $180 million
in advance, which Halden intends to spend on switchgear, transformers and a second substation that the
regional utility approved in March.

"We looked at eleven sites and took the one that could be energised first," Northgate's head of
infrastructure said. Halden's chief executive called it the largest lease in the company's history and
said that hiring for the new halls had begun.

Construction of the second campus starts in January. Both companies expect the clusters to carry their
first workloads in the autumn, once the fibre routes between the two campuses have been tested."""
)

SALE = paragraphs(
    """Northgate Compute sells its storage business to Ardent Systems

CALDER BAY, Nov. 6 - Northgate Compute has agreed to sell its archive storage business to Ardent Systems
for $310 million in cash, so that it can concentrate on training clusters.

The business stores tapes for hospitals and broadcasters in four countries and employs some 260 people,
all of whom move to the buyer. It had revenue of $95 million in the last fiscal year. Closing is
expected before the end of March, once the authorities of two countries have agreed. Northgate will use
the proceeds to repay a bridge loan that falls due in May."""
)

FOLLOW_UP = paragraphs(
    """Halden raises its outlook after the Northgate contract

Halden Data Centers on Thursday lifted its forecast for the year and told investors that the hosting
contract it signed with Northgate Compute earlier this week would fill its campuses near Calder Bay and
Port Ellison for the rest of the decade.

Revenue is now seen at $640 million instead of $590 million. The company wants to borrow $400 million to
build ahead of demand, its finance chief told analysts, and is talking to four lenders. Shares rose nine
percent in early trading. Analysts had expected a smaller step. One of them called the advance payment
unusual for a landlord of Halden's size and asked whether the second substation would be ready in time;
the utility has delayed two such projects since last winter."""
)

REWRITTEN = paragraphs(
    """Cloud firm rents 140 MW from Halden in $2.3bn deal

Halden has found a tenant for most of its coastal capacity. Northgate, which rents out computers to
developers of artificial intelligence, is taking 140MW at two locations for a decade, the pair disclosed
on Tuesday.

People who follow the sector put the rent well above what landlords could ask two years ago. According
to the statement the whole package costs roughly $2.3bn with electricity, of which $180m is due up
front. Halden needs that money for electrical gear: transformers are scarce, and its new substation only
got its permit this spring.

Another 60MW is optional. Why Calder Bay? Speed, says the tenant, whose people visited eleven places
before they chose. Staff are being hired, ground is broken in January, and by autumn the machines should
be at work if the cables between both places hold up."""
)

ABOUT = paragraphs(
    """About Northgate Compute

Northgate Compute rents clusters of accelerators to developers of large models. Founded eight years ago
in Calder Bay, it runs fourteen sites in five countries, employs more than 1,900 people and serves
customers in research, health care, finance and public administration. Its clusters run on electricity
from wind and hydropower, and its cooling water is drawn from the sea. The company publishes a report on
its consumption each spring.

Contacts

Northgate Compute press office, Calder Bay, press@northgate.example"""
)

CAVEATS = paragraphs(
    """Forward-looking statements

This release contains forward-looking statements, which speak only as of the day on which they are made.
Such statements are based on what the management believes today, and events may turn out otherwise for
many reasons.

Among these are delays of construction and of the supply of power, shortages of equipment, changes of
interest rates and exchange rates, decisions of authorities, the conduct of customers and suppliers, and
the state of the markets in general. Readers should not rely on any such statement. The company
undertakes no obligation to correct them later."""
)
