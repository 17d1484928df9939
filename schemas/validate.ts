/** The first fault that a validator found. */
export interface Fault {
  /** JSON Pointer of the offending value. */
  instancePath: string;
  /** The schema's keyword that it breaks. */
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

/** A validator: whether data fits its schema. */
export interface Validate {
  (data: unknown): boolean;
  /** Of the last call, if the data did not fit. */
  errors?: Fault[] | null;
}
