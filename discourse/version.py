"""The version of discourse: one string, read by the build and by every manifest.

May import: nothing.
"""

__version__ = "0.1.0"
