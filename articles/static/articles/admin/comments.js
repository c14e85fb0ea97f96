// The queue of comments by keys: j and k move, x ticks; keys.js presses the buttons, which act on
// what is ticked or, without a tick, on the comment in focus. Every button works without this file
// on what is ticked.

const form = document.getElementById("comments");
const rows = [...form.querySelectorAll("li[data-row]")];
let last = form.querySelector("li.here") ?? rows[0];

function go(row) {
    if (!row) return;
    row.querySelector("a.headline").focus();
    row.scrollIntoView({ block: "nearest" });
}

form.addEventListener("focusin", (event) => {
    const row = event.target.closest("li[data-row]");
    if (!row) return;
    last?.classList.remove("here");
    last = row;
    last.classList.add("here");
});

form.addEventListener("change", () => {
    const told = form.querySelector(".picked");
    const count = form.querySelectorAll("input[name=pick]:checked").length;
    told.textContent = count ? `${count} ${told.dataset.pickedOne}` : "";
});

form.addEventListener("submit", () => {
    form.elements.focus.value = last?.dataset.id ?? "";
    form.elements.place.value = last?.dataset.row ?? "";
});

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const here = rows.indexOf(last);
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
        event.preventDefault();
        go(rows[Math.min(Math.max(here + step, 0), rows.length - 1)]);
    } else if (event.key === "x" && rows[here]) {
        event.preventDefault();
        rows[here].querySelector("input[name=pick]").click();
    }
});
