export interface Disposable {
  dispose(): void;
}

/** Disposes what it owns, the latest first, when it is disposed itself. */
export class Owner implements Disposable {
  private readonly owned: Disposable[] = [];

  own<T extends Disposable>(part: T): T {
    this.owned.push(part);
    return part;
  }

  dispose(): void {
    for (const part of this.owned.splice(0).reverse()) part.dispose();
  }
}
