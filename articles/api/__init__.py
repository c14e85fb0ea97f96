"""The read API at `/api/v1/`: what readers may see, as documented JSON for other programs.

Layers within: `urls` > `routes` > one file a noun > `paging`, `call`, `problems`.
"""
