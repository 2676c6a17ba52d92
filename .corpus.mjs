// src/syntax/calls.ts
import { Buffer } from "node:buffer";

// src/syntax/constant.ts
var MAX_LENGTH = 1 << 16;
function isList(value) {
  return typeof value === "object" && "items" in value;
}
function textOf(value) {
  return typeof value === "object" ? null : String(value);
}
function joined(parts) {
  const texts = [];
  let length = 0;
  for (const { value } of parts) {
    const text = textOf(value);
    length += text?.length ?? 0;
    if (text === null || length > MAX_LENGTH) return null;
    texts.push(text);
  }
  return { value: texts.join(""), parts };
}
function derived(value, parts) {
  return value.length > MAX_LENGTH ? null : { value, parts: sourcesOf(parts) };
}
function sourcesOf(operands) {
  return operands.flatMap((operand) => typeof operand.value === "object" ? operand.value.sources : operand);
}

// src/syntax/calls.ts
var FUNCTIONS = /* @__PURE__ */ new Map([
  ["atob", (args) => decoded(args, (text) => Buffer.from(text, "base64").toString("latin1"))],
  ["decodeURI", (args) => decoded(args, decodeURI)],
  ["decodeURIComponent", (args) => decoded(args, decodeURIComponent)],
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what old code still calls, and nothing else does the same
  ["unescape", (args) => decoded(args, unescape)],
  ["String.fromCharCode", (args) => fromNumbers(args, (codes) => String.fromCharCode(...codes))],
  ["String.fromCodePoint", (args) => fromNumbers(args, (codes) => String.fromCodePoint(...codes))],
  ["Buffer.from", (args) => bytesFrom(args)]
]);
var STRING_METHODS = /* @__PURE__ */ new Map([
  ["concat", (self, args) => joined([self, ...args])],
  ["replace", (self, args) => replaced(self, args, splitOnce)],
  ["replaceAll", (self, args) => replaced(self, args, (text, separator) => text.split(separator))],
  ["slice", (self, args) => cut(self, args, "slice")],
  ["split", (self, args) => split(self, args)],
  ["substr", (self, args) => cut(self, args, "substr")],
  ["substring", (self, args) => cut(self, args, "substring")],
  ["toString", (self) => derived(self.value, [self])],
  ["trim", (self) => derived(self.value.trim(), [self])]
]);
var LIST_METHODS = /* @__PURE__ */ new Map([
  ["join", (self, args) => joinedList(self.value, args)],
  ["reverse", ({ value: { items, sources } }) => ({ value: { items: items.toReversed(), sources }, parts: sources })]
]);
var BYTES_METHODS = /* @__PURE__ */ new Map([
  [
    "toString",
    (self, [encoding]) => {
      const name = encoding?.value ?? "utf8";
      return isEncoding(name) ? derived(self.value.bytes.toString(name), [self]) : null;
    }
  ]
]);
var CALL_NAMES = [
  ...[...FUNCTIONS.keys()].map((name) => name.replace(/\..*/, "")),
  ...STRING_METHODS.keys(),
  ...LIST_METHODS.keys()
];
function callFunction(name, args) {
  return FUNCTIONS.get(name)?.(args) ?? null;
}
function callMethod(self, name, args) {
  const { value } = self;
  if (typeof value === "number") return null;
  const methods = typeof value === "string" ? STRING_METHODS : isList(value) ? LIST_METHODS : BYTES_METHODS;
  const method = methods.get(name);
  return method?.(self, args) ?? null;
}
function decoded(args, decode) {
  const text = args[0]?.value;
  if (typeof text !== "string") return null;
  try {
    return derived(decode(text), args);
  } catch {
    return null;
  }
}
function fromNumbers(args, build) {
  const numbers = numbersIn(args);
  if (numbers === null) return null;
  try {
    return derived(build(numbers), args);
  } catch {
    return null;
  }
}
function bytesFrom(args) {
  const [source, encoding] = args;
  const bytes = source && bytesOf(source.value, encoding?.value ?? "utf8");
  const sources = sourcesOf(args);
  return bytes ? { value: { bytes, sources }, parts: sources } : null;
}
function bytesOf(source, encoding) {
  if (typeof source === "string") return isEncoding(encoding) ? Buffer.from(source, encoding) : null;
  const numbers = isList(source) ? numbersIn(source.items) : null;
  return numbers && Buffer.from(numbers);
}
function replaced(self, args, cutAt) {
  const [from, to] = args;
  if (typeof from?.value !== "string" || typeof to?.value !== "string" || from.value === "") return null;
  if (to.value.includes("$")) return null;
  const kept = cutAt(self.value, from.value).map((value) => ({ ...self, value }));
  const result = joined(interleaved(kept, to));
  return result && derived(result.value, [self, to]);
}
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
function cut(self, args, method) {
  const [from, to] = args.map((arg) => arg.value);
  if (typeof from !== "number" || to !== void 0 && typeof to !== "number") return null;
  return derived(self.value[method](from, to), [self]);
}
function split(self, [separator]) {
  if (typeof separator?.value !== "string") return null;
  const items = self.value.split(separator.value).map((value) => ({ value, start: self.start, end: self.end }));
  return { value: { items, sources: [self] }, parts: [self] };
}
function joinedList({ items, sources }, [separator]) {
  const between = separator ?? { value: ",", start: 0, end: 0 };
  const result = joined(between.value === "" ? items : interleaved(items, between));
  return result && (sources === items ? result : derived(result.value, sources));
}
function interleaved(items, between) {
  return items.flatMap((item, at) => at === 0 ? item : [between, item]);
}
function numbersIn(operands) {
  const numbers = operands.map((operand) => operand.value);
  return numbers.length > 0 && numbers.every((value) => typeof value === "number") ? numbers : null;
}
function isEncoding(value) {
  return typeof value === "string" && Buffer.isEncoding(value);
}

// src/syntax/components.ts
var FENCE = /^\s*---[ \t]*\r?\n/;
var SCRIPT_TAG = /<(\/?)script(?=[\s/>])/gi;
function isComponent(text) {
  return FENCE.test(text) || /^\s*<[!A-Za-z]/.test(text);
}
function scriptsIn(text) {
  return [...frontmatterOf(text), ...scriptElementsOf(text)];
}
function frontmatterOf(text) {
  const start = FENCE.exec(text)?.[0].length;
  if (start === void 0) return [];
  const end = text.indexOf("\n---", start - 1);
  return end < start ? [] : [{ code: text.slice(start, end), start }];
}
function scriptElementsOf(text) {
  const scripts = [];
  let start;
  for (const { 1: slash, index } of text.matchAll(SCRIPT_TAG)) {
    if (start === void 0) {
      if (slash) continue;
      start = endOfTag(text, index);
      if (start === void 0) break;
    } else if (slash && index >= start) {
      scripts.push({ code: text.slice(start, index), start });
      start = void 0;
    }
  }
  return scripts;
}
function endOfTag(text, from) {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote) {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return at + 1;
  }
  return void 0;
}

// src/syntax/tree.ts
var NOT_CHILDREN = /* @__PURE__ */ new Set(["parent", "loc", "range", "extra", "comments", "tokens"]);
function childrenOf(node, visitorKeys = {}) {
  const keys = visitorKeys[node.type] ?? Object.keys(node).filter((key) => !NOT_CHILDREN.has(key));
  return keys.flatMap((key) => node[key]).filter(isNode);
}
function isNode(value) {
  return typeof value === "object" && value !== null && typeof value.type === "string";
}

// src/syntax/strip-types.ts
var WRAPPERS = {
  TSAsExpression: "expression",
  TSSatisfiesExpression: "expression",
  TSNonNullExpression: "expression",
  TSTypeAssertion: "expression",
  TSInstantiationExpression: "expression",
  TSParameterProperty: "parameter"
};
function stripTypes(program2) {
  const open = [program2];
  for (let node = open.pop(); node !== void 0; node = open.pop()) {
    const properties = node;
    for (const [key, value] of Object.entries(properties)) {
      if (Array.isArray(value)) {
        properties[key] = value.flatMap((item) => isNode(item) ? untyped(item) ?? [] : [item]);
      } else if (isNode(value)) {
        properties[key] = untyped(value) ?? null;
      }
    }
    for (const value of Object.values(properties)) {
      for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) open.push(item);
    }
  }
}
function wrappedBy(node) {
  const key = WRAPPERS[node.type];
  return key === void 0 ? void 0 : node[key];
}
function untyped(node) {
  let inner = node;
  for (let next = wrappedBy(inner); next !== void 0; next = wrappedBy(inner)) inner = next;
  if (!inner.type.startsWith("TS")) return inner;
  const { expression, body, members } = inner;
  if (inner.type === "TSExportAssignment") return like(inner, { type: "ExpressionStatement", expression });
  if (inner.type === "TSModuleBlock") return like(inner, { type: "BlockStatement", body });
  if (inner.type === "TSModuleDeclaration") return isNode(body) ? untyped(body) : void 0;
  if (inner.type === "TSEnumDeclaration") {
    const values = members.flatMap(({ initializer }) => initializer ?? []);
    return like(inner, {
      type: "BlockStatement",
      body: values.map((value) => like(value, { type: "ExpressionStatement", expression: value }))
    });
  }
  return void 0;
}
function like(node, properties) {
  return { ...node.range && { range: node.range }, ...properties };
}

// src/syntax/evaluate.ts
var MAX_DEPTH = 100;
var MAX_TOTAL = 1 << 24;
var GLOBAL_OBJECTS = /* @__PURE__ */ new Set(["globalThis", "window", "self", "global"]);
var Evaluator = class {
  #tree;
  #known = /* @__PURE__ */ new Map();
  #variables;
  #unitsLeft = MAX_TOTAL;
  constructor(tree) {
    this.#tree = tree;
  }
  /** The value of a call, a template or a chain of `+`, with what it is put together from; `null` where not constant. */
  composition(node, depth = 0) {
    const known = this.#known.get(node);
    if (known !== void 0) return known;
    this.#known.set(node, null);
    const composition = this.#compose(node, depth);
    if (typeof composition?.value === "string") this.#unitsLeft -= composition.value.length;
    const affordable = this.#unitsLeft > 0 ? composition : null;
    this.#known.set(node, affordable);
    return affordable;
  }
  /** What a template or a chain of `+` puts together, from left to right; `null` for any other expression. */
  pieces(node, depth = 0) {
    const expression = node;
    if (expression.type === "TemplateLiteral") return this.#templatePieces(expression, "cooked", depth);
    if (expression.type === "TaggedTemplateExpression") {
      return this.#templatePieces(expression.quasi, this.#isRaw(expression) ? "raw" : "cooked", depth);
    }
    return isConcatenation(expression) ? this.#operands(operandsOf(expression), depth) : null;
  }
  #compose(node, depth) {
    if (node.type === "CallExpression") return this.#call(node, depth);
    if (node.type === "TaggedTemplateExpression" && !this.#isRaw(node)) return null;
    const pieces = this.pieces(node, depth);
    return pieces?.every((piece) => piece !== null) ? joined(pieces) : null;
  }
  #isRaw(template) {
    return this.#globalName(template.tag) === "String.raw";
  }
  #templatePieces(template, kind, depth) {
    return template.quasis.flatMap((quasi, at) => {
      const value = quasi.value[kind];
      const place = placeOfQuasi(template, quasi);
      const text = typeof value === "string" ? { value, ...place } : null;
      const [expression, next] = [template.expressions[at], template.quasis[at + 1]];
      if (expression === void 0 || next === void 0) return [text];
      const operand = this.#textOperand(expression, depth);
      return [text, operand && { ...operand, start: place.end, end: placeOfQuasi(template, next).start }];
    });
  }
  /** Numbers to the left of the first string would be added up, not joined: they count as unknown. */
  #operands(operands, depth) {
    let joins = false;
    return operands.map((node) => {
      const operand = this.#textOperand(node, depth);
      joins ||= typeof operand?.value === "string";
      return joins ? operand : null;
    });
  }
  #textOperand(node, depth) {
    const operand = this.#operand(node, depth);
    return operand && textOf(operand.value) !== null ? operand : null;
  }
  #operand(node, depth) {
    const value = this.#constant(node, depth + 1);
    const [start, end] = rangeOf(node);
    return value === null ? null : { value, start, end };
  }
  #constant(node, depth) {
    const source = this.#source(node, depth);
    switch (source?.type) {
      case "Literal":
        return typeof source.value === "string" || typeof source.value === "number" ? source.value : null;
      case "UnaryExpression": {
        const value = source.operator === "-" ? this.#constant(source.argument, depth + 1) : null;
        return typeof value === "number" ? -value : null;
      }
      case "ArrayExpression": {
        const items = this.#list(source.elements, depth);
        return items && { items, sources: items };
      }
      case "TemplateLiteral":
      case "TaggedTemplateExpression":
      case "BinaryExpression":
      case "CallExpression":
        return this.composition(source, depth)?.value ?? null;
      default:
        return null;
    }
  }
  /** The expression that gives `node` its value, behind constants, members and TypeScript's assertions. */
  #source(node, depth) {
    if (depth > MAX_DEPTH) return null;
    const wrapped = node.type === "ChainExpression" ? node.expression : wrappedBy(node);
    if (wrapped !== void 0) return this.#source(wrapped, depth + 1);
    if (node.type === "Identifier") {
      const initial = initialValueOf(this.#variable(node));
      return initial && this.#source(initial, depth + 1);
    }
    if (node.type === "MemberExpression") {
      const object = this.#source(node.object, depth + 1);
      const name = this.#memberName(node, depth);
      const member = object && name !== null ? memberOf(object, name) : null;
      return member && this.#source(member, depth + 1);
    }
    if (node.type === "CallExpression" && this.#globalName(node.callee) === "Object.freeze" && node.arguments[0]) {
      return this.#source(node.arguments[0], depth + 1);
    }
    return node;
  }
  #call(call, depth) {
    const args = this.#list(call.arguments, depth);
    if (args === null) return null;
    const name = this.#globalName(call.callee);
    if (name !== null) return callFunction(name, args);
    if (call.callee.type !== "MemberExpression") return null;
    const self = this.#operand(call.callee.object, depth);
    const method = this.#memberName(call.callee, depth);
    return self && typeof method === "string" ? callMethod(self, method, args) : null;
  }
  /** Array elements or arguments, spread lists laid out; `null` where one is not constant. */
  #list(nodes, depth) {
    const operands = [];
    for (const node of nodes) {
      const operand = node && this.#operand(node.type === "SpreadElement" ? node.argument : node, depth);
      if (!operand) return null;
      if (node.type !== "SpreadElement") operands.push(operand);
      else if (isList(operand.value)) operands.push(...operand.value.items);
      else return null;
    }
    return operands;
  }
  #memberName({ property, computed }, depth) {
    if (!computed) return property.type === "Identifier" ? property.name : null;
    const name = this.#constant(property, depth + 1);
    return typeof name === "string" || typeof name === "number" ? name : null;
  }
  /** `atob`, `window.atob` or `String.fromCharCode` where nothing of the file has taken that name; else `null`. */
  #globalName(callee) {
    if (callee.type === "Identifier") return this.#isGlobal(callee) ? callee.name : null;
    if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return null;
    const { object, property } = callee;
    if (object.type !== "Identifier" || !this.#isGlobal(object)) return null;
    return GLOBAL_OBJECTS.has(object.name) ? property.name : `${object.name}.${property.name}`;
  }
  #isGlobal(identifier) {
    return this.#variable(identifier)?.defs.every((definition) => definition.type === "ImportBinding") ?? true;
  }
  #variable(identifier) {
    this.#variables ??= new Map(
      this.#tree.scopeManager.scopes.flatMap(
        (scope) => scope.references.map((reference) => [reference.identifier, reference.resolved])
      )
    );
    return this.#variables.get(identifier) ?? null;
  }
};
function isConcatenation(node) {
  return node.type === "BinaryExpression" && node.operator === "+";
}
function operandsOf(chain) {
  const operands = [];
  let left = chain;
  while (isConcatenation(left)) {
    operands.push(left.right);
    left = left.left;
  }
  return [...operands, left].reverse();
}
function initialValueOf(variable) {
  const definition = variable?.defs.length === 1 ? variable.defs[0] : void 0;
  if (definition?.type !== "Variable") return null;
  const { id, init } = definition.node;
  const changes = variable?.references.some((reference) => reference.isWrite() && !reference.init);
  return id.type === "Identifier" && !changes ? init ?? null : null;
}
function memberOf(object, name) {
  if (object.type === "ArrayExpression") {
    const index = Number(name);
    const isFixed = object.elements.slice(0, index + 1).every((element) => element?.type !== "SpreadElement");
    return isFixed ? object.elements[index] ?? null : null;
  }
  if (object.type !== "ObjectExpression") return null;
  const property = object.properties.findLast(
    (candidate) => candidate.type === "Property" && keyOf(candidate) === String(name)
  );
  return property?.type === "Property" && property.kind === "init" ? property.value : null;
}
function keyOf({ key, computed }) {
  if (key.type === "Identifier") return computed ? null : key.name;
  return key.type === "Literal" ? String(key.value) : null;
}
function placeOfQuasi(template, quasi) {
  let [start, end] = rangeOf(quasi);
  const [first = quasi] = template.quasis;
  if (rangeOf(first)[0] === rangeOf(template)[0]) {
    start += "`".length;
    end -= quasi.tail ? "`".length : "${".length;
  }
  const { cooked, raw } = quasi.value;
  return { start, end, verbatim: cooked === raw && end - start === raw.length };
}
function rangeOf(node) {
  if (!node.range) throw new TypeError(`a syntax tree without ranges (${node.type})`);
  return node.range;
}

// src/syntax/fold.ts
var COMPOSES = /* @__PURE__ */ new Set(["BinaryExpression", "CallExpression", "TaggedTemplateExpression", "TemplateLiteral"]);
function fold(tree) {
  const evaluator = new Evaluator(tree);
  const folded = composingNodes(tree).reverse().flatMap((node) => foldNode(evaluator, node));
  return folded.sort((a, b) => a.start - b.start || b.end - a.end);
}
function placeInSource(folded, from, to) {
  const { value, parts, start, end } = folded;
  const piece = value.slice(from, to);
  if (parts.some((part) => part.value.includes(piece))) return null;
  const place = { start, end };
  if (!isRun(folded)) return place;
  let at = 0;
  for (const part of parts) {
    const next = at + part.value.length;
    if (at <= from && from < next) place.start = part.verbatim ? part.start + (from - at) : part.start;
    if (at < to && to <= next) place.end = part.verbatim ? part.start + (to - at) : part.end;
    at = next;
  }
  return place;
}
function pieceBetween(folded, start, end) {
  const { value, parts } = folded;
  if (start === folded.start && end === folded.end) return value;
  if (!isRun(folded)) return null;
  let at = 0;
  let from = null;
  for (const part of parts) {
    if (part.start === start) from = at;
    else if (part.verbatim && part.start < start && start < part.end) from = at + (start - part.start);
    if (from !== null && part.end === end) return value.slice(from, at + part.value.length);
    if (from !== null && part.verbatim && part.start < end && end < part.end) {
      return value.slice(from, at + (end - part.start));
    }
    at += part.value.length;
  }
  return null;
}
function isRun({ parts, start, end }) {
  return parts[0]?.start === start && parts.at(-1)?.end === end;
}
function foldNode(evaluator, node) {
  const pieces = evaluator.pieces(node);
  if (pieces !== null) return runsOf(pieces).flatMap(foldRun);
  const composition = evaluator.composition(node);
  if (typeof composition?.value !== "string") return [];
  const [start, end] = rangeOf(node);
  return [{ value: composition.value, start, end, parts: partsOf(composition.parts) }];
}
function composingNodes({ ast, visitorKeys }) {
  const composing = [];
  const open = [ast];
  for (let node = open.pop(); node !== void 0; node = open.pop()) {
    if (COMPOSES.has(node.type)) composing.push(node);
    open.push(...operandsWithin(node, visitorKeys));
  }
  return composing;
}
function operandsWithin(node, visitorKeys) {
  if (isConcatenation(node)) return operandsOf(node);
  if (node.type !== "TaggedTemplateExpression") return childrenOf(node, visitorKeys);
  const { tag, quasi } = node;
  return [tag, ...childrenOf(quasi, visitorKeys)];
}
function runsOf(pieces) {
  let run = [];
  const runs = [run];
  for (const piece of pieces) {
    if (piece === null) runs.push(run = []);
    else if (piece.value !== "") run.push(piece);
  }
  return runs;
}
function foldRun(run) {
  const [first, last] = [run.at(0), run.at(-1)];
  const whole = joined(run);
  if (first === void 0 || last === void 0 || first === last || whole === null) return [];
  return [{ value: whole.value, start: first.start, end: last.end, parts: partsOf(run) }];
}
function partsOf(operands) {
  return operands.flatMap(({ value, start, end, verbatim = false }) => {
    const text = textOf(value);
    return text === null ? [] : { value: text, start, end, verbatim };
  });
}

// src/syntax/parse.ts
import { createRequire } from "node:module";
var MAX_LENGTH2 = 4 * 1024 * 1024;
var DIALECTS = [["typescript", "jsx"], ["typescript"]];
var require2 = createRequire(import.meta.url);
function parse(text, offset = 0) {
  if (text.length > MAX_LENGTH2) return null;
  for (const dialect of DIALECTS) {
    try {
      const ast = program(text, offset, dialect);
      stripTypes(ast);
      return { ast, scopeManager: scopesOf(ast), visitorKeys: {} };
    } catch (error) {
      if (error instanceof RangeError) return null;
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}
function program(text, offset, dialect) {
  const { parse: babel } = require2("@babel/parser");
  const file = babel(text, {
    sourceType: "unambiguous",
    // What a compiler would refuse (a name declared twice, `return` at the top) still says where its strings are.
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowUndeclaredExports: true,
    allowImportExportEverywhere: true,
    attachComment: false,
    ranges: true,
    startIndex: offset,
    startLine: 1,
    startColumn: 0,
    plugins: [
      ...dialect,
      ["estree", { classFeatures: true }],
      // Of the two decorator plugins the one that reads Angular's decorated parameters too.
      "decorators-legacy",
      "decoratorAutoAccessors",
      "explicitResourceManagement"
    ]
  });
  return file.program;
}
function scopesOf(ast) {
  const { analyze } = require2("eslint-scope");
  return analyze(ast, {
    ecmaVersion: 2022,
    // In a module the top level is a scope like any other, so that a script's `var` is resolved too.
    sourceType: "module",
    // JSX is not in its table of child properties.
    fallback: "iteration"
  });
}

// src/syntax/index.ts
var COMPOSITION = new RegExp(`\\+|\\$\\{|\\b(?:${CALL_NAMES.join("|")})\\b`);
function foldedStrings(text, syntax) {
  if (!COMPOSITION.test(text)) return [];
  const trees = syntax ? [syntax] : treesOf(text);
  return trees.flatMap((tree) => fold(tree));
}
function treesOf(text) {
  const script = isComponent(text) ? null : parse(text);
  return script ? [script] : scriptsIn(text).flatMap(({ code, start }) => parse(code, start) ?? []);
}
export {
  childrenOf,
  foldedStrings,
  isComponent,
  parse,
  pieceBetween,
  placeInSource
};
