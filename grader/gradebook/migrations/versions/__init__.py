"""One file for each format, named by it.  A step never changes once a gradebook may have taken it."""
