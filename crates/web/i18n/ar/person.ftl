# A person, and the file to print.
person-title = شخص
person-file-title = ملفّ شخص
person-print = ملفّ للطباعة
person-names = الأسماء كما كتبها كلّ مصدر
person-sources = { $count ->
    [zero] لا مصدر غير طلبات الأهالي يذكر هذا الشخص.
    [one] مصدر واحد غير طلبات الأهالي يذكر هذا الشخص.
    [two] مصدران غير طلبات الأهالي يذكران هذا الشخص.
    [few] { $count } مصادر غير طلبات الأهالي تذكر هذا الشخص.
    [many] { $count } مصدراً غير طلبات الأهالي تذكر هذا الشخص.
   *[other] { $count } مصدر غير طلبات الأهالي تذكر هذا الشخص.
}
person-independent = { $count ->
    [zero] لا مصدر مستقلّ: الطلبات والنسخ لا تؤكّد شيئاً.
    [one] مصدر مستقلّ واحد، بحسب ما نعرف.
    [two] مصدران مستقلّان أحدهما عن الآخر، بحسب ما نعرف.
    [few] { $count } مصادر مستقلّ بعضها عن بعض، بحسب ما نعرف.
    [many] { $count } مصدراً مستقلّاً بعضها عن بعض، بحسب ما نعرف.
   *[other] { $count } مصدر مستقلّ بعضها عن بعض، بحسب ما نعرف.
}
person-removal-asked = طلب أحدهم حذف هذا الشخص. لا يخرج من هنا شيء عنه. بقي أن يتحقّق أحد الزملاء ممّن طلب.
person-removal-verified = طلب هذا الشخص حذفه، وجرى التحقّق من ذلك. لا يخرج من هنا شيء عنه.
person-removal-waits = طلب أحدهم حذف هذا الشخص في يوم كثرت فيه هذه الطلبات. يجب أن ينظر فيه أحد الزملاء أوّلاً.
person-partial = لا ترى كلّ المسجَّل هنا: بعضه مقيَّد أو مختوم.
person-cases = قضايا الأهالي
person-cases-none = لا قضيّة أهلٍ يحقّ لك الاطّلاع عليها.
person-case-since = منذ { $time }
person-case-closed = مغلقة

# Fate and whereabouts.
person-fate = المصير، كما يقول كلّ مصدر
person-fate-note = لا شيء هنا استنتاج. من يُبحث عنه يُفترض أنّه على قيد الحياة.
person-fate-presumed_alive = يُفترض أنّه على قيد الحياة. يبحث عنه
person-fate-presumed_alive-alone = يُفترض أنّه على قيد الحياة: لا مصدر مستقلّ يقول غير ذلك
person-fate-held = محتجَز، بحسب
person-fate-held-alone = محتجَز
person-fate-seen_alive = شوهد حيّاً، بحسب
person-fate-seen_alive-alone = شوهد حيّاً
person-fate-released = أُفرج عنه، بحسب
person-fate-released-alone = أُفرج عنه
person-fate-reported_dead = ورد خبر وفاته في
person-fate-reported_dead-alone = ورد خبر وفاته
person-fate-identified_remains = رفات تعرّف عليه شخصان من الفريق، في
person-fate-identified_remains-alone = رفات تعرّف عليه شخصان من الفريق
person-fate-short-presumed_alive = يُفترض أنّه حيّ
person-fate-short-held = ورد أنّه محتجَز
person-fate-short-seen_alive = ورد أنّه شوهد حيّاً
person-fate-short-released = ورد أنّه أُفرج عنه
person-fate-short-reported_dead = ورد خبر وفاته
person-fate-short-identified_remains = رفات متعرَّف عليه
person-against = يعارضه:
person-whereabouts = المكان، كما يقول كلّ مصدر
person-whereabouts-none = لا مصدر يذكر المكان.
person-where-sealed = هناك من يعرف أين هو الآن. هذا مختوم.
person-where-held = محتجَز في { $place }، بحسب
person-where-seen = شوهد حيّاً في { $place }، بحسب
person-where-transferred_to = نُقل إلى { $place }، بحسب
person-where-reported_died = ورد خبر وفاته في { $place }، بحسب
person-where-reported_buried = ورد أنّه دُفن في { $place }، بحسب
person-where-identified_burial = رفات متعرَّف عليه في { $place }، بحسب
person-where-elsewhere = مكان آخر
person-where-short-sealed = شيء مختوم
person-where-short-held = محتجَز في { $place }
person-where-short-seen = شوهد حيّاً في { $place }
person-where-short-transferred_to = نُقل إلى { $place }
person-where-short-reported_died = ورد خبر وفاته في { $place }
person-where-short-reported_buried = ورد أنّه دُفن في { $place }
person-where-short-identified_burial = رفات متعرَّف عليه في { $place }
person-basis-request = طلب
person-basis-list = قائمة
person-basis-witness = شاهد
person-basis-register = سجلّ
person-basis-remains = رفات
person-paper-hospital_report = تقرير مشفى
person-paper-military_police_notice = كتاب الشرطة العسكريّة
person-paper-death_statement = بيان وفاة
person-paper-register_extract = بيان قيد من السجلّ المدنيّ
person-paper-court_ruling = حكم محكمة
person-paper-at_familys_request = تثبيت بطلب الأهل
person-paper-other = وثيقة

# The timeline.
person-timeline = التسلسل الزمنيّ
person-timeline-drawing = التسلسل الزمنيّ بحسب المصدر. الجدول أدناه يقول الشيء نفسه.
person-timeline-note = العلامة الحادّة يوم بعينه. الشريط الباهت شهر أو سنة أو مدّة يقع ضمنها. الطرف الذي يتلاشى غير معروف.
person-timeline-none = لا مصدر يذكر تاريخاً أو مكاناً.
person-timeline-table = التسلسل الزمنيّ في جدول
person-mark-arrest = اعتقال أو اختفاء
person-mark-stay = احتجاز
person-mark-proof = آخر دليل على حياته
person-mark-sighting = مشاهدة
person-mark-death = تاريخ الوفاة كما ورد
person-mark-list = تاريخ القائمة
person-when-from-to = من { $from } إلى { $to }
person-when-from = منذ { $from }، والنهاية غير معروفة
person-when-to = حتّى { $to }، والبداية غير معروفة
person-when-unknown = الوقت غير معروف
person-stay-ended = انتهى: { $words }
person-stay-came-from = قدِم من: { $words }
person-stay-sent-to = أُرسل إلى: { $words }

# Claims.
person-claims = كلّ معلومة مع مصدرها
person-claims-note = كلّ واحدة كما كتبها مصدرها. وما يتعارض يبقى جنباً إلى جنب.
person-property = البند
person-value = كما كُتب
person-source = المصدر
person-position = الموضع في المصدر
person-certainty = مدى تأكّد المصدر
person-certainty-stated = بلا تحفّظ
person-certainty-approximate = بالتقريب
person-certainty-unsure = مع شكّ
person-read-as = (قُرئ: { $date })
person-quotes = (نقلاً عن { $who })
person-restricted = مقيَّد
person-at-sheet = ورقة { $sheet }، سطر { $row }
person-at-page = صفحة { $page }، سطر { $row }
person-at-row = سطر { $row }
person-relations = أشخاص آخرون في هذه السجلّات
person-relations-note = كما تذكرهم السجلّات. قد يكونون أحياء وفي خطر.
person-relation = الصلة
person-who = من
person-rows = الأسطر كما هي في مصادرها
person-row-partial = حُذفت الخانات التي لا يحقّ لك الاطّلاع عليها.
person-row-none = لا شيء للعرض.
person-what = ماذا
person-when = متى
person-where = أين
person-note = ملاحظة

# What may yet change.
person-awaiting = بانتظار شخص ثانٍ
person-awaiting-none = لا قرار عن هذا الشخص ينتظر شخصاً ثانياً.
person-awaiting-note = قال أحد الزملاء إنّهما الشخص نفسه. لا يُعتدّ بذلك حتّى يؤكّده شخص ثانٍ.
person-awaiting-humans = وقّع { $count } من 2.
person-awaiting-would-say = إذا تأكّد ذلك، يُضاف هذا إلى ما تقوله المصادر:
person-proposed = ما تقترحه الآلة
person-proposed-none = لا تقترح الآلة أحداً آخر.
person-proposed-note = لم يؤكّد أحد هذا. قد يكونون أشخاصاً آخرين.

# What was decided, and told.
person-decisions = القرارات
person-decisions-none = لم يقرّر أحد شيئاً بعد.
person-decision = القرار
person-decided = ماذا
person-signers = وقّعه
person-signers-none = لا أحد بمفتاحه
person-reason = السبب
person-standing = حاله
person-verdict-same = الشخص نفسه
person-verdict-different = شخصان
person-verdict-unsure = تُرك مفتوحاً
person-decision-stands = مسجَّل
person-decision-awaits = ينتظر شخصاً ثانياً
person-decision-undone = سُحب
person-told = ما قيل، ولمن
person-told-none = لم يُقل لأحد شيء عن هذا الشخص، بحسب ما يحقّ لك رؤيته.
person-told-whom = لمن
person-told-how = كيف، أو لأيّ غرض
person-told-by = من قاله
person-told-by-nobody = من الجهاز نفسه
person-told-kin = للأهل ({ $kinship })، القضيّة
person-told-asker = لصاحب الطلب رقم { $asker } في القضيّة
person-told-list = في قائمة سُلّمت إلى { $recipient }
person-told-owed = يجب تصحيحه

# On paper.
person-file-cases = أرقام القضايا
person-file-printed = تاريخ الطباعة
person-file-note = للعمل على القضيّة فقط. ما هنا أقوال مصادر لا استنتاجات. يُحفظ مقفلاً ويُتلف حين تنتهي الحاجة إليه.
person-file-foot = طُبع من الحساب { $account }، { $time }.
