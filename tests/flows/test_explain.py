"""The page of one document: every character once, every span marked, nothing in it markup of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from flows.cli import main
from flows.explain.marks import Mark, deal_marks, figure_marks, named_in
from flows.explain.pieces import MOST_TAGS, to_pieces
from flows.explain.render import MOST_DOCUMENTS, render_explanation
from pipeline.claims import Extraction, Refusal, Topic
from pipeline.document import Document
from pipeline.vocabulary import DealType, RefusalReason, Role, TopicBasis, TopicKind
from tests.factories import amount, capacity, deal_claim, document, evidence, figure_claim, party, span

TEXT = """Northgate Compute buys Halden Data Centers for $9 billion

Northgate Compute leases 1,300 MW from Orrin Land in Dublin.
Shares rose to $104 each."""
HOSTILE = "</div><script>alert(1)</script> & \"Foo\" <!-- buys Bar' onclick='x for $5 billion\n{{ 7*7 }}"


def explained(source: Document) -> Extraction:
    """Two deals, a figure and a refusal."""
    lease = evidence(source, "Northgate Compute leases 1,300 MW from Orrin Land in Dublin.")
    tenant = source.text.index("Northgate Compute leases")
    letting = deal_claim(
        source,
        type=DealType.LEASE,
        parties=(
            party(source, "Orrin Land", Role.LESSOR, "orrin-land"),
            party(source, "Northgate Compute", Role.LESSEE).model_copy(
                update={"start": tenant, "end": tenant + len("Northgate Compute")}
            ),
        ),
        amounts=(),
        capacity=(capacity(source, "1,300 MW", "1300"),),
        places=("Dublin",),
        date=None,
        evidence=(lease,),
    )
    segment = {"kind": TopicKind.SEGMENT, "value": "data_centres", "evidence": (lease,)}
    return Extraction(
        version="1",
        documents=(source,),
        deals=(deal_claim(source), letting),
        topics=(
            Topic(document_id=source.id, mentions=3, **segment),
            Topic(document_id=source.id, deal_claim_id=letting.id, basis=TopicBasis.CAPACITY, **segment),
        ),
        figures=(figure_claim(source, "1,300 MW", "1300", entities=("Northgate Compute",)),),
        refusals=(
            Refusal(
                document_id=source.id,
                reason=RefusalReason.OUT_OF_SCOPE,
                subject="money",
                as_written="$104",
                **span(source, "$104"),
            ),
        ),
    )


def page_of(extraction: Extraction, name: str = "story.txt") -> html.HtmlElement:
    return html.document_fromstring(render_explanation(extraction, name=name))


def words(found: html.HtmlElement) -> str:
    return " ".join(found.text_content().split())


def marked(page: html.HtmlElement) -> list[tuple[str, str, str]]:
    """Sort, words and label of what is marked, by the pieces that carry a label."""
    spans = page.cssselect("span.m[data-label]")
    return [(found.get("class").split()[1], found.text_content(), found.get("data-label")) for found in spans]


def test_every_claimed_span_is_marked_in_its_deal_s_colour() -> None:
    page = page_of(explained(document(TEXT)))
    assert page.cssselect(".text")[0].text_content() == TEXT
    assert marked(page) == [
        ("party", "Northgate Compute", "1 acquirer"),
        ("party", "Halden Data Centers", "1 target"),
        ("amount", "$9 billion", "1 value"),
        ("party", "Northgate Compute", "2 lessee"),
        ("about", "Northgate Compute", "f1 about"),
        ("power", "1,300 MW", "2 capacity"),
        ("figure", "1,300 MW", "f1 power capacity"),
        ("party", "Orrin Land", "2 lessor"),
        ("place", "Dublin", "2 place"),
        ("refused", "$104", "money: out of scope"),
    ]
    assert {found.text_content() for found in page.cssselect(".text .c1.party, .text .c1.amount")} == {
        *("Northgate Compute", "Halden Data Centers", "$9 billion")
    }
    assert {found.text_content() for found in page.cssselect(".text .c2.party, .text .c2.power")} == {
        *("Northgate Compute", "Orrin Land", "1,300 MW")
    }
    assert [found.text_content() for found in page.cssselect(".text .refused")] == ["$104"]


def test_records_stand_beside_the_text_and_lead_into_it() -> None:
    page = page_of(explained(document(TEXT)))
    heads = [words(found) for found in page.cssselect("aside .record h3")]
    assert heads == [
        *("deal 1 acquisition, announced", "deal 2 lease, announced"),
        *("figure 1 power capacity, actual", "money out of scope"),
    ]
    facts = [words(found) for found in page.cssselect("#t1-deal-2 dl div")]
    assert facts == [
        *("lessor Orrin Land (orrin-land)", "lessee Northgate Compute", "capacity 1.3 GW", "place Dublin"),
        "segment data centres (by capacity)",
        "evidence Northgate Compute leases 1,300 MW from Orrin Land in Dublin.",
    ]
    assert "segment: data centres (3 mentions)" in words(page)
    links = page.cssselect("aside a")
    assert len(links) == 12
    for link in links:
        (target,) = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
        assert "m" in target.get("class").split()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["story.txt", "<b>x</b>.txt"])
def test_a_hostile_text_stays_text(name: str) -> None:
    source = document(HOSTILE, title="<img src=x onerror=alert(1)>", url="javascript:alert(1)")
    hostile = "\"Foo\" <!-- buys Bar' onclick='x for $5 billion"
    claim = deal_claim(
        source,
        parties=(
            party(source, '"Foo" <!-- buys', Role.ACQUIRER),
            party(source, "Bar' onclick='x", Role.TARGET),
        ),
        amounts=(amount(source, "$5 billion", "5000000000"),),
        evidence=(evidence(source, hostile),),
        places=("</bdi><b>place",),
    )
    made = render_explanation(Extraction(version="1", documents=(source,), deals=(claim,)), name=name)
    page = html.document_fromstring(made)
    assert page.cssselect(".text")[0].text_content() == HOSTILE
    assert not page.cssselect("script, img, b, a[href^=javascript], [onclick]")
    assert not page.xpath("//comment()")
    assert page.cssselect("title")[0].text == f"Gigawatch reads {name}"


def test_control_characters_are_seen() -> None:
    page = page_of(Extraction(version="1", documents=(document("a\x00b\x1bc\td", title=None),)))
    assert page.cssselect(".text")[0].text_content() == "a\u2400b\u241bc\td"


def test_a_page_asks_nothing_of_anybody() -> None:
    made = render_explanation(explained(document(TEXT)), name="story.txt")
    page = html.document_fromstring(made)
    assert not page.cssselect("script, link, img, iframe, object, form")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "url(" not in made
    assert "@import" not in made


def test_what_gave_nothing_says_so() -> None:
    assert "This file gives no document." in words(page_of(Extraction(version="1")))
    bare = page_of(Extraction(version="1", documents=(document(TEXT),)))
    assert words(bare.cssselect("aside")[0]) == "No deal and no figure was read in this text."


def test_many_documents_are_shown_in_part() -> None:
    many = tuple(document(TEXT, url=f"http://wire.example/{i}") for i in range(MOST_DOCUMENTS + 2))
    page = page_of(Extraction(version="1", documents=many))
    assert len(page.cssselect("article")) == MOST_DOCUMENTS
    assert "2 more documents of this file are not shown." in words(page)


def test_claims_of_other_documents_stay_there() -> None:
    one, other = document(TEXT), document(TEXT, url="http://wire.example/other")
    page = page_of(explained(one).model_copy(update={"documents": (one, other)}))
    counts = [len(article.cssselect("aside .record")) for article in page.cssselect("article")]
    assert counts == [4, 0]


def test_names_without_offsets_are_found_as_words() -> None:
    source = document("Dublin Metals of Dublin buys Dubliners for $9 billion.")
    found = named_in(("Dublin", "Cork"), (evidence(source, source.text),))
    assert [source.text[each.start : each.end] for each in found] == ["Dublin", "Dublin"]


def test_one_name_in_many_deals_is_not_drawn_many_times() -> None:
    source = document(TEXT)
    marks = [mark for number in range(1, 31) for mark in deal_marks(number, deal_claim(source))]
    pieces = list(to_pieces(source.text, marks, page="t"))
    assert max(len(piece.layers) for piece in pieces) == MOST_TAGS + 1
    labels = [layer.label for layer in pieces[0].layers]
    assert labels == ["", "1 acquirer", "2 acquirer", "3 acquirer", "4 acquirer and 26 more"]
    assert pieces[0].layers[0].mark.record == "deal 1, deal 2, deal 3, deal 4 and 26 more"


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda span: span[0] < span[1])


@given(text=st.text("ab <&\n\u202e", min_size=30, max_size=30), spans=st.lists(SPANS, max_size=12))
def test_pieces_are_the_text_and_cover_every_mark(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(*span, "party", f"deal {i}", "c1", f"{i}") for i, span in enumerate(spans) if i < 4]
    pieces = list(to_pieces(text, marks, page="t"))
    assert "".join(piece.text for piece in pieces) == text
    for mark in marks:
        over = [(piece, layer) for piece in pieces for layer in piece.layers if layer.mark == mark]
        assert "".join(piece.text for piece, _ in over) == text[mark.start : mark.end]
        assert [bool(layer.label) for _, layer in over] == [False] * (len(over) - 1) + [True]
    anchors = [layer.anchor for piece in pieces for layer in piece.layers if layer.anchor]
    assert sorted(anchors) == sorted({f"t-{start}-{end}" for start, end in spans[:4]})


def test_a_figure_s_subjects_are_marked() -> None:
    source = document(TEXT)
    marks = list(
        figure_marks(3, figure_claim(source, "1,300 MW", "1300", entities=("Orrin Land",), segment="Dublin"))
    )
    assert [(mark.sort, source.text[mark.start : mark.end], mark.label) for mark in marks[1:]] == [
        *(("figure", "1,300 MW", "f3 power capacity"), ("about", "Orrin Land", "f3 about")),
        ("about", "Dublin", "f3 about"),
    ]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["gigawatch", "explain", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


@pytest.mark.slow
def test_the_command_reads_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "story.txt"
    story.write_text(
        "CoreWeave to buy Core Scientific for $9 billion\n\nCoreWeave said it would buy Core Scientific, "
        "which runs AI data centers, for $9 billion.\n"
    )
    assert run(monkeypatch, "story.txt") == 0
    assert capsys.readouterr().out.startswith("story.txt.explained.html: documents 1, deals 1, ")
    page = html.parse(tmp_path / "story.txt.explained.html").getroot()
    assert {"1 acquirer", "1 target", "1 value"} <= {label for _, _, label in marked(page)}
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nowhere.txt",), 2, "does not exist"),
        (("picture.png",), 1, "none of the files that are read (.txt, "),
        (("story.txt", "--output", "story.txt"), 1, "is the file that is read"),
        (("story.txt", "--output", "picture.png"), 1, "exists and is no page"),
        (("story.txt", "-o", "nowhere/page.html"), 1, "the folder nowhere for the page does not exist"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: tuple[str, ...],
    status: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("story.txt", "picture.png"):
        (tmp_path / name).write_text("words")
    assert run(monkeypatch, *arguments) == status
    shown = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert told in shown
    assert "Traceback" not in shown
    assert (tmp_path / "story.txt").read_text() == "words"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_record_says_how_sure_it_is() -> None:
    given = explained(document(TEXT))
    deals = tuple(
        deal.model_copy(update={"confidence": confidence})
        for deal, confidence in zip(given.deals, (0.31, 0.87), strict=True)
    )
    page = page_of(given.model_copy(update={"deals": deals}))
    told = [words(row) for row in page.cssselect("aside dl div") if words(row).startswith("confidence")]
    assert told == ["confidence 0.31, more likely wrong than right", "confidence 0.87"]
