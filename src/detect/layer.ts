/** A text, and where each stretch of it is written in the file: the file's own text, or what a decoder made of a part of it. */
export interface Layer {
  readonly text: string;
  /** Decoders from the outside in; empty for the file's own text. */
  readonly encodings: readonly string[];
  /** Where `[start, end)` of `text` is written, as offsets into the file's own text. */
  toRoot(start: number, end: number): readonly [start: number, end: number];
}

/** What a decoder makes of one region of a text. */
export interface Decoded {
  readonly name: string;
  readonly text: string;
  /** For each UTF-16 unit of `text`, where the units that encode it begin and end in the decoder's input. */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

export function rootLayer(text: string): Layer {
  return { text, encodings: [], toRoot: (start, end) => [start, end] };
}

export function childLayer(parent: Layer, { name, text, starts, ends }: Decoded): Layer {
  return {
    text,
    encodings: [...parent.encodings, name],
    toRoot: (start, end) => parent.toRoot(starts[start]!, ends[Math.max(start, end - 1)]!),
  };
}
