// The text editor: TipTap over the textarea, without inline styles, keeping every block's id.
// A block that is split off or newly written has no id; the server gives it one.

import {
    Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak,
    Heading, History, HorizontalRule, HTML, Italic, Link, ListItem, Mark, Menu, Node, OrderedList, Paragraph,
    SpecialCharacters, Strike, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline,
    updateAttrsDialog,
} from "django-prose-editor/editor";

const BLOCKS = ["paragraph", "heading", "listItem", "blockquote", "codeBlock", "keptFigure", "keptCaption", "table",
    "libraryFigure", "cardFigure"];

const kept = (name) => ({
    default: null,
    keepOnSplit: false,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
});

const BlockIds = Extension.create({
    name: "blockIds",
    addGlobalAttributes() {
        return [
            { types: BLOCKS, attributes: { id: kept("id"), dir: kept("dir"), lang: kept("lang") } },
            { types: ["blockquote"], attributes: { class: kept("class") } },
            { types: ["tableHeader"], attributes: { scope: kept("scope") } },
        ];
    },
});

// Marks that the allow-list knows and TipTap does not: kept as they came, offered by no button.
const plainMark = (name, attributes = []) => Mark.create({
    name: `kept-${name}`,
    inclusive: false,
    addAttributes: () => Object.fromEntries(attributes.map((key) => [key, kept(key)])),
    parseHTML: () => [{ tag: name }],
    renderHTML: ({ HTMLAttributes }) => [name, HTMLAttributes, 0],
});

// "kept…", because the menu offers a button for a node called "figure" that ours could not serve.
const Picture = Node.create({
    name: "picture",
    group: "block",
    draggable: true,
    addAttributes: () => Object.fromEntries(["src", "alt", "width", "height"].map((key) => [key, kept(key)])),
    parseHTML: () => [{ tag: "img[src]" }],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});
const Caption = Node.create({
    name: "keptCaption",
    content: "inline*",
    parseHTML: () => [{ tag: "figcaption" }],
    renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],
});
const Figure = Node.create({
    name: "keptFigure",
    group: "block",
    content: "(block | keptCaption)+",
    isolating: true,
    parseHTML: () => [{ tag: "figure" }],
    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
});

// Our own blocks, see text.markup: a picture of the library by its number, a card that leads to
// a film or post elsewhere. Both hold a caption and nothing else.
const LibraryFigure = Node.create({
    name: "libraryFigure",
    group: "block",
    content: "keptCaption",
    isolating: true,
    draggable: true,
    addAttributes: () => ({ "data-image": kept("data-image") }),
    parseHTML: () => [{ tag: "figure[data-image]", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
});
const CardFigure = Node.create({
    name: "cardFigure",
    group: "block",
    content: "keptCaption",
    isolating: true,
    draggable: true,
    parseHTML: () => [{ tag: "figure.embed", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["figure", { ...HTMLAttributes, class: "embed" }, 0],
});

const caption = (content) => ({ type: "keptCaption", content: content ? [content] : [] });

// Buttons and keys of our blocks; `said` are their words in the language of the desk.
const ownBlocks = (said) => {
    const ask = (fields, title) => updateAttrsDialog(fields, { title, submitText: said.insert });
    const acts = [
        ["pull", "Q", (editor) => editor.chain().focus().toggleWrap("blockquote", { class: "pull" }).run(),
            (editor) => editor.isActive("blockquote", { class: "pull" })],
        ["rows", "T", (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()],
        ["picture", "P", async (editor) => {
            const put = ({ number, words }) => editor.chain().focus().insertContent({ type: "libraryFigure", attrs: { "data-image": String(number) }, content: [caption(words)] }).run();
            // The library in a dialog, where the page has one; the caption is written under the picture.
            const call = new CustomEvent("desk:pick-picture", { cancelable: true, detail: { picked: put } });
            if (!document.dispatchEvent(call)) return;
            const asked = { number: { type: "number", format: "number", min: "1", required: true, title: said.number }, words: { type: "string", title: said.caption } };
            const given = await ask(asked, said.picture)(editor, {});
            if (!given?.number) return;
            const words = given.words?.trim() ? { type: "text", text: given.words.trim() } : null;
            put({ number: given.number, words });
        }],
        ["card", "K", async (editor) => {
            const asked = { address: { type: "string", format: "url", required: true, title: said.address, description: said.providers }, title: { type: "string", required: true, title: said.title } };
            const given = await ask(asked, said.card)(editor, {});
            if (!given?.address?.trim()) return;
            const link = { type: "text", text: given.title?.trim() || given.address, marks: [{ type: "link", attrs: { href: given.address.trim() } }] };
            editor.chain().focus().insertContent({ type: "cardFigure", content: [caption(link)] }).run();
        }],
    ];
    return Extension.create({
        name: "ownBlocks",
        addMenuItems({ buttons, menu }) {
            for (const [name, key, command, active = () => false] of acts) {
                const button = buttons.text(said[name]);
                button.title = `${said[name]} (Alt+Shift+${key})`;
                button.setAttribute("aria-keyshortcuts", `Alt+Shift+${key}`);
                menu.defineItem({ name: `own:${name}`, groups: "nodes", button, command, active });
            }
        },
        addKeyboardShortcuts() {
            return Object.fromEntries(acts.map(([, key, command]) => [`Alt-Shift-${key.toLowerCase()}`, ({ editor }) => { command(editor); return true; }]));
        },
    });
};

const EXTENSIONS = [
    Document, Paragraph, Text, HardBreak, Dropcursor, Gapcursor, History, Menu, HTML, SpecialCharacters,
    Heading.configure({ levels: [2, 3, 4] }), Blockquote, BulletList, OrderedList, ListItem, HorizontalRule,
    Bold, Italic, Underline, Strike, Subscript, Superscript, Code, CodeBlock,
    Link.configure({ enableTarget: false, openOnClick: false, protocols: ["http", "https", "mailto"] }),
    Table, TableRow, TableHeader, TableCell, Figure, Caption, Picture,
    LibraryFigure, CardFigure, BlockIds,
    plainMark("cite"), plainMark("q"), plainMark("abbr", ["title"]), plainMark("time", ["datetime"]),
    plainMark("span", ["lang", "dir"]),
];

// TipTap puts a paragraph into every list item and cell; where it is the only one, it goes again,
// so that a text that was not changed there stays as it was.
function tidy(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("li > p:only-child, td > p:only-child, th > p:only-child").forEach((paragraph) => {
        paragraph.replaceWith(...paragraph.childNodes);
    });
    page.querySelectorAll("figcaption:empty").forEach((empty) => empty.remove());
    for (const name of ["colspan", "rowspan"]) {
        page.querySelectorAll(`[${name}="1"]`).forEach((cell) => cell.removeAttribute(name));
    }
    return page.body.innerHTML;
}

function edit(textarea) {
    const frame = document.createElement("div");
    frame.className = textarea.disabled ? "prose-editor disabled" : "prose-editor";
    textarea.before(frame);
    frame.append(textarea);
    const editor = new Editor({
        element: frame,
        extensions: [...EXTENSIONS, ownBlocks(JSON.parse(textarea.dataset.bodyEditor))],
        content: textarea.value,
        editable: !textarea.disabled,
        injectCSS: false,
        editorProps: {
            attributes: { dir: textarea.dir || "auto", lang: textarea.lang, "aria-label": textarea.labels?.[0]?.textContent ?? "" },
        },
        onUpdate: () => {
            textarea.value = editor.isEmpty ? "" : tidy(editor.getHTML());
            textarea.dispatchEvent(new Event("input", { bubbles: true }));
        },
    });
}

document.querySelectorAll("textarea[data-body-editor]").forEach(edit);
