"""The web channel: one conversation on one page, drawn on the server."""
