// "Same name?" by keys: j and k move between the pairs; 1, 2 and n press the buttons of the pair in
// focus. keys.js presses u. Every button works without this file.

const rows = [...document.querySelectorAll("#namesakes li[data-row]")];
let last = document.querySelector("#namesakes li.here");

function go(row) {
    if (!row) return;
    row.querySelector("a.headline").focus();
    row.scrollIntoView({ block: "nearest" });
}

function mark(row) {
    last?.classList.remove("here");
    last = row;
    last.classList.add("here");
}

document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#namesakes li[data-row]");
    if (row) mark(row);
});

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const here = rows.indexOf(last);
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
        event.preventDefault();
        go(rows[Math.min(Math.max(here + step, 0), rows.length - 1)]);
        return;
    }
    const button = rows[here]?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (!button) return;
    event.preventDefault();
    button.click();
});
