// Ctrl+K: one list of what can be done on this page and of where one can go. Acts are the page's own
// buttons, read and pressed here; all else is asked of the server. Without this file the button
// leads to a page with the same places.

const WAIT_MS = 120;
const SHOWN_ACTS = 12;
const SHOWN_USED = 5;
const KEPT = 30;
const LEAP = 8;
const MEMORY = "desk-palette";
const ACTS = "[data-key], .toolbar :is(button, a.button), .object-tools a, .submit-row input[type=submit]";

const dialog = document.getElementById("palette");
const opener = document.getElementById("palette-open");
const text = document.getElementById("palette-text");
const list = document.getElementById("palette-list");
const said = dialog?.querySelector(".palette-said");

let alike = {};
let first = [];
let here = [];
let shown = [];
let active = -1;
let asking = null;
let waiting = 0;
let isPressed = false; // Enter came before there was anything to run

// Folding and matching as in articles/text/beginnings.py.
const plain = (letter) => alike[letter] ?? letter;
const fold = (told) => [...told.normalize("NFKD").toLowerCase().replace(/[\p{Mn}\p{Cf}\u0640]/gu, "").replaceAll("ß", "ss")].map(plain).join("");
const words = (told) => fold(told).match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];

function places(asked, own) {
    const taken = [];
    for (const begun of asked) {
        const fitting = own.map((word, place) => place).filter((place) => !taken.includes(place) && own[place].startsWith(begun));
        if (!fitting.length) return null;
        taken.push(fitting.find((place) => place > (taken.at(-1) ?? -1)) ?? fitting[0]);
    }
    return taken;
}

function rank(asked, name) {
    const own = words(name);
    if (!asked.length || !own.length) return null;
    if (asked.join(" ") === own.join(" ")) return 0;
    const end = asked.length - 1;
    if (asked.every((begun, at) => (at < end ? own[at] === begun : own[at]?.startsWith(begun)))) return own[end] === asked[end] ? 1 : 2;
    const found = places(asked, own);
    if (found) return found.every((place, at) => !at || place > found[at - 1]) ? 3 : 4;
    const initials = own.map((word) => [...word][0]).join("");
    return asked.length === 1 && asked[0].length > 1 && initials.startsWith(asked[0]) ? 5 : null;
}

// What was used last, by key alone: no name of anything stays in the browser.
function used() {
    try {
        const kept = JSON.parse(localStorage.getItem(MEMORY) ?? "[]");
        return Array.isArray(kept) ? kept.map(String) : [];
    } catch {
        return [];
    }
}

function remember(key) {
    try {
        localStorage.setItem(MEMORY, JSON.stringify([key, ...used().filter((other) => other !== key)].slice(0, KEPT)));
    } catch {
        // A browser that keeps nothing has no order of use.
    }
}

// ---- what can be done on this page

function labelOf(element) {
    if (element.matches("input[type=submit]")) return element.value;
    if (element.hasAttribute("data-key-focus")) return element.getAttribute("aria-label") || element.placeholder;
    const own = [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ");
    return (own.trim() || element.getAttribute("aria-label") || element.title).replace(/\s+/g, " ").trim();
}

function isOpenTo(element) {
    const isShut = element.disabled || element.getAttribute("aria-disabled") === "true" || element.getAttribute("aria-hidden") === "true";
    return !isShut && !element.closest("dialog, #header, .prose-menubar") && element.checkVisibility();
}

function buttons() {
    return [...document.querySelectorAll(ACTS)].filter(isOpenTo).map((element) => ({
        label: labelOf(element),
        detail: element.title && element.title !== labelOf(element) && !element.hasAttribute("data-key-focus") ? element.title : "",
        shortcut: element.dataset.key ?? "",
        press: () => element.dispatchEvent(new CustomEvent("desk:press", { bubbles: true })),
    }));
}

// The acts of a list are in its select box; they are about the ticked rows, or the one in focus.
function choices() {
    const select = document.querySelector(".actions select[name=action]");
    const go = select?.closest(".actions").querySelector("button[name=index]");
    if (!go) return [];
    const ticked = document.querySelectorAll("#result_list tbody input[type=checkbox]:checked").length;
    const box = document.querySelector("#result_list tbody tr.here input[type=checkbox]");
    const isWhole = document.querySelector("input[name=select_across]")?.checked;
    if (!ticked && !isWhole && !box) return [];
    return [...select.options].filter((option) => option.value).map((option) => ({
        label: option.textContent.trim(),
        detail: ticked ? `${ticked} ✓` : "",
        press: () => {
            if (!ticked && !isWhole) box.click();
            select.value = option.value;
            go.click();
        },
    }));
}

function acts() {
    const found = new Map();
    for (const act of [...buttons(), ...choices()]) {
        const key = `act-${act.label}`;
        if (act.label && !found.has(key)) found.set(key, { key, url: "", ...act });
    }
    return [...found.values()];
}

// ---- the list

function usedFirst(items, order) {
    const at = (item) => (order.includes(item.key) ? order.indexOf(item.key) : KEPT);
    return [...items].sort((one, other) => at(one) - at(other));
}

function fitting(items, asked) {
    const ranked = items.map((item) => [rank(asked, item.label), item]).filter(([found]) => found !== null);
    return ranked.sort((one, other) => one[0] - other[0]).map(([, item]) => item);
}

function groupsFor(found) {
    const order = used();
    const asked = words(text.value);
    const isBegun = text.value.trim() !== "";
    const own = isBegun ? fitting(here, asked) : here;
    const groups = [{ name: "here", label: dialog.dataset.saidHere, items: usedFirst(own, order).slice(0, SHOWN_ACTS) }];
    if (!isBegun) {
        const all = [...here, ...first.flatMap((group) => group.items)];
        const last = order.map((key) => all.find((item) => item.key === key)).filter(Boolean).slice(0, SHOWN_USED);
        groups.unshift({ name: "used", label: dialog.dataset.saidUsed, items: last });
    }
    for (const group of found) groups.push({ ...group, items: usedFirst(group.items, order) });
    if (isBegun) {
        const url = `${dialog.dataset.articles}?${new URLSearchParams({ q: text.value.trim() })}`;
        groups.push({ name: "all", label: "", items: [{ key: "search", label: `${dialog.dataset.saidMore} “${text.value.trim()}”`, url }] });
    }
    return groups.filter((group) => group.items.length);
}

function optionOf(item, number) {
    const option = document.createElement("div");
    const label = document.createElement("span");
    Object.assign(option, { id: `palette-${number}`, className: "palette-item" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    label.className = "palette-label";
    label.textContent = item.label;
    label.dir = item.dir || "auto";
    if (item.lang) label.lang = item.lang;
    option.append(label);
    for (const [tag, told] of [["span", item.detail], ["kbd", item.shortcut]]) {
        if (!told) continue;
        const part = Object.assign(document.createElement(tag), { textContent: told, dir: "auto" });
        if (tag === "span") part.className = "palette-detail";
        option.append(part);
    }
    return option;
}

function show(found, isWhole = true) {
    shown = [];
    const groups = groupsFor(found);
    list.replaceChildren(...groups.map((group) => {
        const part = document.createElement("div");
        part.setAttribute("role", "group");
        if (group.label) {
            const head = Object.assign(document.createElement("div"), { id: `palette-of-${group.name}`, className: "palette-group", textContent: group.label });
            part.setAttribute("aria-labelledby", head.id);
            part.append(head);
        }
        part.append(...group.items.map((item) => optionOf(item, shown.push(item) - 1)));
        return part;
    }));
    mark(shown.length ? 0 : -1);
    if (!isWhole) return;
    const count = shown.filter((item) => item.key !== "search").length;
    said.textContent = count ? `${dialog.dataset.saidCount} ${count}` : dialog.dataset.saidNone;
}

function mark(number) {
    list.children.length && document.getElementById(`palette-${active}`)?.setAttribute("aria-selected", "false");
    active = number;
    const option = document.getElementById(`palette-${number}`);
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) text.setAttribute("aria-activedescendant", option.id);
    else text.removeAttribute("aria-activedescendant");
}

// ---- asking

// What is known already answers at once; the server's answer takes its place.
function guess() {
    const asked = words(text.value);
    const known = first.map((group) => ({ ...group, items: fitting(group.items, asked) }));
    show(text.value.trim() ? known : first, false);
}

async function ask() {
    asking?.abort();
    const mine = (asking = new AbortController());
    const query = new URLSearchParams({ as: "json", q: text.value.trim() });
    if (!text.value.trim()) used().filter((key) => key.startsWith("article-")).slice(0, 10).forEach((key) => query.append("used", key));
    let answer;
    try {
        answer = await fetch(`${opener.href}?${query}`, { signal: mine.signal, headers: { Accept: "application/json" } });
        if (answer.redirected) return window.location.assign(opener.href);
        if (!answer.ok) throw new Error(answer.statusText);
        const told = await answer.json();
        if (mine.signal.aborted) return undefined;
        if (!query.get("q")) {
            first = told.groups;
            alike = told.alike;
        }
        show(told.groups);
    } catch (problem) {
        if (problem.name !== "AbortError") said.textContent = dialog.dataset.saidLost;
        return undefined;
    }
    asking = null;
    if (isPressed && shown.length) run(shown[0]);
    isPressed = false;
    return undefined;
}

function run(item, isAside = false) {
    remember(item.key);
    dialog.close();
    if (item.press) item.press();
    else if (isAside) window.open(item.url, "_blank", "noopener");
    else window.location.assign(item.url);
}

function open() {
    here = acts();
    text.value = "";
    isPressed = false;
    dialog.showModal();
    text.focus();
    show(first, false);
    ask();
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: LEAP, PageUp: -LEAP };

function onKey(event) {
    event.stopPropagation(); // the page behind has keys of its own
    if (event.isComposing) return;
    const step = STEPS[event.key];
    if (step && shown.length) {
        event.preventDefault();
        const next = active + step;
        const isOut = next < 0 || next >= shown.length;
        if (Math.abs(step) === 1) mark((next + shown.length) % shown.length);
        else mark(isOut ? (step > 0 ? shown.length - 1 : 0) : next);
    } else if (event.key === "Enter" && event.target === text) {
        event.preventDefault();
        const chosen = shown[active];
        const isOnlySearch = chosen?.key === "search" && shown.length === 1;
        if (chosen && !(isOnlySearch && (waiting || asking))) run(chosen, event.ctrlKey || event.metaKey);
        else isPressed = true;
    }
}

function isCalled(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
    return event.key.toLowerCase() === "k" || (event.code === "KeyK" && !/^[a-z]$/i.test(event.key));
}

function start() {
    if (/Mac|iP(hone|ad)/.test(navigator.platform)) opener.querySelector("kbd").textContent = "⌘ K";
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        open();
    });
    opener.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        open();
    });
    // Before the text editor, where Ctrl+K makes a link of selected words; with none selected it is ours.
    window.addEventListener("keydown", (event) => {
        if (!isCalled(event)) return;
        const isLink = event.target.closest?.(".ProseMirror") && !window.getSelection().isCollapsed;
        if (isLink || document.querySelector("dialog[open]:not(#palette)")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (dialog.open) dialog.close();
        else open();
    }, { capture: true });
    text.addEventListener("input", () => {
        clearTimeout(waiting);
        guess();
        waiting = setTimeout(() => {
            waiting = 0;
            ask();
        }, WAIT_MS);
    });
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("close", () => {
        clearTimeout(waiting);
        waiting = 0;
        asking?.abort();
        asking = null;
    });
    dialog.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) run(shown[Number(option.id.slice("palette-".length))], event.ctrlKey || event.metaKey);
        else if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
    });
    list.addEventListener("pointermove", (event) => {
        const option = event.target.closest("[role=option]");
        if (option && option.getAttribute("aria-selected") !== "true") mark(Number(option.id.slice("palette-".length)));
    });
}

if (dialog && opener) start();
