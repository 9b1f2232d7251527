"""`python -m discourse`: the command line.

May import: cli.
"""

from discourse.cli import main

main()
