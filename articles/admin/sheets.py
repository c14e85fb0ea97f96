"""The key sheets that the `?` key opens, one for each screen with keys of its own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """A key and what it does."""

    key: str
    does: Any


INBOX = (
    Key("j / k", _("next row, row before")),
    Key("Enter", _("open the article")),
    Key("e", _("unfold or fold the group")),
    Key("x", _("tick the row")),
    Key("m", _("merge the ticked articles, or the copies of the group")),
    Key("y", _("fold what seems a copy under what it is a copy of, or one ticked under another")),
    Key("c", _("compare two")),
    Key("n", _("not the same: remembered for ever, splits the group")),
    Key("l", _("link the other accounts of the group to its lead")),
    Key("p", _("publish the lead, or what is ticked")),
    Key("s", _("schedule: 0630, +45, 2026-11-23 06:30")),
    Key("t", _("take as a draft")),
    Key("f", _("place on a front, then 1 to 9")),
    Key("d", _("spike the row, or the whole group")),
    Key("u", _("undo your last act")),
    Key("/", _("search")),
    Key("g 1 … g 3", _("the first three saved views")),
    Key("i", _("the inbox, from anywhere")),
    Key("?", _("this sheet")),
)
COMPARE = (
    Key("m", _("merge the two")),
    Key("l", _("link them, as the kind that is chosen")),
    Key("n", _("not the same: remembered for ever")),
    Key("y", _("the same copy: fold one under the other")),
    Key("s", _("put both in one story")),
    Key("w", _("where they differ, and what only one of them says")),
    Key("v", _("word by word as two versions, or by sentences")),
    Key("j / k", _("next change, change before")),
    Key("b", _("back to the inbox")),
)
SUGGESTION = (
    Key("j / k", _("next change, change before")),
    Key("v", _("against ours, or against what the source said before")),
    Key("b", _("back to the article")),
)
BOARD = (
    Key("j / k", _("next row, row before")),
    Key("Enter", _("both paragraphs of the row, or the one that has the fact")),
    Key("a", _("add the fact of the row, with credit")),
    Key("b", _("back to the story, or to the comparison")),
)
MERGE = (
    Key("j / k", _("next field, field before")),
    Key("1 … 9", _("take the value of that column")),
    Key("Enter", _("merge")),
    Key("b", _("back without merging")),
)
FRONT = (
    Key("j / k", _("next place, place before")),
    Key("1 … 9", _("move what is in focus to that place; what the rule chose is pinned there")),
    Key("x", _("take the pick off")),
    Key("e", _("own words, picture and times")),
    Key("D", _("begin a draft, or put it aside")),
    Key("L", _("launch the draft")),
    Key("T", _("launch it at a time: 0630, +45, 2026-11-23 06:30")),
    Key("O", _("call off the next planned launch")),
    Key("R", _("roll back to the launch before")),
    Key("v", _("preview at three widths")),
    Key("u", _("undo your last act")),
    Key("/", _("search an article to pick")),
    Key("?", _("this sheet")),
)
PUSH = (
    Key("1 … 9", _("put it at that place")),
    Key("b", _("back")),
)
NAMESAKES = (
    Key("j / k", _("next pair, pair before")),
    Key("1", _("keep the first name, merge the other into it")),
    Key("2", _("keep the second name, merge the first into it")),
    Key("n", _("not the same: remembered for ever")),
    Key("Enter", _("open the one in focus")),
    Key("u", _("undo your last act")),
    Key("?", _("this sheet")),
)
COMMENTS = (
    Key("j / k", _("next comment, comment before")),
    Key("x", _("tick the comment")),
    Key("a", _("approve what is ticked, or the one in focus")),
    Key("d", _("refuse it; one that readers see is taken down")),
    Key("!", _("put it with the spam")),
    Key("b", _("ban its writer: what comes next is put aside unseen")),
    Key("n", _("ban its network for 30 days")),
    Key("Enter", _("open the article")),
    Key("u", _("undo your last act")),
    Key("?", _("this sheet")),
)
