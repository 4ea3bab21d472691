# The manual's frame; its chapters are in docs/manual.
manual-link = Manual
manual-title = Manual
manual-contents = Chapters
manual-next = Next:
manual-not-reviewed = Nobody who works cases and whose first language this is has read this translation yet. Where it is unclear, the English text counts.
