# Rêber. What is missing is said in English.
manual-link = Rêber
manual-title = Rêber
