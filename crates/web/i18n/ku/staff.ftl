# Kurmanji. Every sentence here waits for a reviewer.
