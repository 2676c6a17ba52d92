import { describe, it } from 'vitest';
import { DIALECTS } from '../../../src/gateway/dialects.js';
import { pythonWith } from '../../support/programs.js';
import { gatewaysByDialect } from '../gateways.js';
import { expectAsJudged, type PythonClient } from './python.js';

/** What the judgement says of Python is what happens when the same code runs. */
const gatewayOf = gatewaysByDialect();

const CLIENTS: readonly PythonClient[] = [
  {
    name: 'requests',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nrequests.${method.toLowerCase()}("${origin}${path}", headers=${headers})`,
  },
  {
    name: 'requests.request',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nbase = "${origin}"\nrequests.request("${method}", f"{base}${path}", headers=${headers})`,
  },
  {
    name: 'requests.Session',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nsession = requests.Session()\nsession.headers.update(${headers})\nsession.${method.toLowerCase()}("${origin}" + "${path}")`,
  },
  {
    name: 'urllib.request',
    module: 'urllib.request',
    code: ({ origin, path, method, headers }) =>
      `import urllib.request\nrequest = urllib.request.Request("${origin}${path}", headers=${headers}, method="${method}")\nurllib.request.urlopen(request)`,
  },
  {
    name: 'http.client',
    module: 'http.client',
    code: ({ origin, path, method, headers }) =>
      `import http.client\nconnection = http.client.HTTPConnection("${new URL(origin).host}")\nconnection.request("${method}", "${path}", headers=${headers})\nconnection.getresponse().read()`,
  },
];

describe.each(CLIENTS)('Python, $name', (client) => {
  const python = pythonWith(client.module);

  it.skipIf(python === null).each(DIALECTS)('does at %s what the judgement says', (dialect) =>
    expectAsJudged(python!, client, dialect, gatewayOf(dialect)),
  );
});
