"""Work that need not be done before the answer: handed over by dotted path.

What takes it is a setting: a table that a worker process reads (`manage.py db_worker`), or this
process at once, as in the tests. Nothing that readers see depends on it.
"""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def enqueue(path: str, **arguments: Any) -> None:
    """Have the task of that dotted path run once this transaction is committed."""
    task = import_string(path)
    transaction.on_commit(lambda: task.enqueue(**arguments))
