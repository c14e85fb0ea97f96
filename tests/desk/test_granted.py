"""A person's rights are read in one query, and are those that Django would find."""

from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from articles.desk import rights
from articles.models import SectionMember
from tests import factories

pytestmark = pytest.mark.django_db


def fresh(user: Any) -> Any:
    return get_user_model().objects.get(pk=user.pk)


def editor(**fields: Any) -> Any:
    """With a right of her own beside those of her group."""
    user = factories.make_user(factories.SECTION_EDITOR, username="ann", **fields)
    user.user_permissions.add(Permission.objects.get(codename="kill_article"))
    return user


def test_all_rights_cost_one_query(django_assert_num_queries: Any) -> None:
    user = fresh(editor())

    with django_assert_num_queries(1):
        held = [
            user.has_perm(f"articles.{right}")
            for right in ("publish_article", "kill_article", "retract_article")
        ]
        assert user.has_module_perms("articles")

    assert held == [True, True, False]


@pytest.mark.parametrize("fields", [{}, {"is_active": False}, {"is_superuser": True}])
def test_rights_are_those_that_django_finds(fields: dict[str, bool]) -> None:
    user = editor(**fields)
    alone = fresh(user)

    found = fresh(user).get_all_permissions()

    assert found == ModelBackend().get_all_permissions(alone)
    assert bool(found) == user.is_active


def test_nobody_is_let_in_by_it() -> None:
    editor()

    known = authenticate(username="ann", password="a password for tests")

    assert authenticate(username="ann", password="wrong") is None
    assert known is not None
    assert known.backend == "django.contrib.auth.backends.ModelBackend"


def test_standing_is_read_once_while_it_is_held_and_anew_otherwise(
    django_assert_num_queries: Any,
) -> None:
    section = factories.make_section()
    article = factories.make_article(section=section)
    user = fresh(factories.make_user(factories.SECTION_EDITOR, (section,)))
    user.has_perm("articles.spike_article")

    with django_assert_num_queries(2):
        assert rights.may(user, "spike_article", article)
        assert rights.may(user, "publish_article", article)
    rights.hold(user)
    with django_assert_num_queries(1):
        assert rights.may(user, "spike_article", article)
        assert rights.may(user, "publish_article", article)
    SectionMember.objects.all().delete()

    assert not rights.may(fresh(user), "spike_article", article)
