"""``report pdf|docx|text|table``: a report upward as a document, 快报表; what is approved is counted as a copy."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from console import words
from console.bootstrap import tool_actor
from console.config import DataDir
from console.errors import Refused
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.print_commands import counted_pdf, drawing


def register(commands: Any) -> None:
    """Add the commands of this file."""
    report = group(commands, "report", "report_command")
    pdf, docx = command(report, "pdf", "report_pdf"), command(report, "docx", "report_docx")
    for made, run in ((pdf, run_pdf), (docx, run_docx)):
        made.add_argument("number", metavar="NUMBER")
        made.add_argument("--out", required=True, metavar="FILE")
        made.set_defaults(run=run)
    table = command(report, "table", "report_table")
    table.add_argument("incident", metavar="INCIDENT")
    table.add_argument("--out", required=True, metavar="FILE")
    table.set_defaults(run=run_table)
    text = command(report, "text", "report_text")
    text.add_argument("number", metavar="NUMBER")
    text.set_defaults(run=run_text)


def run_pdf(data: DataDir, options: argparse.Namespace) -> int:
    """Write a report, by its whole number or its serial, as PDF in the layout of GB/T 9704-2012."""
    target = Path(options.out)
    with opened(data) as desk:
        row = desk.incident_reports.by_number(options.number)
        with drawing():
            from ui.prints import letter_of

            pages = counted_pdf(desk, letter_of(desk, row.id), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_docx(data: DataDir, options: argparse.Namespace) -> int:
    """Write it as .docx; says on stderr where the county's own form could not be used."""
    target = Path(options.out)
    with opened(data) as desk:
        row = desk.incident_reports.by_number(options.number)
        made = desk.report_papers.write_docx(row.id, target, by=tool_actor())
    if made.trouble:
        sys.stderr.write(words.say("tool.own_form_not_used") + "\n")
    print(words.say("tool.docx_written", path=str(target), copy=made.copy))
    return 0


def run_table(data: DataDir, options: argparse.Namespace) -> int:
    """Write the 快报表 of a natural disaster, as xlsx or PDF by the ending of the file."""
    target = Path(options.out)
    ending = target.suffix.lower()
    if ending not in (".xlsx", ".pdf"):
        raise Refused("bad_table_ending", name=target.name)
    with opened(data) as desk:
        row = desk.incidents.by_number(options.incident)
        if ending == ".xlsx":
            desk.disaster_tables.export(row.id, target, by=tool_actor())
            print(words.say("tool.table_written", path=str(target)))
            return 0
        with drawing():
            from ui.prints import Disaster, form_of

            pages = counted_pdf(desk, form_of(desk, Disaster(row.id, tool_actor())), target)
    print(words.say("tool.pdf_written", path=str(target), pages=pages))
    return 0


def run_text(data: DataDir, options: argparse.Namespace) -> int:
    """Write it to standard output as plain text."""
    with opened(data) as desk:
        print(desk.report_papers.text(desk.incident_reports.by_number(options.number).id))
    return 0
