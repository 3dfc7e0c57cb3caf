import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Recorded } from "./actor.js";

/** A file: what programs read of it, and what of that is sure to be on the disk. */
interface Inode {
  bytes: Buffer;

  /** As it was when it was last synced; `null` when it never was. */
  synced: Buffer | null;
}

type Entry = Inode | "folder";
type Names = Map<string, Entry>;

/** A folder: what is sure to be on the disk, and the changes since, in their order. */
interface Folder {
  readonly synced: Names;
  pending: ((names: Names) => void)[];
}

/**
 * What a power loss may leave of a file's content that was not synced: all of it, none, zeros where
 * it was, the first half, or what was synced before.
 */
const FATES: ((inode: Inode) => Buffer)[] = [
  ({ bytes }) => bytes,
  () => Buffer.alloc(0),
  ({ bytes }) => Buffer.alloc(bytes.length),
  ({ bytes }) => bytes.subarray(0, bytes.length / 2),
  ({ synced }) => synced ?? Buffer.alloc(0),
];

/** What is on a disk after a power loss: paths with their content, `null` for a folder. */
export type DiskState = ReadonlyMap<string, Buffer | null>;

/**
 * A disk, as far as one may rely on it: it keeps the content of a file when that file was synced, and
 * the names in a folder when that folder was synced. Of the names that changed since, it keeps the
 * first few, however many; a rename is kept whole or not at all.
 *
 * Real file systems keep more than that. Which more, they do not promise.
 */
export class Disk {
  readonly #root: string;
  readonly #folders = new Map<string, Folder>();

  /** What was opened, by the number of the call. */
  readonly #opened = new Map<number, Inode | Folder>();

  /** What the calls do that change something. None opens a file to cut it. */
  readonly #changes: Record<string, (call: Recorded) => void> = {
    open: ({ number, path }) => {
      const folder = this.#folders.get(path);
      if (folder === undefined && !this.#has(path)) {
        this.#change(path, { bytes: Buffer.alloc(0), synced: null });
      }
      this.#opened.set(number, folder ?? this.#inode(path));
    },
    write: ({ opened, bytes }) => {
      const inode = this.#opened.get(opened ?? -1) as Inode;
      inode.bytes = Buffer.concat([inode.bytes, Buffer.from(bytes ?? "", "base64")]);
    },
    fsync: ({ opened }) => {
      const target = this.#opened.get(opened ?? -1) as Inode | Folder;
      if ("bytes" in target) target.synced = target.bytes;
      else for (const change of target.pending.splice(0)) change(target.synced);
    },
    mkdir: ({ path }) => {
      this.#change(path, "folder");
      this.#folders.set(path, { synced: new Map(), pending: [] });
    },
    link: ({ path, to }) => this.#change(to ?? "", this.#inode(path)),
    rename: ({ path, to }) => {
      const [inode, folder] = [this.#inode(path), this.#folder(path)];
      const [oldName, newName] = [basename(path), basename(to ?? "")];
      folder.pending.push((names) => {
        names.delete(oldName);
        names.set(newName, inode);
      });
    },
    unlink: ({ path }) => this.#change(path, null),
  };

  /**
   * @param root - The path of a folder.
   * @param files - The files in it by their names, all of which are on the disk already.
   */
  constructor(root: string, files: ReadonlyMap<string, Buffer>) {
    this.#root = root;
    const inodes = [...files].map(([name, bytes]) => [name, { bytes, synced: bytes }] as const);
    this.#folders.set(root, { synced: new Map(inodes), pending: [] });
  }

  /** Does what a call does. */
  apply(call: Recorded): void {
    if (call.hasFailed || isLook(call.name)) return;
    const change = this.#changes[call.name];
    if (change === undefined) throw new Error(`The model of a disk does not know ${call.name}.`);
    change(call);
  }

  /** Gives every state in which a power loss may leave the disk now, each once. */
  states(): DiskState[] {
    const states = new Map<string, DiskState>();
    for (const names of this.#keptNames([...this.#folders.keys()])) {
      for (const fate of FATES) {
        const state = new Map(this.#contents(this.#root, names, fate));
        const key = JSON.stringify(
          [...state].map(([path, bytes]) => [path, bytes?.toString("hex")]),
        );
        states.set(key, state);
      }
    }
    return [...states.values()];
  }

  /** Sets or removes a name in its folder. */
  #change(path: string, entry: Entry | null): void {
    const name = basename(path);
    this.#folder(path).pending.push((names) => {
      if (entry === null) names.delete(name);
      else names.set(name, entry);
    });
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(dirname(path));
    if (folder === undefined) throw new Error(`There is no folder of ${path}.`);
    return folder;
  }

  #has(path: string): boolean {
    const folder = this.#folder(path);
    return namesAfter(folder, folder.pending.length).has(basename(path));
  }

  #inode(path: string): Inode {
    const folder = this.#folder(path);
    const names = namesAfter(folder, folder.pending.length);
    return names.get(basename(path)) as Inode;
  }

  /** Gives every combination of how many changes each of these folders has kept. */
  #keptNames([path, ...others]: string[]): Map<string, Names>[] {
    const folder = this.#folders.get(path ?? "");
    if (path === undefined || folder === undefined) return [new Map()];
    return this.#keptNames(others).flatMap((rest) =>
      Array.from({ length: folder.pending.length + 1 }, (_, count) =>
        new Map(rest).set(path, namesAfter(folder, count)),
      ),
    );
  }

  *#contents(
    path: string,
    kept: ReadonlyMap<string, Names>,
    fate: (inode: Inode) => Buffer,
  ): Generator<[string, Buffer | null]> {
    for (const [name, entry] of [...(kept.get(path) ?? [])].sort()) {
      const child = join(path, name);
      if (entry === "folder") {
        yield [relative(this.#root, child), null];
        yield* this.#contents(child, kept, fate);
      } else {
        const isSafe = entry.synced?.equals(entry.bytes) ?? false;
        yield [relative(this.#root, child), isSafe ? entry.bytes : fate(entry)];
      }
    }
  }
}

/** Makes a folder like a disk after a power loss. */
export function writeState(state: DiskState, root: string): void {
  for (const [path, bytes] of state) {
    if (bytes === null) mkdirSync(join(root, path));
    else writeFileSync(join(root, path), bytes);
  }
}

/** Tells whether a call changes nothing that a power loss could take back. */
export function isLook(name: string): boolean {
  return LOOKS.has(name);
}

const LOOKS = new Set([
  ...["access", "close", "exists", "fstat", "lstat", "lutimes", "read", "readFile", "readdir"],
  ...["readlink", "realpath", "stat"],
]);

function namesAfter({ synced, pending }: Folder, count: number): Names {
  const names = new Map(synced);
  for (const change of pending.slice(0, count)) change(names);
  return names;
}
