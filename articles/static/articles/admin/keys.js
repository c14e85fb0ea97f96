// Keys for buttons: an element with data-key="m" is pressed by m, when nobody is typing.
// data-key-focus moves the focus there instead, data-key-to="id" moves it on to that field after the
// press. data-key="g 1" is g, then 1 within two seconds.
// Every page works without this file.

let begun = { key: "", at: 0 };

function isTyping(target) {
    return target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
}

function press(element) {
    if (element.hasAttribute("data-key-focus")) {
        element.focus();
        element.select?.();
    } else if (element.tagName === "SUMMARY") {
        element.parentElement.open = !element.parentElement.open;
        if (element.parentElement.open) element.parentElement.querySelector("input:not([type=hidden])")?.focus();
    } else {
        element.click();
        document.getElementById(element.dataset.keyTo)?.focus();
    }
}

// The palette presses what it lists in the same way.
document.addEventListener("desk:press", (event) => press(event.target));

// The browser moves the focus to [autofocus] some time after loading; a quick hand is quicker.
if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();

document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        document.querySelectorAll("details.menu[open], details.sheet[open]").forEach((menu) => { menu.open = false; });
        if (isTyping(event.target)) event.target.blur();
        return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        // A text of several lines is sent without leaving it, a form saved from any of its fields.
        const sent = event.target.closest("form[data-send], #content-main form[id$=_form]");
        if (sent && !event.defaultPrevented) {
            event.preventDefault();
            sent.requestSubmit(sent.querySelector("[type=submit].default") ?? undefined);
        }
        return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const pair = Date.now() - begun.at < 2000 ? `${begun.key} ${event.key}` : "";
    begun = { key: event.key, at: Date.now() };
    const named = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    const element = (pair && named(pair)) || named(event.key);
    if (!element || event.key === "Enter") return;
    event.preventDefault();
    press(element);
});

// An open menu closes when one clicks beside it.
document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open], details.sheet[open], details.why-not[open]").forEach((menu) => {
        if (!menu.contains(event.target)) menu.open = false;
    });
});
