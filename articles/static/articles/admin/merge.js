// The merge workbench by keys: j and k move between the fields that differ, a digit takes that
// column, Enter merges. A changed choice shows its result at once.

const form = document.getElementById("merge");
const fields = [...form.querySelectorAll("tr.field[tabindex]")];

function refresh() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("versions");
    const address = `${form.dataset.plan}?${new URLSearchParams(data)}`;
    fetch(address, { headers: { Accept: "text/html" } })
        .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
        .then((page) => {
            const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("preview");
            if (fresh) document.getElementById("preview").replaceWith(fresh);
        })
        .catch(() => form.querySelector("[data-refresh]").focus());
}

form.addEventListener("change", (event) => {
    if (event.target.name === "survivor") {
        form.querySelector("[data-refresh]").click();
        return;
    }
    const row = event.target.closest("tr.field");
    row?.querySelectorAll("td").forEach((cell) => {
        cell.classList.toggle("chosen", Boolean(cell.querySelector("input:checked")));
    });
    refresh();
});

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = fields.indexOf(document.activeElement.closest("tr.field"));
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
        event.preventDefault();
        fields[Math.min(Math.max(here + step, 0), fields.length - 1)]?.focus();
    } else if (/^[1-9]$/.test(event.key)) {
        const choice = fields[here]?.querySelector(`input[data-column="${event.key}"]`)
            ?? form.querySelectorAll("input[name=survivor]")[Number(event.key) - 1];
        if (!choice) return;
        event.preventDefault();
        choice.checked = true;
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.key === "Enter" && here >= 0) {
        event.preventDefault();
        form.requestSubmit();
    }
});
