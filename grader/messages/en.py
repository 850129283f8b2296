"""English."""

from grader.messages.en_final import FINAL as FINAL
from grader.messages.en_quiz import QUIZ as QUIZ

VERDICTS = {
    "grader_error": "our own failure",
    "forbidden": "not allowed",
    "crashed": "ended the program",
    "out_of_memory": "out of memory",
    "timed_out": "out of time",
    "output_limit": "too much output",
    "raised": "exception",
    "missing": "not there",
    "malformed": "wrong form",
    "wrong": "wrong",
    "skipped": "not run",
    "passed": "passed",
}

SENTENCES = {
    "the_result": "the result",
    "where": " ({detail})",
    "where.line": " (line {line})",
    "where.byte_line": " (byte {byte}, line {line})",
    "something_else": "something else",
    "sequence": "{kind} of length {length}",
    "length": "length {length}",
    "line": " (line {line})",
    "line.inside": ", line {line}",
    "line.cell": " (cell {cell}, line {line})",
    "line.cell.inside": ", cell {cell}, line {line}",
    # What became of a case that gave nothing to compare.
    "grader_error": "our own failure: it costs you nothing, the instructor has been told",
    "grader_error.detail": "our own failure: it costs the student nothing; look into {detail}",
    "forbidden": "something that this task does not allow is used{line}: write it yourself",
    "forbidden.name": "{name} may not be used in this task{line}: write it yourself",
    "crashed": "your code ended in such a way that nothing came back from it{line}: "
    "leave processes, signals and open files of Python itself alone",
    "crashed.how": "your code crashed Python itself ({how}){line}: "
    "look for recursion without an end or very large indices",
    "crashed.exit": "your code ended the program (sys.exit or os._exit{line}): return from the function instead",
    "crashed.wire": "your code wrote to a file that is not its own and garbled its own results{line}: "
    "do not write to numbered file descriptors",
    "out_of_memory": "your code needed more memory than it may use{line}: "
    "look for an array that is larger than it should be",
    "timed_out": "your code did not finish in time{line}: look for a loop that does not end or is far too slow",
    "output_limit": "your code printed or returned more than it may{line}: remove the prints",
    "raised": "your code raised {exception}{line}",
    "raised.denied": "your code raised {exception}{line}: while it is graded it cannot start programs or processes, "
    "use the network, or open files outside its own folder (a DataLoader needs num_workers=0)",
    "raised.own": "your code raised an exception that is not one of Python's own{line}",
    "raised.load": "Python cannot read your file: {exception}{line}",
    "missing": "not written yet (NotImplementedError{line})",
    "missing.name": "{name} is not there: name it exactly so{line}",
    "missing.unnamed": "something that the task asks for is not there{line}: keep the names of the template",
    "malformed": "what your code returned cannot be compared: return plain arrays and numbers",
    "malformed.detail": "what your code returned cannot be compared ({detail}): return plain arrays and numbers",
    "wrong": "the result is not right",
    "skipped": "not run, because an earlier part did not work",
    "skipped.after": "not run, because {name} has to work first",
    "passed": "as it should be",
    # The first difference between what was seen and what was expected.
    "difference.missing": "{place} is not there; expected {expected}",
    "difference.extra": "{place} is there, but was not asked for: remove it",
    "difference.extra.hidden": "{place} holds an entry that was not asked for: remove it",
    "difference.length": "{place} has length {observed} where {expected} was expected",
    "difference.type": "{place} is {observed} where {expected} was expected",
    "difference.type.none": "{place} is None where {expected} was expected: a return seems to be missing",
    "difference.shape": "{place} has shape {observed} where {expected} was expected",
    "difference.dtype": "{place} has dtype {observed} where {expected} was expected",
    "difference.nonfinite": "{place} is {observed} where {expected} was expected: "
    "look for an overflow, a division by zero or the logarithm of zero",
    "difference.nonfinite.hidden": "{place} holds NaN or infinity where neither was expected: "
    "look for an overflow, a division by zero or the logarithm of zero",
    "difference.value": "{place} is {observed} where {expected} was expected",
    "difference.value.error": "{place} is {observed} where {expected} was expected "
    "(largest error {error}, allowed {tolerance})",
    "difference.value.hidden": "{place} is not right",
    # What holds exactly between all that was found there and all that was expected.
    "relation.negated": "; every sign is flipped",
    "relation.transposed": "; it is the transpose of what was expected",
    "relation.factor.large": "; every entry is exactly the right one times {factor}: it looks like a sum in "
    "place of a mean, or a factor too many",
    "relation.factor.small": "; every entry is exactly the right one divided by {factor}: it looks averaged "
    "once too often, or a factor is missing",
    "relation.factor.rate": "; every entry is exactly the right one times {factor}: see whether the scaling is where "
    "it belongs",
    "difference.mutated": "your code changed its input {place}: work on a copy",
    "difference.property": "{place}: {statement}",
    "difference.property.observed": "{place}: {statement} (found {observed})",
    "difference.property.both": "{place}: {statement} (found {observed}, expected {expected})",
    "difference.property.hidden": "{place}: {statement}",
    "difference.other": "{place} is not right",
}

# Of the answers of a test: why one could not be read, and in what respect one is not right.
ANSWERS = {
    "unanswered": "there is no answer",
    "the_answer": "the answer",
    "entry": "entry {at}",
    "unread": "{typed} could not be read",
    "unread.number": "{typed} could not be read as a number: write for example `1,5` or `1.5e-3`",
    "unread.number.long": "this is too long for a number: write the number alone, for example `1,5`",
    "unread.number.large": "{typed} is larger, or closer to zero, than any answer here: look at the power of ten",
    "unread.number.percent": "{typed} can be understood in two ways: write a share as a number, for example `0,5`",
    "unread.integer": "{typed} could not be read as a whole number: write for example `12`",
    "unread.integer.long": "this is too long for a whole number: write the number alone, for example `12`",
    "unread.choice": "{typed} could not be read as the number of an option: write one from 1 to {detail}",
    "unread.choice.one": "{typed} names more than one option: choose one, and write its number from 1 to {detail}",
    "unread.choices": "{typed} could not be read as numbers of options: write those from 1 to {detail}, as in `1, 3`",
    "unread.matching": "{typed} could not be read as pairs: write the letter of an item and the number of an option "
    "from 1 to {detail}, as in `a2 b1`",
    "unread.matching.twice": "{typed} matches {detail} twice: give each letter one number",
    "unread.ordering": "{typed} could not be read as an order: write the numbers from 1 to {detail}, as in `3 1 2`",
    "unread.ordering.all": "{typed} is not an order of all options: write each number from 1 to {detail} once",
    "unread.array": "{piece} could not be read as a number: write for example {form}",
    "unread.array.long": "this is too long for the array that is asked for: write its numbers alone",
    "unread.array.shape": "the array has shape {one}, asked for is {two}",
    "unread.array.ragged": "the rows of the array have different lengths: write as many numbers in each",
    "unread.array.brackets": "the brackets do not match: write for example {form}",
    "unread.formula": "{typed} could not be read as a formula: write for example `x*(1-x)` or `exp(-x)/2`",
    "unread.formula.long": "the formula is too long: write it shorter",
    "unread.formula.name": "{named} in the formula is neither one of the symbols of the question nor a function "
    "such as exp, log, sqrt, tanh, max",
    "answer.value": "{place} is not right",
    "answer.sign": "{place} has the wrong sign",
    "answer.digits": "{place} is close, but not right to the digits asked for: round only at the end",
    "answer.choices": "not all of what is chosen is right, or something is left out",
    "answer.matching": "not all matches are there, or not all are right",
    "answer.ordering": "the order is not right",
}

UNREADABLE = {
    "encoding": "the file is not UTF-8 text{where}: save it as UTF-8 and hand it in again",
    "empty": "the file is empty: hand in the file with your solution",
    "too_large": "the file is too large{where}: hand in the solution alone, without data and outputs",
    "not_a_file": "this is not an ordinary file{where}: hand in the file itself, not a link or a folder",
    "encrypted": "the zip is locked by a password{where}: hand in the file itself",
    "damaged": "the zip is damaged or of a kind that cannot be read{where}: hand in the file itself",
    "duplicate": "the zip holds two files of one name{where}: hand in the file itself",
    "nested": "there are too many zips within the zip{where}: hand in the file itself",
    "too_many": "the zip holds more files than any homework does{where}: hand in the file itself",
    "not_in_zip": "no file in the zip can be told to be the solution{where}: hand in the file itself",
    "unsupported": "a file of this kind cannot be graded{where}: hand in the .py file or the notebook",
    "not_a_notebook": "this is not a notebook that can be read{where}: "
    "save it in Jupyter once more and hand it in again",
    "cut_off": "the notebook breaks off{where}: it was not saved or uploaded whole, save it and hand it in again",
    "merge_conflict": "the notebook holds the marks of a merge conflict in Git{where}: resolve it, open the notebook "
    "in Jupyter, save it and hand it in again",
    "old_notebook": "the notebook has a format of the years before 2013: "
    "open it in Jupyter, save it and hand it in again",
    "needs_ipython": "the notebook holds magics or lines for the shell, and IPython is not installed to read it: "
    "pip install ipython",
    "html_page": "this is the page of the test itself, and your answers are not in it: open it where you filled it in, "
    "press the button that saves the answers, and hand in the file that it gives",
    "not_a_sheet": "this is not an answer sheet that can be read{where}: hand in the file that the page saved, "
    "or the sheet as it was given to you, filled in",
    "sheet_cut_off": "the answer sheet breaks off{where}: save it once more and hand it in again",
    "no_answers": "there is not a single answer in the sheet: fill it in, save it and hand it in again",
    "other_assignment": "this is the answer sheet of another test{where}: hand in the one of this test",
    "other_format": "this answer sheet has a form that this grader does not know{where}: hand in the file that the "
    "page saved",
    "other_variant": "this is the answer sheet of another student's variant: answer the questions of your own",
    "unknown_variant": "this answer sheet is of a variant that nobody in this course was given{where}: "
    "answer the questions of your own, in the sheet that was given to you",
    "other": "the file could not be read{where}: hand it in again",
}

NOTES = {
    "renamed": "the file was called {detail} and was taken for the solution: next time keep the name of the template",
    "time_unread": "{detail} in timestamp.txt is not a time, so it counts as handed in on time: "
    "write it as in 2026-10-12T21:40:00+03:00",
    "lms_time_unread": "the time of handing in, {detail}, cannot be read, so it counts as handed in on time",
    "late_at_least": "the learning system says that it was late, but not how late: it counts as late by one day",
    "later_commits": "commits after the deadline ({detail}) were not looked at: the newest one before it counts",
    "both_forms": "a program and a notebook were handed in, and {detail} was graded: next time hand in one of the two",
    "cell_unread": "cell {one}, line {two}: Python cannot read this cell ({three}), so what it defines is missing "
    "(cells are counted as after Restart and run all)",
    "defined_twice": "{one} is defined in more than one place (cells {two}): what cell {three} says counts",
    "extra_file": "{detail} was not read: only the solution itself is graded",
    "several_sheets": "several answer sheets were handed in, and {detail} was graded: next time hand in one",
    "sheet_typed": "some lines of the answer sheet are not in its form ({detail}): "
    "what could be made out of them was read",
    "answer_twice": "there are two answers for {detail}: the last one counts",
    "answer_unknown": "there is no field {detail} in this test: its answer was not looked at",
    "no_variant": "the sheet does not say which variant it is of: it was graded as your own",
    "other_student": "the sheet has {detail} as its student: it was graded as yours, for the variant is yours",
    "other": "{detail}",
}

PAGES = {
    "assignment": "Assignment",
    "task": "Task",
    "points": "Points",
    "standing": "State",
    "weight": "weight {weight} %",
    "average": "average {share} %",
    "no_average": "nothing counts yet",
    "score": "Score: {score} of {maximum}",
    "score_of": "of {maximum}",
    "score_parts": "What the score is made of",
    "work": "The work itself",
    "file": "File {name}",
    "seconds": "Your code ran for {seconds} s",
    "place": "Where",
    "observed": "Yours",
    "expected": "Expected",
    "error": "Off by",
    "tolerance": "Allowed",
    "grade": "Course grade",
    "grade_of": "of {scale}",
    "grade_exact": "exactly {exact}",
    "grade_so_far": "So far: what is still to come is left out and the weights of the rest are scaled up",
    "category": "Part",
    "contribution": "Adds",
    "contribution.label": "{title}: from {start} to {end} on the scale of {scale}, at most to {limit}",
    "contribution.none": "{title}: nothing counts yet",
    "assignments": "Assignments",
    "whiteboard": "Worked out line by line",
    "needed.title": "What do I need for a better grade?",
    "share.label": "{points} of {maximum}",
    "language": "English",
    "late": "Late by {days}: {points} × {factor} = {score}",
    "received": "Received {received}",
    "received_unknown": "When it was received is not known",
    "submission": "Submission {digest}",
    "attempts": "{attempts} attempts: the last one counts",
    "attempts_best": "{attempts} attempts: the best one counts",
    "hint": "Hint: {hint}",
    "quoted": "“{text}”",
    "section": "Reread section {section} of {lectures}",
    "carried": "The mistake begins earlier: with a right answer in place of {tasks} this task earns {points} of "
    "{maximum}; of that, {credited} count",
    "forgiven": "This mistake is a common one, so a part of the points stays yours: {points}",
    "overridden": "Decided by hand on {at} by {by}: {points} in place of {graded}. Why: {why}",
    "hidden": "hidden",
    "notes": "Remarks",
    "how_it_is_made": "What the grade is made of",
    "course_grade_held": "There is no course grade yet: the instructor is looking at a failure of the grader",
    "course_grade_none": "There is no course grade yet: nothing counts so far",
    "passed": "passed",
    "not_passed": "not passed (the pass mark is {pass_mark})",
    "graded": "graded",
    "missing": "missing",
    "held": "held",
    "pending": "pending",
    "missing.why": "Nothing was handed in",
    "missing.zero": "It counts as 0",
    "missing.excluded": "It is left out of the average",
    "held.why": "The grader itself failed on this work. It costs you nothing: the instructor looks at it, "
    "and the score follows",
    "missing.external": "There is no mark for it",
    "pending.unmarked": "The marks are not in yet",
    "pending.why": "Nothing is there yet, and nothing is due yet",
    "due": "Deadline: {due}",
    "external": "Graded outside the grader",
    "notebook_rules": "The first code cell needs {libraries} and this course's package: your instructor tells you how "
    "to install it. Write where the cells say so, run them, and run the check below them: it uses the public tests, "
    "as often as you like. Hand in this notebook under its own name, `{name}.ipynb`, or your code as `{name}.py`, not "
    "both. The code counts from top to bottom, as after *Restart and run all*.",
    "notebook_above": "What you write for this task stands in the cell above that defines {names}.",
    "notebook_all": "## Everything once more\n\nThe same in a terminal: `grader check {name}.ipynb`.",
    "public_score": "Public checks: {score} of {maximum}; the hidden ones are shown once the grades are published",
    "late_by": "Late by {days}",
    "nothing_found": "There is no {name} in what you handed in; there is: {found}. Hand it in again under this name",
    "nothing_found.empty": "What you handed in is empty: hand in {name}",
    "back": "All assignments",
    "run": "Graded in run {run}",
}

# What is said of pictures.
PICTURES = {
    "heading": "What your code does",
    "yours": "your code",
    "right": "as it should be",
    "before": "before",
    "mask.legend": "Empty: dropped. Pale: scaled by less than it should be; orange: by more; red: negative, NaN or "
    "infinite",
    "form": "what your code returned here has another form, so only the right picture is drawn",
    "curves.nonfinite": "NaN or infinity in {count} of {points} places",
    "curves.worst": "farthest from the right curve at {x}: {observed} where {expected} was expected",
    "curves.same": "as it should be",
    "mask.yours": "your code: {dropped} % are dropped (p is {p} %), the others are multiplied by {factor} ({expected} "
    "would be right); the mean is multiplied by {mean} (1 would be right, on average)",
    "mask.right": "as it should be: {dropped} % are dropped, the others are multiplied by {factor}; the mean is "
    "multiplied by {mean}",
    "histograms": "mean {mean}, standard deviation {deviation}; {right_mean} and {right_deviation} would be right",
    "path.nonfinite": "from step {step} on there is NaN or infinity",
    "path.outside": "your path leaves the picture at step {step}",
    "path.end": "after step {steps} your path is at {observed}; {expected} would be right",
    "history.legend": "The vertical line is the epoch after which training stopped; the dot, the epoch whose weights "
    "the model was left with",
    "history.made": "epochs made: {observed} ({expected} would be right)",
    "history.recorded": "epochs in the history: {recorded}, but {made} were made",
    "history.kept": "the model was left with the weights of epoch {observed}, validation loss {observed_loss}; those "
    "of epoch {epoch}, loss {loss}, would be right",
    "history.same": "the model was left with the weights of epoch {epoch}, validation loss {loss}, as it should be",
    "history.lost": "the weights that the model was left with are those of no epoch; those of epoch {epoch}, "
    "validation loss {loss}, would be right",
    "regions.yours": "your code: {count} of {points} points are called something else",
    "regions.named": "for example, at `{where}` it answers `{observed}`; `{expected}` would be right",
    "regions.other": "for example, at `{where}` the answer is none of these words; `{expected}` would be right; such "
    "points are red",
    "regions.right": "as it should be",
}

# What `grader check` and the cells of a notebook say besides.
CHECK = {
    # Why it cannot begin: one sentence each.
    "no_file": "{path}: there is no such file; look at the path, and run the command in the assignment's folder",
    "no_file.name": "{path}: there is no such file; your file in the assignment's folder is {name}",
    "answer_sheet": "{path}: this is the answer sheet of a test; its answers are not checked at home: hand it in",
    "no_handout": "{path}: there is no {name} beside this file; put it into the assignment's folder as you "
    "downloaded it, next to public.py and public.json, and run the command there",
    "damaged": "{path}: the assignment's folder is damaged or not complete ({detail}); download it anew and put "
    "your file into it",
    "not_installed": "{path}: this assignment needs {library}, which is not installed; install it with "
    "pip install {module} and check again",
    "notebook": "{path}: {sentence}",
    "not_python": "{path}: this is neither a Python file nor a notebook; your file in the assignment's "
    "folder is {name}",
    "not_yours": "{path}: this file was given to you with the assignment; your file is {name}",
    "encoding": "{path}: line {line} is not in UTF-8; save the file as UTF-8 in your editor",
    "empty": "{path}: the file is empty; write your solution into the template {name}",
    "syntax": "{path}: Python cannot read line {line} ({detail}); nothing was run",
    "too_large": "{path}: the file is larger than 2 MB, the grader would not read it; keep only your code in it",
    "other_assignment": "{path}: this looks like the file of another assignment ({other}); this folder is "
    "{name}'s: put your file {name}.py here, or run the command in the folder of {other}",
    "stuck": "{name}: this case cannot be stopped; look for what waits without end, mend it and check again",
    # The table.
    "points": "points",
    "bonus": "bonus",
    "reread": "to reread: {place}",
    "grader_error": "the check itself failed ({detail}): download the assignment's folder anew; if that does not "
    "help, tell your instructor",
    "running": "running {name}",
    "loading": "loading your file",
    "stopped": "{file} was not executed whole: {sentence}; what does not depend on that was checked.",
    "renamed": "Hand this file in under the name {name}.",
    "printed": "Your code printed {lines} lines; add --prints to see them.",
    "printed.one": "Your code printed a line; add --prints to see it.",
    "prints": "Printed in {name}:",
    "prints.loading": "Printed while the file was loaded:",
    "prints.more": "(the beginning of {lines} lines)",
    "summary": "{passed} of {total} public cases pass: {points} of {max_points} points.",
    "hidden": "{hidden} hidden cases exist; this is not the grade.",
    "hidden.one": "1 hidden case exists; this is not the grade.",
    # In a notebook, after a cell.
    "no_task": "there is no task {name} here; the tasks are {names}",
    "no_case": "there is no public case {name} here; download the assignment's folder anew",
    "notebook.no_folder": "{path}: there is no {name} in this folder; open the notebook in the assignment's folder as "
    "you downloaded it, or name that folder: Notebook({assignment}, folder=...)",
    "task_passed": "all public cases pass ({passed} of {total})",
    "task_failed": "{passed} of {total} public cases pass",
}

NOUNS = {"days": ("day", "days")}


def form(number: int) -> int:
    """Which of a noun's forms goes with a number."""
    return 0 if number == 1 else 1
