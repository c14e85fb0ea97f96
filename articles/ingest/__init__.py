"""The only code that brings articles in: identify, decide, store, match."""
