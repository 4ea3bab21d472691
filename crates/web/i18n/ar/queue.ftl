# كلمات المكتب.
queue-title = ما ينتظرك
queue-empty = لا يوجد ما ينتظر ضمن صلاحياتك.
queue-next = الزوج التالي
queue-next-what = يبقى لديك حتى تقرّر أو تتركه.
queue-kept = حُفظ.
queue-look-again = مراجعته أو التراجع عنه
queue-family-waits = عائلة تنتظر
queue-new = جديد
queue-held = بين يديك الآن:
strength-strong = أدلة قوية
strength-likely = مرجّح
strength-open = غير محسوم
count-links = { $count ->
    [zero] لا يوجد رابط ينتظر.
    [one] رابط واحد ينتظر.
    [two] رابطان ينتظران.
    [few] { $count } روابط تنتظر.
    [many] { $count } رابطاً ينتظر.
   *[other] { $count } رابط ينتظر.
 }
count-with-case = { $count ->
    [zero] لم تسأل أي عائلة بعد عن أي منها.
    [one] عائلة سألت عن واحد منها.
    [two] عائلات سألت عن اثنين منها.
    [few] عائلات سألت عن { $count } منها.
    [many] عائلات سألت عن { $count } منها.
   *[other] عائلات سألت عن { $count } منها.
 }
count-humans = { $count ->
    [zero] دون تأكيد بشري
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصاً
   *[other] { $count } شخص
 }
pair-title = سجلّان جنباً إلى جنب
pair-probability = نحو { $percent } من كل 100 زوج كهذا يخصّ شخصاً واحداً، بقدر ما يصحّ النموذج
pair-ask = ما يُسأل عنه ذوو المفقود
pair-person = كل ما يخص هذا الشخص
pair-case = طلب العائلة
pair-compared = ما يقوله السجلّان
pair-what = البند
pair-agree = التطابق
pair-partial = بعض محتوى هذين السجلّين غير معروض لهذا الحساب.
pair-verbatim = السطران كما وردا
pair-earlier = قرارات سابقة
pair-decide = قرارك
pair-because = السبب
pair-reason = بكلماتك
pair-next = اتركه، التالي
pair-recuse = أعرف هذا الشخص أو عائلته، فليقرّر غيري:
pair-taken = هذا الزوج لدى شخص آخر الآن.
pair-decided = اتُّخذ قرار بشأن هذا الزوج.
pair-no-verdict = حدّد: الشخص نفسه، أم شخصان مختلفان، أم غير محسوم.
pair-no-reason = السبب مطلوب: سيسأل عنه أحد.
pair-reason-too-long = السبب طويل جداً.
verdict-same = الشخص نفسه
verdict-different = شخصان مختلفان
verdict-unsure = غير محسوم
because-shown = بحسب ما هو معروض
because-family = بحسب ما قالته العائلة
because-namesake = تشابه أسماء
because-kin = من العائلة نفسها لكنه شخص آخر
because-more = نحتاج إلى معرفة المزيد
agreement-same = متطابق
agreement-close = متقارب
agreement-other = متناقض
agreement-silent = لم يذكره إلا طرف واحد
waterfall-title = كيف تكوّن الوزن
waterfall-read = يبدأ كل شريط من حيث انتهى سابقه، بالبِت: كل بِت يضاعف الأرجحية. ومجموعها هو الناتج.
waterfall-small = فروق صغيرة
waterfall-kin = قد يتطابق الأقارب أيضاً
waterfall-calibration = بين هاتين القائمتين
waterfall-rivals = آخرون مطابقون أيضاً
waterfall-prior = قبل المقارنة
waterfall-sum = المجموع
awaiting-title = ما ينتظر شخصاً ثانياً
awaiting-what = هذه القرارات تربط شخصاً مطلوباً بما يتحدث عن مصيره. لا بد أن يقتنع بها شخصان، كلٌّ على حدة.
awaiting-none = لا شيء ينتظر.
awaiting-own = قرارك، ويلزم شخص غيرك
decision-title = قرار
decision-undone = تم التراجع عنه
decision-was-undone = تم التراجع عن هذا القرار.
decision-awaiting = لا يربط شيئاً قبل أن يؤكده شخص ثانٍ.
decision-reason = السبب
decision-when = متى
decision-humans = الأشخاص
decision-pair = جنباً إلى جنب
decision-confirm-what = هل نظرت في السجلّين بنفسك وترى الشيء نفسه؟
decision-confirm = أرى الشيء نفسه
decision-undo = التراجع عنه
decision-undo-why = سبب التراجع
decision-next = الزوج التالي
count-corrections = { $count ->
    [zero] لا تصحيحات.
    [one] يترتب تصحيح واحد.
    [two] يترتب تصحيحان.
    [few] تترتب { $count } تصحيحات.
    [many] يترتب { $count } تصحيحاً.
   *[other] يترتب { $count } تصحيح.
 }
queue-looking = كثير من الأزواج ليست لهذا الحساب. اضغط «الزوج التالي» لمتابعة البحث.
because-own = بكلماتي
pair-changed = تغيّر ما عُرض منذ ذلك الحين، أو اتخذ زميل قراراً. انظر إليه مجدداً.
pair-reason-does-not-fit = هذا السبب لا يناسب هذا القرار.
pair-recuse-what = اختر من تعرفه. لن تعمل عليه بعد الآن.
