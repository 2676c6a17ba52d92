import type { Report } from '../finding.js';

/** How a report may look, beyond what it says. */
export interface RenderOptions {
  readonly color: boolean;
}

export interface Format {
  readonly summary: string;
  readonly load: () => Promise<{ readonly render: Render }>;
}

/** The whole report as text, ending in a line break where it is not empty. */
export type Render = (report: Report, options: RenderOptions) => string;

/** Every format: a new one is a file beside this one and a row here. */
export const FORMATS = {
  text: { summary: 'for people', load: () => import('./text.js') },
  json: { summary: 'everything, schema/report.schema.json', load: () => import('./json.js') },
  sarif: { summary: 'SARIF 2.1.0, for code scanning', load: () => import('./sarif.js') },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
