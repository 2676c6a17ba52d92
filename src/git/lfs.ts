const FIRST_LINE = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/** The specification's bound on a pointer's size, in bytes: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export const LARGEST_POINTER = 1024;

/** Whether the first `length` of `bytes` are the stand-in that git stores for content kept by Git LFS. */
export function isLfsPointer(bytes: Uint8Array, length = bytes.length): boolean {
  return (
    length < LARGEST_POINTER &&
    bytes[0] === FIRST_LINE[0] &&
    FIRST_LINE.equals(bytes.subarray(0, Math.min(length, FIRST_LINE.length)))
  );
}
