"""Registers the list and form of every noun; imported once the admin site stands.

The package's `__init__` stays empty: Django looks up our site inside the package, and a
registration during that look-up would go to a second site and be lost.
"""

from django.contrib import admin
from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag as PlainTag

from articles.admin import (
    act,
    article,
    author,
    capture,
    colleague,
    front,
    image,
    label,
    match,
    publication,
    section,
    source,
    story,
    tag,
)

__all__ = [
    "act",
    "article",
    "author",
    "capture",
    "colleague",
    "front",
    "image",
    "label",
    "match",
    "publication",
    "section",
    "source",
    "story",
    "tag",
]

# The tags of taggit itself: ours have a table of their own.
admin.site.unregister(PlainTag)
# The queue's own list: what it holds is seen where it was asked for.
admin.site.unregister(DBTaskResult)
# The secrets of second factors: nobody's business, a superuser's neither.
admin.site.unregister((StaticDevice, TOTPDevice))
# Django's own form of an account, without the button that would take a name off its history.
admin.site.unregister(User)
admin.site.register(User, colleague.SuperuserAdmin)
