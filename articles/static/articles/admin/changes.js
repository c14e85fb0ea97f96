// What changed, by keys: j and k move between the changes, Enter leads to the paragraph of one.
// Without this file the links are reached and followed by Tab and Enter.

const changes = [...document.querySelectorAll("[data-change]")];

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step || !changes.length) return;
    event.preventDefault();
    const here = changes.indexOf(document.activeElement);
    changes[Math.min(Math.max(here + step, 0), changes.length - 1)].focus();
});
