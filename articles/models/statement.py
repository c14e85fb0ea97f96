"""Starter texts of the pages on which a paper states its rules, until its chief writes others.

They say only what this system makes true by itself: sources are named, corrections are shown,
readers are not followed. What only the paper can know stays a sentence that asks to be replaced.
"""

from django.utils.translation import gettext_lazy as _

from articles.enums import Statement

STARTERS = {
    Statement.STANDARDS: (
        _("%(paper)s prints what it can stand behind, and says where it knows it from."),
        _("## What we check"),
        _(
            "Names, figures, places and quotations are checked against their source before we "
            "print them. Where two accounts differ we say so, and who says what."
        ),
        _("## Whose words they are"),
        _(
            "Much of what we carry was written by others. Each text names its source and leads to "
            "the original; where a source allows an excerpt or a link only, we show no more. "
            "Reports of one event stand together on one page."
        ),
        _("## Independence"),
        _(
            "Advertisers, owners and the people we report on do not see our texts before readers "
            "do, and have no say in them. What is paid for is marked as such."
        ),
        _("## Fairness"),
        _(
            "Whoever is accused is asked, and the answer is printed. We name people where the "
            "public needs the name, and children, victims and the suspected only with good reason."
        ),
        _("## Machines"),
        _(
            "Programs help us to find copies of a report and to sort what comes in. People decide "
            "what is printed."
        ),
    ),
    Statement.CORRECTIONS: (
        _("%(paper)s corrects what was wrong in the open and does not change it in silence."),
        _("## What we do"),
        _("- A correction stands on top of the article, with what was wrong and what is right."),
        _("- “Updated” is shown when something material has changed, and only then."),
        _("- An article that cannot be mended is retracted: its page stays and says why."),
        _("- All corrections are listed on one page, newest first."),
        _("## How to report an error"),
        _(
            "Write to us with the address of the article and what you think is wrong. We answer "
            "every report, and say so where we find that the text is right."
        ),
    ),
    Statement.OWNERSHIP: (
        _("Readers should know who pays for %(paper)s and who decides in it."),
        _("## Owner"),
        _("The publisher of %(paper)s has not yet named its owner here."),
        _("## Money"),
        _(
            "No payment for a place among the news is accepted. Advertising and support from "
            "outside are marked where they stand."
        ),
        _("## Who decides"),
        _("The editor of %(paper)s decides what is printed; the owner does not."),
    ),
    Statement.PRIVACY: (
        _("You can read all of %(paper)s without telling us who you are."),
        _("## What we do not do"),
        _("- No cookie is set for reading."),
        _("- No script of other companies runs on our pages, and no picture is loaded from them."),
        _("- We make no profile of what you read, and sell nothing about you."),
        _("## What we keep"),
        _(
            "Our servers note for a short time which address asked for which page, to keep the "
            "site safe. If you write to us, we keep your letter for as long as the matter needs."
        ),
        _("## Your rights"),
        _("Ask us what we hold about you, have it corrected or erased: write to our address."),
    ),
    Statement.CONTACT: (
        _("The newsroom of %(paper)s reads what you send."),
        _("- An error in a text: give the address of the article and what is wrong."),
        _("- News for us: tell what happened, where and when, and how you know."),
        _("- A complaint: the editor answers it."),
        _("- A text or picture of yours that we should not show: say which one."),
    ),
}


def starter(kind: Statement, paper: str) -> str:
    """Our words for a paper of that name, in the active language; paragraphs, see text.passages."""
    return "\n\n".join(str(passage) % {"paper": paper} for passage in STARTERS[kind])
