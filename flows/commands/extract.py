"""`gigawatch extract`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import settings_of
from flows.progress import counted
from flows.report import told
from pipeline.errors import NotFoundError


def extract(
    context: typer.Context,
    input_dir: Annotated[
        Path, typer.Option("--input", "-i", help="Folder to read.", exists=True, file_okay=False)
    ],
    output_dir: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the JSON files.", file_okay=False)
    ],
) -> None:
    """Read every text, page, filing and WARC file of a folder into one JSON file each.

    Reads .txt (first line = title), .html, .pdf, EDGAR submissions (.nc), each gzipped too, and .warc.gz.

    What cannot be read is counted by its reason, and the rest goes on.

    Example:

        gigawatch extract --input articles --output read
    """
    from extractors.folder import extract_folder
    from extractors.reader import Reader

    if output_dir.exists() and output_dir.samefile(input_dir):
        raise NotFoundError(
            "--output must be another folder than --input: it would replace .json files there"
        )
    settings = settings_of(context)
    with counted("Reading") as show:
        report = extract_folder(
            input_dir,
            output_dir,
            Reader(settings),
            settings=settings,
            on_progress=lambda _, done, total: show(done, total),
        )
    typer.echo(
        f"{report.files} files: {report.documents} documents, {report.deals} deals, "
        f"{report.figures} figures; "
        f"{report.unread_files} files without a document (quarantined: {told(report.quarantined)})"
    )
    if report.skipped_files:
        typer.echo(f"{report.skipped_files} files of other sorts, or links, not read")
