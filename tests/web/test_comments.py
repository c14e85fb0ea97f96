"""Comments as readers meet them: what is shown, the form, and what every odd thing is answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.desk import commenting, merging, publishing, taking_comments
from articles.enums import CommentStatus
from articles.models import Article, Ban, Comment, Publication
from articles.text import links
from tests import factories
from tests.factories import EARLIER, NOW
from tests.web.reading import one, read, text

pytestmark = pytest.mark.django_db

APPROVED = CommentStatus.APPROVED
SHOWN_AT = NOW - timedelta(seconds=5)


@pytest.fixture
def article(paper: Publication) -> Article:
    return factories.make_published(
        headline="The old dyke gives way at night",
        slug="dyke",
        published_at=NOW - timedelta(days=3),
    )


def reply_to(article: Article) -> str:
    return f"{article.get_absolute_url()}reply/"


def filled(client: Client, path: str, *, at: Any = SHOWN_AT, **fields: Any) -> dict[str, Any]:
    """The form as somebody fills it in, five seconds after it was shown."""
    with time_machine.travel(at, tick=False):
        tree = read(client, path)
    hidden = {
        field.get("name"): field.get("value", "")
        for field in tree.xpath("//form//input[@type='hidden']")
    }
    told = {"name": "Ann", "email": "ann@example.org", "text": "I saw it coming for years."}
    return {**hidden, **told, "website": "", **fields}


def send(client: Client, article: Article, address: str = "203.0.113.77", **fields: Any) -> Any:
    path = reply_to(article)
    return client.post(path, filled(client, path, **fields), REMOTE_ADDR=address)


def errors(response: Any) -> list[str]:
    from lxml import html

    tree = html.fromstring(response.content.decode())
    return text(tree, "//div[contains(@class, 'reply__wrong')]//li")


def test_comment_is_kept_held_and_told_that_it_came_in(client: Client, article: Article) -> None:
    response = send(client, article)

    kept = Comment.objects.values(
        "status", "name", "email", "network", "address", "language", "reasons", "parent"
    ).get()
    assert (response.status_code, response["Location"]) == (303, f"{reply_to(article)}received/")
    assert kept == {
        "status": "held", "name": "Ann", "email": "ann@example.org", "network": "203.0.113.0/24",
        "address": "203.0.113.77", "language": "en", "reasons": [["first", ""]], "parent": None,
    }  # fmt: skip
    page = read(client, response["Location"])
    status = page.xpath("//*[@role='status']")[0]
    assert (status.get("tabindex"), status.get("autofocus")) == ("-1", "")
    assert one(page, "//h1") == "Thank you: your comment came in"
    assert "I saw it coming" not in client.get(article.get_absolute_url()).content.decode()


def test_form_is_stored_by_nobody_and_the_article_carries_no_mark(
    client: Client, article: Article
) -> None:
    page, form = client.get(article.get_absolute_url()), client.get(reply_to(article))

    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert "csrftoken" not in page.cookies
    assert page["Cache-Control"].startswith("public")
    assert form["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in form.content.decode()
    assert "csrftoken" in form.cookies


def test_form_says_what_each_field_is_for(client: Client, article: Article) -> None:
    tree = read(client, reply_to(article))

    named = {
        label.get("for"): tree.xpath(f"//*[@id='{label.get('for')}']")[0]
        for label in tree.xpath("//form[@method='post']//label")
    }
    assert [field.get("autocomplete") for field in named.values()] == ["name", "email", None, "off"]
    assert named["reply-website"].get("tabindex") == "-1"
    assert named["reply-email"].get("aria-describedby") == "why-email"
    assert one(tree, "//*[@id='why-email']") == "Never shown, and forgotten after 90 days."


def same_answer(client: Client, article: Article, **fields: Any) -> tuple[int, str, bytes]:
    response = send(client, article, **fields)
    return response.status_code, response["Location"], response.content


def test_answer_is_the_same_whatever_becomes_of_the_comment(
    client: Client, article: Article, paper: Publication
) -> None:
    held = same_answer(client, article)
    twice = same_answer(client, article)
    banned = factories.make_comment(article, email="bad@example.org")
    commenting.ban_writers([banned], by=None, at=NOW)
    others = {
        "refused": {"email": "bad@example.org"},
        "spam": {"email": "c@example.org", "text": "Buy http://a.example " * 30},
        "trapped": {"email": "d@example.org", "website": "http://x.example", "text": "Nice."},
    }

    answers = [
        same_answer(client, article, address=f"198.51.100.{n}", **fields)
        for n, fields in enumerate(others.values())
    ]

    assert [twice, *answers] == [held] * 4
    became = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(became) == ["held", "spam", "refused", "spam", "spam"]


def test_trusted_writer_is_shown_at_once_and_the_page_cache_told(
    client: Client, article: Article
) -> None:
    for _number in range(3):
        factories.make_comment(
            article, name="Ann", email="ann@example.org", status=APPROVED, text="Well said."
        )

    send(client, article)

    page = read(client, article.get_absolute_url())
    assert "I saw it coming for years." in text(page, "//section[@id='comments']//p")
    assert one(page, "//section[@id='comments']//summary") == "4 comments"


def test_threads_are_folded_under_their_count_newest_first(
    client: Client, article: Article
) -> None:
    first = factories.make_comment(article, status=APPROVED, name="Ann", text="First.")
    factories.make_comment(
        article, status=APPROVED, name="Bob", text="Second.", made_at=NOW - timedelta(minutes=1)
    )
    factories.make_comment(article, status=APPROVED, name="Cat", text="To Ann.", parent=first)
    factories.make_comment(article, parent=first, text="Not shown.")

    tree = read(client, article.get_absolute_url())

    (fold,) = tree.xpath("//section[@id='comments']/details")
    assert fold.get("open") is None
    assert one(fold, "summary") == "3 comments"
    assert text(fold, "ol/li/article//h3") == ["Bob", "Ann"]
    assert text(fold, "ol/li[2]/ol/li//h4") == ["Cat"]
    assert "Not shown." not in tree.text_content()


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_page_one_query(
    client: Client, article: Article, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        opening = factories.make_comment(article, status=APPROVED)
        factories.make_comment(article, status=APPROVED, parent=opening)
    Publication.objects.update(comments_on=False)
    with django_assert_num_queries(8):
        client.get(article.get_absolute_url())
    Publication.objects.update(comments_on=True)

    with django_assert_num_queries(9):
        client.get(article.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(f"{article.get_absolute_url()}comments/")


def test_long_discussion_goes_on_page_by_page(client: Client, article: Article) -> None:
    for number in range(35):
        factories.make_comment(
            article, status=APPROVED, text=f"Thought {number}.",
            made_at=EARLIER + timedelta(seconds=number),
        )  # fmt: skip

    page = read(client, article.get_absolute_url())
    (way,) = page.xpath("//section[@id='comments']/details/p/a")
    first = read(client, way.get("href"))
    (older,) = first.xpath("//a[@rel='next']")
    second = read(client, older.get("href"))

    assert one(page, "//section[@id='comments']/details/p/a") == "All 35 comments"
    told = text(first, "//main//article//div/p") + text(second, "//main//article//div/p")
    assert told == [f"Thought {number}." for number in reversed(range(35))]


def test_place_of_a_removed_comment_stays_while_answers_are_shown(
    client: Client, article: Article
) -> None:
    opening = factories.make_comment(article, status=APPROVED, text="Gone.")
    factories.make_comment(article, status=APPROVED, parent=opening, text="Stays.")
    alone = factories.make_comment(article, status=APPROVED, text="Gone, too.")
    commenting.refuse([opening, alone], by=None, at=NOW)

    tree = read(client, article.get_absolute_url())

    assert text(tree, "//section[@id='comments']//article/p[@class='meta']") == [
        "This comment was taken down."
    ]
    assert text(tree, "//section[@id='comments']//div/p") == ["Stays."]


HOSTILE = (
    "<script>alert(1)</script> javascript:alert(1) [x](javascript:alert(2)) "
    'https://good.example/a?b=1&c=<i> http://user@evil.example/ http://"onmouseover=x'
)


def test_hostile_words_are_words(client: Client, article: Article) -> None:
    factories.make_comment(article, status=APPROVED, name="<b>Ann</b>", text=HOSTILE)

    response = client.get(article.get_absolute_url())
    tree = read(client, article.get_absolute_url())

    (block,) = tree.xpath("//section[@id='comments']//div[contains(@class, 'talk__text')]")
    assert block.text_content() == HOSTILE
    (link,) = block.xpath(".//a")
    assert (link.get("href"), link.get("rel")) == (
        "https://good.example/a?b=1&c=",
        "ugc nofollow noopener noreferrer",
    )
    assert {element.tag for element in block.iter()} == {"div", "p", "a", "bdi"}
    assert "&lt;b&gt;Ann&lt;/b&gt;" in response.content.decode()
    assert [script.get("type") for script in tree.xpath("//script")] == ["application/ld+json"]


def test_comment_of_a_hundred_links_is_answered_as_any_and_shown_to_nobody(
    client: Client, article: Article
) -> None:
    usual = same_answer(client, article)
    words = " ".join(f"http://{n}.shop.example/" for n in range(100))

    answer = same_answer(
        client, article, address="198.51.100.9", email="shop@example.org", text=words
    )

    kept = Comment.objects.get(email="shop@example.org")
    assert (answer, kept.status, kept.text) == (usual, "spam", words)
    assert "shop.example" not in client.get(article.get_absolute_url()).content.decode()


def test_only_some_of_a_hundred_links_are_links(client: Client, article: Article) -> None:
    factories.make_comment(article, status=APPROVED, text="http://a.example/ " * 100)

    tree = read(client, article.get_absolute_url())

    assert (
        len(tree.xpath("//section[@id='comments']//a[contains(@rel, 'ugc')]")) == links.MOST_LINKS
    )


def test_text_that_runs_the_other_way_does_so(client: Client, article: Article) -> None:
    factories.make_comment(
        article, status=APPROVED, language="ur", text="یہ پل بہت پرانا تھا اور گر گیا ہے"
    )

    (block,) = read(client, article.get_absolute_url()).xpath("//div[@class='talk__text']")

    assert (block.get("lang"), block.get("dir")) == ("ur", "rtl")


STALE = "This form was open for more than a day. Send it again: all is still here."
QUICK = "That was quicker than anybody writes. Send it again: all is still here."
NO_PARENT = (
    "The comment that you answer is no longer there. Send yours again: it will stand by itself."
)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": " \u200b "}, ["Write the name that shall stand beside it."]),
        ({"name": "x" * 81}, ["Write a shorter name: it has 81 letters, 80 fit."]),
        ({"email": "ann"}, ["Write the whole e-mail address, such as ann@example.org."]),
        ({"email": ""}, ["Write your e-mail address. It is never shown."]),
        ({"text": "\x00 "}, ["Write your comment."]),
        ({"text": "x" * 5003}, ["Shorten your comment by 3 letters."]),
        ({"stamp": ""}, [STALE]),
        ({"at": NOW - timedelta(hours=25)}, [STALE]),
        ({"at": NOW - timedelta(seconds=2)}, [QUICK]),
        ({"to": "999999"}, [NO_PARENT]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_every_word_kept(
    client: Client, article: Article, fields: dict[str, Any], told: list[str]
) -> None:
    response = send(client, article, **{"text": "My <words>", **fields})

    wanted = {"name": "Ann", "email": "ann@example.org", "text": "My <words>", **fields}
    from lxml import html

    tree = html.fromstring(response.content.decode())
    kept = {
        "name": tree.xpath("//input[@name='name']/@value")[0],
        "email": tree.xpath("//input[@name='email']/@value")[0],
        "text": tree.xpath("//textarea")[0].text_content().removeprefix("\n"),
    }
    assert (response.status_code, errors(response)) == (422, told)
    assert kept == {name: wanted[name].replace("\x00", "") for name in kept}
    (summary,) = tree.xpath("//*[@role='alert']")
    assert (summary.get("tabindex"), summary.get("autofocus")) == ("-1", "")
    for wrong in tree.xpath("//*[@aria-invalid='true']"):
        assert set(wrong.get("aria-describedby").split()) <= set(tree.xpath("//@id"))
    assert Comment.objects.count() == 0
    assert response["Cache-Control"] == "no-store"


def test_form_sent_too_quickly_is_taken_when_it_is_sent_again(
    client: Client, article: Article
) -> None:
    quick = send(client, article, at=NOW - timedelta(seconds=2))
    from lxml import html

    (stamp,) = html.fromstring(quick.content.decode()).xpath("//input[@name='stamp']/@value")

    with time_machine.travel(NOW + timedelta(seconds=2), tick=False):
        again = send(client, article, stamp=stamp)

    assert (quick.status_code, again.status_code) == (422, 303)


def test_nul_and_line_breaks_in_a_name_are_no_headers(client: Client, article: Article) -> None:
    send(client, article, name="Ann\r\nBcc: all@example.org\x00\u202e", text="Fine.\x00\r\nYes.")

    comment = Comment.objects.get()
    assert (comment.name, comment.text) == ("Ann Bcc: all@example.org", "Fine.\nYes.")


def test_posted_fields_that_are_not_the_forms_change_nothing(
    client: Client, article: Article
) -> None:
    other = factories.make_published()

    path = reply_to(article)
    strange = {
        "status": "approved", "is_staff": "1", "article": other.pk, "decided_at": "2026-01-01",
        "parent": "1", "score": "0", "erased_at": "2026-01-01", "made_at": "2020-01-01",
    }  # fmt: skip

    client.post(path, {**filled(client, path), **strange})

    kept = Comment.objects.values("status", "article", "decided_at", "parent", "made_at").get()
    assert kept == {
        "status": "held", "article": article.pk, "decided_at": None, "parent": None, "made_at": NOW,
    }  # fmt: skip


def test_answer_stands_under_what_it_answers_and_nowhere_else(
    client: Client, article: Article
) -> None:
    opening = factories.make_comment(article, status=APPROVED)
    elsewhere = factories.make_comment(factories.make_published(), status=APPROVED)
    answer = factories.make_comment(article, status=APPROVED, parent=opening)
    held = factories.make_comment(article)
    form = f"{reply_to(article)}?to={opening.pk}"

    good = client.post(reply_to(article), filled(client, form))
    bad = [
        send(
            client, article, to=str(row), email=f"{row}@example.org", address=f"192.0.2.{row % 250}"
        )
        for row in (elsewhere.pk, answer.pk, held.pk)
    ]

    assert (good.status_code, [one.status_code for one in bad]) == (303, [422] * 3)
    assert Comment.objects.get(email="ann@example.org").parent == opening


def test_missing_mark_is_refused_with_the_words_given_back(article: Article) -> None:
    strict = Client(enforce_csrf_checks=True)
    posted = filled(strict, reply_to(article)) | {"csrfmiddlewaretoken": ""}

    response = strict.post(reply_to(article), posted)

    assert response.status_code == 403
    assert "I saw it coming for years." in response.content.decode()
    assert Comment.objects.count() == 0


def test_body_of_a_megabyte_is_refused_and_not_echoed(client: Client, article: Article) -> None:
    response = send(client, article, text="x" * 1_000_000)

    assert response.status_code == 413
    assert len(response.content) < 20_000
    assert "Go back in your browser" in response.content.decode()


def test_fourth_comment_in_a_minute_waits_with_all_its_words(
    client: Client, article: Article
) -> None:
    sent = [send(client, article, text=f"Thought {n}.", email=f"{n}@x.example") for n in range(3)]
    fourth = send(client, article, text="One more.", email="4@x.example", address="203.0.113.77")
    elsewhere = send(client, article, text="Me, too.", email="5@x.example", address="203.0.113.78")
    same_writer = [
        send(client, article, address=f"198.51.100.{n}", text=f"More {n}.", email="s@x.example")
        for n in range(4)
    ]

    assert [one.status_code for one in [*sent, elsewhere]] == [303] * 4
    assert (fourth.status_code, fourth["Retry-After"]) == (429, "60")
    assert "One more." in fourth.content.decode()
    assert [one.status_code for one in same_writer] == [303, 303, 303, 429]
    with time_machine.travel(NOW + timedelta(seconds=60), tick=False):
        assert send(client, article, text="One more.", email="4@x.example").status_code == 303


def kill(article: Article) -> None:
    publishing.kill(article, by=None, at=NOW, note="No")


def fields(**values: Any) -> Callable[[Article], None]:
    def act(article: Article) -> None:
        Article.objects.filter(pk=article.pk).update(**values)

    return act


def fold(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(copy_of=factories.make_published())


def close_section(article: Article) -> None:
    section = factories.make_section(takes_comments=False)
    Article.objects.filter(pk=article.pk).update(section=section)


def close_paper(article: Article) -> None:
    Publication.objects.update(comments_on=False)


@pytest.mark.parametrize(
    ("hide", "form", "page", "why"),
    [
        (kill, 410, 410, None),
        (fields(status="draft"), 404, 404, None),
        (fields(expires_at=NOW), 410, 410, None),
        (fields(retracted_at=NOW), 403, 404, taking_comments.RETRACTED),
        (fold, 403, 200, taking_comments.COPY),
        (fields(takes_comments=False), 403, 200, taking_comments.ARTICLE_OFF),
        (close_section, 403, 200, taking_comments.ARTICLE_OFF),
        (close_paper, 403, 404, taking_comments.OFF),
        (
            fields(published_at=NOW - timedelta(days=14), visible_at=NOW - timedelta(days=14)),
            403, 200, taking_comments.OVER,
        ),
    ],
)  # fmt: skip
def test_article_that_takes_none_says_so_and_gives_the_words_back(
    client: Client, article: Article, hide: Any, form: int, page: int, why: Any
) -> None:
    factories.make_comment(article, status=APPROVED, text="Said before.")
    posted = filled(client, reply_to(article))
    hide(article)

    shown = client.get(reply_to(article), follow=True)
    sent = client.post(reply_to(article), posted)
    comments = client.get(f"{article.get_absolute_url()}comments/")

    assert (shown.status_code, sent.status_code, comments.status_code) == (form, form, page)
    assert Comment.objects.count() == 1
    assert ("Said before." in comments.content.decode()) is (page == 200)
    if why:
        assert str(why) in sent.content.decode()
        assert "I saw it coming for years." in sent.content.decode()
        assert '<form method="post"' not in shown.content.decode()


def test_last_moment_of_the_fourteen_days_counts(client: Client, article: Article) -> None:
    ends = NOW + timedelta(days=11)
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        page = client.get(article.get_absolute_url())
        last = client.get(reply_to(article)).status_code
    with time_machine.travel(ends, tick=False):
        first = client.get(reply_to(article)).status_code

    assert (last, first) == (200, 403)
    assert page["Cache-Control"] == "public, max-age=1"


def test_threads_follow_a_merge_and_come_back(client: Client, article: Article) -> None:
    survivor = factories.make_published(headline="Dyke breaks", slug="dyke-breaks")
    opening = factories.make_comment(article, status=APPROVED, text="Of the duplicate.")
    factories.make_comment(article, status=APPROVED, text="An answer.", parent=opening)
    factories.make_comment(survivor, status=APPROVED, text="Of the survivor.")
    posted = filled(client, reply_to(article))
    former = reply_to(article)

    plan = merging.plan_merge(survivor, [article], by=None)
    merge = merging.apply_merge(plan, by=None, at=NOW)
    seen = text(read(client, survivor.get_absolute_url()), "//section[@id='comments']//div/p")
    sent_on = client.post(former, posted)
    moved = client.get(former)
    merging.undo_merge(merge, by=None, at=NOW)

    assert sorted(seen) == ["An answer.", "Of the duplicate.", "Of the survivor."]
    assert (sent_on.status_code, sent_on["Location"]) == (308, reply_to(survivor))
    assert (moved.status_code, moved["Location"]) == (301, reply_to(survivor))
    again = text(read(client, article.get_absolute_url()), "//section[@id='comments']//div/p")
    assert again == ["Of the duplicate.", "An answer."]


def test_address_without_its_last_slash_or_under_another_slug_moves_on(
    client: Client, article: Article
) -> None:
    paths = [f"/news/{article.pk}/{rest}" for rest in ("dyke/reply", "other/comments/")]

    answers = [(one.status_code, one["Location"]) for one in map(client.get, paths)]

    assert answers == [
        (301, reply_to(article)),
        (301, f"{article.get_absolute_url()}comments/"),
    ]


def test_banned_network_is_put_aside_until_the_ban_ends(client: Client, article: Article) -> None:
    Ban.objects.create(network="203.0.113.0/24", made_at=EARLIER, until=NOW + timedelta(seconds=1))

    send(client, article)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        send(client, article, text="Later.")

    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [
        "refused", "held",
    ]  # fmt: skip
