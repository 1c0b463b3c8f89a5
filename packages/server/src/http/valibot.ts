/**
 * One valibot schema for validation, types and OpenAPI. What does not fit is `malformed_message`; what a peer sent is
 * never repeated in the answer or the log.
 */
import { ProtocolError } from "@mtoken/protocol";
import type { FastifySchemaCompiler, FastifyTypeProvider } from "fastify";
import type { FastifySerializerCompiler } from "fastify/types/schema.js";
import * as v from "valibot";

export interface ValibotTypeProvider extends FastifyTypeProvider {
  validator: this["schema"] extends v.GenericSchema ? v.InferOutput<this["schema"]> : unknown;
  serializer: this["schema"] extends v.GenericSchema ? v.InferInput<this["schema"]> : unknown;
}

export const compileValidator: FastifySchemaCompiler<v.GenericSchema> =
  ({ schema }) =>
  (value: unknown) => {
    // To valibot a list is an object without members; no message here is one.
    if (Array.isArray(value)) return { error: new ProtocolError("malformed_message") };
    const result = v.safeParse(schema, value, { abortEarly: true });
    return result.success ? { value: result.output } : { error: new ProtocolError("malformed_message") };
  };

/** Answers are our own values, typed by the same schemas: they are written out as they are. */
export const compileSerializer: FastifySerializerCompiler<v.GenericSchema> = () => (value: unknown) =>
  JSON.stringify(value);
