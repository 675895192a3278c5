"""Bots to measure ours against, each as its library's documentation writes it."""
