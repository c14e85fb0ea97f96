// The inbox by keys: j and k move, x ticks, e unfolds; the other keys press the toolbar's buttons
// (keys.js), which here act on the row in focus when nothing is ticked.

const form = document.getElementById("inbox");
const rows = () => [...form.querySelectorAll("tr[data-row]:not([hidden])")];
const rowOf = (element) => element?.closest?.("tr[data-row]");
let last = null;

function go(row) {
    if (!row) return;
    row.querySelector("a.headline").focus();
    row.scrollIntoView({ block: "nearest" });
}

function move(step) {
    const all = rows();
    const here = all.indexOf(rowOf(document.activeElement) ?? last);
    go(all[Math.min(Math.max(here + step, 0), all.length - 1)]);
}

function tick(row) {
    const box = row?.querySelector("input[name=pick]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
}

function fold(row) {
    const group = row?.closest("tbody.group");
    const handle = group?.querySelector(".fold");
    if (!handle) return;
    const open = handle.getAttribute("aria-expanded") !== "true";
    handle.setAttribute("aria-expanded", String(open));
    group.querySelectorAll("tr.member").forEach((member) => { member.hidden = !open; });
    if (!open) go(group.querySelector("tr[data-row]"));
}

function submitWithFocus(button) {
    form.elements.focus.value = (rowOf(document.activeElement) ?? last)?.dataset.ids ?? "";
    form.requestSubmit(button);
}

form.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    last?.classList.remove("here");
    last = row;
    last.classList.add("here");
});

form.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    row?.classList.toggle("ticked", event.target.checked);
    const told = form.querySelector(".picked");
    const count = form.querySelectorAll("input[name=pick]:checked").length;
    told.textContent = count ? `${count} ${told.dataset.pickedOne}` : "";
});

form.addEventListener("click", (event) => {
    const handle = event.target.closest(".fold");
    const button = event.target.closest("button[name=act]");
    if (handle) {
        event.preventDefault();
        fold(rowOf(handle));
    } else if (button) {
        event.preventDefault();
        if (button.value === "schedule") schedule(button);
        else submitWithFocus(button);
    } else if (!event.target.closest("a, input")) {
        go(rowOf(event.target));
    }
});

function schedule(button) {
    const dialog = document.getElementById("when");
    const text = dialog.querySelector("input");
    const target = last;
    text.value = "";
    dialog.querySelector("output").textContent = "";
    dialog.onclose = () => {
        go(target);
        if (dialog.returnValue !== "ok" || !text.value.trim()) return;
        const when = Object.assign(document.createElement("input"), { type: "hidden", name: "when", value: text.value });
        form.append(when);
        submitWithFocus(button);
    };
    dialog.returnValue = "";
    dialog.showModal();
    text.focus();
}

document.querySelector("#when [data-close]").addEventListener("click", (event) => {
    event.target.closest("dialog").close("");
});

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const here = rowOf(document.activeElement) ?? last;
    const acts = { j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), x: () => tick(here), e: () => fold(here) };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
});

// After an act the focus is on the row that the server named, even after going back in history.
const wanted = form.querySelector(`tr[data-row="${Number(form.dataset.focus)}"]`);
if (wanted?.hidden) fold(wanted);
go(wanted ?? rows()[0]);
