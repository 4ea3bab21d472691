# Lîsteyên ku tên.
