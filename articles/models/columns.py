"""Which columns public lists, feeds and pages read of an article, and of what it points at."""

# What lists show of an article, and of what it points at; what feeds carry beside it.
LINE = (
    "id", "headline", "kicker", "standfirst", "slug", "language", "kind", "rights", "urgency",
    "section_id", "source_id", "lead_image_id", "story_id", "copy_of_id", "canonical_url",
    "status", "arrived_at", "written_at", "visible_at", "updated_at", "expires_at", "retracted_at",
)  # fmt: skip
WHOLE = ("uid", "body_html", "dateline", "word_count", "slugline", "version")
OWN_PAGE = (
    "seo_title", "social_title", "survivor_id", "published_at", "embargoed_until", "sealed_at",
    "takes_comments",
)  # fmt: skip
STORY = (
    "story__id", "story__title", "story__slug", "story__language", "story__lead_id",
    "story__summary",
)  # fmt: skip
# What the list of corrections shows of one and of its article.
CORRECTION = (
    "kind", "text", "made_at", "article__headline", "article__slug", "article__language",
    "article__section__hue",
)  # fmt: skip
JOINED = (
    "section__id", "section__name", "section__slug", "section__language", "section__hue",
    "section__takes_comments", "section__ai_terms",
    "source__id", "source__name", "source__slug", "source__language", "source__rights",
    "source__credit_text", "source__trust", "source__home_url", "source__licence",
    "source__indexing", "source__ai_terms",
    "lead_image__id", "lead_image__uid", "lead_image__file", "lead_image__width",
    "lead_image__height", "lead_image__alt", "lead_image__caption", "lead_image__credit_line",
    "lead_image__creator", "lead_image__rights_notice", "lead_image__source_type",
    "lead_image__focal_x", "lead_image__focal_y", "lead_image__sha256", "lead_image__renditions",
    "lead_image__expires_at", "lead_image__sealed_at", "lead_image__fault",
    "lead_image__has_credentials",
)  # fmt: skip
