"""What points at a row, from the models' own metadata: no list by hand can forget a relation."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from articles.errors import ActRefused


def pointers(model: type[models.Model]) -> dict[str, Any]:
    """Every foreign key that points at the model, hidden ones included, by `app.model.field`."""
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            field = relation.field
            found[f"{field.model._meta.label_lower}.{field.name}"] = field
    return found


def refuse_unknown(model: type[models.Model], known: Iterable[str]) -> None:
    """Raise ActRefused naming what points at the model and has no handling decided.

    Losing rows silently is worse than not merging: a new relation must be decided on first.
    """
    unknown = sorted(set(pointers(model)) - set(known))
    if unknown:
        raise ActRefused(
            _("Merging is switched off: nobody has decided what happens to %(relations)s.")
            % {"relations": ", ".join(unknown)},
            _("Tell the developers; nothing was changed."),
        )
