# Kurmanji. Every sentence here waits for a reviewer.
# unreviewed
nav-lists = Lîste
# unreviewed
nav-map = Nexşe
# unreviewed
lists-title = Lîste
# unreviewed
map-title = Nexşe
