# كلمات الطلبات والحالات والتقويم. ما قد تسمعه العائلة يحمل اسم من راجعه.
requests-title = الطلبات
requests-none = لا توجد حالة مفتوحة يحق لك الاطلاع عليها.
requests-cut = الحالات المفتوحة أكثر مما تعرضه هذه القائمة.
request-case = الحالة
request-sought = عمّن نبحث
request-since = تاريخ أخذ الطلب
request-team = الفريق
request-until = يُستعمل رقم التواصل حتى
request-next = الموعد القادم
request-not-shown = غير ظاهر لك
request-any-team = أي فريق
request-over = انتهت مدّته
request-no-next = لا يوجد
request-moment = { $day }، الساعة { $clock }
request-not-said = لم يُذكر
request-male = ذكر
request-female = أنثى
request-required = (لا بد منه)
request-more = أسئلة إضافية إن سمح الوقت
request-print = طباعة

request-new-title = أخذ طلب جديد
request-new-how = خمس دقائق على الهاتف: ابدأ بالاسم، ثم الأب أو الأم، ثم سنة ومكان. ما لا يُعرف يبقى فارغاً. اكتب كما يُقال لك.
request-person = عمّن نبحث
request-person-how = الاسم في سطر واحد أو مفصّلاً، ويكفي أحدهما.
request-asker = مقدّم الطلب
request-asker-how = طريقة التواصل ومن يجب ألا يعلم وكلمة السر بيننا تُختم فور الحفظ.
request-work = متابعة الطلب
request-save = حفظ الطلب
request-save-how = إن وُجد طلب مشابه عُرض عليك قبل أن يُحفظ أي شيء.
request-taken-title = حُفظ الطلب
request-taken-recused = بينك وبين الشخص المطلوب اسم عائلة أو بلد واحد، أو أن الحالة لفريق آخر: يتابعها زملاؤك.
request-person-full_name-hint = الاسم واسم الأب والكنية كما تُقال
request-person-birth_date-hint = تكفي السنة
request-person-age-hint = العمر اليوم إن لم تُعرف سنة الولادة
request-person-origin-hint = القرية أو المدينة أو الحي
request-person-mother-hint = اسمها، وكنية أهلها إن عُرفت
request-person-arrest_date-hint = بقدر ما يذكرون: سنة، شهر، يوم
request-person-arrest_place-hint = حاجز، بيت، مكان عمل، حدود
request-person-arrested_by-hint = الفرع أو الجهة، بكلماتهم
request-person-facility-hint = آخر مكان قيل إنه محتجز فيه
request-person-last_proof_of_life-hint = آخر خبر: زيارة، اتصال، شخص رآه
request-person-note-hint = أي شيء آخر، بكلماتهم

request-asker-name = اسم مقدّم الطلب
request-asker-kinship = صلة القرابة
request-asker-kinship-hint = صلته بالشخص الذي نبحث عنه
request-asker-contact = طريقة التواصل
request-asker-contact-hint = هاتف، أو شخص نصل إليه عن طريقه
request-asker-hour = الوقت الآمن للاتصال
request-asker-hour-hint = الساعة، وعبر أي وسيلة
request-asker-language = اللغة
request-asker-word = كلمة السر بيننا
request-asker-word-hint = بها يعرفون أننا نحن المتصلون
request-asker-must-not-know = من يجب ألا يعلم
request-asker-death = خبر الوفاة
request-asker-death-hint = اسأل برفق، كما يُسأل الجميع: «لو جاء يوماً خبر صعب، كيف تحبّون أن يصلكم؟»
request-asker-who-knows = من يعلم بتقديم الطلب
request-asker-legal = الأوراق التي يحتاجونها
request-asker-legal-hint = وصاية، حصر إرث، سفر الأولاد
request-asker-numbers = أرقام لدى جهات أخرى
request-asker-numbers-hint = أرقام هذا البحث لدى منظمات أخرى، بينها فواصل
request-asker-delegate = كلّفته العائلة بالكلام عنها
request-kin-mother = أم
request-kin-father = أب
request-kin-wife = زوجة
request-kin-husband = زوج
request-kin-brother = أخ
request-kin-sister = أخت
request-kin-son = ابن
request-kin-daughter = ابنة
request-death-not-asked = لم يُسألوا بعد
request-death-in-person = من شخص يأتي إليهم
request-death-by-call = باتصال، وإلى جانبهم أحد
request-death-through-other = عن طريق شخص سمّوه
request-death-never = لا يريدون أن يعلموا

request-consent = مع من يجوز أن نشارك
request-to-review = الصياغة بانتظار المراجعة
request-read-aloud = اقرأ هذا بصوت مسموع، ثم أشّر فقط على ما وافقوا عليه.
# reviewed-by: nobody yet
request-consent-text = نكتب ما تقولونه لنا لنبحث عن الشخص الذي تسألون عنه، ونقارنه بما يصلنا من قوائم وسجلات وشهادات. لا يراه إلا من يعمل على البحث هنا. رقمكم وطريقة الوصول إليكم محفوظة مختومة، ولا نعطيها لأحد خارج هذا المكان. ولا ننشر أي اسم. هل تسمحون لنا أن نشارك ما تقولونه عن الشخص المفقود؟ سأسألكم عن كل جهة وحدها.
# reviewed-by: nobody yet
request-consent-free = لكم كامل الحرية أن تقولوا لا لأي جهة منها أو لها جميعاً، وسنبحث بالاهتمام نفسه. يمكنكم تغيير جوابكم متى شئتم، ويمكنكم أن تطلبوا منا سحب طلبكم ورقمكم.
# reviewed-by: nobody yet
request-share-organisations = مع منظمات تبحث هي أيضاً، نسمّيها لكم
# reviewed-by: nobody yet
request-share-courts = مع المحاكم والمحققين
# reviewed-by: nobody yet
request-share-authorities = مع السلطات الرسمية لأي دولة
# reviewed-by: nobody yet
request-share-public = علناً، دون ذكر الاسم
request-consent-none = دون أي إشارة: لا نشارك مع أحد.

request-similar-title = طلبات مشابهة
request-similar-what = لم يُحفظ شيء بعد. قد تكون هذه الطلبات للشخص نفسه، وما كتبته باقٍ في الأسفل كما هو.
request-similar-since = أُخذ { $time }
request-similar-same = هو الشخص نفسه: أضِف مقدّم الطلب هناك
request-similar-other = هو شخص آخر: احفظ

request-wrong = لم يُحفظ شيء: في الأسفل ما يحتاج تصحيحاً، ومكتوب إلى جانبه ما هو. كل ما كتبته ما زال موجوداً.
request-wrong-empty = هذا لا بد منه.
request-wrong-unreadable = بعض الحروف هنا لم تصل نصاً مقروءاً. اكتبه من جديد.
request-wrong-long = هذا أطول من اللازم: أقصى حد { $limit } حرف.
request-wrong-day = هذا ليس يوماً، مثل 2026-12-31.
request-wrong-moment = هذا ليس يوماً وساعة، مثل 2026-12-31T10:00.
request-wrong-choice = اختر واحداً من الأجوبة.
request-wrong-past = هذا اليوم مضى.
request-wrong-name = لا بد من اسم للشخص: في سطر واحد، أو الاسم الأول أو الكنية.

request-form-title = طلب بحث عن شخص
request-form-how = اكتبوا ما تعرفونه كما تعرفونه. ما لا تعرفونه يبقى فارغاً: اسم وسنة بداية كافية. نرجو ألا تسلّموا هذه الورقة إلا لمن أعطاكم إياها.
request-form-number = رقم الحالة
request-form-date = التاريخ
request-form-arrest = كيف فُقد الشخص
request-form-sign = الاسم أو التوقيع، والتاريخ

request-vet-found = ما الذي تبيّن
request-vet-how = كيف تبيّن
request-vet-how-hint = لا تكتب الأسئلة ولا الأجوبة
request-consent-how = كيف سُئلوا، وبأي لغة
request-call-outcome = نتيجة الاتصال
request-call-at = متى
request-call-note = ما الذي قيل
request-call-note-hint = يُختم عند الحفظ. لا تذكر أسماء آخرين.
request-appoint-at = متى
request-appoint-what = الغرض
request-appoint-what-hint = يُختم عند الحفظ. لا شيء عن النتيجة.
request-renew-until = وصلنا إليهم؛ يُستعمل رقم التواصل حتى
request-assign-team = الفريق
request-assign-team-hint = فارغ: أي فريق
request-join-into = رقم الحالة التي تستمر
request-close-why = سبب إنهاء البحث
request-told-who = من أبلغهم
request-told-how = كيف: في بيتهم، هنا، باتصال
request-told-beside = من كان إلى جانبهم
request-told-taken = كيف تلقّوا الخبر، وما الذي يلي
request-wish-record = السجل الذي عُثر عليه به
request-wish-for = لمن
request-wish-telling = ما الذي يجوز قوله
request-wish-asked = من سأله، ومتى، وكيف، وبأي لغة

case-title = الحالة
case-read-out = اقرأ هذا الرقم للعائلة ببطء واطلب أن يعيدوه. لا يدل الرقم على من يبحثون عنه.
case-is-closed = هذه الحالة مغلقة.
case-joined-into = ضُمّ هذا الطلب إلى طلب آخر يستمر مكانه:
case-joined = ضُمّت إلى هذه
case-over = لا يجوز استعمال رقم التواصل بعد الآن: ربما صار مع غيرهم. صِل إلى العائلة بطريق آخر ثم جدّده في الأسفل.
case-search = البحث لهذه الحالة
case-person = كل ما نعرفه عن الشخص
case-asked = ما ورد في الطلب
case-property = الخاصية
case-value = كما قالته العائلة
case-partial = هنا ما لا يحق لهذا الحساب الاطلاع عليه.
case-record-not-yours = ما قيل عن الشخص ليس لهذا الحساب.
case-pairs = سجلات مقترحة
case-pairs-none = لا تقترح الآلة شيئاً في الوقت الحالي.
case-pairs-what = الآلة تقترح فقط، ولا يترتب على اقتراحها شيء قبل أن يقرر الناس.
case-pair-look = قارن مع
case-askers = من يسأل
case-askers-how = تظهر طريقة التواصل مرة واحدة كلما طلبتها، ويُسجّل ذلك في كل مرة.
case-askers-full = لا متسع في هذه الحالة لمقدّم طلب آخر. افتح حالة مستقلة وضُمّها إلى هذه.
case-asker-number = الرقم
case-asker-name = الاسم
case-asker-kinship = القرابة كما يقولون
case-asker-vetting = التحقق
case-asker-do = ما العمل
case-asker-nth = مقدّم الطلب { $number }
case-delegate = يتكلم باسم العائلة
case-contact-show = أظهِر طريقة التواصل
case-answer-open = التحدث معهم
case-asker-add = قريب آخر يسأل
case-asker-save = إضافة مقدّم الطلب
case-kin = هل مقدّم الطلب من الأقارب؟
case-kin-how = اسأل عمّا لا يعرفه إلا الأقارب، وابدأ بما لم يرد في الطلب. أجوبته ليست في هذه الصفحة: قارن بعد ذلك ولا تكتب منها شيئاً.
case-kin-no-questions = ليس لدينا ما لا يعرفه إلا الأقارب. اسأل عن البيت والطفولة، وليسمع معك زميل يعرف المكان.
case-kin-ask = اسأل عن
case-kin-held = أين الجواب مكتوب
case-kin-in-request = في الطلب
case-kin-in-candidates = { $count ->
    [zero] ليس في أي سجل مقترح؛
    [one] في سجل مقترح واحد؛
    [two] في سجلين مقترحين؛
    [few] في { $count } سجلات مقترحة؛
    [many] في { $count } سجلاً مقترحاً؛
   *[other] في { $count } سجل مقترح؛
 }
case-kin-open = لم يُتحقق بعد
case-kin-shown = ثبتت القرابة
case-kin-not-shown = لم يمكن إثباتها
case-kin-save = سجّل لمقدّم الطلب { $number }
case-calls = الاتصالات
case-calls-none = لم يُسجّل أي اتصال.
case-calls-notes = ما قيل يظهر مع طريقة التواصل.
case-call-add = تسجيل اتصال
case-call-when = متى
case-call-whom = بمن
case-call-outcome = النتيجة
case-call-said = ما قيل
case-call-save = سجّل: اتصال بمقدّم الطلب { $number }
case-call-reached = ردّ مقدّم الطلب وعرف كلمة السر
case-call-no-answer = لم يردّ أحد
case-call-wrong-person = ردّ شخص آخر ولم يُقل شيء
case-call-back = يريد اتصالاً في وقت آخر
case-call-declined = لا يريد أن نتصل به
case-appointments = المواعيد
case-appointments-none = لا موعد بعد.
case-appoint-add = تحديد موعد
case-appoint-save = حفظ الموعد
case-consent-change = السؤال من جديد وتغيير الموافقة
case-consent-save = حفظ ما وافقوا عليه
case-keep = متابعة الحالة
case-renew-save = تجديد رقم التواصل
case-assign-save = إسنادها إلى الفريق
case-join = طُلب الشخص نفسه مرتين
case-join-what = يُضمّ هذا الطلب إلى طلب آخر يستمر لمقدّمي الطلبين معاً. يحتفظ كل منهما برقمه، ويمكن الرجوع عن ذلك.
case-join-save = ضمّ
case-join-no-number = هذا ليس رقم حالة، مثل C0123456789.
case-join-no-case = لا توجد حالة مفتوحة بهذا الرقم يحق لك الاطلاع عليها.
case-join-closed = تلك الحالة مغلقة.
case-join-itself = هذه هي الحالة نفسها.
case-part-what = يمكن فصل الطلبين من جديد: عندها يعود هذا الطلب مفتوحاً وحده.
case-part-save = فصل
case-close = إغلاق الحالة
case-close-what = ينتهي البحث. يبقى الرقم للعائلة، ويمكنها أن تسأل من جديد.
case-close-save = إغلاق الحالة
case-back = العودة إلى الحالة

case-contact-title = التواصل بشأن الحالة
case-contact-what = سُجّل أنك اطلعت على هذا. انظر حولك: يجب ألا يقرأه غيرك. لا تُطبع هذه الصفحة.
case-contact-over = لا يجوز استعمال رقم التواصل لهذه الحالة بعد الآن. جدّده بعد الوصول إلى العائلة بطريق آخر.
case-contact-before = قبل أن تتصل
case-contact-reach = كيف نصل إليهم
case-contact-sealed = لا يمكن فتح ما ائتمنونا عليه الآن: يجب أن يفتحه حامل المفتاح.
case-contact-not-printed = هذه الصفحة لا تُطبع.

case-answer-title = حديث بشأن الحالة
case-answer-printed = هذه الصفحة لا تُطبع.
case-answer-alone = لكل حديث هذه الصفحة، أياً كان موضوعه. اقرأها وحدك، وأغلقها قبل أن يجلس أحد إلى جانبك.
case-answer-stands = أين وصلنا
case-answer-may = لا شيء يمنع إبلاغ مقدّم الطلب هذا بما في الأسفل.
case-answer-may-not = لا يجوز إبلاغ مقدّم الطلب هذا بشيء الآن، للأسباب التالية:
case-answer-alive = يقول مصدره إنه خرج أو شوهد حياً:
case-answer-dead = يبلّغ مصدره عن وفاة، أو يخص رفاتاً:
case-answer-claims = كل واحد من هذه قولُ مصدره. اذكر من القائل.
case-answer-wishes = رغبات الناس
case-answer-wish-found = رغبة من عُثر عليه
case-answer-words = كلمات للعائلة
case-answer-how = قلها بصوتك، جملة جملة. ابقَ معهم حتى لا يبقى لديهم سؤال. لا تعِد بشيء.
case-answer-record = تسجيل ما جرى
case-withheld-nothing-found = لا يُعرف شيء يقف وراءه شخصان.
case-withheld-awaiting = قرار ينتظر شخصاً ثانياً.
case-withheld-not-vetted = لم تثبت قرابة مقدّم الطلب.
case-withheld-closed = الحالة مغلقة.
case-withheld-not-asked = لم يُسأل من عُثر عليه عمّا يريد أن يُعرف عنه.
case-withheld-wishes-nothing = يرغب من عُثر عليه ألا يعرف مقدّم الطلب هذا شيئاً.
case-withheld-withdrawn = طلب أحدهم إزالة بياناته.
case-withheld-no-death-news = لا يرغب مقدّم الطلب في سماع خبر وفاة.
case-telling-unvetted = لا تظهر قبل ثبوت قرابة مقدّم الطلب.
case-telling-not-asked = لا يوجد من يُسأل، أو لم يُسأل بعد.
case-telling-nothing = لا شيء
case-telling-alive = أنه على قيد الحياة
case-telling-contact = أنه على قيد الحياة، وكيف يُوصل إليه عن طريقنا
case-wish = رغبة شخص عُثر عليه
case-wish-nobody = لم يُربط بالطلب سجل آخر بعد.
case-wish-for-asker = لمقدّم الطلب هذا وحده
case-wish-for-kin = لكل من ثبتت قرابته
case-wish-save = حفظ الرغبة
case-told-person = سمعت كلمة السر بيننا، وأنا متأكد مع من أتكلم، ولا يسمعنا من يجب ألا يعلم.
case-told-ground = قرأت السجلات والقرارات التي يقوم عليها هذا، وأذكر من القائل. يُقال بالطريقة التي يريد مقدّم الطلب أن يسمعه بها.
case-told-unconfirmed = لا بد من تأكيد هذا.
case-told-before = أُبلغوا { $time }:
case-told-save = تسجيل أنهم أُبلغوا
case-told-what = إن سقط لاحقاً ما يقوم عليه هذا، طُلب منك تصحيحه معهم.
case-told-not-yet = لا شيء يُسجّل هنا بعد. الاتصال يُسجّل في صفحة الحالة.
# reviewed-by: nobody yet
case-say-waiting = طلبكم عندنا ونحن نعمل عليه. ما إن يكون لدينا شيء نطمئن إلى صحته حتى يتصل بكم واحد منا. لا يلزمكم فعل شيء، ويمكنكم الاتصال بنا متى شئتم.
# reviewed-by: nobody yet
case-say-alive = عندنا خبر عن الشخص الذي تسألون عنه: بحسب ما نعرف هو على قيد الحياة. يعلم أنكم تسألون، وقد سمح لنا أن نخبركم بذلك.
# reviewed-by: nobody yet
case-say-contact = سمح لنا أن نصل بينكم. يكون ذلك عن طريقنا، حفاظاً على سلامتكم وسلامته.
# reviewed-by: nobody yet
case-say-death = عندي خبر صعب. هل إلى جانبكم أحد؟ وصلنا تبليغ عن وفاة الشخص الذي تسألون عنه. سنقول لكم من الذي يبلّغ عنها، وما الذي لا نعرفه.
# reviewed-by: nobody yet
case-say-death-source = نظر فيه اثنان منا بعناية. هو قول مصدره. يحق لكم أن تطّلعوا على ما يقوله، وأن تخبرونا إن كنتم تشكّون فيه. ونحن معكم.

calendar-title = التقويم
calendar-what = متى، وأي حالة: دون ذكر الموضوع أبداً.
calendar-ahead = الأيام القادمة
calendar-none = لا شيء في الستين يوماً القادمة.
calendar-today = اليوم
calendar-appointment = حديث، الحالة
calendar-contact = آخر يوم لرقم التواصل، الحالة
calendar-over = أرقام تواصل انتهت مدّتها
calendar-over-none = لا يوجد.
requests-open = الطلبات المفتوحة
requests-closed = الطلبات المغلقة
requests-closed-what = أُغلقت هذه الطلبات، ويمكن فتح أي منها مجدداً.
case-reopen-what = أُنهي البحث، ويمكن متابعته.
case-reopen-save = فتحه مجدداً
request-reopen-why = سبب متابعة البحث
