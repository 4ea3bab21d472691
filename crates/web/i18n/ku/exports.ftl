# Lîsteyên ku têne dayîn.
