/**
 * `work`, done once for each object of a tree. Code that names one variable or object a thousand times would have it
 * looked through a thousand times otherwise.
 */
export function once<Subject extends object, Result>(work: (subject: Subject) => Result): (subject: Subject) => Result {
  const done = new WeakMap<Subject, { readonly result: Result }>();
  return (subject) => {
    let known = done.get(subject);
    if (known === undefined) done.set(subject, (known = { result: work(subject) }));
    return known.result;
  };
}
