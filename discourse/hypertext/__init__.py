"""HTML as text that a person sees: pages cut and parsed (`parts`), their prose (`prose`), and fragments of it.

Readers of pages and of exports share it: many platforms hand over the text of a comment as HTML. May import: nothing.
"""
