/*
 * The search: a text field with a list of links below it. What finds, and the index, are loaded when
 * the search is opened for the first time.
 */
(() => {
  const MAX_RESULTS = 30;

  const base = document.documentElement.dataset.base;
  const dialog = document.getElementById("search");
  const input = document.getElementById("search-input");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  let ranking;
  let selected = -1;

  const opener = document.getElementById("search-button");
  opener.hidden = false;
  opener.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    const isShortcut = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!isShortcut || dialog.open || isWriting(event.target)) return;
    event.preventDefault();
    open();
  });
  input.addEventListener("input", show);
  input.addEventListener("keydown", steer);
  list.addEventListener("click", follow);
  list.addEventListener("auxclick", () => input.focus());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  function isWriting(element) {
    return element.isContentEditable || element.closest("input, textarea, select") !== null;
  }

  async function open() {
    dialog.showModal();
    input.select();
    status.textContent = "Loading the index …";
    try {
      await loadRanking();
      show();
    } catch {
      status.textContent = "The index of the search could not be loaded.";
    }
  }

  async function loadRanking() {
    if (ranking !== undefined) return;
    await Promise.all(["search-ranking.js", "search-index.js"].map(loadScript));
    ranking = new window.SearchRanking(window.searchIndex);
  }

  /** A page on a disk may load a script, but no module and no JSON. */
  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}assets/${name}`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function show() {
    if (ranking === undefined) return;
    const found = ranking.find(input.value).slice(0, MAX_RESULTS);
    list.replaceChildren(...found.map(toOption));
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = tell(input.value.trim(), found.length);
    select(found.length > 0 ? 0 : -1);
  }

  function tell(query, count) {
    if (query === "") return "A clause by its id or sentence, a guide, a name in the API.";
    if (count === 0) return "Nothing found. Every word has to be there: try fewer.";
    return count === MAX_RESULTS
      ? `The first ${MAX_RESULTS} results.`
      : `${count} result${count === 1 ? "" : "s"}.`;
  }

  /**
   * A result is a link, so that the browser can open it in another tab, and an option, to which the
   * field leads. The keyboard stays in the field.
   */
  function toOption({ url, place, heading, text, terms }, at) {
    const option = document.createElement("a");
    option.id = `search-result-${at}`;
    option.role = "option";
    option.tabIndex = -1;
    option.href = base + url;
    const where = document.createElement("small");
    where.textContent = place;
    const excerpt = document.createElement("small");
    excerpt.append(...highlight(excerptOf(text, terms), terms));
    option.append(...highlight(heading, terms), where, excerpt);
    return option;
  }

  function excerptOf(text, [term]) {
    const at = text.toLowerCase().indexOf(term);
    const start = at > 80 ? text.indexOf(" ", at - 60) + 1 : 0;
    const end = start + 150 < text.length ? text.lastIndexOf(" ", start + 150) : text.length;
    return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  /** Marks where words begin as those of the query do, within names in camel case too. */
  function highlight(text, terms) {
    const words = text.split(/(?<=[^\p{L}])(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})/u);
    return words.flatMap((word) => {
      const term = terms.find((each) => word.toLowerCase().startsWith(each));
      if (term === undefined) return word;
      const mark = document.createElement("mark");
      mark.textContent = word.slice(0, term.length);
      return [mark, word.slice(term.length)];
    });
  }

  function steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      select(Math.min(Math.max(selected + step, 0), list.children.length - 1));
    } else if (event.key === "Enter") {
      const { ctrlKey, metaKey, shiftKey } = event;
      list.children[selected]?.dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
      );
    }
  }

  /** The browser follows the link. The search stays open where that is in another tab. */
  function follow({ ctrlKey, metaKey, shiftKey }) {
    if (ctrlKey || metaKey || shiftKey) input.focus();
    else dialog.close();
  }

  function select(at) {
    list.children[selected]?.removeAttribute("aria-selected");
    selected = at;
    const item = list.children[at];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }
})();
