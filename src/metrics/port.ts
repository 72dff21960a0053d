import { createServer } from 'node:http';

/**
 * Serves metrics on a port of their own, for Prometheus alone: no key, so it listens where the operator says and
 * nowhere else.
 *
 * @returns its address, and how to stop it
 */
export async function serveMetrics(host: string, port: number, text: () => Promise<string>) {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'Content-Type': METRICS_TYPE }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  server.listen(port, host);
  await new Promise<void>((resolve, reject) =>
    server.once('listening', resolve).once('error', reject),
  );
  const { port: taken } = server.address() as { port: number };
  return {
    url: `http://${host}:${taken}/metrics`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
