"""The desk's admin: lists, forms and workbench screens over the acts of `desk`; it decides nothing.

One file a model or screen. `site` holds the menu and the workbench addresses, `base` what every
list and form shares, `nouns` registers them. Every screen works without script; scripts only add
keys and previews.
"""
