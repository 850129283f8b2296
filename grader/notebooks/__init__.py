"""A notebook that was handed in → the text of a module, and where each line of it comes from.  Nothing is executed.

    bytes → code cells (`reading`) → Python without magics (`magics`) → statements (`statements`)
          → those that tasks need (`needed`) → module (`module`)

Found is what is wanted by the names that the code defines, never by ids, metadata or stored outputs of cells: they may
have been copied, moved, split or run in any order.  What counts is the code from the first cell to the last, as after
"Restart and run all".  Training, plotting and trying out at the top level is left out where nothing wanted needs it.
"""

from grader.notebooks.module import ModuleText, to_module
from grader.notebooks.reading import MAX_NOTEBOOK_BYTES, Cell, code_cells

__all__ = ["MAX_NOTEBOOK_BYTES", "Cell", "ModuleText", "code_cells", "to_module"]
