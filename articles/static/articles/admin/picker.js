// The library in a dialog over the form: arrows move, Enter picks. It stands behind each picture
// field ([data-pick]) and behind the picture button of the text editor, which asks by the event
// "desk:pick-picture". Without this file the link leads to the library's own page.

const WAIT_MS = 250;
const dialog = document.createElement("dialog");
const said = document.createElement("p");
const part = document.createElement("div");
let library = document.querySelector("[data-pick]")?.href;
let picked = () => {};
let asking = null;
let waiting = 0;

dialog.className = "picker";
said.className = "visually-hidden";
said.setAttribute("role", "status");
dialog.append(part, said);

const tiles = () => [...part.querySelectorAll(".picture")];
const search = () => part.querySelector("input[type=search]");

function withPart(url) {
    const made = new URL(url, window.location.href);
    made.searchParams.set("part", "1");
    return made;
}

// Puts the answer into the dialog; `then` gets the focus.
function fill(html, then) {
    const read = new DOMParser().parseFromString(html, "text/html");
    part.replaceChildren(...read.body.childNodes);
    for (const grid of part.querySelectorAll(".picture-grid")) grid.setAttribute("role", "listbox");
    for (const [place, tile] of tiles().entries()) {
        const isUnusable = tile.hasAttribute("data-unusable");
        tile.setAttribute("role", "option");
        tile.setAttribute("aria-selected", "false");
        tile.setAttribute("aria-disabled", String(isUnusable));
        tile.tabIndex = place ? -1 : 0;
        const number = Object.assign(document.createElement("bdi"), { textContent: `№ ${tile.dataset.picture}`, dir: "ltr" });
        tile.querySelector("a").replaceWith(number);
    }
    const shut = Object.assign(document.createElement("button"), { type: "button", className: "picker-close", textContent: "×" });
    shut.setAttribute("aria-label", document.querySelector("[data-palette-close]")?.firstChild.textContent.trim() ?? "Esc");
    shut.addEventListener("click", () => dialog.close());
    part.querySelector(".picker-search").append(shut);
    then?.();
    said.textContent = `${document.getElementById("palette")?.dataset.saidCount ?? ""} ${tiles().length}`;
}

async function load(url, options = {}) {
    asking?.abort();
    const mine = (asking = new AbortController());
    let answer;
    try {
        answer = await fetch(withPart(url), { credentials: "same-origin", signal: mine.signal, ...options });
    } catch {
        if (!mine.signal.aborted) fail();
        return null;
    }
    if (mine.signal.aborted) return null;
    if (answer.ok && !answer.redirected) return answer;
    fail();
    return null;
}

// Without an answer the library's own page may tell more.
function fail() {
    if (!dialog.open) {
        window.open(library, "_blank", "noopener");
        return;
    }
    part.querySelector("[role=alert]")?.remove();
    const alarm = Object.assign(document.createElement("p"), { className: "warning", textContent: document.getElementById("palette").dataset.saidLost });
    alarm.setAttribute("role", "alert");
    part.prepend(alarm);
}

async function show(url, then) {
    const answer = await load(url);
    if (!answer) return;
    const html = await answer.text();
    fill(html, then);
}

async function open(url, done) {
    picked = done;
    await show(url, () => {
        if (!dialog.isConnected) document.body.append(dialog);
        dialog.setAttribute("aria-label", part.querySelector(".picture-grid").getAttribute("aria-label"));
        if (!dialog.open) dialog.showModal();
        search().focus();
    });
}

function take(tile) {
    if (!tile || tile.hasAttribute("data-unusable")) {
        said.textContent = tile?.querySelector(".badge")?.textContent ?? "";
        return;
    }
    finish({ number: Number(tile.dataset.picture), src: tile.dataset.src ?? "", alt: tile.dataset.alt ?? "" });
}

function finish(picture) {
    const done = picked;
    dialog.close();
    done(picture);
}

// ---- moving in the grid

function go(tile) {
    if (!tile) return;
    for (const other of tiles()) {
        other.tabIndex = other === tile ? 0 : -1;
        other.setAttribute("aria-selected", String(other === tile));
    }
    tile.focus();
    tile.scrollIntoView({ block: "nearest" });
}

function columns(all) {
    const top = all[0]?.offsetTop;
    const below = all.findIndex((tile) => tile.offsetTop !== top);
    return below < 0 ? all.length : below;
}

function onKey(event) {
    event.stopPropagation(); // the page behind has keys of its own
    const tile = event.target.closest(".picture");
    const all = tiles();
    if (event.target === search() && event.key === "ArrowDown") {
        event.preventDefault();
        go(all[0]);
    }
    if (!tile) return;
    const at = all.indexOf(tile);
    const side = getComputedStyle(dialog).direction === "rtl" ? -1 : 1;
    const row = columns(all);
    const to = { ArrowRight: at + side, ArrowLeft: at - side, ArrowDown: at + row, ArrowUp: at - row, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
        event.preventDefault();
        if (to < 0 && event.key === "ArrowUp") search().focus();
        else go(all[Math.min(Math.max(to, 0), all.length - 1)]);
    } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        take(tile);
    }
}

dialog.addEventListener("keydown", onKey);
dialog.addEventListener("click", (event) => {
    const page = event.target.closest("[data-picker-page]");
    const tile = event.target.closest(".picture");
    if (page) {
        event.preventDefault();
        show(page.href, () => go(tiles()[0]));
    } else if (tile) {
        take(tile);
    } else if (event.target === dialog) {
        dialog.close();
    }
});

// ---- searching and adding

function searched(form) {
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    return url;
}

function narrow(form) {
    const { selectionStart } = search();
    const isTyping = document.activeElement === search();
    show(searched(form), () => {
        if (isTyping) {
            search().focus();
            search().setSelectionRange(selectionStart, selectionStart);
        } else {
            part.querySelector("input[name=story]")?.focus();
        }
    });
}

dialog.addEventListener("input", (event) => {
    const form = event.target.closest("[data-picker-search]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => narrow(form), WAIT_MS);
});

async function add(form) {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const answer = await load(form.action, { method: "POST", body: new FormData(form) });
    button.disabled = false;
    if (!answer) return;
    if (answer.headers.get("Content-Type").startsWith("application/json")) {
        finish(await answer.json());
        return;
    }
    // What was wrong stands by its field; the file that was chosen is taken along.
    const { files } = form.elements.file;
    fill(await answer.text(), () => {
        const again = part.querySelector("[data-picker-upload]");
        if (files.length) again.elements.file.files = files;
        part.querySelector(".form-row.errors :is(input, textarea)")?.focus();
    });
}

dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (event.target.matches("[data-picker-upload]")) {
        add(event.target);
    } else {
        const isTyping = document.activeElement === search();
        show(searched(event.target), () => (isTyping && tiles().length ? go(tiles()[0]) : search().focus()));
    }
});

// ---- who asks

function into(field, picture) {
    const input = field.querySelector("input");
    const view = field.querySelector("[data-picture-view]");
    input.value = picture.number;
    const seen = Object.assign(document.createElement("img"), { className: "thumb", src: picture.src, alt: picture.alt, width: 96, height: 64 });
    view.replaceChildren(...(picture.src ? [seen] : []));
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
    input.focus();
}

document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-pick]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    library = link.href;
    open(link.href, (picture) => into(link.closest("[data-picture-field]"), picture));
});

// A number that is typed is another picture than the one in view.
document.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    event.target.closest?.("[data-picture-field]")?.querySelector("[data-picture-view]").replaceChildren();
});

document.addEventListener("desk:pick-picture", (event) => {
    if (!library) return;
    event.preventDefault();
    open(library, event.detail.picked);
});
