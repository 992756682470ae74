import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../wire/http';

/** Binds to loopback only: nothing outside this machine reaches the sandbox. */
const HOST = '127.0.0.1';

export interface HttpServer {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Serves `answer` on loopback; an undefined answer drops the connection.
 * @param port 0 for any free one; a port in use throws Node's `EADDRINUSE`.
 */
export async function serve(
  port: number,
  answer: (request: HttpRequest, sourceIpAddress: string) => Promise<HttpResponse | undefined>,
): Promise<HttpServer> {
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(await read(incoming), incoming.socket.remoteAddress ?? HOST);
    if (!response) incoming.socket.destroy();
    else outgoing.writeHead(response.status, response.headers).end(response.body);
  });
  await listen(server, port);
  return {
    endpoint: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () => close(server),
  };
}

async function read(incoming: IncomingMessage): Promise<HttpRequest> {
  const url = new URL(incoming.url ?? '/', `http://${HOST}`);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: await buffer(incoming),
  };
}

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });

const close = (server: Server) =>
  new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
