# Kurmanji. Every sentence here waits for a reviewer.
# unreviewed
login-title = Têkeve
# unreviewed
login-in = Têkeve
