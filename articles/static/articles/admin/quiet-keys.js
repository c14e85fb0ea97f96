// Whoever dictates, or whose hand rests on the keys, turns the keys of one letter off (WCAG 2.1.4):
// the button in the menu of the person keeps them from every other script. Ctrl, Alt and the arrows
// stay, and every key has a button. This file is the first of the page, so that it hears first.

const KEPT = "newsroom-quiet-keys";
const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";
let isQuiet = localStorage.getItem(KEPT) === "1";

window.addEventListener("keydown", (event) => {
    const isSingle = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isQuiet && isSingle && !event.target.closest?.(TYPED_INTO)) event.stopImmediatePropagation();
}, { capture: true });

const button = document.getElementById("quiet-keys");

function show() {
    button.setAttribute("aria-pressed", String(isQuiet));
    document.documentElement.classList.toggle("quiet-keys", isQuiet);
}

if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
        isQuiet = !isQuiet;
        if (isQuiet) localStorage.setItem(KEPT, "1");
        else localStorage.removeItem(KEPT);
        show();
    });
    show();
}
