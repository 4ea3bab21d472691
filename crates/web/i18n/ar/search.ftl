# كلمات المكتب.
search-title = بحث لأجل طلب
search-for = هذا البحث لأجل الطلب رقم
search-logged = يُحصى البحث ويُحفظ من بحث، لا ما سُئل عنه.
search-go = بحث
search-nothing = لا شيء هنا يطابق. وهذا لا يعني شيئاً عن حياة الشخص.
search-person = الشخص
search-too-long = أحد الحقول طويل جداً.
count-found = { $count ->
    [zero] لا سجلات مطابقة
    [one] سجل واحد مطابق
    [two] سجلّان مطابقان
    [few] { $count } سجلات مطابقة
    [many] { $count } سجلاً مطابقاً
   *[other] { $count } سجل مطابق
 }
