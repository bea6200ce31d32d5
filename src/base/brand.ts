declare const brand: unique symbol

/** A primitive that carries its unit in its type. Made only by the constructors in `units.ts` and `ids.ts`. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
