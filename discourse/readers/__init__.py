"""Readers: one file for each format that comments come in.

May import: nothing.
"""
