"""The raw documents through the real pipeline, each at the hour it arrived."""

from collections.abc import Callable
from datetime import datetime

from articles import formats
from articles.demo import documents
from articles.demo.documents import RawDocument
from articles.enums import Door
from articles.errors import NewsroomError
from articles.ingest import memory, store
from articles.ingest.tally import FAILED, Tally
from articles.models import Source


def load(anchor: datetime, progress: Callable[[int, int], None]) -> Tally:
    """Take in every document that is not in yet; run again, it goes on where it was."""
    tally = Tally()
    sources = {source.slug: source for source in Source.objects.all()}
    arrivals = documents.arrivals()
    for count, document in enumerate(arrivals, start=1):
        tally.add(_take(document, sources[document.source], anchor))
        progress(count, len(arrivals))
    return tally


def _take(document: RawDocument, source: Source, anchor: datetime) -> Tally:
    now = document.arrived_at(anchor)
    data = document.data(anchor)
    try:
        parsed = formats.parse(
            data, url=document.url, chrome=memory.chrome_of(source, now), now=now
        )
    except NewsroomError as error:
        store.keep_failure(data, source=source, now=now, error=error)
        tally = Tally()
        tally.count(FAILED, f"{document.path.name}: {error}")
        return tally
    return store.take_in(parsed, source=source, now=now, door=Door.DEMO)
