"""What a worker does. Each task can be run twice, or be cut off, and harms nothing."""

from django_tasks import task

from articles.desk import bulk
from articles.models import BulkRun

# One call deals with a run for so long; what is left is handed on, so that no run keeps a worker.
SECONDS = 20.0


@task()
def carry_bulk_run_on(run: int) -> None:
    """Deal with a bulk act until it is over."""
    found = BulkRun.objects.filter(pk=run).first()
    if found is None or found.is_over:
        return
    if bulk.advance(found, seconds=SECONDS) and not found.is_over:
        carry_bulk_run_on.enqueue(run=run)
