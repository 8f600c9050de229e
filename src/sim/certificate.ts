import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** A private key and the certificate that goes with it, as PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

const dayMs = 86_400_000;
const lifetimeMs = 365 * dayMs;
const dnsName = 2;
const ipAddress = 7;

/**
 * Makes a certificate for this machine: `localhost`, 127.0.0.1 and ::1. It signs itself, so that
 * whoever trusts it trusts nothing else.
 */
export async function createCertificate(now = Date.now()): Promise<Certificate> {
  const { default: forge } = await import('node-forge');
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = forge.pki.privateKeyFromPem(privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  // A serial number is positive: its first bit is not set.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(now - dayMs);
  certificate.validity.notAfter = new Date(now + lifetimeMs);
  const name = [{ name: 'commonName', value: 'Simulated Enreach (rte sim)' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: dnsName, value: 'localhost' },
        { type: ipAddress, ip: '127.0.0.1' },
        { type: ipAddress, ip: '::1' },
      ],
    },
  ]);
  certificate.sign(key, forge.md.sha256.create());
  return { key: privateKey, cert: forge.pki.certificateToPem(certificate) };
}
