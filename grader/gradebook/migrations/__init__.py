"""The steps from one format of the gradebook to the next, taken by Alembic; see `grader.gradebook.migrating`."""
