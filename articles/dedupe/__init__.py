"""Duplicates and shared events: pure functions over texts, no database, network or clock.

`fingerprint` reads a document once, `match` ranks the few documents worth comparing, `judge` says
what two of them are to each other and why, `cluster` folds copies under one representative.
"""
