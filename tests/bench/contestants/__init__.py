"""Bots to measure ours against, each as its library's documentation writes it: `python -m tests.bench.contestants.X`."""
