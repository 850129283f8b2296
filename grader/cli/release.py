"""`grader release`: the students' folders, from the solutions and assignments."""

from pathlib import Path

import click

from grader.cli._options import course_option


@click.command("release")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if anything is out of date.")
@course_option
@click.pass_context
def command(context: click.Context, assignments: tuple[str, ...], only_check: bool, course: Path) -> None:
    """Writes student_templates/ for the named homework, or for all of it.

    For each language and assignment: the template with stubs, the statement, the public cases and what they should
    show.  Everything below student_templates/ru and student_templates/en is generated: what does not belong there is
    removed, and what was changed by hand is written anew.
    """
    from grader import release
    from grader.course import load

    folder = load(course)
    names = release.released_names(folder, assignments)
    planned = release.plan(folder, names)
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
