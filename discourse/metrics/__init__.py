"""Metrics: columns in, one value a thread out.

May import: nothing.
"""
