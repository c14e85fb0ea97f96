"""Which pictures stand in which texts, so that a change of a picture finds its articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# In place of a picture's number: the text shows one that lies on another site.
ELSEWHERE = 0


class PictureUse(models.Model):
    """A picture in the text of an article; written with the text, see `history.picturing`.

    Plain numbers rather than keys: it is read again from the text at any time and must stand in
    the way of no removal.
    """

    image_id = models.BigIntegerField()
    article_id = models.BigIntegerField(db_index=True)  # rewritten with the article's text

    class Meta:
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        constraints = [
            # sync: the articles of a picture that changed or whose right ended
            models.UniqueConstraint(fields=["image_id", "article_id"], name="picture_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.image_id} · {self.article_id}"
