// A front by keys: j and k move between the places, a digit moves what is in focus there, x takes
// it off, e opens its words. keys.js presses the other buttons. Every button works without this.

const rows = [...document.querySelectorAll("#places > li[data-row]")];
let last = document.querySelector("#places > li.here");

function go(row) {
    const target = row?.querySelector("a.headline");
    if (!target) return;
    target.focus();
    row.scrollIntoView({ block: "nearest" });
}

function mark(row) {
    last?.classList.remove("here");
    last = row;
    last.classList.add("here");
}

function step(way) {
    for (let at = rows.indexOf(last) + way; rows[at]; at += way) {
        if (rows[at].querySelector("a.headline")) return go(rows[at]);
    }
}

function openWords(summary) {
    const details = summary.parentElement;
    details.open = !details.open;
    if (details.open) details.querySelector("input[type=text]").focus();
    else go(details.closest("li"));
}

document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#places > li[data-row]");
    if (row) mark(row);
});

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const way = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) {
        event.preventDefault();
        step(way);
        return;
    }
    const to = last?.querySelector("form[data-to]");
    if (to && /^[1-9]$/.test(event.key)) {
        if (Number(event.key) > rows.length) return;
        event.preventDefault();
        to.elements.position.value = event.key;
        to.requestSubmit();
        return;
    }
    const button = last?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (!button) return;
    event.preventDefault();
    if (button.tagName === "SUMMARY") openWords(button);
    else button.click();
});

// After an act the focus is on the place that the server named.
if (document.activeElement === document.body) go(last ?? rows[0]);
