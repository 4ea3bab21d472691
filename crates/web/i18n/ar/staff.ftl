# كلمات المكتب.
corrections-title = ما يجب تصحيحه في الخارج
corrections-what = خرج شيء من هذا الأرشيف ثم سقط الأساس الذي استند إليه.
corrections-none = لا شيء يحتاج إلى تصحيح.
corrections-open = مفتوح
corrections-done = تم
corrections-told = أُبلغت عائلة، الطلب
corrections-exported = سُلّمت قائمة
corrections-published = نُشر رقم
corrections-who = المسؤول:
corrections-how = كيف صُحّح
corrections-put-right = تم التصحيح
accounts-title = الحسابات
accounts-name = الاسم
accounts-roles = الأدوار
accounts-teams = الفرق، مفصولة بفواصل
accounts-logins = طريقة الدخول
accounts-do = إجراء
accounts-closed = مغلق
accounts-cleared = مخوّل
accounts-cleared-what = مخوّل بالاطلاع على المقيّد (القاصرون، الصحة، الطائفة، العنف الجنسي)
accounts-passkey = مفتاح مرور
accounts-passphrase = عبارة مرور ورمز
accounts-invited = مدعو
accounts-invite = دعوة جديدة
accounts-close = إغلاق
accounts-new = حساب جديد
accounts-families = كنيته وكنى أقاربه، مفصولة بفواصل: لا يعمل على طلباتهم
accounts-enrol = تسجيل ودعوة
accounts-no-name = يلزم اسم لا يتجاوز مئة حرف.
accounts-not-oneself = لا أحد يغلق حسابه بنفسه.
accounts-invitation = الدعوة
accounts-invitation-how = سلّمها بنفسك. تُعرض مرة واحدة وتُفتح مرة واحدة خلال أسبوع.
staff-intake = استقبال الطلبات
staff-caseworker = عامل حالات
staff-reviewer = مراجع
staff-analyst = محلل
staff-keyholder = حامل مفتاح
staff-admin = مدير
audit-title = ما تم وما قُرئ
audit-done = الأعمال
audit-read = القراءات
audit-entry = رقم
audit-when = متى
audit-who = من
audit-what = ماذا
audit-earlier = الأقدم
audit-head = { $count ->
    [zero] السجل فارغ؛ رأسه
    [one] في السجل قيد واحد؛ رأسه
    [two] في السجل قيدان؛ رأسه
    [few] في السجل { $count } قيود؛ رأسه
    [many] في السجل { $count } قيداً؛ رأسه
   *[other] في السجل { $count } قيد؛ رأسه
 }
audit-done-import = استيراد قائمة
audit-done-links = تشغيل المطابقة
audit-done-decision = قرار
audit-done-undone = تراجع عن
audit-done-confirmation = تأكيد ثانٍ على
audit-done-account = حساب
audit-done-source = مصدر
audit-done-restriction = تقييد
audit-done-request = طلب
audit-done-call = اتصال
audit-done-appointment = موعد
audit-done-wish = رغبة
audit-done-withdrawal = طلب إزالة
audit-done-consequence = خروج شيء من الأرشيف
audit-done-corrected = تصحيح
audit-done-readings = تثبيت سجل القراءات
audit-done-places = تحميل الأماكن
audit-done-purged = محو
audit-done-erased = ممحو
audit-read-record = سجل
audit-read-pair = سجلان معًا
audit-read-person = شخص
audit-read-case = طلب
audit-read-contact = بيانات تواصل
audit-read-sealed = فتح المختوم من
audit-read-original = الملف الأصلي لـ
audit-read-decision = قرار
audit-read-readings = هذا السجل
audit-read-search = بحث، النتائج
audit-read-beside = عُرض بجانبه، سجلات
audit-read-refused = مرفوض
