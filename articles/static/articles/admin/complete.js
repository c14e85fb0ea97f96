// Completion as one types: an input with data-complete asks that address for what the letters may
// mean. Arrows choose, Enter takes, Escape leaves the field as it is. Without this file each field
// takes a name, number or address as it is typed.

const WAIT_MS = 150;
const PARTING = /[,،;]/;
const spoken = document.getElementById("palette")?.dataset ?? {};
const known = new WeakMap();
let count = 0;

const live = Object.assign(document.createElement("p"), { className: "visually-hidden" });
live.setAttribute("role", "status");
document.body.append(live);

class Completion {
    constructor(field) {
        this.field = field;
        this.isMany = field.hasAttribute("data-complete-many");
        this.lines = [];
        this.active = -1;
        this.next = "";
        this.checked = new Set();
        this.box = document.createElement("div");
        this.box.className = "completions";
        this.box.id = `completions-${++count}`;
        this.box.hidden = true;
        this.box.setAttribute("role", "listbox");
        this.box.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() || field.getAttribute("aria-label") || "");
        field.after(this.box);
        field.removeAttribute("list");
        const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.box.id };
        for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
        field.addEventListener("input", () => this.typed());
        field.addEventListener("keydown", (event) => this.key(event));
        field.addEventListener("blur", () => this.left());
        this.box.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
        this.box.addEventListener("click", (event) => {
            const line = event.target.closest("[role=option]");
            if (line) this.take(Number(line.dataset.number));
        });
    }

    // Where the name that is being written begins and ends, and what it says.
    get piece() {
        const { value } = this.field;
        if (!this.isMany) return { from: 0, to: value.length, said: value.trim() };
        const caret = this.field.selectionStart ?? value.length;
        let [from, to] = [caret, caret];
        while (from > 0 && !PARTING.test(value[from - 1])) from -= 1;
        while (to < value.length && !PARTING.test(value[to])) to += 1;
        return { from, to, said: value.slice(from, to).trim() };
    }

    typed() {
        if (this.isWriting) return;
        clearTimeout(this.waiting);
        const { said, from } = this.piece;
        if (!said) {
            this.close();
            if (this.isMany) this.check(this.field.value.slice(0, from).split(PARTING).at(-2)?.trim());
            return;
        }
        this.waiting = setTimeout(() => this.ask(said), WAIT_MS);
    }

    async fetch(said, after = "", mine = new AbortController()) {
        try {
            const query = new URLSearchParams({ q: said, ...(after && { after }) });
            const answer = await fetch(`${this.field.dataset.complete}?${query}`, { signal: mine.signal, headers: { Accept: "application/json" } });
            if (!answer.ok || answer.redirected) return null;
            const told = await answer.json();
            return mine.signal.aborted ? null : told;
        } catch {
            return null; // the field takes what is typed all the same
        }
    }

    async ask(said, after = "") {
        this.asking?.abort();
        this.asking = new AbortController();
        const told = await this.fetch(said, after, this.asking);
        if (!told || document.activeElement !== this.field || this.piece.said !== said) return;
        this.next = told.next;
        this.show(after ? [...this.lines, ...told.results] : told.results, after ? this.active : -1);
    }

    // A name that was written to its end: where it is another spelling of one, that one is written.
    async check(said) {
        if (!said || this.checked.has(said)) return;
        this.checked.add(said);
        const told = await this.fetch(said);
        const meant = told?.results.find((line) => line.is_exact);
        if (!meant) return;
        const kept = this.field.value.split(/([,،;])/);
        const at = kept.findIndex((part) => part.trim() === said);
        if (at < 0) return;
        kept[at] = kept[at].replace(said, () => meant.value);
        this.write(kept.join(""));
        live.textContent = `${meant.label} · ${meant.detail}`;
    }

    show(lines, active) {
        this.lines = lines;
        this.box.replaceChildren(...lines.map((line, number) => this.optionOf(line, number)));
        this.box.hidden = !lines.length;
        this.field.setAttribute("aria-expanded", String(!this.box.hidden));
        if (!this.box.hidden) this.place();
        this.mark(active);
        live.textContent = lines.length ? `${spoken.saidCount} ${lines.length}` : spoken.saidNone;
    }

    optionOf(line, number) {
        const option = Object.assign(document.createElement("div"), { id: `${this.box.id}-${number}`, className: "completion" });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.number = number;
        const label = Object.assign(document.createElement("span"), { textContent: line.label, dir: line.dir || "auto", lang: line.lang || "" });
        option.append(label);
        if (line.detail) option.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: line.detail, dir: "auto" }));
        return option;
    }

    // Under the field, within the window; at the side on which the reading begins.
    place() {
        const rect = this.field.getBoundingClientRect();
        const room = document.documentElement.clientWidth;
        const width = Math.min(Math.max(rect.width, 320), room - 16);
        const isRight = getComputedStyle(this.field).direction === "rtl" || document.dir === "rtl";
        const start = isRight ? rect.right - width : rect.left;
        Object.assign(this.box.style, {
            width: `${width}px`,
            left: `${Math.min(Math.max(start, 8), room - width - 8)}px`,
            top: `${rect.bottom + 2}px`,
        });
    }

    mark(number) {
        this.box.children[this.active]?.setAttribute("aria-selected", "false");
        this.active = number;
        const option = this.box.children[number];
        option?.setAttribute("aria-selected", "true");
        option?.scrollIntoView({ block: "nearest" });
        if (option) this.field.setAttribute("aria-activedescendant", option.id);
        else this.field.removeAttribute("aria-activedescendant");
    }

    key(event) {
        if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && this.box.hidden) {
            if (step > 0 && this.piece.said) {
                event.preventDefault();
                this.ask(this.piece.said);
            }
        } else if (step) {
            event.preventDefault();
            const to = this.active + step;
            if (to >= this.lines.length && this.next) this.ask(this.piece.said, this.next);
            else if (to >= -1) this.mark(to >= this.lines.length ? -1 : to);
            else this.mark(this.lines.length - 1);
        } else if (event.key === "Enter" && this.active >= 0) {
            event.preventDefault();
            event.stopPropagation();
            this.take(this.active);
        } else if (event.key === "Escape" && !this.box.hidden) {
            event.preventDefault();
            event.stopPropagation();
            this.close();
        }
    }

    take(number) {
        const { value } = this.lines[number];
        this.checked.add(value);
        const { from, to } = this.piece;
        const old = this.field.value;
        if (!this.isMany) {
            this.write(value);
        } else {
            const before = old.slice(0, from) + (from && old[from - 1] !== " " ? " " : "");
            const after = old.slice(to).replace(/^[,،;\s]*/, "");
            this.write(`${before}${value}, ${after}`, before.length + value.length + 2);
        }
        this.close();
    }

    write(value, caret = value.length) {
        this.isWriting = true;
        this.field.value = value;
        if (document.activeElement === this.field) this.field.setSelectionRange(caret, caret);
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
        this.field.dispatchEvent(new Event("change", { bubbles: true }));
        this.isWriting = false;
    }

    left() {
        clearTimeout(this.waiting);
        this.close();
        if (this.isMany) this.check(this.piece.said);
    }

    close() {
        this.asking?.abort();
        this.box.hidden = true;
        this.lines = [];
        this.next = "";
        this.field.setAttribute("aria-expanded", "false");
        this.mark(-1);
    }
}

// Rows of a form that are still to be added are copied from an empty one, which stays as it is.
function attach(field) {
    if (field.disabled || field.readOnly || known.has(field) || field.name.includes("__prefix__")) return;
    known.set(field, new Completion(field));
}

document.querySelectorAll("input[data-complete]").forEach(attach);
document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("input[data-complete]")) attach(event.target);
});
for (const moved of ["scroll", "resize"]) {
    window.addEventListener(moved, () => {
        const completion = known.get(document.activeElement);
        if (completion && !completion.box.hidden) completion.place();
    }, { capture: true, passive: true });
}
