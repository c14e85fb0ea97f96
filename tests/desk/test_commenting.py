"""What the desk does with comments, who may, what history keeps, and who is trusted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from articles import cachekeys
from articles.desk import commenters, commenting, forgetting, merging, pacing, receiving, undoing
from articles.enums import CommentStatus
from articles.errors import ActRefused, NotPermitted, TooFast
from articles.models import Act, Article, Ban, Change, Comment, CommentTry, Publication, Text
from tests import factories
from tests.factories import EARLIER, NOW, make_comment

pytestmark = pytest.mark.django_db

NOBODY: dict[str, Any] = {"by": None, "at": NOW}
OFFERED = receiving.Offered("Ann", "Ann@Example.org ", "I saw it coming.", "203.0.113.77")


@pytest.fixture
def article() -> Article:
    return factories.make_published(section=factories.make_section(), headline="The dyke breaks")


def take_in(article: Article, *, at: Any = NOW, **fields: Any) -> Comment:
    values = {**OFFERED.__dict__, **fields}
    publication = fields.pop("publication", Publication(pk=1))
    values.pop("publication", None)
    return receiving.receive(article, receiving.Offered(**values), publication=publication, at=at)


def status_of(comment: Comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        (commenting.approve, "held", "approved"),
        (commenting.approve, "spam", "approved"),
        (commenting.refuse, "held", "refused"),
        (commenting.refuse, "approved", "removed"),
        (commenting.refuse, "removed", "removed"),
        (commenting.mark_spam, "approved", "spam"),
    ],
)
def test_each_act_moves_a_comment_and_is_taken_back(
    article: Article, act: Any, before: str, after: str
) -> None:
    comment = make_comment(article, status=before)

    act([comment], **NOBODY)
    done = status_of(comment)
    if before != after:
        undoing.undo_act(Act.objects.latest("pk"), **NOBODY)

    assert (done, status_of(comment)) == (after, before)


def test_page_of_the_article_is_made_anew_and_no_other_article_s(article: Article) -> None:
    comment = make_comment(article)

    commenting.approve([comment], **NOBODY)

    keys = cachekeys.keys_of(Act.objects.get(verb="approve-comment").changes.all())
    assert {cachekeys.names.comments(article.pk), cachekeys.names.article(article.pk)} <= keys
    assert not keys & {cachekeys.SITE, cachekeys.LATEST}


def test_editor_of_another_section_may_not_judge(article: Article) -> None:
    assert article.section is not None
    own = factories.make_user(factories.SECTION_EDITOR, (article.section,))
    foreign = factories.make_user(factories.SECTION_EDITOR, (factories.make_section(),))
    reporter = factories.make_user(factories.REPORTER, (article.section,))
    comment = make_comment(article)

    for person in (foreign, reporter):
        for act in (commenting.approve, commenting.refuse, commenting.ban_writers):
            with pytest.raises(NotPermitted):
                act([comment], by=person, at=NOW)
        with pytest.raises(NotPermitted):
            commenting.close_comments(article, by=person, at=NOW)
    commenting.approve([comment], by=own, at=NOW)

    assert status_of(comment) == "approved"


def test_answer_is_not_shown_before_what_it_answers(article: Article) -> None:
    opening = make_comment(article)
    answer = make_comment(article, parent=opening)

    with pytest.raises(ActRefused):
        commenting.approve([answer], **NOBODY)
    both = commenting.approve([opening, answer], **NOBODY)

    assert len(both) == 2


def test_history_knows_what_was_decided_and_not_who_wrote_what(article: Article) -> None:
    comment = take_in(article, email="secret@example.org", text="Words of a reader. " * 20)
    commenting.approve([comment], **NOBODY)
    commenting.refuse([comment], **NOBODY)
    other = factories.make_published()
    merging.apply_merge(merging.plan_merge(other, [article], by=None), **NOBODY)

    changes = Change.objects.filter(model="articles.comment")
    assert set(changes.values_list("field", flat=True)) == {"status", "decided_at", "article_id"}
    kept = " ".join(Text.objects.values_list("value", flat=True))
    told = " ".join(str(row) for row in Change.objects.values("before", "after"))
    assert "Words of a reader" not in kept + told
    assert "secret@example.org" not in kept + told


def test_ban_of_a_writer_holds_for_other_comments_until_it_is_lifted(article: Article) -> None:
    first = take_in(article)
    (ban,) = commenting.ban_writers([first], **NOBODY)

    later = take_in(article, text="Again.", address="198.51.100.1", email="ANN@example.org")
    commenting.lift_ban(ban, **NOBODY)
    last = take_in(article, text="And again.", address="198.51.100.2")

    assert [status_of(one) for one in (first, later, last)] == ["spam", "refused", "held"]
    assert later.reasons == [["banned-writer", ""]]


def test_second_ban_of_a_writer_only_puts_the_comment_aside(article: Article) -> None:
    one, two = take_in(article), take_in(article, text="More of it.")
    commenting.ban_writers([one], **NOBODY)

    assert commenting.ban_writers([two], **NOBODY) == []
    assert (status_of(two), Ban.objects.count()) == ("spam", 1)
    with pytest.raises(ActRefused):
        commenting.ban_writers([two], **NOBODY)


@pytest.mark.parametrize(
    ("made", "trusted"),
    [
        (["approved"] * 3, True),
        (["approved"] * 2, False),
        (["refused", *["approved"] * 9], False),
        (["refused", *["approved"] * 10], True),
        ([*["approved"] * 10, "spam"], False),
    ],
)
def test_writer_is_trusted_after_so_many_approvals(
    article: Article, made: list[str], trusted: bool
) -> None:
    for status in made:
        make_comment(article, name="Ann", email="ann@example.org", status=status)

    comment = take_in(article)

    assert (status_of(comment) == "approved") is trusted
    assert take_in(article, text="Once more.", name="Annette").status == "held"


def test_trusted_writer_with_something_against_the_words_waits(article: Article) -> None:
    for _number in range(3):
        make_comment(article, name="Ann", email="ann@example.org", status="approved")
    paper = Publication(pk=1, comments_blocked_words="casino\n")

    comment = take_in(article, text="A casino!", publication=paper)

    assert (comment.status, comment.why) == ("held", ["has the blocked word “casino”"])


def test_same_words_elsewhere_within_the_hour_are_held_by_name(article: Article) -> None:
    take_in(article)

    same = take_in(factories.make_published(), address="198.51.100.1", text="i saw it COMING")
    later = take_in(
        factories.make_published(), address="198.51.100.2", at=NOW + timedelta(minutes=61)
    )

    assert same.reasons == [["repeated", ""]]
    assert later.reasons == [["first", ""]]


def test_comment_on_its_way_while_articles_merge_arrives_at_the_survivor(
    article: Article,
) -> None:
    survivor = factories.make_published()
    merging.apply_merge(merging.plan_merge(survivor, [article], by=None), **NOBODY)

    assert take_in(article).article == survivor


def judge(article: Article, offered: receiving.Offered) -> str:
    return "looks  made\nby a machine" if "machine" in offered.text else ""


def broken(article: Article, offered: receiving.Offered) -> str:
    raise OSError("service is down")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("judge", "A machine wrote this.", [["outside", "looks made by a machine"]]),
        ("judge", "I wrote this.", []),
        ("broken", "I wrote this.", [["outside", "it could not be asked"]]),
    ],
)
def test_outside_judge_holds_and_its_failure_does_too(
    article: Article, settings: Any, name: str, text: str, said: list[list[str]]
) -> None:
    settings.COMMENT_JUDGE = f"{__name__}.{name}"
    for _number in range(3):
        make_comment(article, name="Ann", email="ann@example.org", status="approved")

    comment = take_in(article, text=text)

    assert (comment.reasons, status_of(comment)) == (said, "held" if said else "approved")


def test_pace_is_kept_by_the_minute_and_by_ten(article: Article) -> None:
    refused = []
    for minute in range(12):
        for second in range(2):
            at = NOW + timedelta(minutes=minute, seconds=second)
            try:
                pacing.take_turn(["key"], at=at)
            except TooFast as fault:
                refused.append((minute, second, fault.retry_after))

    # Ten by the fifth minute; the next two when the first two are ten minutes old.
    assert refused[0] == (5, 0, 300)
    assert [(minute, second) for minute, second, _wait in refused] == [
        (minute, second) for minute in range(5, 10) for second in range(2)
    ]
    assert CommentTry.objects.count() <= 2 * 10


def test_two_threads_at_once_do_not_both_get_the_last_turn(article: Article) -> None:
    """A turn is written before it is looked at: what another process wrote meanwhile counts."""
    for _number in range(2):
        pacing.take_turn(["key"], at=NOW)
    CommentTry.objects.create(key="key", at=NOW)  # another process, a moment ahead

    with pytest.raises(TooFast):
        pacing.take_turn(["key"], at=NOW)
    assert CommentTry.objects.filter(key="key").count() == 3


def test_visitor_is_a_whole_ipv6_network_and_one_ipv4_address() -> None:
    key = commenters.visitor_key

    assert key("2001:db8::1") == key("2001:db8::ffff:1") != key("2001:db8:0:1::1")
    assert key("203.0.113.1") != key("203.0.113.2")
    assert commenters.network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"


def test_writer_is_found_under_a_former_key_of_the_installation(settings: Any) -> None:
    settings.SECRET_KEY = "former key of the installation"
    former = commenters.email_hash("ann@example.org")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]

    assert commenters.email_hashes(" ANN@example.org")[1] == former


def test_addresses_are_forgotten_after_ninety_days_and_nothing_else(article: Article) -> None:
    old = make_comment(article, made_at=NOW - timedelta(days=90, seconds=1))
    new = make_comment(article, made_at=NOW - timedelta(days=90))

    counts = (forgetting.overdue(NOW), forgetting.forget_addresses(NOW), forgetting.overdue(NOW))

    kept = Comment.objects.get(pk=old.pk)
    assert counts == (1, 1, 0)
    assert (kept.email, kept.address) == ("", None)
    assert (kept.email_hash, kept.network, kept.text) == (old.email_hash, old.network, old.text)
    assert Comment.objects.get(pk=new.pk).email == new.email


def test_erased_comment_keeps_its_place_and_nothing_more(article: Article) -> None:
    opening = make_comment(article, email="Ann@example.org", status="approved")
    answer = make_comment(article, parent=opening, status="approved")
    commenting.refuse([opening], **NOBODY)
    told = list(forgetting.written_by("ann@example.org"))

    count = forgetting.erase_writer("ann@example.org ", now=NOW)
    with pytest.raises(ActRefused):
        undoing.undo_act(Act.objects.latest("pk"), **NOBODY)
    with pytest.raises(ActRefused):
        commenting.approve([opening], **NOBODY)

    assert ([row["text"] for row in told], count) == ([opening.text], 1)
    gone = Comment.objects.get(pk=opening.pk)
    left = (gone.name, gone.text, gone.email, gone.email_hash, gone.address, gone.network)
    assert (left, gone.status) == (("", "", "", "", None, ""), CommentStatus.REMOVED)
    assert list(Comment.objects.opening(article)) == [gone]
    assert status_of(answer) == "approved"
    assert list(forgetting.written_by("ann@example.org")) == []


def test_table_refuses_what_must_not_be(article: Article) -> None:
    comment = make_comment(article)
    bad: list[tuple[Any, dict[str, Any]]] = [
        (Comment, {"parent": comment}),
        (Comment, {"status": "approved"}),
        (Comment, {"erased_at": EARLIER}),
    ]
    for model, fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=comment.pk).update(**fields)
    for fields in ({"network": "", "email_hash": ""}, {"network": "x", "email_hash": "y"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ban.objects.create(made_at=NOW, **fields)
