# القوائم المسلَّمة.
nav-exports = التسليم
exports-title = التسليم
exports-what = تخرج القائمة من هذا الأرشيف إلى مستلم واحد ولغرض واحد، بموافقة شخصين. وما يُسحب بعد ذلك يلحق بها.
exports-number = الرقم
exports-recipient = المستلم
exports-purpose = الغرض
exports-state = الحالة
exports-state-waits = بانتظار شخص ثانٍ
exports-state-approved = موافق عليه
exports-state-stopped = موقوف
exports-state-over = منتهٍ
exports-copies = النسخ
exports-when = متى
exports-new = طلب تسليم قائمة
exports-new-what = يوافق عليه مراجع آخر. لا تخرج أبداً وسائل الاتصال ولا أماكن الأحياء ولا المقيَّد ولا القاصرون ولا من طلب إزالة بياناته.
exports-share = نوع المستلم
exports-share-organisations = منظمة تبحث أيضاً
exports-share-courts = محكمة أو محققون
exports-share-authorities = سلطات دولة
exports-share-public = العموم
exports-format = الصيغة
exports-format-xlsx = مصنّف (XLSX) بالعربية
exports-format-csv = جدول (CSV)
exports-format-pfif = PFIF 1.4 (برامج البحث عن المفقودين)
exports-format-ftm = إفادات FollowTheMoney
exports-until = حتى
exports-until-hint = آخر يوم يجوز فيه للمستلم الاحتفاظ بها؛ ٤٠٠ يوم على الأكثر.
exports-lists = القوائم
exports-requests = طلبات العائلات بقدر موافقتها
exports-fields = ماذا من كل سجل
exports-fields-what = أقل ما يحتاجه الغرض.
exports-fields-more = المزيد
exports-ask = طلب
exports-no-lists = اختاروا قوائم موجودة.
exports-no-recipient = اذكروا المستلم بخمسمئة حرف على الأكثر.
exports-no-purpose = اذكروا الغرض بخمسمئة حرف على الأكثر.
exports-no-share = اختاروا نوع المستلم.
exports-no-fields = اختاروا ما يخرج من كل سجل.
export-title = قائمة تُسلَّم
export-by = طلبها
export-follow = سُحب بعد ذلك
export-follow-what = { $count ->
    [zero] لا سجل يجب حذفه.
    [one] سجل واحد في نسخة لم يعد يجوز خروجه. على المستلم حذف نسخته.
    [two] سجلان في النسخ لم يعد يجوز خروجهما. على المستلم حذف نسخته.
    [few] { $count } سجلات في النسخ لم يعد يجوز خروجها. على المستلم حذف نسخته.
    [many] { $count } سجلاً في النسخ لم يعد يجوز خروجها. على المستلم حذف نسخته.
   *[other] { $count } سجل في النسخ لم يعد يجوز خروجها. على المستلم حذف نسخته.
}
export-follow-do = إعداد الملف الذي يقول ذلك
export-leave = سجلات تخرج الآن
export-stay = سجلات من هذه القوائم تبقى
export-stay-why = مسحوبة أو مقيَّدة أو لقاصرين أو لأدوار مختومة أو لعائلات لم توافق أو بلا أي حقل
export-approve = كلمة الشخص الثاني
export-approve-what = هل المستلم هو من يقول؟ هل يحتاج الغرض كل هذا؟ من قد يتضرر؟
export-approve-do = موافقة
export-waits = يجب أن يوافق مراجع آخر. من طلب لا يوافق.
export-copy = نسخة
export-copy-what = كل نسخة مدوّنة في السجل الدائم بسجلاتها، وتحمل علامة خاصة بها.
export-copy-do = إعداد نسخة وتسليمها
export-copied-by = أعدّها
export-records = السجلات
export-stop = إيقاف
export-stop-why = السبب
export-stop-do = إيقاف: لا نسخ بعد الآن
export-nothing-leaves = لا شيء من هذه القوائم يجوز خروجه.
export-nothing-follows = لا شيء يجب أن يلحق.
export-hash = SHA-256
