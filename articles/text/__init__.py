"""Pure text work: bytes to clean text, slots, dates, addresses and differences.

Nothing here imports Django or touches the network, the disk or the clock.
"""
