"""Who may open and do what: every address of the admin × every role × own and other section.

The addresses come from the admin itself. One that is in neither table below fails the first test,
so a new screen says who may use it in the same commit.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, reverse

from articles.dedupe.judge import DEFAULT
from articles.enums import Decision, Door, Status, SuggestionStatus
from articles.history import record
from articles.models import (
    Act,
    Article,
    Author,
    BulkRun,
    Change,
    Colleague,
    Edition,
    Image,
    Label,
    Merge,
    Proposal,
    Publication,
    Section,
    SignIn,
    Source,
    Story,
    Suggestion,
    Tag,
)
from articles.text import markup
from tests import factories

OWN, OTHER = "own section", "other section"
BOUND = {"reporter", "section editor"}  # to their own section
ROLES = ("nobody", "reporter", "section editor", "chief", "superuser")
STAFF = {"reporter", "section editor", "chief", "superuser"}
DECIDE = {"section editor", "chief", "superuser"}
ANSWER = {"chief", "superuser"}
ACCOUNTS = {"superuser"}
NO_ONE: set[str] = set()

# One pixel, so that an upload is a picture.
PIXEL = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)


@dataclass
class World:
    """One row of everything; the articles, stories and fronts stand in one section."""

    section: Section
    articles: dict[str, Article]
    story: Story
    front: Any
    slot: Any
    tag: Tag
    author: Author
    source: Source
    image: Image
    match: Any
    label: Label
    capture: Any
    suggestion: Suggestion
    change: Change
    merge: Merge
    act: Act
    publication: Publication
    run: BulkRun
    colleague: Colleague
    signin: SignIn
    proposal: Proposal


@pytest.fixture(autouse=True)
def _still_clock() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


def make_people(own: Section) -> dict[str, Any]:
    """One person of each role; reporter and editor are bound to their own section."""
    bound = (own,)
    return {
        "nobody": factories.make_user(username="nobody"),
        "reporter": factories.make_user(factories.REPORTER, bound, username="reporter"),
        "section editor": factories.make_user(factories.SECTION_EDITOR, bound, username="editor"),
        "chief": factories.make_chief(username="chief"),
        "superuser": factories.make_user(username="root", is_superuser=True),
    }


def make_all(place: str) -> tuple[dict[str, Any], World]:
    """The people, and a world in their own section or in another one."""
    own, other = factories.make_section(), factories.make_section()
    people = make_people(own)
    return people, make_world(own if place == OWN else other)


def make_world(section: Section) -> World:
    """Articles in every state that an act begins from, and what hangs on them."""
    Publication.objects.update_or_create(pk=1)
    source = factories.make_source(name="Wire", slug="wire")
    story = factories.make_story(title="Strike")
    articles = {
        name: factories.make_article(section=section, source=source, status=status)
        for name, status in (
            ("incoming", Status.INCOMING),
            ("second", Status.INCOMING),
            ("draft", Status.DRAFT),
            ("spiked", Status.SPIKED),
            ("killed", Status.KILLED),
        )
    }
    articles["published"] = factories.make_published(section=section, source=source)
    articles["retracted"] = factories.make_published(
        section=section, retracted_at=factories.EARLIER
    )
    articles["sealed"] = factories.make_article(section=section, status=Status.KILLED)
    articles["member"] = factories.make_article(section=section, story=story)
    capture = factories.make_capture(articles["draft"], source=source)
    suggestion = Suggestion.objects.create(
        article=articles["draft"],
        capture=capture,
        offered={"headline": "Newer"},
        made_at=factories.NOW,
    )
    with record("edit", by=None, at=factories.NOW, door=Door.FORM) as recorder:
        recorder.change(articles["draft"], headline="Changed")
    with record("edit", by=None, at=factories.NOW, door=Door.FORM) as recorder:
        recorder.change(articles["draft"], kicker="Changed since")
    with record("take-down", by=None, at=factories.NOW, door=Door.FORM) as recorder:
        recorder.change(articles["sealed"], sealed_at=factories.EARLIER)
    merge = make_merge(section)
    front = factories.make_front(section)
    colleague = factories.make_colleague(factories.REPORTER, username="colleague")
    signin = SignIn.objects.create(event="in", user=colleague, at=factories.NOW)
    proposal = Proposal.objects.create(
        verb="retract", article=articles["published"], version=1, note="Wrong",
        asked_by=factories.make_chief(username="asker"), asked_at=factories.NOW,
    )  # fmt: skip
    return World(
        section,
        articles,
        story,
        front,
        factories.make_slot(front, articles["draft"]),
        factories.make_tag("Strike"),
        factories.make_author(name="Feld"),
        source,
        Image.objects.create(alt="A pixel"),
        factories.make_match(articles["incoming"], articles["second"]),
        factories.make_label(articles["incoming"], articles["second"], act=merge.act),
        capture,
        suggestion,
        Change.objects.get(field="headline"),
        merge,
        merge.act,
        Publication.current(),
        BulkRun.objects.create(verb="spike", articles=[], at=factories.NOW),
        colleague,
        signin,
        proposal,
    )


def make_merge(section: Section) -> Merge:
    from articles.desk import merging

    pair = [factories.make_article(section=section) for _ in range(2)]
    plan = merging.plan_merge(pair[0], pair[1:], by=None)
    return merging.apply_merge(plan, by=None, at=factories.EARLIER)


# --- Looking -------------------------------------------------------------------------------

NOUNS = {
    "act", "article", "author", "capture", "colleague", "front", "image", "label", "match",
    "publication", "section", "signin", "source", "story", "tag",
}  # fmt: skip
# Accounts and sign-ins are looked at by who answers for them.
SEEING = {"colleague": ANSWER, "signin": ANSWER}
USED = {"article", "author", "image", "section", "source", "story", "tag"}
ADDING = {
    "article": STAFF, "image": STAFF, "tag": STAFF, "author": DECIDE, "section": ANSWER,
    "source": ANSWER, "front": ANSWER, "publication": NO_ONE, "colleague": ANSWER,
}  # fmt: skip
LOOKING: dict[str, set[str]] = {
    "index": {*STAFF, "nobody"},
    "inbox": STAFF,
    "comments": DECIDE,
    "comment-bans": DECIDE,
    "compare": STAFF,
    "compare-board": STAFF,
    "merge": DECIDE,  # and in another section only who answers for all
    "merge-detail": STAFF,
    "judgement": STAFF,
    "namesakes": STAFF,
    "planned": STAFF,
    "reports": STAFF,
    "bulk": STAFF,
    "bulk-state": STAFF,
    "namesakes-bulk": STAFF,
    "namesakes-merge": STAFF,
    "paste": STAFF,
    "articles_article_act": STAFF,
    "articles_article_field": STAFF,
    "articles_article_later": STAFF,
    "articles_article_restore_to": STAFF,
    "articles_article_reading": STAFF,
    "articles_article_sealed": ANSWER,
    "articles_article_versions": STAFF,
    "articles_article_suggestion_changes": STAFF,
    "articles_front_place": STAFF,
    "articles_front_preview": STAFF,
    "articles_front_words": STAFF,
    "articles_story_board": STAFF,
    "articles_tag_merge": STAFF,
    "second-names": STAFF,
    "second-name": STAFF,
    "factor": {*STAFF, "nobody"},
    "sessions": {*STAFF, "nobody"},
    "palette": {*STAFF, "nobody"},
    "complete": STAFF,
    "articles_image_pick": STAFF,
    **{f"articles_{noun}_changelist": SEEING.get(noun, STAFF) for noun in NOUNS},
    **{f"articles_{noun}_change": SEEING.get(noun, STAFF) for noun in NOUNS},
    **{f"articles_{noun}_history": SEEING.get(noun, STAFF) for noun in NOUNS},
    **{f"articles_{noun}_uses": STAFF for noun in USED},
    **{f"articles_{noun}_delete": NO_ONE for noun in NOUNS},
    **{f"articles_{noun}_add": ADDING.get(noun, NO_ONE) for noun in NOUNS},
}
# Addresses that only take a posted form.
DOING_ONLY = {
    "articles_colleague_act",
    "inbox-act",
    "comments-act",
    "compare-act",
    "merge-apply",
    "merge-undo",
    "namesakes-act",
    "judgement-save",
    "bulk-act",
    "view-act",
    "sitting-beat",
    "sitting-keep",
    "articles_act_undo",
    "articles_article_restore",
    "articles_article_suggestion",
    "articles_capture_let_in",
    "articles_article_version_name",
    "articles_front_slots",
    "articles_match_decide",
    "articles_story_members",
    "articles_tag_alias",
}
# Django's own, the same for everybody who works here; accounts are the superuser's.
DJANGOS = {
    "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n",
    "view_on_site", "app_list", None,
    "language",  # tests/admin/test_language.py
    # Before anybody is logged in: see tests/admin/test_signing_in.py, test_people_screen.py.
    "login-code", "choose-password",
}  # fmt: skip
# Bytes from the disk: see tests/admin/test_uploading.py.
FILES = {"articles_image_original"}


def named_addresses() -> Iterator[str | None]:
    def walk(patterns: Any) -> Iterator[str | None]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name

    return walk(admin.site.get_urls())


def is_of_accounts(name: str | None) -> bool:
    return bool(name) and str(name).startswith(("auth_", "axes_"))


def test_every_address_of_the_admin_is_in_a_table() -> None:
    known = set(LOOKING) | DOING_ONLY | DJANGOS | FILES

    assert {name for name in named_addresses() if not is_of_accounts(name)} == known


def url_to_look_at(name: str, world: World) -> str:
    """The address with the keys of the world's rows."""
    articles = world.articles
    if name == "namesakes-bulk":
        return reverse("admin:namesakes-bulk") + "?kind=tag&why=plural"
    if name == "namesakes-merge":
        return reverse("admin:namesakes-merge") + f"?kind=source&gone={world.source.pk}"
    if name == "merge":
        ids = f"?id={articles['incoming'].pk}&id={articles['second'].pk}"
        return reverse("admin:merge") + ids
    arguments: dict[str, list[Any]] = {
        "compare": [articles["incoming"].pk, articles["second"].pk],
        "compare-board": [articles["incoming"].pk, articles["second"].pk],
        "merge-detail": [world.merge.pk],
        "bulk": [world.run.pk],
        "bulk-state": [world.run.pk],
        "bulk-act": [world.run.pk],
        "second-name": [world.proposal.pk],
        "complete": ["tag"],
        "articles_article_act": [articles["draft"].pk, "publish"],
        "articles_article_field": [articles["draft"].pk, "headline"],
        "articles_article_later": [articles["draft"].pk],
        "articles_article_restore_to": [articles["draft"].pk, world.change.act_id],
        "articles_article_reading": [articles["draft"].pk],
        "articles_article_sealed": [articles["sealed"].pk],
        "articles_article_versions": [articles["draft"].pk],
        "articles_article_suggestion_changes": [articles["draft"].pk, world.suggestion.pk],
        "articles_front_place": [articles["published"].pk],
        "articles_front_preview": [world.front.pk],
        "articles_front_words": [world.front.pk, world.slot.pk],
        "articles_story_board": [world.story.pk],
        "articles_tag_merge": [world.tag.pk],
    }
    if name.rpartition("_")[2] in ("change", "history", "delete", "uses"):
        noun = name.split("_")[1]
        row = articles["draft"] if noun == "article" else getattr(world, noun)
        return reverse(f"admin:{name}", args=[row.pk])
    return reverse(f"admin:{name}", args=arguments.get(name, []))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def who_may_look(place: str, names: Iterable[str]) -> dict[str, set[str]]:
    people, world = make_all(place)
    clients = {role: client_of(user) for role, user in people.items()}
    return {
        name: {role for role, client in clients.items() if is_shown(client.get(url))}
        for name in names
        if (url := url_to_look_at(name, world))
    }


@pytest.mark.once
def test_only_these_roles_may_look_into_another_section(db: None) -> None:
    expected = {**LOOKING, "merge": ANSWER}

    assert who_may_look(OTHER, LOOKING) == expected


def test_editor_of_the_section_may_plan_a_merge_there(db: None) -> None:
    assert who_may_look(OWN, ["merge"]) == {"merge": DECIDE}


def test_nobody_looks_without_logging_in(db: None) -> None:
    _people, world = make_all(OWN)
    urls = [url_to_look_at(name, world) for name in LOOKING]

    answers = {url: Client().get(url).headers.get("Location") for url in urls}

    assert answers == {url: f"/admin/login/?next={quote(url)}" for url in urls}


def is_shown(answer: Any) -> bool:
    """Shown, or the form of the only row; a refusal is a 403, or sends back to the inbox."""
    if answer.status_code == 302:
        return str(answer.url).startswith("/admin/articles/publication/")
    assert answer.status_code in (200, 403)
    return bool(answer.status_code == 200)


def test_accounts_are_the_superusers_alone(db: None) -> None:
    people = make_people(factories.make_section())
    group = Group.objects.first()
    assert group is not None
    urls = [
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/group/{group.pk}/change/",
        f"/admin/auth/user/{people['chief'].pk}/change/",
        f"/admin/auth/user/{people['chief'].pk}/password/",
        "/admin/axes/accessattempt/",
    ]

    allowed = {
        role
        for role, user in people.items()
        for url in urls
        if client_of(user).get(url).status_code == 200
    }

    assert allowed == ACCOUNTS


def test_person_who_does_not_work_here_is_sent_to_the_login(db: None) -> None:
    reader = get_user_model().objects.create_user("reader", is_staff=False)

    assert client_of(reader).get("/admin/inbox/").url == "/admin/login/?next=/admin/inbox/"


# --- Doing ---------------------------------------------------------------------------------

Posted = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Deed:
    """A form that somebody posts, who may, and whether the section of the rows matters."""

    address: str
    roles: set[str]
    posted: Callable[[World], Posted]
    in_section: bool = True


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def in_inbox(act: str, name: str = "incoming", **more: Any) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        return at("inbox-act"), {"act": act, "focus": world.articles[name].pk, **more}

    return posted


def in_pair(act: str) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        pair = (world.articles["incoming"].pk, world.articles["second"].pk)
        return at("compare-act", *pair), {"act": act}

    return posted


def on_comment(act: str) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        comment = factories.make_comment(world.articles["published"])
        return at("comments-act"), {"act": act, "pick": comment.pk}

    return posted


def on_article(verb: str, name: str, **fields: Any) -> Callable[[World], Posted]:
    return lambda world: (at("articles_article_act", world.articles[name].pk, verb), fields)


def form_of(noun: str, row: Callable[[World], Any], /, **fields: Any) -> Callable[[World], Posted]:
    """The form of a row, sent back with these fields and everything else as it is."""

    def posted(world: World) -> Posted:
        from tests.admin.test_article_form import filled

        url = at(f"articles_{noun}_change", row(world).pk)
        root = client_of(get_user_model().objects.get(username="root"))
        page = root.get(url)
        if noun == "article":
            return url, {**filled(page), **fields}
        from tests.admin.test_curating_screens import filled as filled_form

        return url, {**filled_form(page), **fields}

    return posted


def two_in_inbox(act: str) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        pair = [world.articles["incoming"].pk, world.articles["second"].pk]
        return at("inbox-act"), {"act": act, "pick": pair}

    return posted


def adding(world: World, into: str) -> dict[str, Any]:
    """A sentence of the incoming article for another one, as the board posts it."""
    account = world.articles["incoming"]
    [(anchor, text)] = markup.paragraphs(account.body_html)
    return {
        "into": world.articles[into].pk,
        "account": account.pk,
        "anchor": anchor,
        "sentence": text,
    }


def on_pair_board(into: str) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        pair = (world.articles["incoming"].pk, world.articles[into].pk)
        return at("compare-board", *pair), adding(world, into)

    return posted


def on_story_board(world: World) -> Posted:
    pair = [world.articles["incoming"].pk, world.articles["draft"].pk]
    Article.objects.filter(pk__in=pair).update(story=world.story)
    return at("articles_story_board", world.story.pk), adding(world, "draft")


def merging(world: World) -> Posted:
    pair = [world.articles["incoming"].pk, world.articles["second"].pk]
    return at("merge-apply"), {"id": pair}


def new_article(world: World) -> Posted:
    inlines = {
        f"{prefix}-{key}": "0"
        for prefix in ("contributions", "credits", "links")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    fields = {"headline": "Ours", "kind": "own", "urgency": "5", "section": world.section.pk}
    return at("articles_article_add"), {**inlines, **fields}


def bulk(verb: str, name: str) -> Callable[[World], Posted]:
    def posted(world: World) -> Posted:
        rows = [world.articles[name].pk]
        run = BulkRun.objects.create(verb=verb, articles=rows, at=factories.NOW)
        return at("bulk-act", run.pk), {"act": "begin"}

    return posted


def calling_off(world: World) -> Posted:
    edition = Edition.objects.create(
        front=world.front, begun_at=factories.NOW, launch_at=factories.LATER
    )
    return at("articles_front_slots", world.front.pk), {"off": edition.pk}


DEEDS: dict[str, Deed] = {
    "inbox publish": Deed("inbox-act", DECIDE, in_inbox("publish")),
    "inbox schedule": Deed("inbox-act", DECIDE, in_inbox("schedule", when="+60")),
    "inbox draft": Deed("inbox-act", STAFF, in_inbox("draft")),
    "inbox spike": Deed("inbox-act", DECIDE, in_inbox("spike")),
    "inbox not the same": Deed("inbox-act", DECIDE, two_in_inbox("split")),
    "inbox same copy": Deed("inbox-act", DECIDE, two_in_inbox("fold")),
    "compare same copy": Deed("compare-act", DECIDE, in_pair("copy")),
    "inbox link": Deed("inbox-act", DECIDE, two_in_inbox("link")),
    "approve a comment": Deed("comments-act", DECIDE, on_comment("approve")),
    "ban who wrote it": Deed("comments-act", DECIDE, on_comment("ban")),
    "close the comments": Deed(
        "comments-act", DECIDE,
        lambda w: (at("comments-act"), {"act": f"close {w.articles['published'].pk}"}),
    ),
    "compare link": Deed("compare-act", DECIDE, in_pair("link")),
    "compare not the same": Deed("compare-act", DECIDE, in_pair("split")),
    "compare same story": Deed("compare-act", DECIDE, in_pair("story")),
    "add with credit to a draft": Deed("compare-board", STAFF, on_pair_board("draft")),
    "add with credit to a live article": Deed(
        "compare-board", DECIDE, on_pair_board("published")
    ),
    "add with credit in a story": Deed("articles_story_board", STAFF, on_story_board),
    "merge": Deed("merge-apply", DECIDE, merging),
    "undo an act": Deed(
        "articles_act_undo", STAFF,
        lambda w: (at("articles_act_undo", w.change.act_id), {}),
    ),
    "undo a merge": Deed("merge-undo", DECIDE, lambda w: (at("merge-undo", w.merge.pk), {})),
    "paste": Deed(
        "paste", STAFF,
        lambda w: (at("paste"), {"text": "Shut\n\nDockers left.", "source": "Wire", "take": "1"}),
        in_section=False,
    ),
    "publish": Deed("articles_article_act", DECIDE, on_article("publish", "draft")),
    "schedule": Deed("articles_article_act", DECIDE, on_article("schedule", "draft", when="+60")),
    "take as draft": Deed("articles_article_act", STAFF, on_article("draft", "incoming")),
    "embargo": Deed("articles_article_act", DECIDE, on_article("embargo", "draft", when="+60")),
    "unpublish": Deed("articles_article_act", DECIDE, on_article("unpublish", "published")),
    "spike": Deed("articles_article_act", DECIDE, on_article("spike", "draft")),
    "revive": Deed("articles_article_act", DECIDE, on_article("revive", "spiked")),
    "revive the killed": Deed("articles_article_act", ANSWER, on_article("revive", "killed")),
    "kill": Deed("articles_article_act", ANSWER, on_article("kill", "published", note="No")),
    "retract": Deed("articles_article_act", ANSWER, on_article("retract", "published", note="No")),
    "reinstate": Deed("articles_article_act", ANSWER, on_article("reinstate", "retracted")),
    "correct": Deed(
        "articles_article_act", DECIDE,
        on_article("correct", "published", kind="correction", text="It was two."),
    ),
    "write": Deed("articles_article_add", STAFF, new_article),
    "edit a draft": Deed(
        "articles_article_change", STAFF,
        form_of("article", lambda w: w.articles["draft"], kicker="New"),
    ),
    "edit what readers see": Deed(
        "articles_article_change", DECIDE,
        form_of("article", lambda w: w.articles["published"], kicker="New"),
    ),
    "bulk publish": Deed("bulk-act", DECIDE, bulk("publish", "draft")),
    "bulk draft": Deed("bulk-act", STAFF, bulk("draft", "incoming")),
    "bulk spike": Deed("bulk-act", DECIDE, bulk("spike", "incoming")),
    "bulk restore": Deed("bulk-act", DECIDE, bulk("revive", "spiked")),
    "hold": Deed("articles_article_act", ANSWER, on_article("hold", "draft", reason="Court")),
    "name a version": Deed(
        "articles_article_version_name", STAFF,
        lambda w: (
            at("articles_article_version_name", w.articles["draft"].pk),
            {"act": w.change.act_id, "name": "As filed"},
        ),
    ),
    "plan a change": Deed(
        "articles_article_later", STAFF,
        lambda w: (
            at("articles_article_later", w.articles["draft"].pk),
            {"when": "+60", "headline": "Then", "urgency": "5"},
        ),
    ),
    "call a launch off": Deed("articles_front_slots", DECIDE, calling_off),
    "restore a field": Deed(
        "articles_article_restore", STAFF,
        lambda w: (at("articles_article_restore", w.articles["draft"].pk, w.change.pk), {}),
    ),
    "restore a version": Deed(
        "articles_article_restore_to", STAFF,
        lambda w: (
            at("articles_article_restore_to", w.articles["draft"].pk, w.change.act_id),
            {"part": "kicker"},
        ),
    ),
    "read a sealed copy": Deed(
        "articles_article_sealed", ANSWER,
        lambda w: (
            at("articles_article_sealed", w.articles["sealed"].pk), {"reason": "Counsel asked"},
        ),
    ),
    "let a held arrival in": Deed(
        "articles_capture_let_in", ANSWER,
        lambda w: (
            at(
                "articles_capture_let_in",
                factories.make_capture(w.articles["sealed"], outcome="held").pk,
            ),
            {"reason": "Counsel agreed"},
        ),
    ),
    "take down": Deed(
        "articles_article_act", ANSWER, on_article("take-down", "published", note="By order")
    ),
    "take a suggestion": Deed(
        "articles_article_suggestion", STAFF,
        lambda w: (
            at("articles_article_suggestion", w.articles["draft"].pk, w.suggestion.pk),
            {"fields": "headline"},
        ),
    ),
    "refuse a suggestion": Deed(
        "articles_article_suggestion", STAFF,
        lambda w: (
            at("articles_article_suggestion", w.articles["draft"].pk, w.suggestion.pk),
            {"refuse": "1"},
        ),
    ),
    "place on a front": Deed(
        "articles_front_place", DECIDE,
        lambda w: (
            at("articles_front_place", w.articles["published"].pk),
            {"front": w.front.pk, "position": "1"},
        ),
    ),
    "fill a slot": Deed(
        "articles_front_slots", DECIDE,
        lambda w: (
            at("articles_front_slots", w.front.pk), {"article": w.articles["published"].pk},
        ),
    ),
    "reword a slot of a front": Deed(
        "articles_front_words", DECIDE,
        lambda w: (
            at("articles_front_words", w.front.pk, w.slot.pk),
            {f"slot{w.slot.pk}-headline": "Sharper"},
        ),
    ),
    "begin a draft of a front": Deed(
        "articles_front_slots", DECIDE,
        lambda w: (at("articles_front_slots", w.front.pk), {"begin": "1"}),
    ),
    "set the rule of a front": Deed(
        "articles_front_slots", DECIDE,
        lambda w: (
            at("articles_front_slots", w.front.pk), {"rule": "1", "rule_order": "newest"}
        ),
    ),
    "change a front": Deed(
        "articles_front_change", ANSWER, form_of("front", lambda w: w.front, slot_count="4"),
        in_section=False,
    ),
    "edit a story": Deed(
        "articles_story_change", DECIDE, form_of("story", lambda w: w.story, title="New"),
        in_section=False,
    ),
    "take a member out": Deed(
        "articles_story_members", DECIDE,
        lambda w: (
            at("articles_story_members", w.story.pk),
            {"member": w.articles["member"].pk, "out": "1"},
        ),
    ),
    "decide a match": Deed(
        "articles_match_decide", DECIDE,
        lambda w: (at("articles_match_decide", w.match.pk), {"decision": Decision.CONFIRMED}),
    ),
    "add a tag": Deed(
        "articles_tag_add", STAFF,
        lambda w: (at("articles_tag_add"), {"name": "New", "slug": "new"}), in_section=False,
    ),
    "rename a tag": Deed(
        "articles_tag_change", DECIDE, form_of("tag", lambda w: w.tag, name="Walkout"),
        in_section=False,
    ),
    "add a spelling": Deed(
        "articles_tag_alias", DECIDE,
        lambda w: (at("articles_tag_alias", w.tag.pk), {"name": "Walkout"}), in_section=False,
    ),
    "merge tags": Deed(
        "articles_tag_merge", DECIDE,
        lambda w: (
            at("articles_tag_merge", factories.make_tag("Walkout").pk),
            {"into": w.tag.pk, "confirm": "1"},
        ),
        in_section=False,
    ),
    "merge by name": Deed(
        "namesakes-act", DECIDE,
        lambda w: (
            at("namesakes-act"),
            {"kind": "tag", "act": f"keep {w.tag.pk} {factories.make_tag('Strikes').pk}"},
        ),
        in_section=False,
    ),
    "tell apart": Deed(
        "namesakes-act", DECIDE,
        lambda w: (
            at("namesakes-act"),
            {"kind": "author", "act": f"apart {w.author.pk} {factories.make_author().pk}"},
        ),
        in_section=False,
    ),
    "merge sources": Deed(
        "namesakes-merge", ANSWER,
        lambda w: (
            at("namesakes-merge"),
            {
                "kind": "source", "gone": factories.make_source().pk, "stays": w.source.pk,
                "confirm": "1",
            },
        ),
        in_section=False,
    ),
    "merge all of a kind": Deed(
        "namesakes-bulk", DECIDE,
        lambda w: (
            at("namesakes-bulk"),
            {
                "kind": "tag", "why": "plural",
                "pick": f"{factories.make_tag('Strikes').pk} {w.tag.pk}",
            },
        ),
        in_section=False,
    ),
    "add an author": Deed(
        "articles_author_add", DECIDE,
        lambda w: (at("articles_author_add"), {"name": "New", "slug": "new"}), in_section=False,
    ),
    "change an author": Deed(
        "articles_author_change", DECIDE, form_of("author", lambda w: w.author, job_title="Boss"),
        in_section=False,
    ),
    "add a picture": Deed(
        "articles_image_add", STAFF,
        lambda w: (
            at("articles_image_add"),
            {
                "file": SimpleUploadedFile("x.gif", PIXEL, "image/gif"),
                "alt": "x", "focal_x": "50", "focal_y": "40",
            },
        ),
        in_section=False,
    ),
    "add a picture where it is picked": Deed(
        "articles_image_pick", STAFF,
        lambda w: (
            at("articles_image_pick"),
            {
                "file": SimpleUploadedFile("x.gif", PIXEL, "image/gif"),
                "alt": "x", "credit_line": "Jo Doe",
            },
        ),
        in_section=False,
    ),
    "change a picture": Deed(
        "articles_image_change", STAFF,
        lambda w: (
            at("articles_image_change", w.image.pk),
            {
                "file": SimpleUploadedFile("x.gif", PIXEL, "image/gif"),
                "alt": "y", "focal_x": "50", "focal_y": "40",
            },
        ),
        in_section=False,
    ),
    "add a section": Deed(
        "articles_section_add", ANSWER,
        lambda w: (
            at("articles_section_add"),
            {
                "name": "New", "slug": "new", "position": "1",
                "members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0",
            },
        ),
        in_section=False,
    ),
    "change a section": Deed(
        "articles_section_change", ANSWER, form_of("section", lambda w: w.section, name="New"),
        in_section=False,
    ),
    "add a source": Deed(
        "articles_source_add", ANSWER,
        lambda w: (
            at("articles_source_add"),
            {
                "name": "New", "slug": "new", "kind": "feed", "rights": "link", "trust": "2",
                "zone": "UTC", "pace_minutes": "15", "active": "on",
                "autopilot": "measured", "indexing": "index", "ai_terms": "reserved",
            },
        ),
        in_section=False,
    ),
    "change a source": Deed(
        "articles_source_change", ANSWER, form_of("source", lambda w: w.source, notes="New"),
        in_section=False,
    ),
    "add a front": Deed(
        "articles_front_add", ANSWER,
        lambda w: (
            at("articles_front_add"),
            {"name": "New", "section": factories.make_section().pk, "slot_count": "3"},
        ),
        in_section=False,
    ),
    "set the thresholds": Deed(
        "judgement-save", ANSWER,
        lambda w: (
            at("judgement-save"),
            {
                "same_copy": "0.6", "review": "0.3", "same_event": "0.6", "reason": "Twins",
                **{f"{name}_seen": str(value) for name, value in asdict(DEFAULT).items()},
            },
        ),
        in_section=False,
    ),
    "save a view": Deed(
        "view-act", STAFF,
        lambda w: (
            at("view-act"),
            {"act": "save", "screen": "inbox", "name": "Ports", "query": "q=port"},
        ),
        in_section=False,
    ),
    "give a second name": Deed(
        "second-name", ANSWER,
        lambda w: (at("second-name", w.proposal.pk), {"act": "confirm"}),
    ),
    "decline a second name": Deed(
        "second-name", ANSWER,
        lambda w: (at("second-name", w.proposal.pk), {"act": "decline", "reason": "No"}),
    ),
    "add a colleague": Deed(
        "articles_colleague_add", ANSWER,
        lambda w: (at("articles_colleague_add"), {"username": "new", "role": "Reporter"}),
        in_section=False,
    ),
    "change a colleague": Deed(
        "articles_colleague_change", ANSWER,
        form_of("colleague", lambda w: w.colleague, role="Section editor"), in_section=False,
    ),
    **{
        f"account: {do}": Deed(
            "articles_colleague_act", ANSWER,
            lambda w, do=do: (at("articles_colleague_act", w.colleague.pk), {"do": do}),
            in_section=False,
        )
        for do in ("link", "close")
    },
    "change the publication": Deed(
        "articles_publication_change", ANSWER,
        form_of("publication", lambda w: w.publication, name="New"), in_section=False,
    ),
}  # fmt: skip
READ_ONLY = ("act", "capture", "label", "match", "signin")
# Addresses whose posted forms do no act, for anybody; who may keep unsaved words is tried in
# tests/admin/test_sittings.py.
NOTHING_TO_POST = {
    "sitting-beat", "sitting-keep",
    "factor", "sessions", "second-names", "palette", "complete",
    "index", "inbox", "compare", "judgement", "merge", "merge-detail", "namesakes",
    "reports", "planned", "comments", "comment-bans",
    "articles_article_field",
    "articles_article_reading",
    "articles_article_versions",
    "articles_article_suggestion_changes",
    "articles_front_preview",
    *(f"articles_{noun}_changelist" for noun in NOUNS),
    "bulk",
    "bulk-state",
    *(f"articles_{noun}_history" for noun in NOUNS),
    *(f"articles_{noun}_uses" for noun in USED),
    *(f"articles_{noun}_delete" for noun in NOUNS),
    *(f"articles_{noun}_change" for noun in READ_ONLY),
    *(f"articles_{noun}_add" for noun in READ_ONLY),
    *(f"articles_{noun}_add" for noun in ("story", "publication")),
}  # fmt: skip


def test_every_address_that_takes_a_form_is_tried() -> None:
    tried = {deed.address for deed in DEEDS.values()}

    assert tried | NOTHING_TO_POST == set(LOOKING) | DOING_ONLY
    assert tried & NOTHING_TO_POST == set()


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def who_does(
    people: dict[str, Any], clients: dict[str, Client], deed: Deed, world: World
) -> set[str]:
    """The roles whose posted form became an act of theirs; nothing of it stays."""
    found = set()
    with taken_back():
        url, data = deed.posted(world)
        for role, user in people.items():
            with taken_back():
                BulkRun.objects.update(by=user)  # it is carried out by who asked for it
                answer = clients[role].post(url, rewound(data))
                assert answer.status_code in (200, 302, 403)
                if Act.objects.filter(by=user).exists():
                    found.add(role)
    return found


def rewound(data: dict[str, Any]) -> dict[str, Any]:
    """The form, its files to be read from their beginning again."""
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return data


@pytest.mark.once
@pytest.mark.parametrize("place", [OWN, OTHER])
def test_only_these_roles_may_do_it(db: None, place: str) -> None:
    people, world = make_all(place)
    if place == OTHER:
        # To all others either section is one in which they are not: they are tried in one.
        people = {role: people[role] for role in BOUND}
    clients = {role: client_of(user) for role, user in people.items()}

    found = {name: who_does(people, clients, deed, world) for name, deed in DEEDS.items()}

    kept_out = BOUND if place == OTHER else set()
    assert found == {
        name: deed.roles & people.keys() - (kept_out if deed.in_section else set())
        for name, deed in DEEDS.items()
    }


def test_forms_posted_where_none_is_asked_for_change_nothing(db: None) -> None:
    people, world = make_all(OWN)
    before = Act.objects.count()
    form = {"headline": "x", "name": "x", "post": "yes", "verdict": "x", "_save": "1"}

    root = client_of(people["superuser"])
    for name in sorted(NOTHING_TO_POST):
        root.post(url_to_look_at(name, world), form)

    assert Act.objects.count() == before
    assert Suggestion.objects.get().status == SuggestionStatus.OPEN
