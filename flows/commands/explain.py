"""`gigawatch explain`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import settings_of
from flows.report import told
from pipeline.errors import NotFoundError


def explain(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A text, page, filing, PDF or WARC file.", exists=True, dir_okay=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The page to write; by default FILE's name with .explained.html, in the current folder.",
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Show why: one file's text with parties, numbers and places marked, beside the deals read from them.

    Each deal has a colour. A number that was seen and not claimed is grey, with the reason. The page holds
    no scripts and needs no network, so it may be mailed.

    Reads what gigawatch extract reads: .txt (first line = title), .html, .pdf, EDGAR submissions (.nc).

    Example:

        gigawatch explain article.txt --output article.html
    """
    from extractors.folder import extract_file
    from extractors.reader import Reader
    from flows.explain.render import render_explanation

    page = output or Path(f"{file.name}.explained.html")
    if page.exists() and page.samefile(file):
        raise NotFoundError(f"{page} is the file that is read; name another page with --output")
    if page.exists() and page.suffix.lower() not in (".html", ".htm"):
        raise NotFoundError(f"{page} exists and is no page; name another file with --output")
    if not page.parent.is_dir():
        raise NotFoundError(f"the folder {page.parent} for the page does not exist")
    settings = settings_of(context)
    extraction = extract_file(file, Reader(settings), settings=settings)
    part = page.with_name(f"{page.name}.part")
    part.write_text(render_explanation(extraction, name=file.name), encoding="utf-8", errors="replace")
    part.replace(page)
    reasons = told(Counter(row.reason.value for row in extraction.quarantined))
    typer.echo(
        f"{page}: documents {len(extraction.documents)}, deals {len(extraction.deals)}, "
        f"figures {len(extraction.figures)}, refused {len(extraction.refusals)}, quarantined: {reasons}"
    )
