"""`grader verify`: whether the gradebook is as it was written."""

from contextlib import closing
from pathlib import Path

import click

from grader.cli._options import Places, gradebook_option


@click.command("verify")
@click.option("--expect", metavar="HEAD", help="A head that was printed earlier: the gradebook must still lead to it.")
@gradebook_option
@click.pass_context
def command(context: click.Context, expect: str | None, gradebook: str) -> None:
    """Tells the first row that was changed, removed or inserted behind the gradebook's back.

    Every row carries a hash of itself and of the one before it.  Who can write to the gradebook can also cut its end
    off, or make every hash anew: the rows alone do not show that.  A head does, for it stands for all rows up to it:
    note down the one that verify and autograde print, elsewhere, and give it to --expect.
    """
    from grader.gradebook import Head

    expected = None if expect is None else Head.parse(expect)
    places = Places(course=Path(), roster=None, gradebook=gradebook)
    with closing(places.open_existing_gradebook()) as opened:
        verified = opened.verify(expected)
        place = opened.place
    if verified.faults:
        first, *more = verified.faults
        click.echo(f"{place}: {first}" + (f" (and {len(more)} more)" if more else "") + "; restore it from a copy")
        context.exit(1)
    click.echo(f"{place}: {verified.head.count} rows, each as it was appended")
    click.echo(f"head: {verified.head}")
