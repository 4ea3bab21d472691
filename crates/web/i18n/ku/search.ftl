# Kurmanji. Every sentence here waits for a reviewer.
# unreviewed
search-go = Bigere
