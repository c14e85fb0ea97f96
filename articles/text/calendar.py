"""Names of months, days and zones as dates spell them, folded, in the languages we meet."""

from articles.text.normalise import fold

_MONTH_NAMES = (
    "january jan janvier enero januar gennaio janeiro januari جنوری يناير",
    "february feb février febrero februar febbraio fevereiro februari فروری فبراير شباط",
    "march mar mars marzo märz março maart مارچ مارس آذار",
    "april apr avril abril aprile اپریل أبريل نيسان",
    "may mai mayo maggio maio mei مئی مايو أيار",
    "june jun juin junio juni giugno junho جون يونيو حزيران",
    "july jul juillet julio juli luglio julho جولائی يوليو تموز",
    "august aug août agosto augustus اگست أغسطس آب",
    "september sep sept septembre septiembre settembre setembro ستمبر سبتمبر أيلول",
    "october oct octobre octubre oktober ottobre outubro اکتوبر أكتوبر",
    "november nov novembre noviembre novembro نومبر نوفمبر",
    "december dec décembre diciembre dezember dicembre dezembro دسمبر ديسمبر",
)

MONTHS: dict[str, int] = {
    fold(name): number
    for number, names in enumerate(_MONTH_NAMES, start=1)
    for name in names.split()
}

_WEEKDAY_NAMES = (
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat "
    "sunday sun lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch "
    "donnerstag freitag samstag sonntag پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار الاثنين الإثنين "
    "الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
)
WEEKDAYS = frozenset(fold(name) for name in _WEEKDAY_NAMES.split())

# Words that stand before, between and behind the parts of a date and say nothing more.
_NOISE_WORDS = (
    "updated update published posted modified last first on at of the date dated time issued "
    "created added from day le à du de del publié mis jour um uhr vom den publicado "
    "شائع اشاعت تاریخ اپ ڈیٹ آخری وقت بوقت بروز بجے کو ہونے کی ء "
    "نشر في تاريخ النشر آخر تحديث تم يوم الساعة م"
)
NOISE = frozenset(fold(word) for word in _NOISE_WORDS.split())

DAY_HALVES = {"am": "am", "pm": "pm", fold("صباحا"): "am", fold("مساء"): "pm", fold("دوپہر"): "pm"}

# Minutes east of Greenwich. Names that several countries use for other hours are left out: a date
# with an unknown zone is unknown.
ZONES = {
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120,
    "eet": 120, "eest": 180, "msk": 180, "trt": 180, "irst": 210, "gst": 240, "aft": 270,
    "pkt": 300, "uzt": 300, "ist": 330, "npt": 345, "bdt": 360, "sgt": 480, "hkt": 480, "awst": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "et": -300, "cst": -360,
}  # fmt: skip
