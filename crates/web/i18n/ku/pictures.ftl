# Lîsteyên ku wêne ne. What is missing is said in English.
nav-pictures = Wêne
