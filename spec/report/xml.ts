/**
 * Writes values into XML, so that they come out of it as they were.
 *
 * @module
 */

/** Writes attributes, each with a space before it, to follow the name of an element. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join("");
}

/** A parser turns line breaks and tabs in an attribute into spaces, unless they are references. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Escapes text for XML 1.0. The characters that XML cannot hold at all, not even as references
 * (most controls, half a surrogate pair, two noncharacters), are written as `\u0000`.
 */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;")
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
}
