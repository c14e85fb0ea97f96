"""Every refusal names the missing right and people who have it or can give it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from articles.desk import holders, rights
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

WHO = "Adela Moreau can do it for you, or give you a role that has it."


@pytest.fixture
def adela(db: None) -> Any:
    return factories.make_chief(username="chief", first_name="Adela", last_name="Moreau")


@pytest.fixture
def reporter(adela: Any) -> Client:
    """A browser in which a reporter works; Adela is the only chief."""
    return logged_in(factories.make_user(factories.REPORTER))


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/admin/articles/source/add/", "add_source"),
        ("/admin/articles/colleague/", "view_colleague"),
        ("/admin/articles/signin/", "view_signin"),
        ("/admin/articles/colleague/add/", "add_colleague"),
    ],
)
def test_refused_page_names_the_right_and_who_has_it(
    reporter: Client, path: str, right: str
) -> None:
    answer = reporter.get(path)

    assert answer.status_code == 403
    assert pages.texts(answer, "//main//section/p")[0] == f"You lack the right “{right}”. {WHO}"


def test_page_that_nobody_opens_says_what_to_do_instead(desk: Client) -> None:
    article = factories.make_article()

    deleting = desk.get(f"/admin/articles/article/{article.pk}/delete/")
    adding = desk.get("/admin/articles/act/add/")

    assert "Nothing is deleted here" in pages.texts(deleting, "//main//section/p")[0]
    assert "You lack the right “add_act”" in pages.texts(adding, "//main//section/p")[0]


def test_accounts_of_django_name_the_superusers(desk: Client) -> None:
    alone = desk.get("/admin/auth/user/")
    factories.make_user(is_superuser=True, first_name="Rut", last_name="Oz")

    named = desk.get("/admin/auth/group/")

    assert "there is none" in pages.texts(alone, "//main//section/p")[0]
    assert pages.texts(named, "//main//section/p")[0].endswith("ask Rut Oz.")


@pytest.mark.parametrize("screen", ["article", "compare", "match", "story", "inbox"])
def test_greyed_button_points_at_its_reason(reporter: Client, screen: str) -> None:
    story = factories.make_story()
    one, other = (factories.make_article(story=story) for _n in range(2))
    match = factories.make_match(one, other)
    url = {
        "article": reverse("admin:articles_article_change", args=[one.pk]),
        "compare": reverse("admin:compare", args=[one.pk, other.pk]),
        "match": reverse("admin:articles_match_change", args=[match.pk]),
        "story": reverse("admin:articles_story_change", args=[story.pk]),
        "inbox": "/admin/inbox/",
    }[screen]

    page = reporter.get(url)

    if screen != "story":  # where the buttons are left out, the reason stands in their place
        assert pages.values(page, "//button/@aria-describedby")
    greyed = "//button[@disabled or @aria-disabled]"
    described = pages.values(page, f"{greyed}/@aria-describedby")
    reasons = [pages.texts(page, f"//*[@id='{name}']") for name in described]
    assert len(described) == len(pages.texts(page, greyed))
    assert all(len(found) == 1 and found[0].endswith(WHO) for found in reasons)
    assert "Why can’t I?" in pages.texts(page, "//details/summary")


def test_bulk_acts_that_are_left_out_are_told(reporter: Client, desk: Client) -> None:
    factories.make_article()
    url = "/admin/articles/article/"

    told = pages.texts(reporter.get(url), pages.classed("reasons-why") + "/p")

    assert [line.split(":")[0] for line in told] == [
        "Publish", "Spike", "Restore from the bin", "Merge…",
    ]  # fmt: skip
    assert all(line.endswith(WHO) for line in told)
    assert not pages.texts(desk.get(url), pages.classed("reasons-why"))


@pytest.fixture
def desk(adela: Any) -> Client:
    return logged_in(adela)


def test_refusals_cost_one_query_for_each_right_or_one_for_all(
    adela: Any, django_assert_num_queries: Any
) -> None:
    by = factories.make_user(factories.REPORTER)
    by.has_perm("articles.view_article")

    with django_assert_num_queries(2):
        for right in ("publish_article", "spike_article", "publish_article"):
            assert rights.why_not(by, right) is not None
    with django_assert_num_queries(1):
        rights.look_up(by, ["kill_article", "merge_article", "publish_article"])
        told = [rights.lacking(by, right).hint for right in ("kill_article", "merge_article")]

    assert told == ["Adela Moreau can do it for you, or give you a role that has it."] * 2


def test_names_are_three_and_the_rest_is_counted(db: None) -> None:
    people = [factories.make_chief(username=name) for name in "abcde"]

    told = [holders.named(people[:n]) for n in (0, 1, 2, 3, 5)]

    assert told == ["", "a", "a and b", "a, b and c", "a, b, c and 2 more"]


def test_holders_are_who_may_by_group_by_hand_or_as_superuser(adela: Any) -> None:
    by_hand = factories.make_user(username="hand")
    by_hand.user_permissions.add(Permission.objects.get(codename="kill_article"))
    root = factories.make_user(username="root", is_superuser=True)
    factories.make_user(factories.SECTION_EDITOR)
    factories.make_chief(username="gone", is_active=False)
    factories.make_chief(username="reader", is_staff=False)

    assert list(holders.holders("kill_article")) == [adela, by_hand, root]
    assert list(holders.others("kill_article", adela)) == [by_hand, root]
