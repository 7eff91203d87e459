/*
 * Keeps the page itself in the browser, so that it opens without a network; what people wrote is kept by the SDK's store. The
 * build puts VERSION and FILES above. One cache a version: a new version is fetched whole beside the old one, and takes
 * over when the reader says so or when no tab shows the old one any more.
 */
const PREFIX = 'parley-page-';
const CACHE = PREFIX + VERSION;

/** What is not the page: it is the server's to answer. */
const NOT_OURS = /^\/(?:v1|health|metrics|\.well-known)(?:\/|$)/;

self.addEventListener('install', event => {
  const whole = FILES.map(file => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(whole)));
});

self.addEventListener('activate', event => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('message', event => {
  if (event.data === 'take-over') self.skipWaiting();
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || NOT_OURS.test(pathname)) return;
  event.respondWith(kept(request.mode === 'navigate' ? '/' : request));
});

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

async function forgetOthers() {
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
}
