"""The Telegram channel: updates in by polling or webhook, screens out as messages."""
