"""What pages print around an article, in English, Urdu and Arabic: phrases, not patterns.

Three kinds of phrase. `STARTS` are the first words of a line of chrome (matched only on short
lines); `WHOLE` lines are chrome only when nothing else stands on them; `STOPS` are the starts
behind which the article is over. `SECTIONS` are names that breadcrumbs are made of. All folded.
"""

from collections.abc import Iterable, Sequence

from articles.text.normalise import fold, words

_LONGEST_START = 10  # words in the longest phrase of `STARTS`

# Behind these the page goes on to other matters.
_STOPS = """
related articles | related stories | related posts | related news | related topics
related content | related coverage | related tags | related reading | related links
related items | related headlines | leave a reply | leave a comment | leave your comment
post a comment | post your comment | add a comment | add your comment | write a comment
your comment | join the conversation | join the discussion | share your thoughts
tell us what you think | have your say | submit a comment | comments are closed | view comments
show comments | load comments | 0 comments | no comments | comment policy
your email address will not be published | required fields are marked | save my name | back to top
return to top | scroll to top | go to top | you may also like | you might also like | you may like
you might like | you may be interested | you might be interested | you may have missed
don't miss | recommended for you | recommended stories | recommended articles
recommended reading | we recommend | editor's picks | editors' picks | more from
more on this story | more on this topic | more stories | more news | more articles
more like this | more in | most read | most popular | most viewed | most shared | most commented
popular posts | popular stories | popular articles | popular news | popular now | trending now
trending stories | trending news | trending topics | latest stories | latest articles
latest posts | latest from | top stories | other stories | other news | other articles | read next
up next | next article | next post | next story | previous article | previous post
previous story | from around the web | around the web | promoted stories | sponsored content
sponsored stories | paid content | partner content | about the author | about author
about the writer | filed under | explore more | check also | post comment
submit comment | cancel reply | more from this author | مزید پڑھیے | تبصرہ کیجیے | ایڈیٹر کی پسند
أترك تعليق | اترك تعليق | شاهد أيضا
related video | related videos | also see | featured video | keep reading | what to read next
continue to next | all rights reserved | © | copyright © | متعلقہ خبریں | متعلقہ مضامین
متعلقہ تحریریں | مزید خبریں | مزید پڑھیں | یہ بھی پڑھیں | تبصرہ کریں | تبصرے | اپنا تبصرہ
اپنی رائے دیں | جواب دیں | جواب لکھیں | کمنٹ کریں | آپ کا ای میل | آپ کا ای میل ایڈریس
ضروری خانوں کو | اوپر جائیں | واپس اوپر | واپس اوپر جائیں | مقبول خبریں | سب سے زیادہ پڑھی
جملہ حقوق | تازہ ترین خبریں | اگلی خبر | پچھلی خبر | آپ کو یہ بھی پسند | ایڈیٹر کا انتخاب
مقالات ذات صلة | أخبار ذات صلة | مواضيع ذات صلة | مواضيع متعلقة | أخبار متعلقة | مقالات متعلقة
المزيد من | اقرأ أيضا | اقرأ ايضا | اقرأ المزيد | اترك تعليقا | اترك ردا | أضف تعليقا | أضف تعليق
اكتب تعليقا | التعليقات | لن يتم نشر | لن يتم نشر عنوان بريدك | الحقول الإلزامية
العودة إلى الأعلى | العودة للأعلى | إلى الأعلى | الأكثر قراءة | الأكثر مشاهدة | الأكثر شعبية
قد يعجبك | قد يعجبك أيضا | قد يهمك | جميع الحقوق محفوظة | كل الحقوق محفوظة | الخبر التالي
الخبر السابق | المقال التالي | المقال السابق | آخر الأخبار
"""

# Buttons, notices and forms that may stand anywhere.
_STARTS = """
share this | share on | share via | share to | share article | share story | share link
sharing options | show more sharing | close extra sharing | tweet this | pin it | follow us
follow on | follow @ | like us on | find us on | join us on | connect with us | stay connected
read more | read also | read full | read the full | read our | also read | see also | see more
see all | view more | view all | view gallery | show more | show less | load more | learn more
find out more | continue reading | click here | click to | tap here | tap to | watch now
watch live | watch the video | watch video | play video | listen to this | listen now
video player | video unavailable | this video | your browser does not | please enable javascript
enable javascript | this slideshow requires | you need to enable | skip to | skip navigation
jump to | toggle navigation | open menu | close menu | main menu | search for | search this
sign up | sign in | sign out | log in | log out | login to | create an account
create a free account | create account | already a subscriber | already have an account
already registered | register for | register now | forgot your password | forgot password
remember me | subscribe to | subscribe now | subscribe today | subscribe for | get our
get the latest | get breaking news | get alerts | never miss | stay up to date | stay informed
stay updated | join our | our newsletter | newsletter sign | email newsletter | daily newsletter
free newsletter | by signing up | by subscribing | by clicking | by continuing | by entering
by submitting | i agree | i would like to receive | i would like to be | you can unsubscribe
unsubscribe | thank you for subscribing | thanks for signing up | thank you for reading
please enter | please try again | please check your | please log in | please sign in
enter your email | your email | your name | email address | this site uses
this site is protected | this website uses | we use cookies | we and our partners | accept cookies
accept all | cookie settings | cookie policy | cookie preferences | manage cookies
privacy policy | privacy notice | terms of | terms and | terms & conditions | user agreement
do not sell | ad choices | ad policy | about us | contact us | advertise with | work with us
send us | got a tip | got a news tip | download the | download our | get the app | print this
print article | email this | email article | copy link | copy this | copied to | link copied
save article | save this | bookmark this | article bookmarked | report this | report an error
report a typo | advertisement | advertise | advertising | sponsored by | promoted by
supported by | story continues below | article continues below | continue below
scroll to continue | affiliate links | support our | support independent | support us | donate to
donate now | become a member | become a subscriber | become a patron | buy me a | page not found
loading | please wait | not now | no thanks | maybe later | don't show me | notifications
turn on notifications | allow notifications | click to comment | view this post on
a post shared by | this post may | this article originally appeared | this article was originally
this story was originally | minute read | min read
views | filed to | posted in | tagged | tags | topics | categories | category | reading time
estimated reading | whatsapp channel | telegram channel | google news | comment now | شیئر کریں
شیئر | شئیر کریں | فیس بک پر | ٹوئٹر پر | واٹس ایپ پر | واٹس ایپ چینل | ہمیں فالو کریں | فالو کریں
سبسکرائب کریں | سبسکرائب | نیوز لیٹر | ہمارے نیوز لیٹر | سائن اپ | لاگ ان | رجسٹر کریں | پرنٹ کریں
اشتہار | مواد پر جائیں | مرکزی مواد | رابطہ کریں | ہم سے رابطہ | ہمارے بارے میں
رازداری کی پالیسی | تلاش کریں | ویڈیو دیکھیں | مکمل خبر پڑھیں | تفصیل پڑھیں | ایپ ڈاؤن لوڈ | ٹیگز
لنک کاپی | کوکیز | یہاں کلک کریں | ہوم پیج | شارك | شارك على | شارك هذا | شارك المقال | مشاركة
انشر | تابعنا | تابعونا | تابع | اشترك | اشترك في | اشترك الآن | النشرة البريدية
النشرة الإخبارية | تسجيل الدخول | إنشاء حساب | تخطي إلى | انتقل إلى | إعلان | إعلانات | اطبع
طباعة | نسخ الرابط | حمل التطبيق | اضغط هنا | شاهد الفيديو | شاهد أيضا | اتصل بنا | من نحن
سياسة الخصوصية | شروط الاستخدام | ملفات تعريف الارتباط | الكلمات المفتاحية | كلمات مفتاحية
الوسوم | إقرأ المزيد | القائمة الرئيسية | البريد الإلكتروني
this document is subject to copyright | journal information | more information | provided by
citation | our standards | corrections & clarifications | submit a correction | send a letter
reprints & permissions | reprints and permissions | having trouble | good journalism
want to keep up | need more space | there's plenty more | start your day | dear reader
visit website | thanks for watching | explore further | we want to hear from you
conversations are opinions | the views expressed | views expressed | this field
consult your physician | these statements have not | results vary | all trademarks
you must be logged in | you need to be | you must be a | our commenting policy | please review
nothing contained | photo by | photos by | compartir | compartilhar | partager | teilen
suscríbete | deja un comentario | deixe uma resposta | deixe um comentário | artigos relacionados
artículos relacionados | noticias relacionadas | leia também | lea también | lee también
à lire aussi | lire aussi | laisser un commentaire | articles similaires | mehr zum thema
lesen sie auch | kommentare | kommentar schreiben | nach oben | zum thema | leggi anche
lascia un commento | lees ook | reageer
"""

_WHOLE = """
gift this article | gift article | gift
recommended | like this | check also | e-paper | epaper | next up | السابق | التالي
شاركها | شئیر کیجئے
print opens in new window | join our whatsapp channel | weiterlesen | teilen | kommentar
share | shares | tweet | tweets | retweet | facebook | twitter | x | instagram | whatsapp
telegram | linkedin | youtube | pinterest | reddit | tumblr | flipboard | pocket | messenger
viber | tiktok | threads | bluesky | mastodon | snapchat | google | google+ | line | email
e-mail | mail | print | link | url | copy | sms | rss | more | menu | search | home | close | open
cancel | submit | send | save | reply | edit | delete | report | like | likes | dislike | follow
following | subscribe | subscribed | register | login | logout | account | profile | settings
help | contact | about | advert | ad | ads | promoted | sponsored | comment | comments | next
previous | prev | back | top | up | down | play | pause | mute | unmute | fullscreen | gallery
slideshow | photos | photo | pictures | video | videos | audio | podcast | listen | watch | live
newsletter | newsletters | tags | tag | topics | privacy | terms | cookies | copyright | sitemap
site map | careers | jobs | faq | donate | shop | store | name | website | message | required
optional | or | and | by | via | close menu | sections | archive | archives | trending | popular
latest | featured | editorial | language | english | urdu | arabic | font size | a+ | a- | aa
reset | ok | yes | no | go | done | all | view | views | updated | published | source | sources
read | expand | collapse | author | authors | bio | key points | in this article
table of contents | contents | on this page | see also | ads by google | فیس بک | ٹوئٹر | واٹس ایپ
ٹیلی گرام | یوٹیوب | انسٹاگرام | ای میل | پرنٹ | مینو | تلاش | ہوم | صفحہ اول | مزید | بند کریں
ویڈیو | تصاویر | آڈیو | نام | ویب سائٹ | تبصرہ | لنکڈ ان | اشتہارات | فيسبوك | تويتر | واتساب
تيليجرام | تلغرام | يوتيوب | انستغرام | إنستغرام | لينكد إن | بريد | القائمة | بحث | البحث
الرئيسية | الصفحة الرئيسية | المزيد | إغلاق | فيديو | صور | الاسم | الموقع | الموقع الإلكتروني
تعليق | أرسل | إرسال
"""

_SECTIONS = """
home | homepage | latest | latest news | breaking | breaking news | top news | top stories
top story | headlines | news | world | world news | national | international | local | local news
regional | region | city | metro | country | politics | government | elections | election
parliament | business | economy | finance | markets | money | companies | industry | energy
trade | technology | tech | science | science & tech | science and technology | health | education
environment | climate | weather | sport | sports | football | cricket | tennis | culture | arts
arts & culture | entertainment | lifestyle | life | style | fashion | food | travel | religion
society | people | opinion | opinions | editorial | editorials | columns | columnists | blogs
analysis | comment | features | feature | special reports | investigations | interviews | letters
obituaries | crime | law | courts | justice | security | defence | defense | military | war
diplomacy | foreign affairs | human rights | women | youth | media | video | videos | multimedia
photos | gallery | podcasts | live | magazine | property | real estate | motoring | cars | auto
jobs | agriculture | transport | infrastructure | history | books | film | movies | music | tv
games | royals | trending | must read | editor's choice | editors pick | editor's picks | featured
exclusive | more | archive | press releases | stock market | banking | asia | south asia
east asia | southeast asia | central asia | middle east | europe | africa | americas
latin america | north america | oceania | pacific | gulf | mena | us | usa | u.s. | uk | eu | un
russia | ukraine | china | india | pakistan | afghanistan | bangladesh | sri lanka | nepal | iran
iraq | syria | turkey | türkiye | israel | palestine | gaza | lebanon | jordan | egypt
saudi arabia | uae | qatar | kuwait | oman | yemen | libya | sudan | somalia | ethiopia | kenya
nigeria | south africa | ghana | morocco | tunisia | algeria | france | germany | italy | spain
portugal | poland | greece | netherlands | sweden | norway | finland | denmark | ireland
scotland | england | wales | canada | mexico | brazil | argentina | chile | colombia | venezuela
cuba | japan | korea | south korea | north korea | taiwan | hong kong | vietnam | thailand
myanmar | malaysia | singapore | indonesia | philippines | australia | new zealand | karachi
lahore | islamabad | peshawar | quetta | punjab | sindh | balochistan | khyber pakhtunkhwa
kashmir | kabul | london | new york | california | washington | moscow | تازہ ترین | اہم خبریں
خبریں | پاکستان | دنیا | عالمی خبریں | عالمی | قومی | مقامی | سیاست | کاروبار | معیشت | تجارت
کھیل | کرکٹ | صحت | تعلیم | سائنس | ٹیکنالوجی | سائنس و ٹیکنالوجی | انٹرٹینمنٹ | شوبز | ثقافت
ادب | کالم | بلاگ | بلاگز | رائے | اداریہ | تجزیہ | فیچر | ویڈیوز | صفحہ اول | سرورق
بین الاقوامی | جرم و سزا | موسم | ماحولیات | خواتین | دلچسپ و عجیب | افغانستان | بھارت | ایران
چین | روس | امریکہ | مشرق وسطی | ایشیا | یورپ | سندھ | پنجاب | بلوچستان | خیبر پختونخوا | کشمیر
کراچی | لاہور | اسلام آباد | شہر | علاقائی | ہوم | الرئيسية | أخبار | الأخبار | آخر الأخبار
أخبار عاجلة | عاجل | أهم الأخبار | العالم | أخبار العالم | عربي | العالم العربي | الوطن العربي
محليات | محلي | سياسة | اقتصاد | الاقتصاد | أعمال | مال وأعمال | رياضة | الرياضة | ثقافة
ثقافة وفنون | فنون | فن | صحة | تعليم | علوم | تكنولوجيا | علوم وتكنولوجيا | تقنية | منوعات
مقالات | آراء | رأي | تحليل | تحليلات | تقارير | حوادث | مجتمع | طقس | بيئة | المرأة | مصر | سوريا
العراق | لبنان | فلسطين | الأردن | السعودية | الإمارات | الخليج | المغرب | تونس | الجزائر | ليبيا
السودان | اليمن | إيران | تركيا | روسيا | الصين | أفغانستان | باكستان | آسيا | أوروبا | أفريقيا
أمريكا | الشرق الأوسط | الولايات المتحدة
"""

# Labels before a colon that name a kind of item, never the place it was filed from.
_NOT_PLACES = """
analysis | opinion | comment | editorial | exclusive | explainer | explained | fact check
factbox | feature | interview | live | live updates | profile | review | timeline | update
updated | video | watch | listen | photos | picture | pictures | breaking | breaking news
just in | read | note | editor's note | editors note | correction | clarification | summary
highlights | key points | report | sources | source | background | question | answer | q | a
warning | disclaimer | date | place | time | what | who | when | where | why | how | the | this
here | result | results | score | final score | photo | image | credit | also read | read more
related | topics | tags | by | from | to | in | on | at | but | and | so | yet | for example
for instance | first | second | third | finally | تجزیہ | رائے | ویڈیو | تصاویر | خصوصی | نوٹ
تحریر | رپورٹ | اہم | تازہ ترین | سوال | جواب | تاریخ | تحليل | رأي | فيديو | صور | خاص | حصري
ملاحظة | تقرير | عاجل | سؤال | تاريخ
"""


def _phrases(listed: str) -> Iterable[str]:
    for line in listed.strip().splitlines():
        for phrase in line.split("|"):
            yield phrase.strip()


def _starts(listed: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(phrase)) for phrase in _phrases(listed)) - {()}


STOPS: frozenset[tuple[str, ...]] = _starts(_STOPS)
STARTS: frozenset[tuple[str, ...]] = _starts(_STARTS) | STOPS
WHOLE: frozenset[str] = frozenset(fold(phrase) for phrase in _phrases(_WHOLE))
SECTIONS: frozenset[str] = frozenset(fold(phrase) for phrase in _phrases(_SECTIONS))
NOT_PLACES: frozenset[str] = frozenset(fold(phrase) for phrase in _phrases(_NOT_PLACES))


def phrase_length(found: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """Return how many first words of a line make the longest known phrase, 0 if they make none."""
    for length in range(min(_LONGEST_START, len(found)), 0, -1):
        if tuple(found[:length]) in phrases:
            return length
    return 0
