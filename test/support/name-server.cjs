// Loaded into the program before it starts (node --require): names lead where TEST_HOSTS says, as
// the machine's own hosts file would have it. It holds names with addresses, as
// JSON: one for a name, or a list.
const dns = require('node:dns');

const hosts = JSON.parse(process.env.TEST_HOSTS ?? '{}');
const { lookup } = dns;

dns.lookup = (hostname, options, callback) => {
  const addresses = hosts[hostname.replace(/\.$/, '')];
  const done = typeof options === 'function' ? options : callback;
  if (addresses === undefined) return lookup(hostname, options, callback);
  const all = [addresses].flat().map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  const [{ address, family }] = all;
  process.nextTick(done, null, ...(options.all ? [all] : [address, family]));
};
