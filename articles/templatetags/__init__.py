"""The tags and filters of the public templates."""
