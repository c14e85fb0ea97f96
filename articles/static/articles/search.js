// Completes what is typed into the search box. The page is whole without it.
{
  const box = document.querySelector("[data-complete]");
  const list = document.createElement("ul");
  const set = (element, names) => Object.entries(names).forEach(([k, v]) => element.setAttribute(k, v));
  let paths = [], at = -1, timer, asked;

  const choose = (n) => {
    at = n;
    [...list.children].forEach((line, i) => set(line, { "aria-selected": i === n }));
    if (n < 0) return box.removeAttribute("aria-activedescendant");
    set(box, { "aria-activedescendant": list.children[n].id });
    list.children[n].scrollIntoView({ block: "nearest" });
  };
  const open = (is) => {
    list.hidden = !is;
    set(box, { "aria-expanded": is });
    choose(-1);
  };
  const line = (text, kind, i) => {
    const [item, name, what] = ["li", "bdi", "span"].map((tag) => document.createElement(tag));
    set(item, { role: "option", id: `completion-${i}`, "aria-selected": false });
    name.textContent = text;
    what.textContent = kind;
    item.append(name, " ", what);
    return item;
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const q = box.value.trim();
    if (q.length < 2) return open(false);
    try {
      const answer = await fetch(`${box.dataset.complete}?q=${encodeURIComponent(q)}`, asked);
      const [, texts, kinds, urls] = await answer.json();
      paths = urls;
      list.replaceChildren(...texts.map((text, i) => line(text, kinds[i], i)));
      open(texts.length > 0 && document.activeElement === box);
    } catch { /* a newer letter, or no network: the box works all the same */ }
  };
  const go = (n) => {
    const { pathname, search } = new URL(paths[n]);
    location.assign(pathname + search);
  };

  if (box) {
    set(list, { id: "completions", class: "completions", role: "listbox", "aria-label": box.labels[0].textContent });
    set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
    box.after(list);
    open(false);
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    box.addEventListener("blur", () => open(false));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing || list.hidden) return;
      if (step) choose(((at + step + 1 + paths.length + 1) % (paths.length + 1)) - 1);
      else if (event.key === "Enter" && at >= 0) go(at);
      else if (event.key === "Escape") open(false);
      else return;
      event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const found = event.target.closest("li");
      if (found) go([...list.children].indexOf(found));
    });
  }
}
