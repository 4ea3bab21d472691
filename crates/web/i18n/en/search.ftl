# Words of the desk.
search-title = Search for a case
search-for = This search is for the case
search-logged = It is counted and kept who searched, not what was asked.
search-go = Search
search-nothing = Nothing here fits. That says nothing about whether the person is alive.
search-person = person
search-too-long = A field is too long.
count-found = { $count ->
    [one] One record fits
   *[other] { $count } records fit
 }
