"""The nouns of the newsroom, one a file, each with its QuerySet beside it.

Article is the centre. Source and Capture tell where its text came from, Match and Story what
it is to other articles, Contribution and Credit who made it, Act and Change what was done to it,
Front, Section and Tag where readers find it.
"""

from articles.models.account import Account, Colleague, DeskSession, SignIn
from articles.models.address import Address
from articles.models.article import Article
from articles.models.author import Author, AuthorAlias, Contribution, Credit
from articles.models.ban import Ban
from articles.models.bulk_run import BulkRun
from articles.models.capture import Capture, Raw
from articles.models.comment import Comment
from articles.models.comment_try import CommentTry
from articles.models.correction import Correction
from articles.models.fingerprint import Fingerprint, FingerprintHash, FingerprintTerm, TermDay
from articles.models.front import Edition, Front, FrontSlot
from articles.models.history import Act, Change, Text
from articles.models.hold import Hold
from articles.models.image import Image, PictureKey
from articles.models.label import Label
from articles.models.match import Match
from articles.models.merge import Merge
from articles.models.namesake import Namesake
from articles.models.newsday import NewsDay
from articles.models.picture_use import ELSEWHERE, PictureUse
from articles.models.ping import Ping, PingAhead
from articles.models.planned_change import PlannedChange
from articles.models.proposal import Proposal
from articles.models.publication import Publication
from articles.models.related_link import RelatedLink
from articles.models.saved_view import SavedView
from articles.models.sealed_print import SealedPrint
from articles.models.sealed_reading import SealedReading
from articles.models.search_text import SearchText, SearchWord
from articles.models.section import Section, SectionMember
from articles.models.sitting import Sitting
from articles.models.source import Source, SourceAlias, SourceLine
from articles.models.story import Story
from articles.models.suggestion import Suggestion
from articles.models.tag import Tag, TagAlias, Tagging
from articles.models.thresholds import Thresholds
from articles.models.version_name import VersionName
from articles.models.withdrawal import Withdrawal

__all__ = [
    "ELSEWHERE",
    "Account",
    "Act",
    "Address",
    "Article",
    "Author",
    "AuthorAlias",
    "Ban",
    "BulkRun",
    "Capture",
    "Change",
    "Colleague",
    "Comment",
    "CommentTry",
    "Contribution",
    "Correction",
    "Credit",
    "DeskSession",
    "Edition",
    "Fingerprint",
    "FingerprintHash",
    "FingerprintTerm",
    "Front",
    "FrontSlot",
    "Hold",
    "Image",
    "Label",
    "Match",
    "Merge",
    "Namesake",
    "NewsDay",
    "PictureKey",
    "PictureUse",
    "Ping",
    "PingAhead",
    "PlannedChange",
    "Proposal",
    "Publication",
    "Raw",
    "RelatedLink",
    "SavedView",
    "SealedPrint",
    "SealedReading",
    "SearchText",
    "SearchWord",
    "Section",
    "SectionMember",
    "SignIn",
    "Sitting",
    "Source",
    "SourceAlias",
    "SourceLine",
    "Story",
    "Suggestion",
    "Tag",
    "TagAlias",
    "Tagging",
    "TermDay",
    "Text",
    "Thresholds",
    "VersionName",
    "Withdrawal",
]
