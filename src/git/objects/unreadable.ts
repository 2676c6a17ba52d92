/** One object that this reader cannot give; git may. The message says why, for people. */
export class UnreadableObject extends Error {
  override readonly name = 'UnreadableObject';
}

/** A whole pack that this reader cannot read; git may. The message says why, for people. */
export class UnreadablePack extends Error {
  override readonly name = 'UnreadablePack';
}
