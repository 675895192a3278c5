"""A double of Telegram's Bot API that the tests own: it refuses what Telegram refuses and keeps what it accepted."""
