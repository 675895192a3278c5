"""The command line, one module per noun.

A command module has `add_parser(subparsers)`, which adds its parser and names the function to call with
`set_defaults(run=…)`: a function of the parsed arguments that returns the exit code. Modules import nothing heavy at
the top, so that `thiduaso --help` answers at once; their functions import what they need.
"""

# In the order in which --help lists them.
NAMES: tuple[str, ...] = (
    "run",
    "demo",
    "periods",
    "units",
    "offices",
    "standing",
    "campaigns",
    "ask",
    "awards",
    "tallies",
    "invite",
    "audit",
    "privacy",
    "backup",
)
