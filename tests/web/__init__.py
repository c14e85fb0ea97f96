"""The public site, as readers and machines meet it."""
