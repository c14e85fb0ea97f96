"""The public addresses; no section stands in an article's, so it may move between sections."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from articles.web import converters, feeds, notices, sitemaps, wire
from articles.web.views import (
    archive,
    article,
    comments,
    feedlist,
    home,
    lists,
    paper,
    preview,
    search,
    story,
)

register_converter(converters.Slug, "slug-any")
register_converter(converters.Key, "key")
register_converter(converters.Year, "year")
register_converter(converters.Month, "month")

View = Callable[..., Any]


def _page(route: str, view: View, name: str) -> list[URLPattern]:
    """A page and its address without the last slash, which redirects to it in one hop."""
    return [path(route, view, name=name), path(route.rstrip("/"), view)]


def _feeds(route: str, noun: str) -> list[URLPattern]:
    return [
        path(
            f"{route}feed.{form}",
            feeds.feed,
            {"noun": noun, "form": form},
            name=f"feed-{noun}-{form}",
        )
        for form in feeds.FORMS
    ]


_SLUG = "<slug-any:slug>/"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    *_feeds("", "latest"),
    *_page(f"news/<key:pk>/{_SLUG}", article.article, "article-detail"),
    *_page("news/<key:pk>/", article.article, "article-short"),
    *_page(f"news/<key:pk>/{_SLUG}comments/", comments.comments, "comments"),
    *_page(f"news/<key:pk>/{_SLUG}reply/", comments.reply, "reply"),
    *_page(f"news/<key:pk>/{_SLUG}reply/received/", comments.received, "reply-received"),
    # What others linked as AMP: one hop to the article, whatever became of it.
    *_page(f"news/<key:pk>/{_SLUG}amp/", article.article, "article-amp"),
    path("news/<key:pk>/rsl.xml", notices.article_licence, name="article-licence"),
    path("news/<key:pk>/ninjs.json", wire.ninjs_item, name="article-ninjs"),
    path("news/<key:pk>/newsml.xml", wire.newsml_item, name="article-newsml"),
    *_page(f"story/<key:pk>/{_SLUG}", story.story, "story-detail"),
    *_page("story/<key:pk>/", story.story, "story-short"),
    *_feeds(f"story/<key:pk>/{_SLUG}", "story"),
    *_page(f"section/{_SLUG}", lists.section, "section-detail"),
    *_feeds(f"section/{_SLUG}", "section"),
    *_page(f"tag/{_SLUG}", lists.tag, "tag-detail"),
    *_feeds(f"tag/{_SLUG}", "tag"),
    *_page(f"source/{_SLUG}", lists.source, "source-detail"),
    *_feeds(f"source/{_SLUG}", "source"),
    *_page(f"author/{_SLUG}", lists.author, "author-detail"),
    *_feeds(f"author/{_SLUG}", "author"),
    *_page("archive/", archive.archive_index, "archive-index"),
    *_page("archive/<year:year>/<month:month>/", archive.archive, "archive"),
    *_page("search/", search.search, "search"),
    path("search/complete", search.complete, name="search-complete"),
    path("opensearch.xml", search.description, name="search-description"),
    *_page("corrections/", paper.corrections, "corrections"),
    *_feeds("corrections/", "corrections"),
    *_page("feeds/", feedlist.feed_list, "feed-list"),
    path("feeds.opml", feedlist.opml, name="feed-opml"),
    path("feeds/feed.css", feedlist.style, name="feed-style"),
    *_page("about/", paper.about, "about"),
    *_page("about/<slug:kind>/", paper.statement, "statement"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path(
        "sitemap-articles-<year:year>-<month:month>.xml",
        sitemaps.month,
        name="sitemap-articles",
    ),
    path("preview/front/<key:pk>/", preview.front_preview, name="front-preview"),
    path("robots.txt", notices.robots, name="robots"),
    path("trust.txt", notices.trust, {"name": "trust"}, name="trust"),
    path(".well-known/trust.txt", notices.trust, {"name": "trust-known"}, name="trust-known"),
    path("ads.txt", notices.ads, name="ads"),
    path("app-ads.txt", notices.app_ads, name="app-ads"),
    path(".well-known/security.txt", notices.security, name="security"),
    path("security.txt", notices.security, name="security-root"),
    path("rsl.xml", notices.licence, name="licence"),
]
