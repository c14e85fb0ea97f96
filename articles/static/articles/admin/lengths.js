// Lengths of the article's fields while one types, by the rules of text.lengths and
// text.normalise.words; the server writes the same numbers, so the page is right without this.

const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\p{Cf}]/gu;
const QUOTES = /[‘’‚‛“”„‟«»‹›′″`"´ʼ＇]/g;
const SIGNS = "\\u0900-\\u0903\\u093a-\\u094f\\u0981-\\u0983\\u09bc-\\u09cd\\u0a3c-\\u0a4d\\u0b82-\\u0bcd\\u0c3e-\\u0c4d\\u0cbc-\\u0ccd\\u0d3e-\\u0d4d\\u0e31-\\u0e4e\\u102b-\\u103e";
const HAN = "\\u3040-\\u30ff\\u3400-\\u9fff";
const LETTERS = `(?:(?![${HAN}])[\\p{L}\\p{N}]|[${SIGNS}])+`;
const WORD = new RegExp(`${LETTERS}(?:'${LETTERS})*|[${HAN}]`, "gu");
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ROOMLESS = /[\p{Mn}\p{Me}\p{Cf}]/u;

const room = (character) => (ROOMLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1);
const width = (text) => [...text].reduce((sum, character) => sum + room(character), 0);

function cut(text, most) {
    if (width(text) <= most) return text;
    let taken = "";
    let left = most - 1;
    for (const character of text) {
        left -= room(character);
        if (left < 0) break;
        taken += character;
    }
    const blank = taken.lastIndexOf(" ");
    const isInside = !text.slice(taken.length).startsWith(" ");
    return `${(blank * 2 > taken.length && isInside ? taken.slice(0, blank) : taken).trimEnd()}…`;
}

const squeezed = (field) => field.value.trim().replace(/\s+/gu, " ");
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(MARKS, "").replace(QUOTES, "'").normalize("NFC");
const words = (text) => folded(text).match(WORD)?.length ?? 0;

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th, pre, blockquote, figcaption, figure, br, div, tr";
function textOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script, style").forEach((unseen) => unseen.remove());
    page.querySelectorAll(BLOCKS).forEach((block) => { block.before("\n"); block.after("\n"); });
    return page.body.textContent;
}

function countLine(line, form) {
    const own = form.elements[line.dataset.counts];
    const fallback = form.elements[line.dataset.fallsTo];
    if (!own) return;
    const text = squeezed(own) || (fallback ? squeezed(fallback) : "");
    const most = Number(line.dataset.most);
    const length = width(text);
    line.classList.toggle("is-over", length > most);
    line.querySelector("[data-length]").textContent = length;
    line.querySelector("[data-cut]").textContent = length > most || fallback ? cut(text, most) : "";
}

function countWords(line, form) {
    const own = form.elements[line.dataset.countsWords];
    if (!own) return;
    const count = words(textOf(own.value));
    line.querySelector("[data-words]").textContent = count;
    line.querySelector("[data-minutes]").textContent = count && Math.max(1, Math.floor(count / Number(line.dataset.pace) + 0.5));
}

// The body is counted when the hand rests: a long one is parsed whole each time.
function watch(form) {
    const size = form.querySelector("[data-counts-words]");
    let waiting = 0;
    form.addEventListener("input", (event) => {
        if (size && event.target.name === size.dataset.countsWords) {
            clearTimeout(waiting);
            waiting = setTimeout(() => countWords(size, form), 250);
        }
        form.querySelectorAll("[data-counts]").forEach((line) => {
            if ([line.dataset.counts, line.dataset.fallsTo].includes(event.target.name)) countLine(line, form);
        });
    });
}

const form = document.getElementById("article_form");
if (form) watch(form);
