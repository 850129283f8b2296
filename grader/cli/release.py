"""`grader release`: the students' folders, from the solutions and assignments."""

from pathlib import Path

import click

from grader.cli._options import course_option


@click.command("release")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if anything is out of date.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a zip for each assignment and language into this folder instead, to be given to students.",
)
@course_option
@click.pass_context
def command(
    context: click.Context, assignments: tuple[str, ...], only_check: bool, out: Path | None, course: Path
) -> None:
    """Writes student_templates/ for the named homework, or for all of it.

    For each language and assignment: the template with stubs, as a file and as a notebook, the statement, the public
    cases and what they should show.  Everything below student_templates/ru and student_templates/en is generated:
    what does not belong there is removed, and what was changed by hand is written anew.
    """
    from grader import release
    from grader.course import load
    from grader.files import write_atomically

    if out is not None and only_check:
        raise click.UsageError("--check compares student_templates/, which --out does not write: use one of them")
    folder = load(course)
    names = release.released_names(folder, assignments)
    planned = release.plan(folder, names)
    if out is not None:
        for file, content in release.pack(planned, names).items():
            write_atomically(out / file, content)
            click.echo(f"written: {(out / file).as_posix()}")
        return
    changes = release.changes(folder.root, planned, names if assignments else None)
    if not only_check:
        release.apply(folder.root, changes)
    for change in changes:
        if only_check:
            click.echo(f"{change.kind}: {change.path.as_posix()}: run grader release")
        else:
            click.echo(f"{'removed' if change.content is None else 'written'}: {change.path.as_posix()}")
    if only_check and changes:
        context.exit(1)
    if not changes:
        click.echo(f"up to date: {len(planned)} files for {', '.join(names)}")
