"""Conversations: what a person says and what the screen shows, played on every channel."""
