# قوائم هي صور: سجلات وقوائم ورقية مصوّرة، يكتبها شخصان.
nav-pictures = الصور
pictures-title = قوائم هي صور
pictures-what = سجلات وقوائم ورقية صُوّرت. يكتب كل سطر شخصان لا يرى أحدهما ما كتبه الآخر؛ وحيث يختلفان ينظر ثالث.
pictures-none = لا صور هنا.
pictures-none-to-type = لا سطر لك تكتبه الآن: لكل سطر شخصان، أو كتبته أنت من قبل.
pictures-next = اكتب السطر التالي
pictures-differences = مواضع الاختلاف ({ $count })
pictures-pages = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
pictures-bring = أضف صورة
pictures-bring-what = ملف JPEG أو PNG أو PDF من صور، حتى 32 ميبيبايت. يُختم الملف في الأرشيف قبل أن ينظر فيه أي شيء.
pictures-file = الملف
pictures-source = اسم المصدر: قائمة مَن هي وكيف وصلت
pictures-kind = مَن هم الأشخاص فيها
pictures-kind-register = محتجزون: سجل سجن
pictures-kind-freed = أشخاص خرجوا
pictures-kind-dead = أشخاص قيل إنهم ماتوا
pictures-kind-sought = أشخاص يُبحث عنهم
pictures-kind-report = مذكورون في تقرير
pictures-kind-other = غير ذلك
pictures-as-of = تاريخ القائمة إن كان مذكورًا فيها
pictures-as-of-hint = مثل 2013-05 أو 8/12/2024؛ تُحسب الأعمار بحسبه
pictures-bring-in = أضفها
pictures-no-file = اختر ملفًا أولًا.
pictures-no-source = اذكر قائمة مَن هي، في مئتي حرف على الأكثر.
pictures-no-kind = اختر مَن هم الأشخاص في القائمة.
pictures-no-date = التاريخ غير مفهوم: اكتبه مثل 2013 أو 2013-05 أو 8/12/2024، أو اتركه فارغًا.
pictures-imported-before = هذا الملف نفسه استُورد من قبل. لم يُفعل شيء.
pictures-here-already = هذا الملف نفسه موجود هنا ويُكتب الآن.
pictures-other-kind = الملف ليس JPEG ولا PNG ولا PDF: صوّر الصفحة، أو احفظه بإحدى هذه الصيغ.
pictures-damaged = لا يمكن قراءة الصورة: صوّر مرة أخرى، أو اطلب الملف نفسه ممن أرسله.
pictures-too-large = الملف كبير جدًا أو انقطع في الطريق: صوّر صفحة صفحة، حتى 32 ميبيبايت.
pictures-missing-tool = صفحات PDF يرسمها برنامج غير مثبّت هنا (poppler-utils): صوّر الصفحات، أو اسأل مَن يدير الجهاز.
pictures-late = استغرق ملف PDF وقتًا طويلًا فأوقف: صوّر صفحاته.
picture-title = قائمة هي صورة
picture-state-cutting = تُراجَع الأسطر
picture-state-typing = قيد الكتابة
picture-state-imported = مستوردة
picture-counts = أُنجز { $done } من { $lines } سطرًا، واختُلف في { $disputed }
picture-page = الصفحة { $page }
picture-rows = { $count ->
    [zero] لا أسطر
    [one] سطر واحد
    [two] سطران
    [few] { $count } أسطر
    [many] { $count } سطرًا
   *[other] { $count } سطر
}
picture-look-at-rows = ١. راجع الأسطر
picture-look-at-rows-what = وجدت آلة هذه الأسطر. انظر في كل صفحة، وصحّح ما ظنته سطرًا وليس بسطر، وما فاتها.
picture-columns = ٢. قل ماذا تعني الأعمدة
picture-columns-what = بالترتيب الذي تقف فيه. لا تُكتب الهواتف والعناوين: شرائط الصفحة تبقى في الأرشيف دليلًا.
picture-columns-are = الأعمدة
picture-column = العمود { $column }
picture-column-none = —
picture-left-to-right = الأعمدة من اليسار إلى اليمين
picture-open = افتحها للكتابة
picture-no-columns = اختر معنى عمود واحد على الأقل، ولا شيء مرتين.
picture-no-rows = ليس في أي صفحة سطر: راجع الأسطر أولًا.
picture-two-type = يكتب كل سطر شخصان. لا يُعطى أحد السطر نفسه مرتين.
picture-finish = اجعلها استيرادًا
picture-finish-what = يصبح كل سطر سجلًا يذكر الصفحة والسطر والشريط. ويُسترجع كما يُسترجع أي استيراد.
picture-finish-by = أُنجز كل سطر. يجعلها استيرادًا مَن يُدخل القوائم.
picture-not-whole = لم يُنجز كل سطر بعد.
picture-no-entries = لا يحمل أي شريط منها قيدًا: احذفها.
picture-close = العودة إلى الأسطر (ما دام لم يكتب أحد)
picture-became = أصبحت الاستيراد { $import }.
picture-drop = حذف هذه الصورة
picture-drop-what = يذهب كل ما كُتب منها، والملف أيضًا، ما لم يذكره شيء آخر.
picture-drop-now = احذفها
picture-back = العودة إلى الصورة
picture-rows-title = أسطر صفحة
picture-rows-what = لكل سطر جانب أعلى وجانب أسفل، بالبكسل حيث يقطع منتصف الصفحة. تحرّك الأزرار الجانب أربعة بكسلات وتحفظ.
picture-rows-wrong = هذه الأرقام ليست أسطرًا: ينتهي كل سطر تحت بدايته، ولا يدخل سطر في التالي، وكلها على الصفحة. لم يتغير شيء.
picture-page-image = الصفحة وأسطرها
picture-save = احفظ
picture-rows-right = الأسطر صحيحة
picture-find = ابحث عنها من جديد
picture-turn = أدر الصفحة إلى اليمين
picture-fall = ميل الأسطر نزولًا إلى اليمين، في الألف
picture-even = أسطر متساوية الارتفاع، عددها
picture-top = الجانب الأعلى
picture-bottom = الجانب الأسفل
picture-up = إلى أعلى
picture-down = إلى أسفل
picture-split = اقسم
picture-after = أضف سطرًا تحته
picture-remove = أزل
line-title = اكتب ما هو مكتوب هنا
line-place = الصفحة { $page }، السطر { $line } من { $of }
line-strip = السطر مقصوصًا من الصفحة
line-keep = احفظ، السطر التالي
line-enter = Enter
line-no-entry = لا قيد هنا
line-leave = اتركه لغيرك
line-what = حرفًا حرفًا كما هو مكتوب، بأخطائه. السهم إلى أعلى يأخذ ما هو مكتوب فوقه. لا يُعرض عليك ما كتبه غيرك.
line-empty = اكتب ما في عمود واحد على الأقل، أو قل إنه لا قيد هنا.
line-long = خانة أطول من المسموح.
differences-title = اختُلف في قراءتها
differences-what = كتب هذه الأسطر شخصان كلٌّ وحده ولم يتفقا. يقول ما هو مكتوب شخصٌ ليس أحدهما.
differences-none = لا سطر اختُلف في قراءته.
differences-line = الصورة { $picture }، الصفحة { $page }، السطر { $line }
differences-not-yours = بانتظار شخص آخر
difference-title = اختُلف في قراءته
difference-text = القراءة { $number }
difference-own = قراءتك
difference-no-entry = لا قيد
difference-small = شكل حرف
difference-large = مختلف
difference-anew = قراءة أخرى
difference-take = هذا هو المكتوب
difference-keep = احفظ هذه القراءة
difference-machine = تقترح آلة، ولا يُعتدّ باقتراحها وحده:
difference-rule = يُنجز السطر حين يتفق شخصان مختلفان على قراءة واحدة. وتنتظر القراءة الجديدة أن يأخذ بها شخص آخر.
difference-wait = كتبتَ هذا السطر بنفسك: ينتظر شخصًا آخر.
difference-not-yours = كتبتَ هذا السطر بنفسك: خذ بما كتبه ثالث من جديد، أو اتركه لغيرك.
difference-too-many = قرأ ثمانية أشخاص هذا السطر قراءات مختلفة: انظروا في الورقة نفسها.
audit-read-page = صفحة من صورة
audit-read-line = سطر من صورة
person-strip = السطر كما هو في الصفحة
