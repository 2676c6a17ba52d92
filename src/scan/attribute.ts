import { describeKey } from '../detect/describe.js';
import type { Evidence, Finding } from '../finding.js';

const INHERITED = 'repository';

/** A finding whose issuer is decided. */
type Proof = Finding & { readonly issuer: string };

/**
 * Judges a key by all of its places, in their order: where one place proves who issued it, the places that could not tell
 * inherit that. Places that prove different issuers leave the others undecided.
 */
export function attributeAcross<F extends Finding>(findings: readonly F[]): F[] {
  const proofs = proofsByFingerprint(findings);
  return findings.map((finding) => {
    const proof = finding.fingerprint === null ? undefined : proofs.get(finding.fingerprint);
    // Those of a part of a whole have inherited from the first place of that part.
    return proof && (finding.issuer === 'ambiguous' || hasInherited(finding)) ? inherit(finding, proof) : finding;
  });
}

/** For each fingerprint the finding that proves its issuer, `null` where two contradict each other. */
function proofsByFingerprint(findings: readonly Finding[]): Map<string, Proof | null> {
  const proofs = new Map<string, Proof | null>();
  for (const finding of findings) {
    if (finding.fingerprint === null || !isProof(finding)) continue;
    const known = proofs.get(finding.fingerprint);
    if (known === undefined) proofs.set(finding.fingerprint, finding);
    else if (known?.issuer !== finding.issuer) proofs.set(finding.fingerprint, null);
  }
  return proofs;
}

function isProof(finding: Finding): finding is Proof {
  const { issuer, confidence } = finding;
  return issuer !== null && issuer !== 'ambiguous' && confidence === 'high' && !hasInherited(finding);
}

function hasInherited({ evidence }: Finding): boolean {
  return evidence.some(({ kind }) => kind === INHERITED);
}

function inherit<F extends Finding>(finding: F, proof: Proof): F {
  const inherited: Evidence = { kind: INHERITED, detail: `the same key in ${proof.path}:${proof.line}` };
  const { issuer, candidates, confidence } = proof;
  const own = finding.evidence.filter(({ kind }) => kind !== INHERITED);
  const attributed = { ...finding, issuer, candidates, confidence, evidence: [...own, inherited] };
  return {
    ...attributed,
    message: describeKey({ ...attributed, redacted: proof.redacted ?? '' }),
    advice: proof.advice,
    ...(proof.environmentVariable !== undefined && { environmentVariable: proof.environmentVariable }),
  };
}
