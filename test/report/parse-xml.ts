/** An element with its attributes, its text and the elements inside it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<\?xml[^?]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/**
 * Parses XML as strictly as a report needs: balanced elements, quoted attributes, known references,
 * and no character that XML 1.0 does not allow.
 *
 * @throws Error at the first fault.
 */
export function parseXml(xml: string): Element {
  if (/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(xml)) throw new Error("illegal character");
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let end = 0;
  for (const match of xml.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, closing, name, attributes = "", empty, text] = match;
    const current = open.at(-1);
    if (current === undefined) throw new Error("an element too many is closed");
    if (text !== undefined) current.text += decode(text);
    if (name === undefined) continue;
    if (closing === "/") {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const element: Element = { name, attributes: parse(attributes), children: [], text: "" };
    current.children.push(element);
    if (empty !== "/") open.push(element);
  }
  const [only] = root.children;
  if (end !== xml.length) throw new Error(`no XML from position ${end}`);
  if (open.length !== 1 || only === undefined) throw new Error("an element is left open");
  return only;
}

function parse(attributes: string): Record<string, string> {
  const pairs = attributes.matchAll(/([\w-]+)="([^"]*)"/g);
  // A parser reads a bare line break in an attribute as a space.
  return Object.fromEntries(
    Array.from(pairs, ([, name, value]) => [name, decode((value ?? "").replace(/[\t\n\r]/g, " "))]),
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decode(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&(?:(\w+)|#(\d+));|&/g, (whole, name?: string, code?: string) => {
    const character = code === undefined ? NAMED[name ?? ""] : String.fromCodePoint(Number(code));
    if (character === undefined) throw new Error(`${whole} is no reference`);
    return character;
  });
}

/** Every element of a name, at any depth, in document order. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}
