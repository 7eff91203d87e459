import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy that passes requests on and, as some in offices do, answers an upgrade with a refusal; until told otherwise. */
export class OfficeProxy {
  readonly url: string;
  refusesUpgrades = true;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async to(url: string): Promise<OfficeProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer(browser => proxy.join(browser, connect(Number(port), hostname)));
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    const proxy = new OfficeProxy(server);
    return proxy;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(browser: Socket, server: Socket): void {
    for (const [socket, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    browser.on('data', data => {
      if (this.refusesUpgrades && /^GET \/v1\/socket/.test(data.toString('latin1')))
        browser.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      else server.write(data);
    });
    server.pipe(browser);
  }
}
