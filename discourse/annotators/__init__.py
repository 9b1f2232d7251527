"""Annotators: each adds columns to a corpus, with evidence and the right to abstain.

May import: nothing.
"""
