import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a browser and the server that can be cut: open connections break, new ones are refused. */
export class Line {
  readonly url: string;
  private whole = true;
  private answers = true;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async to(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    const server = createServer(browser => line.join(browser, connect(Number(port), hostname)));
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    const line = new Line(server, (server.address() as AddressInfo).port);
    return line;
  }

  cut(): void {
    this.whole = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.whole = true;
    this.answers = true;
  }

  /** What the browser sends arrives; it hears nothing of it any more. */
  swallowAnswers(): void {
    this.answers = false;
  }

  close(): void {
    this.cut();
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
    if (!this.whole) return void browser.destroy();
    browser.pipe(server);
    server.on('data', data => {
      if (this.answers) browser.write(data);
    });
  }
}
