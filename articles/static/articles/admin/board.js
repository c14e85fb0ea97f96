// The board by keys: j and k move between the rows, Enter opens the paragraphs of a row, a adds
// its fact with credit. Without this file the links and buttons do the same.

const rows = [...document.querySelectorAll(".board-rows tbody.statement, .board-rows tr.gap")];

function isElsewhere(target) {
    return target.closest("input, select, textarea, button, a, summary");
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const here = rows.indexOf(event.target.closest("tbody.statement, tr.gap"));
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
        event.preventDefault();
        rows[Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
    } else if (event.key === "a" && here >= 0) {
        event.preventDefault();
        rows[here].querySelector("[data-add]")?.click();
    } else if (event.key === "Enter" && here >= 0 && !isElsewhere(event.target)) {
        event.preventDefault();
        rows[here].querySelector("[data-open], .where a")?.click();
    }
});
