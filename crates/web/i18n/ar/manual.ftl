# إطار الدليل؛ وفصوله في docs/manual.
manual-link = دليل الاستخدام
manual-title = دليل الاستخدام
manual-contents = الفصول
manual-next = التالي:
manual-not-reviewed = لم يراجع هذا النصَّ بعدُ عاملُ حالات لغته الأم العربية. إن غمض منه شيء فالنص الإنكليزي هو المعتمد.
