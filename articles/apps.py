"""App configurations: ours, and the admin site with our own home."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """The one app of the product; importing the checks registers them."""

    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Register the start-up checks."""
        from newsroom import checks  # noqa: F401  settings must be loaded first


class NewsroomAdminConfig(AdminConfig):
    """Django's admin on the desk's own site; our nouns join once it stands."""

    default_site = "articles.admin.site.NewsroomSite"

    def ready(self) -> None:
        """Discover as usual, then register our own lists and forms."""
        super().ready()
        from django.contrib.auth.signals import user_logged_in

        from articles.admin import nouns, visits  # noqa: F401  registers; models must be loaded first

        user_logged_in.connect(visits.remember, dispatch_uid="newsroom.visits")
