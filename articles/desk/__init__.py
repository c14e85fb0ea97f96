"""Editorial verbs: the only code that changes state.

Each act is a function `verb(thing, *, by, at, ...)` that checks the right, the move and the
rows, writes history in the same transaction, and tells the page cache after the commit.
`by` is a user, or None for the machine; `at` is aware UTC.
"""
