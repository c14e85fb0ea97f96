"""No write is forgotten: every path that changes rows is walked, and history knows all it did.

A new act of the desk fails here until a case reaches it; a new write past the recorder fails here
until it is named with its reason; a new model fails here until somebody says whether it has a past.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import CodeType, FrameType
from typing import Any

import pytest
from django.apps import apps
from PIL import Image as Picture

import articles
from articles import desk
from articles.dedupe.judge import DEFAULT, Limits
from articles.desk import (
    curating,
    editing,
    handing_over,
    lifting,
    linking,
    merging,
    merging_nouns,
    namesakes,
    picturing,
    proposing,
    publishing,
    restoring,
    sealing,
    staffing,
    takedown,
    tuning,
    undoing,
)
from articles.enums import Decision, Door, Grave
from articles.history import values
from articles.ingest import store
from articles.media import reading
from articles.models import Act, Article, Change, Image, Proposal, verbs
from tests import factories
from tests.desk.test_undoing import acts
from tests.factories import LATER, NOW, make_factor
from tests.ingest.documents import make_item, make_parsed
from tests.media.samples import bytes_of
from tests.tables import contents

# Models without a past of their own, and why.
UNWATCHED = {
    "articles.act": "the history itself",
    "articles.change": "the history itself",
    "articles.text": "the history itself",
    "articles.merge": "the plan of an act and whether it was undone, which is an act, too",
    "articles.capture": "append-only: one row an arrival",
    "articles.raw": "append-only: the bytes of arrivals",
    "articles.fingerprint": "read again from the text at any time",
    "articles.fingerprinthash": "read again from the text at any time",
    "articles.pictureuse": "read again from the text at any time",
    "articles.fingerprintterm": "read again from the text at any time",
    "articles.picturekey": "read again from the picture's own hash",
    "articles.termday": "read again from the texts at any time",
    "articles.sourceline": "what the cleaner has seen of a source; learnt again from captures",
    "articles.newsday": "sums of a day, reckoned again at any time",
    "articles.sealedprint": "read again from the text whenever it is sealed",
    "articles.searchtext": "read again from the article at any time",
    "articles.searchword": "read again from the articles at any time",
    "articles.sitting": "unsaved words: they become history when they are saved",
    "articles.bulkrun": "how far an act on many is; each of its acts is history",
    "articles.desksession": "who is logged in; the log of sign-ins tells",
    "articles.signin": "append-only: a log of its own",
    "articles.colleague": "Django's accounts; what the desk does to them is an act on Account",
    "articles.proposal": "who asked and what became of it stand in the row for good",
    "articles.account": "the second face of an account",
    "articles.commenttry": "counts of some minutes",
}
# Parts of the desk that write within somebody else's act: they take its recorder.
WITHIN = {"act", "together", "working", "pass_or_refuse", "settle"}
# What keeps no past of articles: unsaved words, sessions, runs, people who are only asked about.
NO_PAST = {
    "bulk.ask", "bulk.ask_undo", "sessions.log",
    "sittings.begin", "sittings.close_saved", "sittings.keep", "sittings.others",
    "sittings.people_at", "sittings.store", "sittings.take_over",
}  # fmt: skip
# Writes past the recorder: where they stand, and why no history is lost.
PAST_THE_RECORDER = {
    "desk/pinging.py _note_ahead": "what the hub is to be told later, by an act that is history",
    "desk/pinging.py claim": "who tells the hub",
    "desk/pinging.py note": "what the hub is to be told, by an act that is history",
    "desk/pinging.py note_what_came_true": "the same, by the clock",
    "desk/pinging.py postpone": "when the hub is told again",
    "desk/pinging.py settle": "the hub was told",
    "desk/acting.py refuse_undone": "the act's own link to the one that it undoes",
    "desk/acting.py _part": "the reason of the act that it is a part of",
    "desk/bulk.py _claimed": "who carries the run on",
    "desk/bulk.py _deal": "how far the run is; each of its acts is history",
    "desk/bulk.py advance": "who carries the run on",
    "desk/bulk.py ask": "the run, before anything is done",
    "desk/bulk.py ask_undo": "the run, before anything is done",
    "desk/bulk.py begin": "when the run began",
    "desk/bulk.py stop": "when the run was stopped",
    "desk/curating.py working": "the edition of a front that had none, told by the act within",
    "desk/emptying.py _remove_rows": "read again from the text; closed forms",
    "desk/factor.py _account": "the second face of an account",
    "desk/factor.py begin": "a secret that is not confirmed; history keeps no secrets",
    "desk/factor.py confirm": "a secret; the log of sign-ins tells of it",
    "desk/factor.py forget": "a secret; the log of sign-ins tells of it",
    "desk/factor.py give_up": "a secret; the log of sign-ins tells of it",
    "desk/factor.py new_codes": "secrets; the log of sign-ins tells of them",
    "desk/merging.py apply_merge": "the plan of the act",
    "desk/merging.py undo_merge": "when the plan was undone; the undoing is an act",
    "desk/forgetting.py erase_writer": "what a reader has erased must not stand in the history",
    "desk/forgetting.py forget_addresses": "what is forgotten must not stand in the history",
    "desk/pacing.py take_turn": "counts of some minutes",
    "desk/receiving.py receive": "who wrote what is no act of the desk; history keeps no addresses",
    "desk/planned_changes.py _settle": "undoing the change must not set its plan waiting again",
    "desk/publishing.py second": "the plan of the act",
    "desk/relisting.py relist": "derived from the article, whatever act moved it",
    "desk/rendering.py _clear": "which renditions there are; made again from the original",
    "desk/rendering.py _identify": "read from the file of a picture that was there before",
    "desk/rendering.py _index": "read again from the picture's own hash",
    "desk/rendering.py _note": "what came of an attempt to read the file; the next one says anew",
    "desk/rendering.py _keep": "which renditions there are; made again from the original",
    "desk/sealed_words.py follow": "keys, made again from the text whenever it is sealed",
    "desk/sealed_words.py remember": "keys, made again from the text whenever it is sealed",
    "desk/second_name.py settle": "taking the act back must not set the request waiting again",
    "desk/sessions.py _delete": "who is logged in; the log of sign-ins tells",
    "desk/sessions.py end": "who is logged in; the log of sign-ins tells",
    "desk/sessions.py log": "append-only: a log of its own",
    "desk/sessions.py moved": "who is logged in; the log of sign-ins tells",
    "desk/sessions.py opened": "who is logged in; the log of sign-ins tells",
    "desk/sessions.py seen": "when a session was seen last",
    "desk/sittings.py _known": "unsaved words",
    "desk/sittings.py begin": "unsaved words",
    "desk/sittings.py close": "unsaved words",
    "desk/sittings.py close_saved": "unsaved words",
    "desk/sittings.py keep": "unsaved words",
    "desk/sittings.py reopen": "unsaved words",
    "desk/sittings.py store": "unsaved words",
    "desk/sittings.py take_over": "unsaved words",
    "desk/staffing.py _account": "the second face of an account",
    "ingest/batch.py recorder": "the act itself",
    "ingest/drafting.py add_relations": "come with the article that is made; the capture has them",
    "ingest/filing.py _capture": "append-only",
    "ingest/filing.py _create": "the capture learns which article it made",
    "ingest/matching.py write_matches": "what the machine found; a person's word on it is an act",
    "ingest/memory.py remember": "learnt again from captures",
    "ingest/newsdays.py lately": "sums of a day",
    "ingest/originality.py _holders": "read again from the texts",
    "ingest/pipeline.py claim": "the polling's own clock",
    "ingest/pipeline.py _run_former": "the polling's own clock",
    "ingest/pipeline.py _note_success": "the polling's own clock",
    "ingest/pipeline.py _note_failure": "the polling's own clock",
    "ingest/printing.py _forget": "read again from the text",
    "ingest/scoring.py _score": "what the machine thought when a person decided",
    "ingest/store.py keep_failure": "append-only",
}
WRITES = {
    "save", "save_base", "update", "create", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "delete", "_raw_delete",
}  # fmt: skip
ROOT = Path(articles.__file__).parent

State = dict[tuple[str, str], dict[str, Any]]


def more_acts(by: Any) -> dict[str, Callable[[], Any]]:
    """Acts that are not undone like others, or that lead through another function."""
    now: dict[str, Any] = {"by": by, "at": NOW}
    draft, scheduled = factories.make_draft(), factories.make_draft()
    first, second = factories.make_article(), factories.make_article()
    third, fourth = factories.make_article(), factories.make_article()
    plan = merging.plan_merge(first, [second], by=None)
    done = merging.apply_merge(
        merging.plan_merge(third, [fourth], by=None), by=None, at=factories.EARLIER
    )
    version = editing.edit(draft, by=None, at=factories.EARLIER, fields={"kicker": "Then"})
    earlier = Act.objects.latest("pk")
    editing.edit(version, by=None, at=factories.EARLIER, fields={"kicker": "Since"})
    other = factories.make_draft()
    editing.edit(other, by=None, at=factories.EARLIER, fields={"kicker": "Then"})
    undone = Act.objects.latest("pk")
    sealed = factories.make_published()
    lifted, live = factories.make_published(), factories.make_published()
    for row in (sealed, lifted):
        takedown.take_down(row, note="By order", by=None, at=factories.EARLIER)
    tags = factories.make_tag("Quay"), factories.make_tag("Quays")
    pair = factories.make_match(factories.make_article(), factories.make_article())
    limits = Limits(0.7, 0.4, 0.6)
    remote = factories.make_draft(body_html='<p>A</p><img src="https://x.example/a.png">')
    return {
        "create": lambda: editing.create(headline="New", **now),
        "schedule": lambda: publishing.schedule(scheduled, when=LATER, **now),
        "merge": lambda: merging.apply_merge(plan, **now),
        "unmerge": lambda: merging.undo_merge(done, **now),
        "restore a version": lambda: restoring.restore_version(draft, act=earlier, **now),
        "undo": lambda: undoing.undo_act(undone, **now),
        "mark updated": lambda: editing.mark_updated(live, note="Byline", **now),
        "lift": lambda: lifting.lift(lifted, **now),
        "read sealed": lambda: sealing.read_sealed(sealed, reason="Counsel asked", **now),
        "merge all": lambda: merging_nouns.merge_all(
            namesakes.Kind.TAG, [(tags[0].pk, tags[1].pk)], **{**now, "door": Door.BULK}
        ),
        "thresholds": lambda: tuning.set_thresholds(limits, seen=DEFAULT, reason="Twins", **now),
        "add a picture": lambda: picturing.add(Image(file="images/aa/x.gif"), read_pixel(), **now),
        "take out": lambda: picturing.take_out(remote, **now),
        "decide": lambda: linking.judge_pair(pair.a, pair.b, decision=Decision.CONFIRMED, **now),
    }


def read_pixel() -> reading.Reading:
    return reading.read(bytes_of(Picture.new("RGB", (1, 1)), "GIF"))


def acts_of_people(by: Any) -> dict[str, Callable[[], Any]]:
    """Acts that the machine does not do: second names, accounts, who runs a section."""
    who, other = by or factories.make_chief(), factories.make_chief()
    now: dict[str, Any] = {"by": who, "at": NOW}

    def asked(asker: Any) -> Proposal:
        article = factories.make_published()
        return proposing.ask(article, verb=Grave.RETRACT, note="Wrong", by=asker, at=NOW)

    theirs, refused, mine = asked(other), asked(other), asked(who)
    person, lost = factories.make_colleague(), factories.make_colleague()
    make_factor(lost)
    slot = factories.make_slot(
        factories.make_front(factories.make_section()), factories.make_published(), headline="Own"
    )
    section = factories.make_section()
    new = staffing.Person("new", role=factories.REPORTER)
    changed = staffing.Person(person.username, email="new@example.org")
    return {
        "confirm": lambda: proposing.confirm(theirs, **now),
        "decline": lambda: proposing.decline(refused, reason="No", **now),
        "alone": lambda: proposing.carry_out_alone(mine, reason="Nobody is here", **now),
        "add a colleague": lambda: staffing.add(new, **now),
        "edit a colleague": lambda: staffing.edit(person, changed, **now),
        "make a link": lambda: staffing.make_link(person, **now),
        "reset a factor": lambda: staffing.reset_factor(lost, reason="Phone lost", **now),
        "hand over": lambda: handing_over.hand_over(section, to=other, **now),
        "settle a headline": lambda: curating.settle_headline(slot, keep=False, **now),
    }


def watched() -> list[Any]:
    """Every model of ours that has a past."""
    models = apps.get_app_config("articles").get_models()
    return [model for model in models if model._meta.label_lower not in UNWATCHED]


class Watch:
    """The watched tables, whose rows are made anew only where the database has others by now."""

    def __init__(self) -> None:
        self.known: dict[Any, tuple[Any, State]] = {}

    def state(self) -> State:
        """Every row of every watched model, each value as history keeps it; counters left out."""
        found: State = {}
        for model, rows in contents():
            if model._meta.label_lower in UNWATCHED:
                continue
            if model not in self.known or self.known[model][0] != rows:
                self.known[model] = rows, dict(_packed(model))
            found |= self.known[model][1]
        return found


def _packed(model: Any) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    names = set(values.field_names(model)) - values.worked_out_later(model) - {"version"}
    for row in model._base_manager.all():
        yield (
            (model._meta.label_lower, str(row.pk)),
            {name: values.packed(getattr(row, name)) for name in names},
        )


def replayed(before: State, changes: list[Change]) -> State:
    """The rows as history says that they became."""
    rows = {key: dict(row) for key, row in before.items()}
    for change in changes:
        key = (change.model, change.row)
        model = values.model_of(change.model)
        left_out = values.worked_out_later(model) | {"version"}
        if change.kind == Change.Kind.CREATE:
            image = change.after or {}
            rows[key] = {name: value for name, value in image.items() if name not in left_out}
        elif change.kind == Change.Kind.DELETE:
            assert {n: v for n, v in (change.before or {}).items() if n not in left_out} == rows[
                key
            ]
            del rows[key]
        elif change.field not in left_out and change.model not in UNWATCHED:
            assert rows[key][change.field] == change.before
            rows[key][change.field] = change.after
    labels = {model._meta.label_lower for model in watched()}
    return {key: row for key, row in rows.items() if key[0] in labels}


Place = tuple[str, int, str]


def place_of(code: CodeType) -> Place:
    """File, line and name: counting coverage puts other code into a function as it goes."""
    return code.co_filename, code.co_firstlineno, code.co_name


@contextmanager
def seen_calls() -> Iterator[set[Place]]:
    """Where every function of ours stands that was called meanwhile; filled at the end.

    Tracing hears of calls alone where a profile would hear of each return and of C as well, and
    what was called is kept by its identity, as code is compared by all that is in it.
    """
    codes: dict[int, CodeType] = {}
    called: set[Place] = set()

    def note(frame: FrameType, _event: str, _argument: Any) -> None:
        codes[id(frame.f_code)] = frame.f_code

    former = sys.gettrace()
    sys.settrace(note)
    try:
        yield called
    finally:
        sys.settrace(former)
        called.update(place_of(code) for code in codes.values())


def acts_of_the_desk() -> dict[str, Place]:
    """Every public function of the desk that somebody does at a time, by its dotted name."""
    found = {}
    for info in iter_modules(desk.__path__):
        module = import_module(f"{desk.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            asked = inspect.signature(function).parameters
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and {"by", "at"} <= set(asked) and "recorder" not in asked:
                found[f"{info.name}.{name}"] = place_of(inspect.unwrap(function).__code__)
    return {name: place for name, place in found.items() if name.partition(".")[2] not in WITHIN}


@pytest.mark.once
@pytest.mark.django_db
def test_every_act_of_the_desk_tells_history_all_that_it_did() -> None:
    chief = factories.make_chief()
    undoable, others = acts(chief), more_acts(chief) | acts_of_people(chief)
    untold, state = {}, Watch().state

    for name, act in {**undoable, **others}.items():
        before, last = state(), Act.objects.latest("pk").pk if Act.objects.exists() else 0
        act()
        mine = Act.objects.filter(pk__gt=last)
        changes = list(Change.objects.filter(act__in=mine).order_by("pk"))
        told = {(one.by, one.at) for one in mine}
        doors = {one.door for one in mine}
        if replayed(before, changes) != state() or told != {(chief, NOW)} or not changes:
            untold[name] = (told, changes)
        assert doors <= set(Door.values), name
        assert doors, name
        named = {verb for verb in (one.verb for one in mine) if verbs.is_known(verb)}
        assert {one.verb for one in mine} - named == set()
        if name in undoable:
            undoing.undo_act(mine.latest("pk"), by=None, at=NOW)

    assert untold == {}


@pytest.mark.once
@pytest.mark.django_db
def test_no_act_of_the_desk_is_left_out_of_the_walk() -> None:
    undoable, others = acts(), more_acts(None) | acts_of_people(None)

    with seen_calls() as called:
        for act in undoable.values():
            act()
            undoing.undo_act(Act.objects.latest("pk"), by=None, at=NOW)
        for act in others.values():
            act()

    left_out = {name for name, place in acts_of_the_desk().items() if place not in called}
    assert left_out == NO_PAST


def test_walk_finds_the_acts_that_there_are() -> None:
    """What the test above would miss if the introspection found nothing."""
    assert {"publishing.publish", "tagging.tag", "takedown.take_down"} <= set(acts_of_the_desk())
    assert len(acts_of_the_desk()) > 40


def test_every_model_is_watched_or_says_why_not() -> None:
    labels = {model._meta.label_lower for model in apps.get_app_config("articles").get_models()}

    assert set(UNWATCHED) <= labels
    assert {"articles.article", "articles.tagging", "articles.frontslot"} <= labels - set(UNWATCHED)


def writes(folder: str) -> set[str]:
    """Functions of a package that write rows otherwise than through a recorder."""
    found = set()
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef):
                continue
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _is_write(call):
                    found.add(f"{path.relative_to(ROOT)} {node.name}")
    return found


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    return ast.unparse(call.func.value).rpartition(".")[2] not in ("recorder", "acted")


@pytest.mark.parametrize("folder", ["desk", "ingest"])
def test_nothing_is_written_past_the_recorder_without_a_reason(folder: str) -> None:
    known = {place for place in PAST_THE_RECORDER if place.startswith(f"{folder}/")}

    assert writes(folder) == known


def test_admin_and_site_write_through_the_desk_alone() -> None:
    through_the_desk = {"admin/article.py save_model", "admin/article.py save_related"}
    no_past = {
        "admin/bulk.py _begin",  # what a run shall do, before it is begun
        "admin/colleague.py form_valid",  # Django's own form sets the password
        "admin/signing_in.py sign_out",  # the session's own row
    }
    of_django = {"admin/base.py save_formset"}  # with commit off: it only makes the rows

    assert writes("admin") == through_the_desk | of_django | no_past
    assert writes("web") == set()


def arrive(source: Any, text: str, **fields: Any) -> None:
    item = make_item(guid="one", headline="Theirs", body_html=f"<p>{text}</p>", **fields)
    store.take_in(make_parsed(item), source=source, now=NOW)


@pytest.mark.django_db
def test_import_tells_history_all_that_it_changed_in_what_was_there() -> None:
    """A new version, then two suggestions to a desk that has touched the article."""
    source = factories.make_source()
    arrive(source, "The tram stopped at noon on the old bridge.")
    article = Article.objects.get()
    steps, state = [], Watch().state
    for text in ("twelve", "one", "two"):
        before, last = state(), Change.objects.order_by("-pk").values_list("pk", flat=True)[0]
        arrive(source, f"The tram stopped at {text} on the old bridge.")
        changes = list(Change.objects.filter(pk__gt=last).order_by("pk"))
        assert replayed(before, changes) == state()
        steps.append({(one.model, one.kind) for one in changes})
        if text == "twelve":
            editing.edit(article, by=factories.make_chief(), at=NOW, fields={"headline": "Ours"})

    update = ("articles.article", "update")
    made, refused = ("articles.suggestion", "create"), ("articles.suggestion", "update")
    assert steps == [{update}, {made}, {made, refused}]
    assert set(Act.objects.exclude(verb="edit").values_list("door", flat=True)) == {Door.IMPORT}
