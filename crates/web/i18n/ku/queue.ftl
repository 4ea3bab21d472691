# Kurmanji. Every sentence here waits for a reviewer.
# unreviewed
queue-title = Tiştên ku li benda te ne
# unreviewed
verdict-same = Heman kes
# unreviewed
verdict-different = Du kesên cuda
# unreviewed
verdict-unsure = Ne diyar
