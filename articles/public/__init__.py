"""What readers may see of each noun, once for page, feed and API: nothing here writes or answers.

The doors (`web`, `api`) may not import one another; the rules that both must keep stand here.
"""
