"""What is said: one router per noun. A handler calls one use-case through the door and returns a `Screen`."""
