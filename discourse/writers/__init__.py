"""Writers: one file for each format that annotated comments go out in.

May import: nothing.
"""
