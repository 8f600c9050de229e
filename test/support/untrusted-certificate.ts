/**
 * A certificate for 127.0.0.1 and localhost that nobody has reason to trust: it signs itself, and
 * its key is for all to see. Good until 2120.
 */
export const untrustedCertificate = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEQWcIm+1DCkGWY7
LPMFeVyRqiD6Qbupo1MWv+c0CgdT/qS5EcMLrIqiFx/U5ycB6cBIm/8lEDJIXCOH
TSEKluCjTjBMMBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBQZQHG7WMmD2JO4ua4CAZwaX6UpWzAKBggqhkjOPQQD
AgNIADBFAiEA9aYl/6Je5bhPxveUX+rIjroV49EVe0PTuJGyVSozYGoCID6UlIct
LZ2o7gKb+9WJiqvuIrnB9bTZzcIUnQl+mxGA
-----END CERTIFICATE-----
`;

/** The key that goes with it; it protects nothing. */
export const untrustedCertificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAp1SKfDQi1/ELD62
CmG+CVf1aJzTNecZj8OKbgRVElChRANCAAREFnCJvtQwpBlmOyzzBXlckaog+kG7
qaNTFr/nNAoHU/6kuRHDC6yKohcf1OcnAenASJv/JRAySFwjh00hCpbg
-----END PRIVATE KEY-----
`;
