import { generateKeyPairSync, randomBytes } from 'node:crypto';

import forge from 'node-forge';

/** A certificate and its private key, as PEM. */
export interface Identity {
  cert: string;
  key: string;
}

export interface Subject {
  /** The names and addresses that the certificate is for (subjectAltName). */
  dns?: readonly string[];
  ip?: readonly string[];
  /** Default: a text that is no name of a host. */
  commonName?: string;
  /** In days from now; default: from yesterday to tomorrow. */
  validDays?: readonly [from: number, to: number];
  /** Signed by its own key instead of the authority's. */
  selfSigned?: boolean;
}

const dayMs = 86_400_000;
const dnsName = 2;
const ipAddress = 7;

/** One that signs what a test says. Whoever trusts its certificate trusts all that it signed. */
export class CertificateAuthority {
  readonly #key = newKey();
  readonly #leafKey = newKey();
  readonly #name: forge.pki.CertificateField[];
  readonly cert: string;

  constructor(name = 'An authority of the tests') {
    this.#name = [{ name: 'commonName', value: name }];
    const certificate = this.#blank(this.#key, this.#name, [-2, 2]);
    certificate.setExtensions([
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ]);
    certificate.sign(this.#key.privateKey, forge.md.sha256.create());
    this.cert = forge.pki.certificateToPem(certificate);
  }

  sign({ dns = [], ip = [], commonName, validDays = [-1, 1], selfSigned }: Subject): Identity {
    const subject = [{ name: 'commonName', value: commonName ?? 'A server of the tests' }];
    const certificate = this.#blank(this.#leafKey, subject, validDays);
    const altNames = [
      ...dns.map((value) => ({ type: dnsName, value })),
      ...ip.map((address) => ({ type: ipAddress, ip: address })),
    ];
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
    ]);
    certificate.setIssuer(selfSigned ? subject : this.#name);
    const { privateKey } = selfSigned ? this.#leafKey : this.#key;
    certificate.sign(privateKey, forge.md.sha256.create());
    return { cert: forge.pki.certificateToPem(certificate), key: this.#leafKey.pem };
  }

  #blank(
    { publicKey }: Key,
    name: forge.pki.CertificateField[],
    [from, to]: readonly [number, number],
  ): forge.pki.Certificate {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = publicKey;
    certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
    certificate.validity.notBefore = new Date(Date.now() + from * dayMs);
    certificate.validity.notAfter = new Date(Date.now() + to * dayMs);
    certificate.setSubject(name);
    certificate.setIssuer(name);
    return certificate;
  }
}

interface Key {
  pem: string;
  privateKey: forge.pki.rsa.PrivateKey;
  publicKey: forge.pki.rsa.PublicKey;
}

/** By Node, which is much quicker at it than forge. */
function newKey(): Key {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(pem);
  return { pem, privateKey, publicKey: forge.pki.setRsaPublicKey(privateKey.n, privateKey.e) };
}
