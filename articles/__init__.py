"""The newsroom: take in, clean, deduplicate, curate and publish articles."""
