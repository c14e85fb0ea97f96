"""What a worker does. Each task can be run twice, or be cut off, and harms nothing."""

import logging

from django_tasks import task

from articles.desk import bulk, rendering
from articles.errors import BadInput
from articles.models import BulkRun

log = logging.getLogger(__name__)

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


@task()
def render_picture(image: int) -> None:
    """Make what is missing of a picture's renditions, the slow kinds included."""
    try:
        rendering.render(image)
    except (BadInput, OSError) as error:
        log.warning("Picture %d lacks renditions: %s", image, error)
