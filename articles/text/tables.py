"""Tables as a page shows them: heads that name their columns and rows, a box that scrolls."""

import html as entities
import re
from typing import Final

_ROW: Final = re.compile(r"(<tr\b[^>]*>)(.*?)(</tr>)", re.DOTALL)
_HEAD: Final = re.compile(r"<th(?![^>]*\bscope=)(?=[\s>])")


def dress(html: str, *, label: str) -> str:
    """Return clean HTML whose tables tell what their heads stand for and scroll in a named box.

    A row of heads alone heads columns; a head beside cells heads its row.

    >>> dress("<table><tr><th>Year</th></tr></table>", label="Table")
    '<div class="table" role="region" tabindex="0" aria-label="Table"><table><tr><th scope="col">\
Year</th></tr></table></div>'
    """
    if "<table" not in html:
        return html
    name = entities.escape(label)
    box = f'<div class="table" role="region" tabindex="0" aria-label="{name}">'
    scoped = _ROW.sub(_scoped, html)
    return re.sub(r"<table(?=[\s>])", box + "<table", scoped).replace("</table>", "</table></div>")


def _scoped(row: re.Match[str]) -> str:
    scope = "row" if re.search(r"<td[\s>]", row[2]) else "col"
    return row[1] + _HEAD.sub(f'<th scope="{scope}"', row[2]) + row[3]
