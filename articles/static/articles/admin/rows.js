// Lists with boxes to tick, by keys: j and k move, x ticks; a key whose button needs a ticked row
// ticks the one in focus first when none is, or the first of all. keys.js presses the buttons. In a
// list marked data-digits 1 to 9 open the row of that number.

const rows = [...document.querySelectorAll("#result_list tbody tr, .members tbody tr")];
const boxOf = (row) => row?.querySelector("input[type=checkbox]");
let last = null;

function go(row) {
    const link = row?.querySelector("th a, td a");
    if (!link) return;
    link.focus();
    row.scrollIntoView({ block: "nearest" });
}

function tick(row) {
    boxOf(row)?.click();
}

document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#result_list tbody tr, .members tbody tr");
    if (!row) return;
    last?.classList.remove("here");
    last = row;
    last.classList.add("here");
});

// Before keys.js presses the button, which it does when the event has risen to the document.
window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
        event.preventDefault();
        go(rows[Math.min(Math.max(rows.indexOf(last) + step, 0), rows.length - 1)]);
    } else if (event.key === "x" && last) {
        event.preventDefault();
        tick(last);
    } else if (event.key === "f" && !rows.some((row) => boxOf(row)?.checked)) {
        tick(last ?? rows[0]);
    } else if (/^[1-9]$/.test(event.key) && document.querySelector("[data-digits]")) {
        const link = rows[Number(event.key) - 1]?.querySelector("th a, td a");
        if (!link) return;
        event.preventDefault();
        link.click();
    }
}, { capture: true });
