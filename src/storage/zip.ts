import { unzipSync, type Zippable, zipSync } from 'fflate'

/** One file of a zip. */
export interface ZipMember {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The zip of `members`, in order, stored without compression. `modified` is in ms since 1970, from 1980 on. */
export function zipStored(members: readonly ZipMember[], modified: number): Uint8Array {
  const files: Zippable = {}
  for (const { name, bytes } of members) files[name] = bytes
  return zipSync(files, { level: 0, mtime: new Date(Math.max(modified, Date.UTC(1980, 0, 2))) })
}

/** Names and sizes in bytes of the files of a zip, of which none is compressed and no two have one name. */
export type ZipListing = ReadonlyMap<string, number>

/** Lists a zip by its central directory. Throws an Error when it is cut, compressed, or has more than `most` files. */
export function listZip(zip: Uint8Array, most: number): ZipListing {
  const listing = new Map<string, number>()
  unzipSync(zip, {
    filter({ name, size, originalSize, compression }) {
      if (compression !== 0 || size !== originalSize) throw new Error(`“${name}” is compressed`)
      if (listing.has(name)) throw new Error(`“${name}” is there twice`)
      if (listing.size === most) throw new Error(`there are more than ${most} files`)
      listing.set(name, size)
      return false
    },
  })
  return listing
}

/** The bytes of one file of a zip that `listZip` has accepted, or null when it is not there or cut. */
export function readZip(zip: Uint8Array, listing: ZipListing, name: string): Uint8Array | null {
  const size = listing.get(name)
  if (size === undefined || size > zip.length) return null
  const bytes = unzipSync(zip, { filter: (file) => file.name === name })[name]
  return bytes?.length === size ? bytes : null
}
