/**
 * Overwrites with zeros what a database file holds outside of its content.
 *
 * `PRAGMA secure_delete` does most of this, but not all: when SQLite moves cells from one page to
 * another, their old bytes can stay behind, and a later delete overwrites only the new ones. About
 * one deleted secret in a thousand was still in the file. Files of other programs hold more.
 *
 * Not promised: a value so long that it has overflow pages of its own, which another program wrote.
 *
 * @param image - The bytes of a sound database file; changed in place. What it holds stays the same.
 * @see https://www.sqlite.org/fileformat2.html, sections 1.3 (header), 1.5 (free pages), 1.6 (cells)
 */
export function eraseLeftovers(image: Uint8Array): void {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const pageSize = view.getUint16(16) === 1 ? 65536 : view.getUint16(16);
  eraseFreePages(image, view, pageSize);
  for (let start = 0; start < image.byteLength; start += pageSize) {
    if (!isPointerMap(view, pageSize, start)) eraseGaps(image, view, start);
  }
}

/** Free pages are listed in a chain of trunk pages: the next trunk, a count, so many page numbers. */
function eraseFreePages(image: Uint8Array, view: DataView, pageSize: number): void {
  let trunk = view.getUint32(32);
  while (trunk !== 0) {
    const start = (trunk - 1) * pageSize;
    const end = start + 8 + 4 * view.getUint32(start + 4);
    for (let entry = start + 8; entry < end; entry += 4) {
      const leaf = (view.getUint32(entry) - 1) * pageSize;
      image.fill(0, leaf, leaf + pageSize);
    }
    image.fill(0, end, start + pageSize);
    trunk = view.getUint32(start);
  }
}

/** Erases between the cell pointers and the cells of a page, and the blocks freed among the cells. */
function eraseGaps(image: Uint8Array, view: DataView, start: number): void {
  const header = start === 0 ? 100 : start;
  const headerSize = HEADER_SIZES.get(view.getUint8(header));
  if (headerSize === undefined) return;
  const pointersEnd = header + headerSize + 2 * view.getUint16(header + 3);
  image.fill(0, pointersEnd, start + (view.getUint16(header + 5) || 65536));
  let block = view.getUint16(header + 1);
  while (block !== 0) {
    const size = view.getUint16(start + block + 2);
    image.fill(0, start + block + 4, start + block + size);
    block = view.getUint16(start + block);
  }
}

/**
 * By the first byte of a page: interior and leaf pages of indexes and tables. Trunk and overflow
 * pages begin with a page number of four bytes, and its first is 0 below 16 million pages.
 */
const HEADER_SIZES = new Map([
  [2, 12],
  [5, 12],
  [10, 8],
  [13, 8],
]);

/** A database with auto-vacuum has a pointer map on page 2, and again after the pages it covers. */
function isPointerMap(view: DataView, pageSize: number, start: number): boolean {
  if (view.getUint32(52) === 0) return false;
  const entries = Math.floor((pageSize - view.getUint8(20)) / 5);
  return (start / pageSize - 1) % (entries + 1) === 0;
}
