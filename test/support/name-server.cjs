// Loaded into the program before it starts (node --require): names lead where TEST_HOSTS says, as
// the machine's own hosts file would have it. It holds names with addresses, as JSON.
const dns = require('node:dns');

const hosts = JSON.parse(process.env.TEST_HOSTS ?? '{}');
const { lookup } = dns;

dns.lookup = (hostname, options, callback) => {
  const address = hosts[hostname.replace(/\.$/, '')];
  const done = typeof options === 'function' ? options : callback;
  if (address === undefined) return lookup(hostname, options, callback);
  const family = address.includes(':') ? 6 : 4;
  const found = options.all ? [[{ address, family }]] : [address, family];
  process.nextTick(done, null, ...found);
};
