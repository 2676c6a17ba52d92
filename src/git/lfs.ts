const FIRST_LINE = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/** The specification's bound on a pointer's size, in bytes: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const LARGEST_POINTER = 1024;

/** Whether what stands in `bytes` from `start` to `end` is the stand-in that git stores for content kept by Git LFS. */
export function isLfsPointer(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  return (
    end - start < LARGEST_POINTER &&
    bytes[start] === FIRST_LINE[0] &&
    FIRST_LINE.equals(bytes.subarray(start, Math.min(end, start + FIRST_LINE.length)))
  );
}
