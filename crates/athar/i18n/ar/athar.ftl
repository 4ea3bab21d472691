# أسماء المقارنات كما تقع في الجملة.
comparison-given = الاسم
comparison-father = اسم الأب
comparison-grandfather = اسم الجد
comparison-family = الكنية
comparison-mother = اسم الأم
comparison-mother_family = كنية الأم
comparison-teknonym = اللقب (أبو/أم)
comparison-husband = اسم الزوج
comparison-birth = الولادة
comparison-place = المنطقة
comparison-birth_place = محل الولادة
comparison-registration_place = محل القيد
comparison-residence = مكان السكن
comparison-custody = بداية الاعتقال
comparison-stays = فترات الاحتجاز
comparison-facility = مكان الاحتجاز
comparison-arrest_place = مكان الاعتقال
comparison-death_place = مكان الوفاة
comparison-death_date = تاريخ الوفاة
comparison-exit_date = تاريخ الخروج
comparison-national_number = الرقم الوطني
comparison-register_number = رقم القيد
comparison-branch_number = رقم الفرع
comparison-family_booklet = رقم دفتر العائلة
comparison-refugee_number = رقم الأونروا
comparison-detainee_number = رقم المعتقل
comparison-examination_number = رقم الفحص
comparison-military_number = الرقم العسكري
comparison-other_number = الرقم
comparison-house_number = رقم المنزل
comparison-phone = رقم الهاتف
comparison-email = البريد الإلكتروني
comparison-address = العنوان
comparison-postcode = الرمز البريدي
comparison-occupation = المهنة
comparison-sex = الجنس
comparison-order = ترتيب الاسم
comparison-number = الرقم
comparison-and = { " " }و
comparison-comma = ،{ " " }

# جمل عن مقارنة واحدة.
told-same = { $what }: مطابقة
told-spelling = { $what }: كتابتان مختلفتان ({ $one } / { $other })
told-across = { $what }: بحرفين مختلفين ({ $one } / { $other })
told-similar = { $what }: متقاربة ({ $one } / { $other })
told-different = { $what }: مختلفة ({ $one } / { $other })
told-another-order = ترتيب أجزاء الاسم مختلف
told-birth-same = تاريخ الولادة نفسه ({ $one })
told-birth-year = سنة الولادة نفسها ({ $one } / { $other })
told-birth-off-by-one = الولادة { $one } و{ $other } (كثيراً ما يختلف العمر سنة واحدة)
told-birth-close = الولادة { $one } و{ $other }: متقاربة غير متطابقة
told-birth-range = الولادة ضمن المجال المذكور ({ $one } / { $other })
told-birth-apart = الولادة متباعدة ({ $one } / { $other })
told-sex-other = أحد السطرين يقول ذكر والآخر أنثى
told-place-same = كلاهما من { $one }
told-place-within = من { $one } و{ $other }، أحدهما ضمن الآخر
told-place-similar = من مكانين متشابهي الكتابة ({ $one } / { $other })
told-place-other = من مكانين مختلفين ({ $one } / { $other })
told-birth-place-same = كلاهما من مواليد { $one }
told-birth-place-other = محل الولادة مختلف ({ $one } / { $other })
told-registration-place-same = محل القيد نفسه ({ $one })
told-registration-place-other = محل القيد مختلف ({ $one } / { $other })
told-residence-same = كلاهما من سكان { $one }
told-residence-other = مكان السكن مختلف ({ $one } / { $other })
told-custody-same = بدأ الاعتقال في اليوم نفسه ({ $one })
told-custody-close = بدأ الاعتقال في وقت متقارب ({ $one } / { $other })
told-custody-apart = بدأ الاعتقال في وقتين مختلفين ({ $one } / { $other })
told-custody-entered-soon = دخل أحدهما مكان الاحتجاز بعد اعتقال الآخر بوقت قصير ({ $one } / { $other })
told-custody-entered-later = دخل أحدهما مكان الاحتجاز بعد اعتقال الآخر بسنوات ({ $one } / { $other })
told-custody-entered-before = كان أحدهما محتجزاً قبل اعتقال الآخر ({ $one } / { $other })
told-stays-handed-over = تنتهي فترة احتجاز أحدهما حيث تبدأ فترة الآخر
told-stays-at-once = محتجز في مكانين في الوقت نفسه
told-stays-born-after = وُلد أحدهما بعد الوفاة المذكورة في السطر الآخر
told-same-value = { $what }: القيمة نفسها ({ $one })
told-same-value-unscoped = { $what }: القيمة نفسها ({ $one })، لكن ربما من مكان احتجاز آخر
told-close-value = { $what }: متقاربة ({ $one } / { $other })
told-within-value = { $what }: أحدهما ضمن الآخر ({ $one } / { $other })
told-other-value = { $what }: مختلفة ({ $one } / { $other })
told-rivals = هناك شخص آخر يطابق بالقدر نفسه أو أكثر
told-kin = الإخوة وأبناء العم قد يتفقون في كثير من هذا أيضاً
told-company = اعتُقل معهما أو من البيت نفسه: { $one } و{ $other } مربوطان أيضاً (لا يدخل هذا في الحساب).

others-alike = { $count ->
    [zero] لا أحد غيرهما في هذه القوائم يحمل هذه الأسماء.
    [one] سطر واحد آخر في هذه القوائم قد يطابق أيضاً.
    [two] سطران آخران في هذه القوائم قد يطابقان أيضاً.
    [few] نحو { $count } أسطر أخرى في هذه القوائم قد تطابق أيضاً.
   *[other] نحو { $count } سطراً آخر في هذه القوائم قد يطابق أيضاً.
}
others-alike-there = { $count ->
    [zero] لا أحد غيرهما من هناك يحمل هذه الأسماء في هذه القوائم.
    [one] سطر واحد آخر من هناك قد يطابق أيضاً.
    [two] سطران آخران من هناك قد يطابقان أيضاً.
    [few] نحو { $count } أسطر أخرى من هناك قد تطابق أيضاً.
   *[other] نحو { $count } سطراً آخر من هناك قد يطابق أيضاً.
}
ask-for = اسألوا عن: { $what }.
ask-mother = اسم الأم
ask-father = اسم الأب
ask-grandfather = اسم الجد
ask-birth = سنة الولادة
ask-place = المنطقة
ask-mother_family = كنية الأم
verdict-strong = الأرجح جداً أنه الشخص نفسه.
verdict-likely = يُحتمل أنه الشخص نفسه: يجب أن ينظر فيه إنسان.
verdict-open = غير محسوم: قد يكون الشخص نفسه.
verdict-weak = الأرجح أنهما شخصان مختلفان.

# مصنف المطابقات.
sheet-matches = المطابقات
sheet-read-me = اقرأ أولاً
column-our-list = القائمة
column-our-row = السطر
column-our-record = السجل
column-their-list = القائمة الأخرى
column-their-row = السطر الآخر
column-their-record = السجل الآخر
column-their-name = الاسم هناك
column-probability = مدى الترجيح
column-why = السبب
column-ask = ما الذي يُسأل عنه
read-me-1 = كل سطر يضع سطراً من قائمتكم إلى جانب سطر من قائمة أخرى قد يكون عن الشخص نفسه.
read-me-2 = هذه اقتراحات آلة ولم يؤكدها أحد. لا تُخبروا أي عائلة بشيء اعتماداً على هذه الورقة وحدها.
read-me-3 = ورود اسم في قائمة المفرج عنهم أو المتوفين هو قول تلك القائمة، وليس دليلاً.
why-restricted = مقيّد: اسألوا من هو مخوّل بالاطلاع.
sure-strong = مرجح جداً
sure-likely = مرجح
sure-open = محتمل

# أوراق الحكم على الأزواج. $column عمود من الجدول.
sheet-label = الأزواج
label-code = الرمز
label-left = الأول: { $column }
label-right = الثاني: { $column }
label-verdict = الحكم
label-note = ملاحظة
label-same = نفس الشخص
label-different = مختلف
label-unsure = لست متأكدا
label-read-me-1 = في كل سطر سجلان. قولوا هل يتحدثان عن الشخص نفسه: نفس الشخص أو مختلف أو لست متأكدا. «لست متأكدا» جواب أيضاً.
label-read-me-2 = احكموا بما هو مكتوب، كل سطر على حدة، ولا تتحدثوا عن الأسطر مع القارئ الآخر قبل أن تنتهيا كلاكما.
label-read-me-3 = لا تغيّروا الرموز. في هذه الورقة أسماء: لا تعطوها لأحد، واحذفوها بعد عدّها.

# ما يقوله كل مصدر.
role-sought = مطلوب البحث عنه
role-held = محتجز
role-freed = مفرج عنه بحسب القائمة
role-dead = متوفى بحسب القائمة
role-other = مذكور بصفة أخرى

# ما لم يُفهم في القائمة وما العمل.
problem-date_not_understood = ليس تاريخاً موجوداً في أي تقويم؛ صححوا الخلية أو اتركوها، فالسطر محفوظ
problem-year_out_of_range = سنة غير ممكنة؛ راجعوا الخلية
problem-age_not_understood = ليس عمراً؛ اكتبوا السنوات بالأرقام
problem-sex_not_understood = كلمة غير معروفة للجنس؛ حُفظت كما كتبت
problem-number_not_understood = رقم بغير الشكل المعتاد؛ راجعوه على الورقة
problem-name_not_understood = ليس اسماً؛ تأكدوا من أن الأعمدة غير مزاحة
problem-ragged_row = عدد الخلايا لا يطابق العناوين؛ راجعوا السطر
problem-nothing_to_know_by = لا شيء يُعرف به شخص؛ حُفظ السطر كما كتب دون سجل
problem-line_not_understood = ليست جملة عن شخص؛ إن كانت كذلك فاكتبوها كالأخريات
problem-cell_too_long = أطول مما يُقرأ؛ حُفظت كاملة
problem-too_many_columns = أعمدة أكثر مما يُقرأ؛ حُفظ الباقي كما كتب
problem-duplicate_header = عمودان بعنوان واحد؛ ميّزوا بينهما في ملف الربط
problem-hidden_characters = محارف غير مرئية؛ أُهملت وحُفظت كما كتبت
problem-formula = معادلة؛ أُخذت نصاً ولم تُحسب
problem-encoding = بايتات ليست نصاً بهذا الترميز أو ملف مقطوع؛ اطلبوا الملف من جديد
problem-columns_disagree = عمودان يختلفان في الشيء نفسه؛ حُفظ كلاهما
problem-wrong_extension = امتداد الاسم يقول صيغة والبايتات صيغة أخرى؛ قُرئ بحسب بايتاته
problem-no_table = لم يُعثر على جدول هنا؛ إن وُجد فاذكروا في ملف الربط رقم سطر عناوينه
problem-role_not_understood = كلمة غير معروفة لصفة الشخص في المصدر؛ حُفظ السطر ولا يُطابق بشيء حتى يقرأه إنسان
problem-column_missing = عمود مذكور في ملف الربط غير موجود في الملف؛ صححوا ملف الربط أو استوردوا بدونه
problem-withdrawn = سحبه مصدره أو انتهت صلاحيته؛ لم يُقرأ منه شيء، واحذفوا ما وصلكم منه من قبل
problem-malformed = يخالف الملف صيغته هنا؛ قُرئ إلى هذا الموضع، اطلبوه من جديد

# مقارنة الأسماء وحدها: الخلاصة، وسطر لكل جزء، وسطر لكل حدّ.
name-finding-same = الأرجح أنهما اسم واحد
name-finding-family = العائلة نفسها وشخص آخر
name-finding-different = اسمان مختلفان
name-finding-unclear = غير واضح
name-part-same = { $what }: «{ $one }» و«{ $other }» اسم واحد
name-part-close = { $what }: «{ $one }» و«{ $other }» قد يكونان اسماً واحداً
name-part-different = { $what }: «{ $one }» و«{ $other }» اسمان مختلفان
name-part-one-sided = { $what }: «{ $only }» في جهة واحدة فقط
name-role-given = الاسم
name-role-father = اسم الأب
name-role-grandfather = اسم الجد
name-role-ancestor = من الأجداد
name-role-family = الكنية
name-role-mother = اسم الأم
name-role-motherfamily = كنية الأم
name-role-husband = اسم الزوج
name-role-teknonym = أبو/أم فلان
name-role-nisba = النسبة
name-role-laqab = اللقب
name-role-honorific = صفة أو رتبة
name-role-unknown = جزء من الاسم
name-term-weakest-part = مدى ضعف أضعف الأجزاء
name-term-agreement-of-parts = عدد الأجزاء المتفقة والمتعارضة
name-term-parts-left-over = أجزاء في جهة واحدة فقط
name-term-order-of-parts = هل الأجزاء على ترتيب واحد
name-term-scripts = الخط الذي كُتب به الاسمان
name-term-article-on-one-side-only = هل «ال» التعريف في جهة واحدة فقط
name-term-closeness-of-spelling = مدى تقارب الكتابة
name-term-another-name-explains-it = هل من اسم آخر أقرب إلى هذه الكتابة
name-term-father-passed-over = هل سقط اسم الأب
name-term-given-and-family-name-exchanged = الاسم والكنية متبادلان
name-term-parts-stand-in-another-order = الأجزاء على ترتيب آخر: يُنظر فيه
name-term-a-womans-and-a-mans-name = اسم امرأة واسم رجل: يُنظر فيه
name-term-given-name-is-an-initial = الاسم حرف واحد فقط: يُنظر فيه
name-term-given-name-of-one-is-father-of-the-other = اسم أحدهما اسم أحد آباء الآخر
name-term-mothers-names = اسما الأمّين
name-term-one-part-only = جزء واحد فقط للمقارنة
name-term-nothing-to-compare = لا شيء للمقارنة
name-term-calibration = ما تساويه الأجزاء مجتمعة، من أزواج معلومة
name-weight = لوغاريتم أرجحية أنهما اسم واحد
manual-not-reviewed = لم يراجع هذا النصَّ بعدُ عاملُ حالات لغته الأم العربية. إن غمض منه شيء فالنص الإنكليزي هو المعتمد.
manual-picture = [صورة: { $what }]

# المكتب على جهاز صاحبه، في النافذة التي يعمل فيها.
desk-first = يُفتح أثر هنا لأول مرة، ويُنشئ أرشيفاً لكم. يُقفل الأرشيف بعبارة مرور تختارونها الآن.
desk-unprotected = يُفتح هذا الأرشيف دون عبارة مرور. اختاروا واحدة الآن: تصير الملفات على هذا القرص مشفّرة.
desk-passphrase-rule = اثنا عشر محرفاً على الأقل؛ خمس كلمات أو ست مختارة بالقرعة تكفي. لا يظهر شيء أثناء الكتابة. من نسيها خسر الأرشيف.
desk-passphrase = عبارة المرور
desk-passphrase-new = عبارة المرور الجديدة
desk-passphrase-again = العبارة نفسها مرة أخرى
desk-passphrase-differs = كانت هاتان عبارتين مختلفتين. مرة أخرى:
desk-passphrase-short = هذه قصيرة: اثنا عشر محرفاً على الأقل. مرة أخرى:
desk-wrong-passphrase = لا تفتح هذه العبارة هذا الأرشيف. مرة أخرى:
desk-keys-copy = اصنعوا قريباً ثلاث حصص على الورق (athar keys share) ونسخة احتياطية (athar backup): من دون العبارة أو حصتين لا يستطيع أحد فتح الأرشيف، ولا حتى صانعوه.
desk-is-open = المكتب مفتوح على { $address }
desk-is-opening = يُفتح هذا الأرشيف في نافذة أخرى: ابحثوا عن النافذة التي تسأل عن عبارة المرور.
desk-closes = يُغلق بإغلاق هذه النافذة. عند المغادرة أطفئوا الجهاز؛ لا يكفي إغلاق الغطاء.
desk-first-link = لا أحد يعمل هنا بعد. يُدخل هذا الرابط المدير مرة واحدة خلال أسبوع؛ لا يطّلع عليه غيره:
desk-no-browser = تعذّر فتح المتصفح: انسخوا العنوان إليه.
desk-press-enter = اضغطوا Enter لإغلاق هذه النافذة.
