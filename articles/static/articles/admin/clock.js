// The clock beside a field: its past in a small window. Alt+H opens it from within the field; where
// no field is in focus, that of the headline, which is asked for most.
// Without this file the clock is a link to the same timeline as a page.

const form = document.querySelector("#article_form");
const written = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
let opened = null;
let dialog = null;

// The text editor puts its own spelling of the text into the form when it starts.
window.addEventListener("load", () => setTimeout(() => { if (form) opened = written(); }, 300));

function makeDialog() {
    const made = document.createElement("dialog");
    made.className = "clock-window";
    document.body.append(made);
    made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
    made.addEventListener("submit", (event) => {
        const restore = event.target.closest("[data-unsaved]");
        if (!restore || restore.dataset.told || opened === null || written() === opened) return;
        event.preventDefault();
        restore.dataset.told = "1";
        const said = document.createElement("p");
        said.className = "warning";
        said.setAttribute("role", "alert");
        said.textContent = restore.dataset.unsaved;
        restore.append(said);
    });
    return made;
}

async function show(clock) {
    const from = document.activeElement;
    let answer;
    try {
        answer = await fetch(`${clock.href}?part=1`, { headers: { Accept: "text/html" } });
    } catch {
        answer = null;
    }
    if (!answer?.ok || answer.redirected) {
        window.location.assign(clock.href);
        return;
    }
    dialog ??= makeDialog();
    const title = document.createElement("h2");
    title.textContent = clock.getAttribute("aria-label");
    title.id = "clock-title";
    title.tabIndex = -1;
    dialog.setAttribute("aria-labelledby", title.id);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog.replaceChildren(title, ...read.body.childNodes);
    dialog.addEventListener("close", () => from?.focus(), { once: true });
    if (!dialog.open) dialog.showModal();
    title.focus();
}

document.addEventListener("click", (event) => {
    const clock = event.target.closest("[data-clock]");
    if (!clock || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(clock);
});

document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyH") return;
    const place = event.target.closest(".form-row, .clocked") ?? form?.querySelector(".field-headline");
    const clock = place?.querySelector("[data-clock]");
    if (!clock || dialog?.open) return;
    event.preventDefault();
    show(clock);
}, true);
