// Keys mean the same under every keyboard layout. Who writes Urdu has an Urdu layout active: the key
// that is J on the keycap says "ج" or "ت". Before anybody hears it, such a key is told again with the
// Latin letter of its place on the keyboard; digits of all scripts are told as 0 to 9. What is typed
// into a field is left alone. Without this file the keys work under Latin layouts.

const FIELDS = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";
const DIGITS = /^[\u0660-\u0669\u06f0-\u06f9]$/;

const cased = (letter, event) => (event.shiftKey ? letter.toUpperCase() : letter.toLowerCase());

// The key as its place on the keyboard would say it; "" for places that differ from country to country.
function atItsPlace(event) {
    const { code } = event;
    if (/^Key[A-Z]$/.test(code)) return cased(code[3], event);
    if (/^Digit\d$/.test(code) && !event.shiftKey) return code[5];
    if (code === "Slash") return event.shiftKey ? "?" : "/";
    return "";
}

function meant(event) {
    const { key, code } = event;
    if (DIGITS.test(key)) return String(key.charCodeAt(0) & 15);
    if (/^[^\x20-\x7e]+$/.test(key)) return atItsPlace(event) || key;
    if (/^[a-z]$/i.test(key)) return event.getModifierState("CapsLock") ? cased(key, event) : key;
    // The Arabic layout has a slash above L, the French one signs below its digits.
    if (key === "/" && event.shiftKey && /^Key/.test(code)) return atItsPlace(event);
    if (/^[!-.:-@[-`{-~]$/.test(key) && key !== "?" && /^Digit/.test(code)) return atItsPlace(event) || key;
    return key;
}

window.addEventListener("keydown", (event) => {
    if (!event.isTrusted || event.isComposing || event.target.closest?.(FIELDS)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = meant(event);
    if (key === event.key) return;
    event.stopImmediatePropagation();
    const { code, shiftKey, repeat } = event;
    const again = new KeyboardEvent("keydown", { key, code, shiftKey, repeat, bubbles: true, cancelable: true, composed: true });
    if (!event.target.dispatchEvent(again)) event.preventDefault();
}, { capture: true });
