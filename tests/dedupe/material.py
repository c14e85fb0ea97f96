"""Texts written for these tests: one event told twice, its copies, its twins and its templates."""

from dataclasses import replace
from datetime import UTC, datetime

from articles.dedupe.fingerprint import Document

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)

WIRE = Document(
    headline="Ferry with 214 aboard runs aground off Skarvholm",
    paragraphs=(
        "Port Ellwin: A ferry carrying 214 passengers ran aground on a reef off the island of"
        " Skarvholm on Tuesday night, and all aboard were brought ashore by fishing boats, the"
        " coast guard said.",
        "The Maria Lindqvist struck the reef at the northern end of the sound shortly after its"
        " engines failed in heavy swell, Captain Oskar Brandeby told the harbour radio.",
        "Nineteen people were treated for cold and three for broken bones at the clinic in Port"
        " Ellwin, the head of the clinic, Doctor Ilse Varnow, said on Wednesday morning.",
        "The ship was built in 1987 and passed its last inspection in January 2026, according"
        " to the register of the maritime authority.",
        "Fishermen had asked for a light on the reef since a trawler sank there in 2009. The"
        " ministry of transport put the cost at 1.4 million crowns and never built it.",
        "Minister Tomas Arkell said he would travel to the island and that an inquiry under"
        " Judge Greta Holmsund would begin within the week.",
    ),
    published_at=NOON,
    source="wire",
)

RETOLD = Document(
    headline="Islanders save everyone from stranded ferry",
    paragraphs=(
        "It was the small boats that did it. When the Maria Lindqvist lost power in the sound"
        " and was thrown on the rocks of Skarvholm, crews from three villages put to sea in the"
        " dark and took off every one of the 214 people aboard.",
        "“We heard Brandeby call on the radio and we simply went,” said one skipper, Nils"
        " Oberman, on the quay at Port Ellwin.",
        "Twenty-two passengers needed care. Ilse Varnow, who runs the clinic, praised the"
        " islanders.",
        "The wreck of 2009 on the same reef is not forgotten here, nor is the promise of a"
        " light. Tomas Arkell, the minister, is expected on the island; Greta Holmsund will lead"
        " the inquiry.",
    ),
    published_at=datetime(2026, 3, 11, 7, tzinfo=UTC),
    source="daily",
)

TWIN = Document(
    headline="Ferry with 90 aboard runs aground near Dunmarrow",
    paragraphs=(
        "Castle Bay: A ferry carrying 90 passengers ran aground on a sandbank near Dunmarrow on"
        " Friday, and those aboard waited six hours for the tide, the coast guard said.",
        "The Saint Ninian left the channel in fog, its master, Hamish Corrie, told reporters."
        " No one was hurt.",
        "The ship was built in 2001 and belongs to the Western Line, which apologised and"
        " promised to refund every ticket.",
    ),
    published_at=datetime(2026, 8, 21, 18, tzinfo=UTC),
    source="daily",
)

CHROME = (
    "Home | World | Sport",
    "Share on Facebook",
    "Read also: ten things to know this morning",
    "Sign up for our newsletter and never miss a story",
    "Terms of use | Privacy policy",
)


def cut_copy(document: Document = WIRE, *, keep: int = 3) -> Document:
    """The first paragraphs in the furniture of another site."""
    return replace(
        document,
        headline="Ferry aground: all safe",
        paragraphs=(*CHROME[:2], *document.paragraphs[:keep], *CHROME[2:]),
        source="portal",
    )


def market_report(*, day: int, rice: str, wheat: str, lentils: str, lorries: str) -> Document:
    """The market report of one day: every day the same words, other figures."""
    return Document(
        headline="Grain prices at the Ellwin exchange",
        paragraphs=(
            f"Rice closed at {rice} crowns a sack on the Ellwin grain exchange, brokers said, after"
            f" {lorries} lorries arrived from the southern districts.",
            f"Wheat was quoted at {wheat} crowns and lentils at {lentils} crowns in quiet trade, as"
            " millers waited for the weekly figures of the port.",
            "Traders expect prices to stay in their present range until the new"
            " harvest arrives"
            " and the road over the pass is open again.",
        ),
        published_at=datetime(2026, 3, day, 17, tzinfo=UTC),
        source="wire",
    )


MARKET_MONDAY = market_report(day=9, rice="412.5", wheat="188", lentils="633", lorries="84")
MARKET_TUESDAY = market_report(day=10, rice="409.75", wheat="191", lentils="640", lorries="61")

URDU = Document(
    headline="ساحل کے قریب کشتی چٹان سے ٹکرا گئی، ۲۱۴ مسافر محفوظ",
    paragraphs=(
        "پورٹ ایلون: جزیرہ اسکارہولم کے قریب ۲۱۴ مسافروں کو لے جانے والی"
        " کشتی منگل کی رات چٹان سے ٹکرا گئی، تاہم ماہی گیروں نے تمام مسافروں"
        " کو بحفاظت ساحل تک پہنچا دیا۔",
        "کپتان برانڈبی کے مطابق انجن بند ہونے کے بعد ماریا لنڈکوسٹ طوفانی"
        " لہروں میں بہہ کر چٹان تک جا پہنچی۔",
        "کلینک کی سربراہ ڈاکٹر ورنو نے بتایا کہ ۲۲ افراد کو طبی امداد دی"
        " گئی۔ وزیر ارکیل نے تحقیقات کا اعلان کیا ہے۔",
    ),
    published_at=NOON,
    source="urdu-daily",
)

URDU_RETOLD = Document(
    headline="اسکارہولم میں کشتی حادثہ، ماہی گیروں نے سب کو بچا لیا",
    paragraphs=(
        "ماہی گیروں نے اندھیرے میں اپنی چھوٹی کشتیاں سمندر میں اتاریں اور"
        " ماریا لنڈکوسٹ کے ۲۱۴ مسافروں کو اسکارہولم کی چٹان سے نکال لیا۔",
        "برانڈبی کا پیغام ریڈیو پر سنا گیا تو تین دیہات کے لوگ روانہ ہو"
        " گئے۔ ورنو نے جزیرے والوں کو سراہا، ارکیل آج پہنچیں گے۔",
    ),
    published_at=NOON,
    source="urdu-radio",
)

ARABIC = Document(
    headline="مجلس المدينة يقر ميزانية المكتبات",
    paragraphs=(
        "أقر مجلس مدينة نورهلم ميزانية المكتبات العامة للعام المقبل بقيمة"
        " ٣٫٢ مليون بعد جلسة استمرت حتى منتصف الليل.",
        "وصوت ١٧ عضوا لصالح المشروع بينما عارضه خمسة أعضاء طالبوا بإصلاح الطرق أولا.",
    ),
    published_at=NOON,
    source="arabic-daily",
)
