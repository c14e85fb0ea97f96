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
    """Django's admin, discovered as usual."""
