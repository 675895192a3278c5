"""What can be done: one use-case module per noun. A use-case takes a `Session` first and never commits."""
