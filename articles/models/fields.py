"""Field types that keep a promise about their content on every write path."""

from typing import TYPE_CHECKING, Any

from django.db import models

from articles.text import markup

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:  # the class is not generic at run time
    _TextField = models.TextField


class BodyField(_TextField):
    """HTML that has passed the allow-list: cleaned whenever the row is saved.

    `bulk_create` passes here too; `QuerySet.update()` does not, so acts that use it send the
    text through `text.markup.sanitise` themselves.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Put the cleaned text on the instance and hand it to the database."""
        value = markup.sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value
