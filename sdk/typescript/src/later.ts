/** What could not be loaded is asked for again after this. */
const AGAIN_AFTER_MS = 5_000;

/** Something whose code is loaded when it is first needed, so that whoever shows a page has that on screen before. */
export class Later<T> {
  private made: Promise<T> | null = null;
  private readonly make: () => Promise<T>;

  constructor(make: () => Promise<T>) {
    this.make = make;
  }

  /** Done as soon as it is there, in the order of the calls. */
  on(act: (it: T) => void): void {
    this.made ??= this.load();
    this.made.then(act);
  }

  /** For what needs no doing where nothing was. */
  ifMade(act: (it: T) => void): void {
    this.made?.then(act);
  }

  private async load(): Promise<T> {
    for (;;) {
      try {
        return await this.make();
      } catch {
        await new Promise(again => setTimeout(again, AGAIN_AFTER_MS));
      }
    }
  }
}
