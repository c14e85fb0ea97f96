"""The nouns of the newsroom, one a file, each with its QuerySet beside it.

Article is the centre. Source and Capture tell where its text came from, Match and Story what
it is to other articles, Contribution and Credit who made it, Act and Change what was done to it,
Front, Section and Tag where readers find it.
"""

from articles.models.address import Address
from articles.models.article import Article
from articles.models.author import Author, AuthorAlias, Contribution, Credit
from articles.models.capture import Capture, Raw
from articles.models.correction import Correction
from articles.models.fingerprint import Fingerprint, FingerprintHash, FingerprintTerm, TermDay
from articles.models.front import Front, FrontSlot
from articles.models.history import Act, Change, Text
from articles.models.image import Image
from articles.models.label import Label
from articles.models.match import Match
from articles.models.merge import Merge
from articles.models.namesake import Namesake
from articles.models.newsday import NewsDay
from articles.models.publication import Publication
from articles.models.related_link import RelatedLink
from articles.models.sealed_reading import SealedReading
from articles.models.section import Section, SectionMember
from articles.models.source import Source, SourceAlias, SourceLine
from articles.models.story import Story
from articles.models.suggestion import Suggestion
from articles.models.tag import Tag, TagAlias, Tagging
from articles.models.thresholds import Thresholds
from articles.models.withdrawal import Withdrawal

__all__ = [
    "Act",
    "Address",
    "Article",
    "Author",
    "AuthorAlias",
    "Capture",
    "Change",
    "Contribution",
    "Correction",
    "Credit",
    "Fingerprint",
    "FingerprintHash",
    "FingerprintTerm",
    "Front",
    "FrontSlot",
    "Image",
    "Label",
    "Match",
    "Merge",
    "Namesake",
    "NewsDay",
    "Publication",
    "Raw",
    "RelatedLink",
    "SealedReading",
    "Section",
    "SectionMember",
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
    "Withdrawal",
]
