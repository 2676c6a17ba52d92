import type { Report } from '../finding.js';

/** How a report may look, beyond what it says. */
export interface RenderOptions {
  readonly color: boolean;
  /** When the scan ended. */
  readonly finished: Date;
  /** What was scanned, as others can find it; `null` where nobody knows. */
  readonly provenance: Provenance | null;
  /** Tells the user on the spot what the report itself had to leave out. */
  readonly warn: (line: string) => void;
}

/** A state of a repository. */
export interface Provenance {
  /** Without credentials. */
  readonly repository: string;
  readonly commit: string;
  readonly branch: string | null;
}

export interface Format {
  readonly summary: string;
  /** Whether it says which state of which repository was scanned: that costs a few calls of git. */
  readonly namesRepository?: boolean;
  readonly load: () => Promise<{ readonly render: Render }>;
}

/** The whole report as text, ending in a line break where it is not empty. */
export type Render = (report: Report, options: RenderOptions) => string;

/** Every format: a new one is a file beside this one and a row here. */
export const FORMATS = {
  text: { summary: 'for people', load: () => import('./text.js') },
  json: { summary: 'everything, schema/report.schema.json', load: () => import('./json.js') },
  sarif: { summary: 'SARIF 2.1.0, for code scanning', namesRepository: true, load: () => import('./sarif.js') },
  junit: { summary: 'JUnit XML, for Jenkins and other CI', load: () => import('./junit.js') },
  gitlab: { summary: "GitLab's secret detection report", load: () => import('./gitlab.js') },
  github: { summary: 'annotations of GitHub Actions', load: () => import('./github.js') },
  csv: { summary: 'a row a place, for spreadsheets', load: () => import('./csv.js') },
  html: { summary: 'one page, for people', load: () => import('./html.js') },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
