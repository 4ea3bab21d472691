# unreviewed
requests-title = Daxwaz
# unreviewed
requests-none = Dosyeyeke vekirî ku tu bikarî bibînî tune ye.
# unreviewed
request-case = Dosye
# unreviewed
request-sought = Kî tê gerandin
# unreviewed
request-since = Hatiye girtin
# unreviewed
request-team = Tîm
# unreviewed
request-next = Hevdîtina bê
# unreviewed
request-any-team = kîjan tîm be
# unreviewed
request-not-said = nehatiye gotin
# unreviewed
request-male = mêr
# unreviewed
request-female = jin
# unreviewed
request-print = Çap bike
# unreviewed
request-new-title = Daxwazeke nû
# unreviewed
request-person = Kî tê gerandin
    .reviewed-by = nobody yet
# unreviewed
request-asker = Kî dipirse
    .reviewed-by = nobody yet
# unreviewed
request-save = Daxwazê tomar bike
# unreviewed
request-asker-name = Navê kesê ku dipirse
    .reviewed-by = nobody yet
# unreviewed
request-asker-kinship = Xizmatî
    .reviewed-by = nobody yet
# unreviewed
request-asker-contact = Çawa em digihîjin wî/wê
    .reviewed-by = nobody yet
# unreviewed
request-asker-hour = Kengî ewle ye ku em telefon bikin
    .reviewed-by = nobody yet
# unreviewed
request-asker-language = Ziman
    .reviewed-by = nobody yet
# unreviewed
request-asker-must-not-know = Kî divê nizanibe
    .reviewed-by = nobody yet
# unreviewed
request-kin-mother = Dê
# unreviewed
request-kin-father = Bav
# unreviewed
request-kin-wife = Jin
# unreviewed
request-kin-husband = Mêr
# unreviewed
request-kin-brother = Bira
# unreviewed
request-kin-sister = Xwişk
# unreviewed
request-kin-son = Kur
# unreviewed
request-kin-daughter = Keç
# unreviewed
request-wrong-empty = Ev pêwîst e.
# unreviewed
case-title = Dosye
# unreviewed
case-askers = Kî dipirse
# unreviewed
case-calls = Telefon
# unreviewed
case-appointments = Hevdîtin
# unreviewed
case-back = Vegere dosyeyê
# unreviewed
calendar-title = Salname
# unreviewed
calendar-today = îro
