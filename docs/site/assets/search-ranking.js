/*
 * How the search finds: which sections have the words of a query, and which of them come first. It
 * is loaded with the index, and knows nothing of the page.
 *
 * A text is compared by its words in small letters, where names in camel case are several words. A
 * query is read in more than one way: as it stands, with its typing errors mended, with "findtoken"
 * taken apart, and with the words that the pages use for the same.
 */
window.SearchRanking = (() => {
  /** What is looked for most comes first: the contract, then how to use it. */
  const WORTH = {
    "The contract": 1.5,
    Learn: 1.3,
    Evidence: 0.6,
    API: 0.7,
    About: 0.7,
  };

  /** One letter makes another word of a shorter one too easily. */
  const SHORTEST_MENDED = 5;

  class SearchRanking {
    #sections;
    #synonyms;

    /** How often each word is in the index. Names in camel case are there whole, too. */
    #counts = new Map();

    /** The words of each name in camel case, by that name in small letters. */
    #parts = new Map();

    constructor({ pages, synonyms }) {
      this.#synonyms = synonyms.flatMap(({ words, mean, leadsTo }) =>
        words.map((word) => ({ word, mean, leadsTo })),
      );
      this.#sections = pages.flatMap((page) => this.#sectionsOf(page));
      for (const { word } of this.#synonyms) for (const each of word.split(" ")) this.#count(each);
    }

    /**
     * Finds the sections that have every word of a query.
     *
     * @returns The best first; each with the words by which it was found.
     */
    find(text) {
      const readings = this.#readingsOf(fold(text));
      return this.#sections
        .map((section) => ({ section, ...bestOf(section, readings) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .map(({ section, query }) => ({ ...section.shown, terms: query.split(" ") }));
    }

    #sectionsOf({ url, part, title, sections }) {
      return sections.map(([anchor, heading, text]) => ({
        shown: {
          url: anchor === "" ? url : `${url}#${anchor}`,
          place: anchor === "" ? part : `${part} › ${title}`,
          heading,
          text,
        },
        isPage: anchor === "",
        worth: WORTH[part] ?? 1,
        heading: this.#wordsOf(heading),
        page: this.#wordsOf(title),
        anchor: this.#wordsOf(anchor),
        text: this.#wordsOf(text),
      }));
    }

    /** Takes in a text: what it says, and where each of its words begins, names in whole last. */
    #wordsOf(text) {
      const phrase = fold(text);
      const names = camelNamesIn(text);
      for (const [name, parts] of names) this.#parts.set(name, parts);
      const all = [...phrase.split(" "), ...names.keys()];
      for (const word of all) this.#count(word);
      return { phrase, words: ` ${all.join(" ")} ` };
    }

    #count(word) {
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }

    #readingsOf(typed) {
      if (typed === "") return [];
      const query = this.#replaceWords(typed, (word) => this.#mend(word));
      const parts = this.#replaceWords(query, (word) => this.#parts.get(word) ?? word);
      const others = this.#synonyms.flatMap((synonym) => readWith(synonym, query));
      return [{ query }, { query: parts }, ...others];
    }

    #replaceWords(query, replace) {
      return query.split(" ").map(replace).join(" ");
    }

    /** Where no word begins like this one, gives the most frequent one that is one slip away. */
    #mend(word) {
      if (word.length < SHORTEST_MENDED) return word;
      const known = [...this.#counts.keys()];
      if (known.some((each) => each.startsWith(word))) return word;
      const [best] = known
        .filter((each) => isOneSlipAway(each, word))
        .sort((a, b) => this.#counts.get(b) - this.#counts.get(a));
      return best ?? word;
    }
  }

  /** A word that is being typed counts as the whole one, but does not lead to its place yet. */
  function readWith({ word, mean, leadsTo }, query) {
    const around = ` ${query} `.split(` ${word} `);
    if (around.length > 1) return [{ query: around.join(` ${mean} `).trim(), leadsTo }];
    return query.length > 3 && word.startsWith(query) ? [{ query: mean }] : [];
  }

  function bestOf(section, readings) {
    let best = { score: 0 };
    for (const { query, leadsTo } of readings) {
      const bonus = section.shown.url === leadsTo ? 1000 : 0;
      const found = scoreOf(section, query);
      if (found > 0 && found + bonus > best.score) best = { score: found + bonus, query };
    }
    return best;
  }

  function scoreOf(section, query) {
    let score = 0;
    for (const term of query.split(" ")) {
      // So short a word is meant as it stands: "CI" does not begin "cipher".
      const points = pointsOf(section, term.length < 3 ? ` ${term} ` : ` ${term}`);
      if (points === 0) return 0;
      score += points;
    }
    if (section.anchor.phrase === query) score += 60;
    if (section.heading.phrase.includes(query)) score += 15;
    if (section.text.phrase.includes(query)) score += 5;
    score += nameBonus(section, query);
    if (section.isPage) score *= 1.3;
    return score * section.worth;
  }

  /** A page that the query names comes first, and then what is on it. */
  function nameBonus({ page, isPage }, query) {
    if (page.phrase === query) return isPage ? 200 : 100;
    const isNamed = page.phrase.includes(" ") && ` ${query} `.includes(` ${page.phrase} `);
    return isNamed ? 20 : 0;
  }

  function pointsOf({ heading, anchor, page, text }, start) {
    if (heading.words.includes(start)) return 10;
    if (anchor.words.includes(start)) return 8;
    if (page.words.includes(start)) return 3;
    return text.words.includes(start) ? 2 : 0;
  }

  /** Tells whether one letter more, less or else, or two that changed places, is the difference. */
  function isOneSlipAway(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start += 1;
    const [x, y] = [a.slice(start), b.slice(start)];
    if (x.slice(1) === y || x === y.slice(1) || x.slice(1) === y.slice(1)) return true;
    return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  }

  /** Where a new word begins in camel case: `save|Token`, `SDK|Exception`, but not `OAuth`. */
  const HUMP = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll})/gu;

  /** Small letters and digits, one space between words. */
  function fold(text) {
    return text
      .replace(HUMP, " ")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  function camelNamesIn(text) {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const names = words.filter((word) => word.search(HUMP) !== -1);
    return new Map(names.map((name) => [name.toLowerCase(), fold(name)]));
  }

  return SearchRanking;
})();
