import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../wire/http';

/** Loopback only, so that nothing outside this machine reaches the sandbox. */
const HOST = '127.0.0.1';

/** Responds to a request, or drops its connection by an undefined response. */
type Handler = (request: HttpRequest, sourceIpAddress: string) => Promise<HttpResponse | undefined>;

export interface HttpServer {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Must be called at once after `listen`: there is no response to a request before. */
  handle(handler: Handler): void;
  close(): Promise<void>;
}

/** @param port 0 for any free port. Node's `EADDRINUSE` is thrown for a port in use. */
export async function listen(port: number): Promise<HttpServer> {
  const server = createServer();
  await listenOn(server, port);
  return {
    endpoint: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    handle: (handler) => server.on('request', (incoming, outgoing) => void respond(handler, incoming, outgoing)),
    close: () => close(server),
  };
}

async function respond(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await handler(await read(incoming), incoming.socket.remoteAddress ?? HOST);
  if (!response) incoming.socket.destroy();
  else outgoing.writeHead(response.status, response.headers).end(response.body);
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

const listenOn = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });

const close = (server: Server) =>
  new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
