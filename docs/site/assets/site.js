/*
 * What a page does beside showing its text: colours, the menu of narrow screens, copying code, and
 * marking the heading that is being read. A page is whole without this script.
 */
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");

  offerTheme(document.getElementById("theme-button"));
  offerMenu(document.getElementById("menu-button"));
  for (const block of document.querySelectorAll(".code:not(.code-text)")) offerCopy(block);
  keepInReach();
  addEventListener("resize", keepInReach);
  markHeadings();
  revealCurrent();

  /** Lets the reader choose the colours: those of the system, light or dark. */
  function offerTheme(button) {
    const themes = ["system", "light", "dark"];
    const name = button.lastElementChild;
    const show = () => {
      name.textContent = { system: "Auto", light: "Light", dark: "Dark" }[root.dataset.theme];
      button.setAttribute("aria-label", `Colours: ${name.textContent}`);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
      remember("theme", root.dataset.theme);
      show();
    });
    show();
  }

  function offerMenu(button) {
    const set = (isOpen) => {
      root.classList.toggle("has-menu", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.hidden = false;
    button.addEventListener("click", () => set(!root.classList.contains("has-menu")));
    document.getElementById("site-navigation").addEventListener("click", (event) => {
      if (event.target.closest("a")) set(false);
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !root.classList.contains("has-menu")) return;
      set(false);
      button.focus();
    });
  }

  /** A page that came unencrypted, from another machine, may not copy. */
  function offerCopy(block) {
    if (navigator.clipboard === undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      // A shell would run a line that ends before its reader has looked at it.
      const text = block.querySelector("code").textContent.trimEnd();
      button.textContent = await navigator.clipboard.writeText(text).then(
        () => "Copied",
        () => "Not copied",
      );
      setTimeout(() => {
        button.textContent = "Copy";
      }, 1500);
    });
    block.append(button);
  }

  /** The keyboard has to reach what scrolls sideways; what does not would be a stop too many. */
  function keepInReach() {
    for (const box of document.querySelectorAll(".code pre, .table, .tsd-signature")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  /** Marks, in the list of headings, the last one above the middle of the window. */
  function markHeadings() {
    const links = [...document.querySelectorAll(".page-navigation a")];
    if (links.length === 0) return;
    const targets = links.map((link) =>
      document.getElementById(decodeURIComponent(link.hash.slice(1))),
    );
    const mark = () => {
      const at = targets.findLastIndex(
        (target) => target?.getBoundingClientRect().top < innerHeight / 2,
      );
      for (const [index, link] of links.entries()) link.classList.toggle("is-read", index === at);
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }

  /** Scrolls the navigation to the page that is open where it would be out of sight. */
  function revealCurrent() {
    const navigation = document.getElementById("site-navigation");
    const current = navigation.querySelector("[aria-current]");
    if (current === null || current.offsetTop < navigation.clientHeight * 0.8) return;
    navigation.scrollTop = current.offsetTop - navigation.clientHeight / 3;
  }

  /** A page that is read from a disk may have no storage. */
  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // The choice holds for this page.
    }
  }
})();
