# تقرير جولة ربط: صفحة واحدة فيها رسوم بيانية. الجهات المذكورة هنا («اليسار») هي جهات الصفحة العربية.
report-language = العربية
report-kind = تقرير جولة ربط
report-contents = المحتويات
report-more = لم يُعرض من البقية: { $count }.
report-nothing = لا شيء لعرضه.
report-not-known = غير معروف
report-scale-square-root = الأطوال هي الجذور التربيعية للأعداد، لكي تظهر الأعداد الصغيرة.
report-scale-logarithm = الأطوال هي لوغاريتمات الأعداد: لكل عشرة أضعاف الطول نفسه تقريباً أينما وقعت.
report-threshold = العتبة
report-weight = الوزن
report-probability = الاحتمال
report-match = متطابقان في الحقيقة
report-no-match = مختلفان في الحقيقة

report-summary-title = الخلاصة
report-summary-read = ما الذي رُبط، وبأي نموذج، وكم استغرق؛ وكل ما يلي عن هذه الجولة وحدها.
report-records = السجلات
report-pairs-possible = الأزواج الممكنة (نسبة ما قورن)
report-pairs-compared = الأزواج المقارَنة
report-links = الروابط المقبولة
report-clusters = مجموعات من سجلين فأكثر
report-model = النموذج
report-seed = بذرة العشوائية
report-threshold-value = الاحتمال { $probability }، والوزن { $weight }
report-seconds = بالثواني
report-stage = المرحلة
report-table = الجدول

report-weights-title = ما تساويه كل نتيجة
report-weights-read = الأعمدة الممتدة إلى اليسار تدل على أن السجلين لواحد، والممتدة إلى اليمين تدل على خلاف ذلك؛ وكل درجة واحدة تضاعف الأرجحية أو تنصّفها.
report-prior = قبل أي مقارنة
report-comparison = المقارنة
report-level = النتيجة
report-not-learnt = أرقام افتراضية لم تُتعلَّم من البيانات

report-chances-title = كم تتكرر كل نتيجة
report-chances-read = إلى اليمين نسبتها بين الأزواج المتطابقة (m)، وإلى اليسار نسبتها بين الأزواج غير المتطابقة (u)؛ وبين كل خط والذي يليه عشرة أضعاف، فالفرق بين الطولين هو وزن المطابقة.
report-among-matches = إن تطابقا (m)
report-among-others = إن اختلفا (u)

report-waterfalls-title = كيف وُزنت أزواج مختارة
report-waterfalls-read = يُقرأ من الأعلى إلى الأسفل: كل عمود يبدأ حيث انتهى الذي قبله، إلى اليسار إن دلّ على التطابق وإلى اليمين إن دلّ على خلافه؛ والسطر الأخير هو حاصل الجمع.
report-term-frequency = ندرة القيمة أو شيوعها
report-sum = الحاصل
report-met-by = التقيا بقاعدة التجميع: { $rule }

report-scores-title = توزّع الأزواج على الأوزان
report-scores-read = كل عمود هو عدد الأزواج عند وزن واحد؛ وما وقع إلى يسار الخط يُقبل رابطاً.
report-scores-read-truth = فوق الوسط الأزواج المتطابقة في الحقيقة، وتحته الأزواج المختلفة، وكلاهما بمقياس واحد؛ وما وقع إلى يسار الخط يُقبل رابطاً.
report-pairs-below = الأزواج المقارَنة التي يقل وزنها عن أول عمود: { $count }.

report-calibration-title = هل تصدق الاحتمالات
report-calibration-read = كل نقطة مجموعة أزواج لها احتمال متوقع متقارب؛ فإن وقعت على الخط المائل فنسبة المتطابق منها في الحقيقة كما تُوقِّع، وإن وقعت تحته فأقل. والخطوط القائمة فترات ثقة 95% (ويلسون)، والنقطة الأكبر أزواجها أكثر.
report-predicted = المتوقع
report-observed = المتطابق في الحقيقة
report-interval = فترة الثقة 95%
report-pairs = الأزواج
report-calibration-error = خطأ المعايرة: { $error }، وهو متوسط البعد بين المتوقع والحقيقة، ولكل زوج صوت واحد.

report-thresholds-title = ماذا لو اختيرت عتبة أخرى
report-thresholds-read = كلما اتجهنا يساراً قلّت الروابط المقبولة: ترتفع نسبة الصحيح منها (الدقة)، وتنخفض نسبة ما تجده من الحقيقة (الاسترجاع)؛ ومقياس F1 هو المتوسط التوافقي لهما.
report-precision = الدقة
report-recall = الاسترجاع
report-f1 = مقياس F1
report-at-threshold = عند العتبة
report-at-best = حيث يبلغ F1 أعلاه

report-clusters-title = أحجام المجموعات
report-clusters-read = كل عمود هو عدد المجموعات ذات الحجم الواحد؛ والحجم الذي لا يُعقل أن يبلغه شخص واحد علامة على روابط خاطئة.
report-cluster-size = السجلات
report-size-range = من { $from } إلى { $to }
report-size-from = { $from } فأكثر
report-cluster-count = المجموعات
report-largest-title = أكبر المجموعات
report-largest-read = بجانب كل مجموعة أضعف روابطها: حيث تنفصل أولاً، وحيث ينبغي النظر أولاً.
report-cluster = المجموعة
report-weakest-link = أضعف رابط

report-rules-title = كلفة كل قاعدة تجميع وفائدتها
report-rules-read = القاعدة تحدد أي الأزواج تُقارَن: العمود الأعلى نصيبها من كل الأزواج (الكلفة)، والأسفل نصيبها من المطابقات المتوقعة (الفائدة)؛ وتستحق القاعدة كلفتها إذا كان الأسفل هو الأطول.
report-rule = القاعدة
report-pairs-new = لم تجدها قاعدة سابقة
report-pairs-only = لم تجدها قاعدة أخرى
report-expected-matches = المطابقات المتوقعة
report-estimated-recall = الاسترجاع المقدَّر
report-per-thousand = المطابقات في كل 1,000 زوج
report-all-rules = القواعد كلها معاً
report-share-of-pairs = النصيب من الأزواج
report-share-of-matches = النصيب من المطابقات المتوقعة

report-blocks-title = أي القيم أعلى كلفة
report-blocks-read = السجلات التي تشترك في إحدى هذه القيم تُقارَن كلها بعضها ببعض، فيزداد عدد الأزواج مع مربع عدد السجلات؛ والقيمة الشائعة القليلة الدلالة داعٍ إلى قاعدة أضيق.
report-value = القيمة
report-passed-over = كثيرة جداً: تُركت

# أسماء درجات التوافق كما يسردها التقرير.
level-same = مطابق
level-spelling = كتابتان مختلفتان
level-unusual-spelling = كتابتان مختلفتان على غير المعتاد
level-similar = متقارب
level-different = مختلف
level-same-across-scripts = مطابق بحرفين مختلفين
level-unusual-across-scripts = مطابق بحرفين مختلفين على غير المعتاد
level-similar-across-scripts = متقارب بحرفين مختلفين
level-different-across-scripts = مختلف بحرفين مختلفين
level-same-order = الترتيب نفسه
level-another-order = ترتيب آخر
level-same-day = اليوم نفسه
level-same-month = الشهر نفسه
level-same-year = السنة نفسها
level-keying-error = خطأ في الإدخال
level-day-differs-within-a-year = يوم آخر ضمن سنة
level-day-differs-within-nine-years = يوم آخر ضمن تسع سنوات
level-days-apart = أيام متباعدة
level-off-by-one-year = الفرق سنة واحدة
level-off-by-two-or-three = الفرق سنتان أو ثلاث
level-off-by-four-to-nine = الفرق من أربع سنوات إلى تسع
level-years-apart = سنوات متباعدة
level-within-the-range = ضمن المجال المذكور
level-outside-the-range = خارج المجال المذكور
level-one-within-the-other = أحدهما ضمن الآخر
level-one-digit-off = رقم واحد مختلف
level-close = متقارب
level-apart = متباعد
level-other = غير ذلك
level-same-of-namesakes = مطابق بين متشابهي الاسم
level-close-of-namesakes = قريب بين متشابهي الاسم
level-similar-of-namesakes = متقارب بين متشابهي الاسم
level-other-of-namesakes = غير ذلك بين متشابهي الاسم
level-one-digit-off-of-namesakes = رقم واحد مختلف بين متشابهي الاسم
level-same-of-neighbours = مطابق بين أبناء المكان الواحد
level-one-within-the-other-of-neighbours = أحدهما ضمن الآخر بين أبناء المكان الواحد
level-similar-of-neighbours = متقارب بين أبناء المكان الواحد
level-other-of-neighbours = مختلف بين أبناء المكان الواحد
level-same-of-two-kinds = مطابق، بمعنيين مختلفين
level-one-within-the-other-of-two-kinds = أحدهما ضمن الآخر، بمعنيين مختلفين
level-similar-of-two-kinds = متقارب، بمعنيين مختلفين
level-other-of-two-kinds = مختلف، بمعنيين مختلفين
level-same-perhaps-of-another-facility = مطابق، وربما من مكان احتجاز آخر
level-one-digit-off-perhaps-of-another-facility = رقم واحد مختلف، وربما من مكان احتجاز آخر
level-other-perhaps-of-another-facility = مختلف، وربما من مكان احتجاز آخر
level-entered-within-a-month-of-that-arrest = دخل خلال شهر من الاعتقال
level-entered-within-a-year-of-that-arrest = دخل خلال سنة من الاعتقال
level-entered-within-three-years-of-that-arrest = دخل خلال ثلاث سنوات من الاعتقال
level-entered-later-than-that-arrest = دخل بعد الاعتقال بأكثر من ذلك
level-entered-before-that-arrest = دخل قبل الاعتقال
level-one-stay-ends-where-the-other-begins = تنتهي فترة حيث تبدأ الأخرى
level-stays-at-different-times = فترات احتجاز في أوقات مختلفة
level-in-two-facilities-at-once = في مكانين في الوقت نفسه
level-born-before-that-death = مولود قبل تلك الوفاة
level-born-after-that-death = مولود بعد تلك الوفاة

# أسماء الدرجات بحسب اختباراتها، في نموذج لا يسميها.
level-equal = متساويان
level-missing = مفقود
level-otherwise = ما عدا ذلك
level-at-least = { $measure }: { $bound } فأكثر
level-at-most = { $measure }: { $bound } فأقل
level-above = { $measure }: أكثر من { $bound }
level-below = { $measure }: أقل من { $bound }
level-both = { $one }، و{ $other }
level-not = خلاف ({ $level })
measure-jaro = جارو
measure-jaro-winkler = جارو–وينكلر
measure-levenshtein = الأحرف المتغيرة
measure-damerau-levenshtein = الأحرف المتغيرة أو المتبادلة
measure-jaccard = جاكار
measure-hamming = المواضع المختلفة
measure-days-apart = الفارق بالأيام
measure-apart = الفارق
measure-share-apart = نسبة الفارق
measure-kilometres-apart = المسافة بالكيلومترات

# أسماء قواعد التجميع.
rule-two-name-parts = جزءان من الاسم
rule-name-part-and-mother = جزء من الاسم واسم الأم
rule-name-part-and-birth-year = جزء من الاسم وسنة الولادة
rule-same-number = الرقم نفسه
rule-same-birth-day = يوم الولادة نفسه
rule-name-part-and-text = جزء من الاسم ونص
rule-name-part-and-place = جزء من الاسم والمكان
rule-name-parts-one-a-letter-off = أجزاء من الاسم يختلف أحدها بحرف
rule-name-of-the-husband = اسم الزوج

# مراحل العمل.
stage-read = القراءة
stage-train = التعلّم
stage-block = إيجاد الأزواج
stage-score = المقارنة
stage-block-and-score = إيجاد الأزواج ومقارنتها
stage-cluster = تكوين المجموعات
stage-write = الكتابة

# ما في الوزن من غير المقارنات.
adjustment-kin = قد يتفق الأقارب أيضاً
adjustment-rivals = سجلات أخرى تلائم بالقدر نفسه تقريباً
