# unreviewed
person-title = Kes
# unreviewed
person-print = Dosyeya çapkirinê
# unreviewed
person-names = Nav, wek ku her çavkanî dinivîse
# unreviewed
person-fate = Çarenivîs, wek ku her çavkanî dibêje
# unreviewed
person-fate-note = Li vir tu tişt ne encam e. Yê ku lê tê gerîn bi zindîtî tê hesibandin.
# unreviewed
person-whereabouts = Cih, wek ku her çavkanî dibêje
# unreviewed
person-timeline = Rêza demê
# unreviewed
person-source = Çavkanî
# unreviewed
person-when = Kengî
# unreviewed
person-where = Li ku
# unreviewed
person-decisions = Biryar
# unreviewed
person-reason = Sedem
