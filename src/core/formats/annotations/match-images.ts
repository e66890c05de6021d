/**
 * Which picture of a project a file means. Names of files are only ever looked up among the
 * project's own pictures, never on the disk, so `..` and absolute paths lead nowhere.
 */
export interface NamedImage {
  readonly id: number;
  /** Relative to the project's folder, with forward slashes. */
  readonly name: string;
}

export interface MatchedImages {
  /** Id of the picture, by the name in the file. */
  readonly matched: ReadonlyMap<string, number>;
  /** Names without a picture, with the reason, each once. */
  readonly unmatched: readonly { readonly name: string; readonly reason: string }[];
}

const MISSING = 'there is no such picture in the project';
const SEVERAL = 'several pictures of the project are called so';
const MIXED = 'the file has pictures of this name in several folders';

/**
 * By relative path, then by base name where both sides have it only once.
 *
 * @param names of the file, with repeats
 * @param withoutEndings the names have no `.jpg` (OpenPose)
 */
export function matchImages(
  names: Iterable<string>,
  images: readonly NamedImage[],
  withoutEndings: boolean,
): MatchedImages {
  const key = withoutEndings ? withoutEnding : (name: string) => name;
  const byPath = grouped(images, ({ name }) => key(name));
  const byBase = grouped(images, ({ name }) => key(baseOf(name)));
  const wanted = [...new Set(names)];
  const bases = grouped(wanted, (name) => baseOf(cleaned(name)));
  const matched = new Map<string, number>();
  const unmatched: { name: string; reason: string }[] = [];
  for (const name of wanted) {
    const path = byPath.has(name) ? name : cleaned(name);
    const own = byPath.get(path) ?? byBase.get(baseOf(path)) ?? [];
    const isExact = byPath.has(path);
    const rivals = bases.get(baseOf(path))?.length ?? 1;
    const [image] = own;
    if (image === undefined) unmatched.push({ name, reason: MISSING });
    else if (own.length > 1) unmatched.push({ name, reason: SEVERAL });
    else if (!isExact && rivals > 1) unmatched.push({ name, reason: MIXED });
    else matched.set(name, image.id);
  }
  return { matched, unmatched };
}

/** With forward slashes and without `./`. */
function cleaned(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutEnding(name: string): string {
  return name.replace(/\.[^./]+$/, '');
}

function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  return Map.groupBy(items, keyOf);
}
