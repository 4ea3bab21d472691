# Kurmanji. Every sentence here waits for a reviewer.
# unreviewed
product = Athar
# unreviewed
skip = Bo naverokê
# unreviewed
nav = Rûpel
# unreviewed
demonstration = NÎŞANDAN: li vir kes ne rast e
# unreviewed
drill = HÎNBÛN: tenê ji bo hînbûnê. Dema ku diqede her tişt tê jêbirin
# unreviewed
nav-queue = Rêz
# unreviewed
nav-awaiting = Gotina duyem
# unreviewed
nav-requests = Daxwaz
# unreviewed
nav-calendar = Salname
# unreviewed
nav-corrections = Rastkirin
# unreviewed
nav-audit = Tomar
# unreviewed
nav-accounts = Hesab
# unreviewed
theme-dark = Tarî
# unreviewed
theme-light = Ronî
# unreviewed
logout = Derkeve
# unreviewed
month-1 = Çileya Paşîn
# unreviewed
month-2 = Sibat
# unreviewed
month-3 = Adar
# unreviewed
month-4 = Nîsan
# unreviewed
month-5 = Gulan
# unreviewed
month-6 = Hezîran
# unreviewed
month-7 = Tîrmeh
# unreviewed
month-8 = Tebax
# unreviewed
month-9 = Îlon
# unreviewed
month-10 = Çiriya Pêşîn
# unreviewed
month-11 = Çiriya Paşîn
# unreviewed
month-12 = Çileya Pêşîn
# unreviewed
source-request = Daxwaza malbatekê
