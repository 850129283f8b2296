"""What is graded when speed is measured: a homework's accepted answers, each student with inputs of their own."""

from dataclasses import dataclass, replace
from pathlib import Path

from grader.course import load_material
from grader.course.material import load_assignment
from grader.model import Course, Material, Policy, Submission

ROOT = Path(__file__).parents[2]
SECRET = b"benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Homework:
    """An assignment, the course around it, and the texts of its accepted answers."""

    material: Material
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """The assignment's name."""
        return self.material.assignment.name

    @property
    def course(self) -> Course:
        """A course of this assignment alone."""
        assignments = (self.material.assignment,)
        return Course(name="", title={}, categories=(), assignments=assignments, policy=Policy(), roster=())

    def submissions(self, count: int, group: str = "") -> list[Submission]:
        """`count` students' accepted answers in turn; those of another `group` draw other hidden inputs."""
        return [
            Submission(
                student=f"{group}student{k}",
                assignment=self.name,
                path=f"student{k}/{self.name}.py",
                source=self.sources[k % len(self.sources)],
                digest=f"{group}{k}",
            )
            for k in range(count)
        ]


def homework(name: str, *, torch: bool = False) -> Homework:
    """An assignment of this repository; with `torch`, its worker holds torch as if somebody imported it."""
    material = load_material(ROOT, load_assignment(ROOT, name))
    if torch and "torch" not in material.assignment.libraries:
        assignment = material.assignment
        material = replace(material, assignment=replace(assignment, libraries=(*assignment.libraries, "torch")))
    paths = sorted((material.folder / "accepted").glob("*.py"))
    return Homework(material=material, sources=tuple(path.read_text(encoding="utf-8") for path in paths))
