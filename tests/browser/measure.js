// What axe does not see, measured on the page in front: each function answers with complaints.
(() => {
    const NO_LABEL = new Set(["hidden", "submit", "button", "reset", "image"]);
    const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true], audio[controls], video[controls]";

    const isSeen = (element) => {
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.height > 1;
    };
    const name = (element) => {
        const id = element.id ? `#${element.id}` : "";
        const kind = element.getAttribute("class") ? `.${element.getAttribute("class").trim().split(/\s+/).join(".")}` : "";
        const field = element.name ? `[name=${element.name}]` : "";
        const words = element.textContent.trim().slice(0, 24);
        return `${element.localName}${id}${kind}${field}${words ? ` “${words}”` : ""}`;
    };

    /** The page says once what it is, in which language, and which way it reads. */
    function head(language, direction) {
        const found = [];
        const headings = [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility());
        if (headings.length !== 1) found.push(`${headings.length} h1`);
        if (!document.title.trim()) found.push("no title");
        const { lang, dir } = document.documentElement;
        if (lang !== language) found.push(`lang ${lang}`);
        if (dir !== direction) found.push(`dir ${dir}`);
        return found;
    }

    /** No text is set smaller than that; text of a drawing counts at the size that it is shown at. */
    function small(pixels) {
        const found = new Set();
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const holder = text.parentElement;
            if (!text.data.trim() || !isSeen(holder)) continue;
            const scale = holder instanceof SVGGraphicsElement ? Math.abs(holder.getScreenCTM().d) : 1;
            const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
            if (size < pixels - 0.05) found.add(`${size.toFixed(1)}px text in ${name(holder)}`);
        }
        return [...found];
    }

    const seesText = (element) => element && isSeen(element) && element.innerText.trim() !== "";
    /** Words that one sees: a label hidden from the eye holds text, but no visible text. */
    const hasSeenWords = (label, field) => [...label.childNodes].some((node) => {
        if (node === field) return false;
        return node.nodeType === Node.TEXT_NODE ? node.data.trim() !== "" && isSeen(label) : seesText(node);
    });
    function columnHead(field) {
        const cell = field.closest("td, th");
        const table = cell?.closest("table");
        if (!table) return null;
        const head = table.tHead?.rows[table.tHead.rows.length - 1]?.cells[cell.cellIndex];
        return head ?? null;
    }

    /** Every field has a label that one sees. */
    function labels(selfEvident) {
        const found = [];
        for (const field of document.querySelectorAll("input, select, textarea")) {
            if (NO_LABEL.has(field.type) || !isSeen(field) || field.ariaHidden === "true" || field.matches(selfEvident)) continue;
            const named = (field.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => document.getElementById(id));
            const isNamed = [...field.labels].some((label) => hasSeenWords(label, field)) || named.some(seesText);
            if (!isNamed && !seesText(columnHead(field))) found.push(`no visible label: ${name(field)}`);
        }
        return found;
    }

    /** How it stands out: by an outline, or by what a screen shows in its place. */
    const look = (element) => {
        const style = getComputedStyle(element);
        const outline = style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`;
        const border = parseFloat(style.borderTopWidth) ? style.borderTopColor : "";
        return [outline, border, style.boxShadow, style.backgroundColor, style.textDecorationLine].join(" ");
    };
    /** Something fixed or stuck to the window's edge lies over the whole of it. */
    function isCovered(element) {
        const box = element.getBoundingClientRect();
        const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2], [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
        return points.every(([x, y]) => {
            const top = document.elementFromPoint(x, y);
            if (!top || top.contains(element) || element.contains(top)) return false;
            for (let each = top; each && each !== document.body; each = each.parentElement) {
                if (each.contains(element)) return false;
                if (["fixed", "sticky"].includes(getComputedStyle(each).position)) return true;
            }
            return false;
        });
    }

    /** What takes the focus shows it, and is not hidden under what sticks to the window. */
    function focus(most) {
        const all = [...document.querySelectorAll(FOCUSABLE)].filter((e) => e.tabIndex >= 0 && !e.disabled && isSeen(e));
        const step = Math.max(1, all.length / most);
        const found = [];
        for (let at = 0; at < all.length; at += step) {
            const element = all[Math.floor(at)];
            document.activeElement?.blur();
            const row = element.closest("tr, li, tbody, .prose-editor") ?? element;
            const before = look(element) + look(row) + look(row.firstElementChild ?? row);
            element.focus({ focusVisible: true });
            if (document.activeElement !== element) continue;
            const after = look(element) + look(row) + look(row.firstElementChild ?? row);
            if (after === before) found.push(`focus unseen: ${name(element)}`);
            if (isCovered(element)) found.push(`focus covered: ${name(element)}`);
        }
        document.activeElement?.blur();
        window.scrollTo(0, 0);
        return found;
    }

    /** The body does not scroll sideways; what is wider scrolls in a box of its own. */
    function sideways() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return [];
        const isCut = (e) => {
            for (let box = e.parentElement; box && box !== document.body; box = box.parentElement) {
                if (getComputedStyle(box).overflowX !== "visible") return true;
            }
            return false;
        };
        const wide = [...document.body.querySelectorAll("*")].filter((e) => {
            const box = e.getBoundingClientRect();
            return isSeen(e) && (box.right > clientWidth + 1 || box.left < -1) && !e.closest(".visually-hidden") && !isCut(e);
        });
        return [`${scrollWidth - clientWidth}px too wide at ${clientWidth}: ${wide.slice(0, 3).map(name).join(", ")}`];
    }

    /**
     * What axe finds, a line for each place, leaving out what stands `beside`. A bar that sticks to an edge covers whatever happens
     * to lie under it, and one can scroll on: focus() looks at what it hides.
     */
    async function read(options, beside) {
        const stuck = [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).position === "sticky");
        stuck.forEach((e) => { e.style.position = "static"; });
        const { violations } = await axe.run({ exclude: beside.map((one) => [one]) }, options);
        stuck.forEach((e) => { e.style.position = ""; });
        return violations.flatMap((rule) => rule.nodes.map((node) => {
            const why = [...node.any, ...node.all, ...node.none].map((check) => check.message);
            return `${rule.id}: ${node.target.join(" ")} (${why.join("; ")})`;
        }));
    }

    function turn(scheme, direction) {
        document.documentElement.dataset.theme = scheme;
        document.documentElement.dir = direction;
    }

    /** Opens what unfolds in the page; what then lies over it is read on a page of its own. */
    function unfold() {
        document.querySelectorAll("details:not(.menu, .sheet, .why-not)").forEach((each) => { each.open = true; });
    }

    window.measure = { read, turn, unfold, head, small, labels, focus, sideways };
})();
