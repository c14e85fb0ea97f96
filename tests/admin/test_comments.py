"""The queue of comments: what it tells, its filters, its acts, and where they lead."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Ban, Comment
from tests import factories
from tests.admin.conftest import logged_in
from tests.admin.pages import said, texts, values
from tests.factories import make_comment

QUEUE = "/admin/comments/"
NAMES = "//ol[@class='queue']/li//h2"


@pytest.fixture
def article(db: None) -> Article:
    return factories.make_published(headline="The dyke breaks", section=factories.make_section())


def act(desk: Client, verb: str, *comments: Comment, **more: Any) -> Any:
    picked = [comment.pk for comment in comments]
    return desk.post("/admin/comments/act/", {"act": verb, "pick": picked, **more})


def test_queue_shows_held_ones_with_reason_and_standing(desk: Client, article: Article) -> None:
    for status in ("approved", "approved", "spam"):
        make_comment(article, email="ann@example.org", status=status)
    make_comment(
        article, name="<b>Ann</b>", email="ann@example.org", text="<script>x</script>",
        reasons=[["links", "5"], ["blocked", "<i>"], ["unknown", ""]],
    )  # fmt: skip

    page = desk.get(QUEUE)

    assert texts(page, NAMES) == ["<b>Ann</b>"]
    assert texts(page, "//ul[@aria-label='Why it waits']/li") == [
        "more links than allowed: 5", "has the blocked word “<i>”", "unknown",
    ]  # fmt: skip
    assert "2 approved, 1 put aside" in texts(page, "//dl[@class='queue-facts']//dd")
    assert "ann@example.org" not in page.content.decode()
    assert "<script>x" not in page.content.decode()


def test_filters_are_links_and_narrow(desk: Client, article: Article) -> None:
    make_comment(article, name="Held", address="192.0.2.1")
    make_comment(article, name="Shown", status="approved")
    make_comment(factories.make_published(), name="Elsewhere", address="192.0.2.9")

    found = {
        query: texts(desk.get(f"{QUEUE}?{query}"), NAMES)
        for query in (
            "", "show=approved", "show=spam", f"article={article.pk}", "network=192.0.2.0/24",
            "show=nonsense", "article=x", "before=1",
        )
    }  # fmt: skip

    assert found == {
        "": ["Elsewhere", "Held"],
        "show=approved": ["Shown"],
        "show=spam": [],
        f"article={article.pk}": ["Shown", "Held"],
        "network=192.0.2.0/24": ["Elsewhere", "Held"],
        "show=nonsense": ["Elsewhere", "Held"],
        "article=x": ["Elsewhere", "Held"],
        "before=1": [],
    }
    hrefs = values(desk.get(QUEUE), "//dl[@class='queue-facts']//a/@href")
    assert {f"?article={article.pk}", "?network=192.0.2.0%2F24"} <= set(hrefs)


def test_queue_goes_on_page_by_page(desk: Client, article: Article) -> None:
    for number in range(45):
        make_comment(article, name=f"Reader {number}")

    first = desk.get(QUEUE)
    (older,) = values(first, "//a[@rel='next']/@href")
    second = desk.get(f"{QUEUE}{older}")

    told = texts(first, NAMES) + texts(second, NAMES)
    assert told == [f"Reader {number}" for number in reversed(range(45))]


@pytest.mark.parametrize(
    ("verb", "after", "message"),
    [
        ("approve", "approved", "Approved 2 comments. Undo it with u."),
        ("refuse", "refused", "Refused 2 comments. Undo it with u."),
        ("spam", "spam", "Put 2 comments with the spam. Undo it with u."),
        ("ban", "spam", "Banned 2 writers. Undo it with u."),
        ("ban-network", "held", "Banned 1 network for 30 days. Undo it with u."),
    ],
)
def test_each_button_acts_on_what_is_ticked_and_u_takes_it_back(
    desk: Client, article: Article, verb: str, after: str, message: str
) -> None:
    both = [make_comment(article, address=f"192.0.2.{n}") for n in range(2)]

    done = act(desk, verb, *both, place="0")
    became = set(Comment.objects.values_list("status", flat=True))
    undone = act(desk, "undo")

    assert (done.status_code, done["Location"]) == (302, f"{QUEUE}?show=held")
    assert (became, said(done)) == ({after}, [message])
    assert set(Comment.objects.values_list("status", flat=True)) == {"held"}
    assert Ban.objects.count() == 0
    assert said(undone)[-1].startswith("Undid: ")


def test_key_without_a_tick_means_the_one_in_focus_and_stays_there(
    desk: Client, article: Article
) -> None:
    comment = make_comment(article)

    done = act(desk, "approve", focus=comment.pk, place="3", show="held", before="99")

    assert done["Location"] == f"{QUEUE}?show=held&before=99&at=3"
    assert Comment.objects.get().status == "approved"


def test_nothing_chosen_nonsense_and_rows_that_went_are_told(
    desk: Client, article: Article
) -> None:
    answers = [act(desk, "approve"), act(desk, "explode"), act(desk, "lift 99")]
    answers += [
        desk.post("/admin/comments/act/", {"act": "approve", "pick": ["x", "-1", "9" * 30]})
    ]

    assert [said(answer)[-1] for answer in answers] == [
        "No comment was chosen. Tick one, or move onto it, and try again.",
        "That is not an act of this page.",
        "This ban was lifted already. Reload the page.",
        "No comment was chosen. Tick one, or move onto it, and try again.",
    ]


def test_every_key_has_a_button_with_its_name(desk: Client, article: Article) -> None:
    make_comment(article)

    page = desk.get(QUEUE)

    keys = dict(
        zip(values(page, "//button/@data-key"), texts(page, "//button[@data-key]"), strict=True)
    )
    assert keys == {
        "a": "Approve a", "d": "Refuse d", "!": "Spam !", "b": "Ban the writer b",
        "n": "Ban the network n", "u": "Undo u",
    }  # fmt: skip


def test_article_is_closed_and_opened_from_its_queue(desk: Client, article: Article) -> None:
    page = f"{QUEUE}?article={article.pk}"
    offered = values(desk.get(page), "//p[@class='narrowed']/button/@value")
    act(desk, offered[0], article=article.pk)
    closed = Article.objects.get().takes_comments
    offered += values(desk.get(page), "//p[@class='narrowed']/button/@value")
    act(desk, offered[1], article=article.pk)

    assert offered == [f"close {article.pk}", f"open {article.pk}"]
    assert (closed, Article.objects.get().takes_comments) == (False, True)


def test_ban_is_listed_and_lifted(desk: Client, article: Article) -> None:
    act(desk, "ban", make_comment(article, name="Spammer"))
    page = desk.get("/admin/comments/bans/")
    (lift,) = values(page, "//ol[@class='queue']//button/@value")

    act(desk, lift)

    assert texts(page, NAMES) == ["Spammer"]
    assert Ban.objects.count() == 0


def test_desk_tells_moderators_alone_how_many_wait(desk: Client, article: Article) -> None:
    make_comment(article)
    reporter = logged_in(factories.make_user(factories.REPORTER))

    told = [
        values(one.get("/admin/"), "//a[@href='/admin/comments/']/@href")
        for one in (desk, reporter)
    ]

    assert (len(told[0]), told[1]) == (2, [])  # the tile, and the menu
