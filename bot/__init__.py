"""The running program: settings, composition, dispatcher, channels, pages, the command line."""
