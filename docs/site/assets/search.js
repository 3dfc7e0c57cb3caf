/*
 * The search. Its index is loaded when the search is opened for the first time. Every word of the
 * query has to begin a word of a section; where it does says how much the section is worth.
 */
(() => {
  const MAX_RESULTS = 30;

  /** What is looked for most comes first: the contract, then how to use it. */
  const WORTH = {
    "The contract": 1.5,
    Learn: 1.3,
    Evidence: 0.6,
    API: 0.7,
    About: 0.7,
  };

  const base = document.documentElement.dataset.base;
  const dialog = document.getElementById("search");
  const input = document.getElementById("search-input");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  let sections;
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
      await loadIndex();
      show();
    } catch {
      status.textContent = "The index of the search could not be loaded.";
    }
  }

  async function loadIndex() {
    if (sections !== undefined) return;
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}assets/search-index.js`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    sections = window.searchIndex.flatMap(({ url, part, title, sections: own }) =>
      own.map(([anchor, heading, text]) => ({
        url: anchor === "" ? url : `${url}#${anchor}`,
        part,
        page: title,
        isPage: anchor === "",
        anchor,
        heading,
        text,
        words: {
          heading: fold(heading),
          page: fold(title),
          anchor: fold(anchor),
          text: fold(text),
        },
      })),
    );
  }

  function show() {
    if (sections === undefined) return;
    const query = fold(input.value);
    const found = query === "" ? [] : find(query);
    list.replaceChildren(...found.map((section, at) => toOption(section, at, query)));
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = tell(query, found.length);
    select(found.length > 0 ? 0 : -1);
  }

  function tell(query, count) {
    if (query === "") return "A clause by its id or sentence, a guide, a name in the API.";
    if (count === 0) return "Nothing found. Every word has to be there: try fewer.";
    return count === MAX_RESULTS ? `The first ${MAX_RESULTS} results.` : `${count} results.`;
  }

  /** The sections that have every word, the best first. */
  function find(query) {
    const terms = query.split(" ").map((word) => new RegExp(`(?<= |^)${word}`));
    return sections
      .map((section) => ({ section, score: scoreOf(section, terms, query) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_RESULTS)
      .map(({ section }) => section);
  }

  function scoreOf({ words, part, isPage }, terms, query) {
    let score = 0;
    for (const term of terms) {
      const points = pointsOf(words, term);
      if (points === 0) return 0;
      score += points;
    }
    if (words.anchor === query) score += 60;
    if (words.heading.includes(query)) score += 15;
    if (words.text.includes(query)) score += 5;
    if (isPage) score *= 1.3;
    return score * (WORTH[part] ?? 1);
  }

  function pointsOf(words, term) {
    if (term.test(words.heading)) return 10;
    if (term.test(words.anchor)) return 8;
    if (term.test(words.page)) return 3;
    return term.test(words.text) ? 2 : 0;
  }

  /**
   * A result is a link, so that the browser can open it in another tab, and an option, to which the
   * field leads. The keyboard stays in the field.
   */
  function toOption({ url, part, page, isPage, heading, text }, at, query) {
    const option = document.createElement("a");
    option.id = `search-result-${at}`;
    option.role = "option";
    option.tabIndex = -1;
    option.href = base + url;
    const place = document.createElement("small");
    place.textContent = isPage ? part : `${part} › ${page}`;
    const excerpt = document.createElement("small");
    excerpt.append(...highlight(excerptOf(text, query), query));
    option.append(...highlight(heading, query), place, excerpt);
    return option;
  }

  function excerptOf(text, query) {
    const at = text.toLowerCase().indexOf(query.split(" ")[0]);
    const start = at > 80 ? text.indexOf(" ", at - 60) + 1 : 0;
    const end = start + 150 < text.length ? text.lastIndexOf(" ", start + 150) : text.length;
    return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function highlight(text, query) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${query.replaceAll(" ", "|")})`, "giu");
    return text.split(pattern).map((part, at) => {
      if (at % 2 === 0) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
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

  /** Small letters and digits, one space between words. Names in camel case stay one word. */
  function fold(text) {
    return text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }
})();
