"""Pictures: what an upload is, what it says of itself, and the files that readers are given."""
