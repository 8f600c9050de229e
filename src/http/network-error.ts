import { messageOf, RteError } from '../errors.ts';

const tlsCodes =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * What went wrong between here and a server, in words: name not found, refused, time-out, TLS.
 * An RteError is given back as it is.
 *
 * @param address what was to be reached, such as 'api.example.com:443'.
 */
export function networkError(thrown: unknown, address: string): RteError {
  // A proxy that is in the way has been put into words already.
  if (thrown instanceof RteError) return thrown;
  const cause = rootCause(thrown);
  const code = codeOf(cause);
  const [what, hint] = explain(code, messageOf(cause));
  return new RteError('connection', `${address}: ${what}.`, { hint, cause: thrown });
}

/** What is thrown where time is up before there is an answer. */
export function noAnswerInTime(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
}

/** What is thrown where the other side is gone, and Node doesn't say so. */
export function connectionCut(): Error {
  return Object.assign(new Error('the connection was cut'), { code: 'ECONNRESET' });
}

function explain(code: string, message: string): [string, string] {
  switch (code) {
    case 'ENOTFOUND':
      return ['no such host', 'Check the address for typing errors, and DNS.'];
    case 'EAI_AGAIN':
      return ["the name can't be looked up at the moment", 'Check the network and DNS.'];
    case 'ECONNREFUSED':
      return ['the connection was refused', 'Is the server running, and the port right?'];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return ['the connection was cut', 'Try again; a proxy or firewall may stand in between.'];
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return ['there is no way to that host', 'Check the network and the VPN.'];
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return ['no answer in time', 'Check the network, and whether a proxy is needed.'];
    default:
      if (code.startsWith('HPE_')) return ['what it answers is not HTTP', 'Check the port.'];
      return tlsCodes.test(code)
        ? explainTls(code, message)
        : [sentence(message), 'Run it with -v to see more.'];
  }
}

function explainTls(code: string, message: string): [string, string] {
  switch (code) {
    case 'CERT_SIGNATURE_FAILURE':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return [
        `its certificate is not trusted (${code})`,
        "Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.",
      ];
    case 'CERT_HAS_EXPIRED':
      return [
        'its certificate has expired',
        "Check this machine's clock; else the server needs a new one.",
      ];
    case 'CERT_NOT_YET_VALID':
      return [
        'its certificate is not valid yet',
        "Check this machine's clock; else the server began to use it too early.",
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return ['its certificate is for another host', 'Check the address for typing errors.'];
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return [
        'it does not speak TLS at that port',
        'Check the port; a server on loopback may want http.',
      ];
    default:
      return [`TLS failed: ${sentence(message)}`, 'Run it with -v to see more.'];
  }
}

/** Messages of others end with or without a full stop, and some are several lines. */
function sentence(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/\.$/, '') || 'it failed without a word';
}

function rootCause(thrown: unknown): unknown {
  let cause = thrown;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    // With several addresses for one name, Node reports each attempt; the first tells enough.
    const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
    if (inner === undefined) return cause;
    cause = inner;
  }
  return cause;
}

function codeOf(cause: unknown): string {
  // undici's has no code, where Node's has one for each rule of HTTP.
  if (cause instanceof Error && cause.name === 'HTTPParserError') return 'HPE_';
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
