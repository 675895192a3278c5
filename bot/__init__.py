"""The running program: settings, composition, dispatcher, channels, pages, the command line."""

VERSION = "0.1.0"
